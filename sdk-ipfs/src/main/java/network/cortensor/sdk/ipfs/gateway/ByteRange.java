package network.cortensor.sdk.ipfs.gateway;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a block that is sent (RFC 9110, section 14). A server may ignore what a client says about ranges; this one takes
 * one range, and answers what is malformed, of another unit, or more than one range, with the whole.
 *
 * @param first the first byte
 * @param last the last byte, included; less than {@code first} in an empty block
 */
record ByteRange(int first, int last) {
    private static final Pattern ONE =
            Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /**
     * Finds out which part of {@code size} bytes is meant.
     *
     * @return the part, or empty for the whole
     * @throws Refusal if there is nothing in the range
     */
    static Optional<ByteRange> of(List<String> header, int size) throws Refusal {
        if (header.size() != 1) {
            return Optional.empty();
        }
        Matcher range = ONE.matcher(header.get(0));
        if (!range.matches()) {
            return Optional.empty();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : suffix(Long.parseLong(last), size);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return Optional.empty();
        }
        if (from >= size) {
            throw unsatisfiable(size);
        }
        return Optional.of(new ByteRange((int) from, (int) Math.min(to, size - 1L)));
    }

    private static Optional<ByteRange> suffix(long length, int size) throws Refusal {
        if (length == 0) {
            throw unsatisfiable(size);
        }
        // The last bytes of nothing are the whole of it, and no range can say so.
        return size == 0 ? Optional.empty() : Optional.of(new ByteRange((int) Math.max(0, size - length), size - 1));
    }

    private static Refusal unsatisfiable(int size) {
        return Refusal.of(416, "the range has no byte of this block in it", "Content-Range", "bytes */" + size);
    }

    static ByteRange whole(int size) {
        return new ByteRange(0, size - 1);
    }

    int length() {
        return last - first + 1;
    }

    /** Returns the value of the header {@code Content-Range}. */
    String within(int size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
