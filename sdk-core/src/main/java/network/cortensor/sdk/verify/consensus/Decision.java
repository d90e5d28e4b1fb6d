package network.cortensor.sdk.verify.consensus;

/** What to do after some nodes have answered. */
public enum Decision {
    /** Enough nodes gave one answer: asking more would change nothing that matters. */
    ACCEPT,
    /** No answer can be accepted any more, whatever the nodes that may still be asked say. */
    REJECT,
    /** It is open: the next answer can settle it. */
    ASK_ONE_MORE
}
