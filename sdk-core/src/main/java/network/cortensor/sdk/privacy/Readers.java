package network.cortensor.sdk.privacy;

/** Who can read a prompt besides the app that sent it. An API that takes prompts says which it is; it is never more people than that. */
public enum Readers {
    /**
     * Only the nodes that the ledger assigned to the task, each with its own key. Router, gateway, chain and store see
     * ciphertext, its padded size, and who asked whom.
     */
    ASSIGNED_NODES,

    /** The router that relays the prompt, and the nodes. This is what the network's own private inference (V0) does [DOC1]. */
    ROUTER_AND_NODE
}
