package network.cortensor.sdk.staking.contracts;

/** Where a fact about the network was found, surest first. */
public enum FactSource {
    /** The interface file of a deployed contract. */
    ABI,
    /** The network's own configuration and scripts. */
    CFG,
    /** The network's own documentation. */
    DOC,
    /** The source of a community client: shows what that client uses, not that it is right. */
    COM,
    /** Inferred; a guess until somebody checks. */
    INF
}
