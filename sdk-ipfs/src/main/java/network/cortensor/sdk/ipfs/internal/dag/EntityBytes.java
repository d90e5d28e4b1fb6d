package network.cortensor.sdk.ipfs.internal.dag;

import network.cortensor.sdk.ipfs.MalformedException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of the bytes of a file, before the size of the file is known (trustless gateway specification, {@code entity-bytes}).
 * Both ends belong to it; one below zero counts from the end of the file, -1 being its last byte.
 */
public final class EntityBytes {
    private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,19}):(\\*|-?[0-9]{1,19})");

    /** The last byte of any file, counted from its end. */
    private static final long END = -1;

    private final long from;
    private final long to;

    private EntityBytes(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /** Returns the range from {@code from} to {@code to}, both included; below zero they count from the end. */
    public static EntityBytes of(long from, long to) {
        return new EntityBytes(from, to);
    }

    /** Returns the range from {@code from} to the end of the file; below zero it counts from there. */
    public static EntityBytes from(long from) {
        return new EntityBytes(from, END);
    }

    /**
     * Parses the value of the request parameter, {@code from:to} or {@code from:*}.
     *
     * @throws MalformedException if it is not of this form, or a number does not fit into 64 bits
     */
    public static EntityBytes parse(String parameter) {
        Matcher matcher = FORM.matcher(parameter);
        try {
            if (matcher.matches()) {
                String to = matcher.group(2);
                return of(Long.parseLong(matcher.group(1)), to.equals("*") ? END : Long.parseLong(to));
            }
        } catch (NumberFormatException tooLarge) {
            // Said below.
        }
        throw new MalformedException("entity-bytes: expected from:to or from:*, as numbers of 64 bits");
    }

    /**
     * Returns what the range means for a file of {@code size} bytes: the part of it that is in the file, which is {@linkplain
     * Span#isEmpty() empty} if none is.
     */
    public Span within(long size) {
        long first = from < 0 ? Math.max(0, size + from) : from;
        long last = to < 0 ? size + to : Math.min(to, size - 1);
        return first > last ? Span.EMPTY : new Span(first, last);
    }

    /**
     * Bytes of a file.
     *
     * @param first the first byte, counted from zero
     * @param last the last byte, included
     */
    public record Span(long first, long last) {
        static final Span EMPTY = new Span(0, -1);

        static Span whole(long size) {
            return size == 0 ? EMPTY : new Span(0, size - 1);
        }

        /** Tells whether there is no byte in it. */
        public boolean isEmpty() {
            return first > last;
        }

        boolean covers(long size) {
            return first <= 0 && last >= size - 1;
        }

        /** Tells whether it has bytes among the {@code size} ones from {@code start} on. */
        boolean meets(long start, long size) {
            return first < start + size && last >= start;
        }

        /** Returns the same bytes, counted from byte {@code start}. */
        Span since(long start) {
            return new Span(first - start, last - start);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntityBytes that && from == that.from && to == that.to;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(from) * 31 + Long.hashCode(to);
    }

    /** Returns the value of the request parameter. */
    @Override
    public String toString() {
        return from + ":" + (to == END ? "*" : Long.toString(to));
    }
}
