package network.cortensor.sdk.staking.internal.abi;

/**
 * One parameter or result.
 *
 * @param name empty if it has none
 * @param indexed whether it is a topic of an event
 */
record AbiParameter(String name, AbiType type, boolean indexed) {}
