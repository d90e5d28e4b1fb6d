package network.cortensor.sdk.staking.contracts;

/** What a contract of the network is for. Names follow the network's own. */
public enum ContractKind {
    /**
     * Address book of the others; the one address that a node of the network is configured with [CFG]. How the
     * network's is read is not known.
     */
    RUNTIME,
    /** The COR token, ERC-20. */
    COR_TOKEN,
    /** Roles of accounts. */
    IAM,
    /** Allow and block list. */
    ACL,
    /** Registry of the nodes, with their key announcements. */
    NODE_POOL,
    /** Stakes of the nodes. */
    NODE_STAKING,
    /** Sessions, {@code SessionV2} [ABI]. */
    SESSION,
    /** Tasks, {@code SessionQueueV2} [ABI]. */
    SESSION_QUEUE,
    /** Where sessions are kept [ABI: a name of it]; {@link #SESSION} passes its reads on. */
    SESSION_DATA,
    /** Where tasks are kept [ABI: a name of it]; {@link #SESSION_QUEUE} passes its reads on. */
    SESSION_QUEUE_DATA,
    /** Verdicts of validators on the results of tasks [ABI: a name of it]. */
    SESSION_QUEUE_VALIDATION,
    /** Money of the sessions, pay per use [DOC1]. */
    SESSION_PAYMENT,
    /** Use that is paid by what is staked [DOC1]. */
    SESSION_PAYMENT_STAKING,
    /** Private sessions and who may read them, {@code PrivacySettingData} [DOC1]. */
    PRIVACY_SETTINGS,
    /** Community stakes that earn the chain's own currency [DOC2]. */
    STAKING_POOL,
    /** Community stakes that earn tokens [DOC2]. */
    TOKEN_STAKING_POOL,
    /** Looks after the community pools [DOC2]. */
    POOL_MANAGER,
    /** Network tasks [ABI]; not wrapped. */
    COGNITIVE,
    /** Levels of nodes [ABI]; not wrapped. */
    COGNITIVE_LEVEL,
    /** Counters of nodes; not wrapped, no interface is known. */
    NODE_STATS,
    /** Points of nodes; not wrapped, no interface is known. */
    NODE_REPUTATION,
    /** A rollup's contract on its parent chain [CFG]; for proofs, not wrapped. */
    ROLLUP,
    /** A rollup's bridge on its parent chain [CFG]; not wrapped. */
    BRIDGE,
    /** A rollup's inbox on its parent chain [CFG]; not wrapped. */
    INBOX,
    /** The inbox of a rollup's sequencer on its parent chain [CFG]; not wrapped. */
    SEQUENCER_INBOX
}
