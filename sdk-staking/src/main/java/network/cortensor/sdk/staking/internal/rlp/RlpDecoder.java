package network.cortensor.sdk.staking.internal.rlp;

import network.cortensor.sdk.staking.MalformedEvidenceException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One decoding. A length is believed only as far as there are bytes, so nothing is reserved for a lie. */
final class RlpDecoder {
    private final String what;
    private final byte[] in;
    private int position;
    private int items;

    RlpDecoder(String what, byte[] in, int from) {
        this.what = what;
        this.in = in;
        this.position = from;
    }

    RlpItem decode() {
        RlpItem item = next(in.length, 0);
        if (position != in.length) {
            throw malformed("the end", in.length - position + " more bytes");
        }
        return item;
    }

    private RlpItem next(int end, int depth) {
        if (position == end) {
            throw malformed("an item", "the end");
        }
        if (++items > Rlp.MAX_ITEMS) {
            throw malformed("at most " + Rlp.MAX_ITEMS + " items", "more");
        }
        int start = position;
        int prefix = in[position++] & 0xff;
        if (prefix < Rlp.STRING) {
            return new RlpBytes(in, start, 1);
        }
        return prefix < Rlp.LIST ? bytes(prefix - Rlp.STRING, end) : list(prefix - Rlp.LIST, end, depth + 1);
    }

    private RlpBytes bytes(int lengthCode, int end) {
        int length = length(lengthCode, end);
        int from = position;
        if (length == 1 && (in[from] & 0xff) < Rlp.STRING) {
            throw malformed("a byte below 0x80 to stand for itself", "a length before it");
        }
        position = from + length;
        return new RlpBytes(in, from, length);
    }

    private RlpList list(int lengthCode, int end, int depth) {
        if (depth > Rlp.MAX_DEPTH) {
            throw malformed("at most " + Rlp.MAX_DEPTH + " lists in one another", "more");
        }
        int length = length(lengthCode, end);
        int listEnd = position + length;
        List<RlpItem> list = new ArrayList<>();
        while (position < listEnd) {
            list.add(next(listEnd, depth));
        }
        return RlpList.decoded(Collections.unmodifiableList(list), length);
    }

    private int length(int code, int end) {
        int available = end - position;
        if (code <= Rlp.MAX_SHORT) {
            return fitting(code, available);
        }
        int size = code - Rlp.MAX_SHORT;
        if (size > available) {
            throw malformed("a length of " + size + " bytes", available + " bytes");
        }
        if (in[position] == 0) {
            throw malformed("a length without leading zeros", "one");
        }
        if (size > Integer.BYTES) {
            throw malformed("a length of at most " + (available - size), "one of " + size + " bytes");
        }
        long length = 0;
        for (int i = 0; i < size; i++) {
            length = (length << Byte.SIZE) | (in[position++] & 0xff);
        }
        if (length <= Rlp.MAX_SHORT) {
            throw malformed("the length " + length + " to be a part of the first byte", "bytes of its own for it");
        }
        return fitting(length, available - size);
    }

    private int fitting(long length, int available) {
        if (length > available) {
            throw malformed(length + " bytes", available + " bytes");
        }
        return (int) length;
    }

    private MalformedEvidenceException malformed(String expected, String found) {
        return new MalformedEvidenceException(
                what + ": no canonical RLP at byte " + position + ": expected " + expected + ", found " + found);
    }
}
