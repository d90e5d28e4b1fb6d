package network.cortensor.sdk.ipfs.internal.cbor;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads and writes dag-cbor. A value has one encoding, and no other is read: shortest numbers, definite lengths, keys that are
 * texts, unique and sorted, no tag but that of links, no {@code undefined}, floating point in 64 bits and finite, nothing
 * behind the value. At most 128 levels.
 */
public final class DagCbor {
    /** The most values that {@link #decode} makes of one encoding; an encoding of 2 MiB could hold forty times as many. */
    static final int MAX_VALUES = 50_000;

    private static final ByteBuffer NO_KEY = ByteBuffer.allocate(0);
    private static final Comparator<byte[]> KEY_ORDER =
            Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned);

    private final CborReader in;
    private int values;

    private DagCbor(CborReader in) {
        this.in = in;
    }

    /**
     * Decodes one value; for small things such as headers and records.
     *
     * @param what names the bytes in error messages
     * @throws MalformedException if the bytes are no dag-cbor, or hold more than 50,000 values
     */
    public static CborValue decode(String what, ByteBuffer bytes) {
        CborReader in = new CborReader(what, bytes);
        CborValue value = new DagCbor(in).value(0);
        in.expectEnd();
        return value;
    }

    private CborValue value(int depth) {
        if (++values > MAX_VALUES) {
            throw in.malformed("holds more than " + MAX_VALUES + " values");
        }
        return switch (in.next(depth)) {
            case UNSIGNED -> new CborValue.Int(unsigned(in.argument()));
            case NEGATIVE -> new CborValue.Int(unsigned(in.argument()).not());
            case BYTES -> CborValue.Bytes.adopt(in.takeBytes());
            case TEXT -> new CborValue.Text(in.takeText());
            case ARRAY -> array(depth);
            case MAP -> dictionary(depth);
            case LINK -> CborValue.Link.adopt(in.takeBytes());
            case FALSE -> new CborValue.Bool(false);
            case TRUE -> new CborValue.Bool(true);
            case NULL -> new CborValue.Null();
            case REAL -> new CborValue.Real(Double.longBitsToDouble(in.argument()));
        };
    }

    private CborValue array(int depth) {
        int count = in.count();
        List<CborValue> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(value(depth + 1));
        }
        return new CborValue.Array(items);
    }

    private CborValue dictionary(int depth) {
        int count = in.count();
        Map<String, CborValue> entries = new LinkedHashMap<>();
        ByteBuffer key = NO_KEY;
        for (int i = 0; i < count; i++) {
            key = in.takeKey(key, i == 0, depth + 1);
            entries.put(in.utf8(key), value(depth + 1));
        }
        return new CborValue.Dictionary(entries);
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits);
        return bits >= 0 ? value : value.add(CborValue.Int.LIMIT);
    }

    /**
     * Checks one value of any size and names the links in it, in their order, without building it.
     *
     * @param what names the bytes in error messages
     * @throws MalformedException if the bytes are no dag-cbor, or a link is none that this module follows
     */
    public static void links(String what, ByteBuffer bytes, Consumer<Cid> links) {
        CborReader in = new CborReader(what, bytes);
        walk(in, links, 0);
        in.expectEnd();
    }

    private static void walk(CborReader in, Consumer<Cid> links, int depth) {
        switch (in.next(depth)) {
            case UNSIGNED, NEGATIVE, FALSE, TRUE, NULL, REAL -> {}
            case BYTES -> in.skip();
            case TEXT -> in.takeText();
            case ARRAY -> {
                int count = in.count();
                for (int i = 0; i < count; i++) {
                    walk(in, links, depth + 1);
                }
            }
            case MAP -> {
                int count = in.count();
                ByteBuffer key = NO_KEY;
                for (int i = 0; i < count; i++) {
                    key = in.takeKey(key, i == 0, depth + 1);
                    in.utf8(key);
                    walk(in, links, depth + 1);
                }
            }
            case LINK -> links.accept(CborValue.Link.adopt(in.takeBytes()).cid());
        }
    }

    /** Encodes a value in its one form. */
    public static byte[] encode(CborValue value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(new DataOutputStream(bytes), value);
        } catch (IOException e) {
            throw new UncheckedIOException("a ByteArrayOutputStream does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, CborValue value) throws IOException {
        if (value instanceof CborValue.Int number) {
            boolean negative = number.value().signum() < 0;
            BigInteger argument = negative ? number.value().not() : number.value();
            writeHead(out, negative ? 1 : 0, argument.longValue());
        } else if (value instanceof CborValue.Bytes run) {
            writeBytes(out, 2, run.toBytes());
        } else if (value instanceof CborValue.Text text) {
            writeBytes(out, 3, text.value().getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof CborValue.Array array) {
            writeHead(out, 4, array.items().size());
            for (CborValue item : array.items()) {
                write(out, item);
            }
        } else if (value instanceof CborValue.Dictionary dictionary) {
            writeDictionary(out, dictionary);
        } else if (value instanceof CborValue.Link link) {
            byte[] cid = link.encodedCid();
            writeHead(out, 6, 42);
            writeHead(out, 2, cid.length + 1L);
            out.write(0);
            out.write(cid);
        } else if (value instanceof CborValue.Bool bool) {
            out.write(bool.value() ? 0xf5 : 0xf4);
        } else if (value instanceof CborValue.Null) {
            out.write(0xf6);
        } else if (value instanceof CborValue.Real real) {
            out.write(0xfb);
            out.writeLong(Double.doubleToRawLongBits(real.value()));
        }
    }

    private static void writeDictionary(DataOutputStream out, CborValue.Dictionary dictionary) throws IOException {
        List<Map.Entry<byte[], CborValue>> entries = new ArrayList<>();
        dictionary
                .entries()
                .forEach((key, entry) -> entries.add(Map.entry(key.getBytes(StandardCharsets.UTF_8), entry)));
        entries.sort(Map.Entry.comparingByKey(KEY_ORDER));
        writeHead(out, 5, entries.size());
        for (Map.Entry<byte[], CborValue> entry : entries) {
            writeBytes(out, 3, entry.getKey());
            write(out, entry.getValue());
        }
    }

    private static void writeBytes(DataOutputStream out, int major, byte[] bytes) throws IOException {
        writeHead(out, major, bytes.length);
        out.write(bytes);
    }

    private static void writeHead(DataOutputStream out, int major, long argument) throws IOException {
        int head = major << 5;
        if (Long.compareUnsigned(argument, 24) < 0) {
            out.write(head | (int) argument);
        } else if (argument >>> Byte.SIZE == 0) {
            out.write(head | 24);
            out.write((int) argument);
        } else if (argument >>> Short.SIZE == 0) {
            out.write(head | 25);
            out.writeShort((int) argument);
        } else if (argument >>> Integer.SIZE == 0) {
            out.write(head | 26);
            out.writeInt((int) argument);
        } else {
            out.write(head | 27);
            out.writeLong(argument);
        }
    }
}
