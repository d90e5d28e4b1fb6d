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

    /** How close two different answers are in meaning. It explains a disagreement; it does not heal one. */
    EMBEDDING
}
