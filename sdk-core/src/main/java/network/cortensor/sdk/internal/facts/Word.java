package network.cortensor.sdk.internal.facts;

/**
 * One word as it was written, shared by all its places in an answer. Immutable.
 *
 * @param written as it stands in the answer
 * @param plain in small letters, without a possessive ending
 * @param stem what the forms of one word have in common
 * @param kind what it does in a sentence
 * @param group the class of its kind: which quantifier, which modality; empty when there is none
 * @param direction which way it points on which scale; {@link Direction#NONE} for most words
 * @param capital whether it begins with a capital letter
 */
record Word(String written, String plain, String stem, Kind kind, String group, Direction direction, boolean capital) {

    /** What a word does in a sentence. */
    enum Kind {
        /** It only ties others together. */
        FUNCTION,
        /** It carries meaning. */
        CONTENT,
        /** Digits. */
        NUMBER,
        /** A sign such as a comma or a currency sign. */
        SIGN,
        /** Not, never, without. */
        NEGATION,
        /** All, some, only. */
        QUANTIFIER,
        /** Must, may. */
        MODAL,
        /** But, unless, if. */
        CAVEAT
    }
}
