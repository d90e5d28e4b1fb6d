package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;

/**
 * A router of a session. Its description is what its operator or the session's owner wrote there: a public REST endpoint as a
 * rule [CFG], of which nothing is checked.
 *
 * @param address the router's account
 * @param description free text
 */
public record Router(Address address, String description) {}
