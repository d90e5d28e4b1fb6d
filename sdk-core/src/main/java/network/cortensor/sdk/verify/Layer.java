package network.cortensor.sdk.verify;

/** What a piece of evidence rests on, cheapest first. */
public enum Layer {
    /** The miner revealed exactly what it pre-committed to, for this task and under its own address. */
    COMMIT_REVEAL,

    /** The sealed result came from the store under its hash and opens as a message of this miner for this task. */
    SEAL,

    /** The miner's wallet signed that this is its answer to this prompt. */
    SIGNATURE,

    /** The answers are equal in {@linkplain CanonicalText canonical form}. */
    CHECKSUM,

    /**
     * One of two answers is cut off, in another language, empty, repeats itself, refuses, or carries instructions to a model:
     * what shows from an answer's form, and what an embedding does not see.
     */
    FORM,

    /** How long the equal beginning of two answers is. */
    PREFIX,

    /** How large a part of two answers is equal, wherever it stands (MinHash). */
    NEAR_DUPLICATE,

    /** The answers state the same facts: numbers, units, negations, names, dates, comparisons, code tokens, JSON leaves. */
    FACTS,

    /** How close two different answers are in meaning. Alone it makes no two answers the same: a wrong one may be closer. */
    EMBEDDING,

    /** What a model that was asked says of two answers. */
    JUDGE,

    /**
     * The model was run again: by a validator that compared its own answer at temperature 0, or token by token with {@link
     * network.cortensor.sdk.verify.replay.TokenReplay}.
     */
    REPLAY,

    /** Over days, the node's answers to known prompts come from another distribution than the model's. */
    CANARY
}
