package network.cortensor.sdk.crypto;

/** Which way a sealed object travels; part of what is signed, so that a prompt is never taken for a result. */
public enum Direction {
    /** From the client to the nodes that answer. */
    PROMPT(1),
    /** From a node to the client and the validators. */
    RESULT(2);

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    /** The number that stands for this direction in a context (SPEC §5). */
    int code() {
        return code;
    }
}
