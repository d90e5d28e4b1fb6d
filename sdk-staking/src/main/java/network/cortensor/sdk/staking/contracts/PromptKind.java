package network.cortensor.sdk.staking.contracts;

/** What a miner makes of a task's data. The numbers are those of the network's clients [COM]. */
public enum PromptKind {
    /** Puts it into the network's own template (0). */
    DEFAULT_TEMPLATE(0),
    /** Takes it as it is (1). */
    RAW(1),
    /** Puts it behind the template that comes with the task (2). */
    TEMPLATE(2);

    private final int code;

    PromptKind(int code) {
        this.code = code;
    }

    /** The number that contracts use. */
    public int code() {
        return code;
    }
}
