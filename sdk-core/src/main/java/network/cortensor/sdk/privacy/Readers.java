package network.cortensor.sdk.privacy;

/** Who can read a prompt besides the app that sent it. An API that takes prompts says which it is; it is never more people than that. */
public enum Readers {
    /**
     * Only the nodes that the ledger assigned to the task, each with its own key. Router, gateway, chain and store see
     * ciphertext, its padded size, and who asked whom.
     */
    ASSIGNED_NODES,

    /**
     * The nodes that the ledger assigned to the task and, once the last result is there, its validators, who read all results
     * too: each time no more nodes than the session was opened with validators, and none that had the task. The app agrees to
     * that by opening a session that asks for validators; otherwise nothing is ever sealed for one, whatever the ledger says.
     *
     * <p>Validators are chosen when the results are there, among all nodes that are registered then. That they are registered,
     * and chosen by the rule, is the ledger's word, beside which the client checks that each node's own wallet signed its key.
     * So a ledger that lies can name nodes of its own. Against one endpoint that lies helps a quorum of several; proved reads
     * ({@code ContractLedgerOptions}) show that a node is registered and what its key is, and then a reader costs at least a
     * stake. Who cannot accept that opens sessions without validators.
     */
    ASSIGNED_NODES_AND_VALIDATORS,

    /** The router that relays the prompt, and the nodes. This is what the network's own private inference (V0) does [DOC1]. */
    ROUTER_AND_NODE
}
