package network.cortensor.sdk.staking;

/** Which nodes may serve a session. The numbers are the network's: 0, 1, 2 [DOC1]. */
public enum SessionMode {
    /** Nodes of the shared pool (0). */
    EPHEMERAL(0),
    /** Nodes of both kinds (1). */
    HYBRID(1),
    /** Nodes that the owner named (2). */
    DEDICATED(2);

    private final int code;

    SessionMode(int code) {
        this.code = code;
    }

    /** The number that contracts use. */
    public int code() {
        return code;
    }
}
