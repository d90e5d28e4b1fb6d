package network.cortensor.sdk.verify.compare;

/** What a layer says of two answers. */
public enum Sign {
    /** They say the same, as far as this layer can see. */
    SAME,
    /** They say different things. */
    DIFFERENT,
    /** This layer cannot tell: it found nothing to go by, or its figure lies in the grey zone. */
    NOTHING
}
