package network.cortensor.sdk.staking.internal.rlp;

import network.cortensor.sdk.staking.MalformedEvidenceException;

import java.util.List;

/** A list of items. */
public final class RlpList implements RlpItem {
    private final List<RlpItem> items;
    private final int payloadLength;

    private RlpList(List<RlpItem> items, int payloadLength) {
        this.items = items;
        this.payloadLength = payloadLength;
    }

    /**
     * A list of these.
     *
     * @throws ArithmeticException if its encoding would not fit into an array
     */
    public static RlpList of(List<? extends RlpItem> items) {
        int length = 0;
        for (RlpItem item : items) {
            length = Math.addExact(length, item.encodedLength());
        }
        return decoded(List.copyOf(items), length);
    }

    /** A list of these. */
    public static RlpList of(RlpItem... items) {
        return of(List.of(items));
    }

    static RlpList decoded(List<RlpItem> items, int payloadLength) {
        return new RlpList(items, payloadLength);
    }

    /** What is in it, in order; not to be changed. */
    public List<RlpItem> items() {
        return items;
    }

    /** How many items. */
    public int size() {
        return items.size();
    }

    /** One item. */
    public RlpItem get(int index) {
        return items.get(index);
    }

    /**
     * This list, if it has so many items.
     *
     * @throws MalformedEvidenceException if it has not
     */
    public RlpList ofSize(String what, int expected) {
        if (items.size() != expected) {
            throw new MalformedEvidenceException(
                    what + ": expected a list of " + expected + " items, found " + items.size());
        }
        return this;
    }

    @Override
    public int encodedLength() {
        return Math.addExact(Rlp.prefixLength(payloadLength), payloadLength);
    }

    @Override
    public RlpBytes asBytes(String what) {
        throw new MalformedEvidenceException(what + ": expected RLP bytes, found a list of " + items.size() + " items");
    }

    @Override
    public RlpList asList(String what) {
        return this;
    }

    int payloadLength() {
        return payloadLength;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RlpList that && items.equals(that.items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    /** The sizes alone. */
    @Override
    public String toString() {
        return "RlpList" + items;
    }
}
