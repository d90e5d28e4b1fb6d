package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.ipns.IpnsName;

/**
 * A key that a daemon holds, to publish with; the key itself stays there.
 *
 * @param name what it is called at the daemon; {@code self} is the daemon's own
 * @param id the IPNS name that it signs for
 */
public record KuboKey(String name, IpnsName id) {}
