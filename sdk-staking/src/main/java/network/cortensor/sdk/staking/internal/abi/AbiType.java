package network.cortensor.sdk.staking.internal.abi;

/**
 * A type of the ABI: knows its name in signatures and its form in bytes. Every value takes at least one word, so that no
 * count of elements goes beyond what the bytes can hold.
 */
sealed interface AbiType permits WordType, BytesType, ListType, SequenceType {
    /** Bytes of a word, in which everything is counted. */
    int WORD = 32;

    /** Levels of arrays and tuples in one another; contracts have a handful. */
    int MOST_LEVELS = 32;

    /** Bytes that the heads of one type may take: a fixed array is as large as its type says. */
    int MOST_HEAD_BYTES = 1 << 24;

    /** The name as signatures have it, without names of parts. */
    String canonical();

    /** Whether a value stands elsewhere, with an offset in its place. */
    boolean isDynamic();

    /** Bytes in the place of a value: of the value itself, or of its offset. */
    default int headBytes() {
        return WORD;
    }

    /** Levels of arrays and tuples, this one included. */
    default int levels() {
        return 0;
    }

    /**
     * Writes a value.
     *
     * @param at where it starts: the place held for it if the type is static, the end of what is written if it is dynamic
     * @throws IllegalArgumentException if it is no value of this type
     */
    void write(Object value, AbiWriter out, int at);

    /**
     * Reads a value.
     *
     * @param at where it starts
     * @throws network.cortensor.sdk.staking.LedgerEvidenceException if there is no value of this type in canonical form
     */
    Object read(AbiReader in, int at);
}
