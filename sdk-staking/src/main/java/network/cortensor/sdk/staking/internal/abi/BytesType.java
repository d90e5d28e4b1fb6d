package network.cortensor.sdk.staking.internal.abi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** {@code bytes} and {@code string}: a count of bytes, and the bytes. */
enum BytesType implements AbiType {
    /** {@code bytes}. */
    BYTES("bytes") {
        @Override
        byte[] toBytes(Object value) {
            return Values.as(byte[].class, this, value);
        }

        @Override
        Object fromBytes(AbiReader in, int at, byte[] bytes) {
            return bytes;
        }
    },
    /**
     * {@code string}, in UTF-8. The ABI does not demand that, and whoever writes a text to a contract may write anything: what
     * is no UTF-8 reads as U+FFFD, so that one account's text never makes what others wrote unreadable. Such a text has
     * another hash than the bytes that it stands for.
     */
    TEXT("string") {
        @Override
        byte[] toBytes(Object value) {
            try {
                ByteBuffer encoded = StandardCharsets.UTF_8
                        .newEncoder()
                        .encode(CharBuffer.wrap(Values.as(String.class, this, value)));
                byte[] bytes = new byte[encoded.remaining()];
                encoded.get(bytes);
                return bytes;
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("string: expected whole characters, found half a surrogate pair", e);
            }
        }

        @Override
        Object fromBytes(AbiReader in, int at, byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    private final String canonical;

    BytesType(String canonical) {
        this.canonical = canonical;
    }

    abstract byte[] toBytes(Object value);

    abstract Object fromBytes(AbiReader in, int at, byte[] bytes);

    @Override
    public String canonical() {
        return canonical;
    }

    @Override
    public boolean isDynamic() {
        return true;
    }

    @Override
    public void write(Object value, AbiWriter out, int at) {
        byte[] bytes = toBytes(value);
        out.extend(WORD);
        out.number(at, bytes.length);
        out.extend(Math.addExact(bytes.length, Math.floorMod(-bytes.length, WORD)));
        out.bytes(at + WORD, bytes);
    }

    @Override
    public Object read(AbiReader in, int at) {
        int length = in.size(at, "a count of bytes");
        return fromBytes(in, at, in.padded(at + WORD, length, this));
    }
}
