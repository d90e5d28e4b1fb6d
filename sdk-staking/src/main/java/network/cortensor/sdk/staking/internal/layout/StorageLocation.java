package network.cortensor.sdk.staking.internal.layout;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Where a value lies in the storage of a contract, and how to read it there.
 *
 * <p>Texts and bytes of 32 and more lie in slots of their own, whose number is in the first one: read that, ask {@link
 * #slots(Hash)}, then read. Immutable.
 */
public final class StorageLocation {
    /** The longest text that is read; a contract can claim any length. */
    public static final int MAX_TEXT_BYTES = 1 << 16;

    private static final int WORD = Hash.LENGTH;

    private final String path;
    private final BigInteger slot;
    private final int offset;
    private final StorageType type;

    private StorageLocation(String path, BigInteger slot, int offset, StorageType type) {
        this.path = path;
        this.slot = slot;
        this.offset = offset;
        this.type = type;
    }

    static StorageLocation of(String path, BigInteger slot, int offset, StorageType type) {
        boolean readable = type.isText()
                || type.isDynamicArray()
                || (!type.isMapping() && type.bytes() <= WORD && type.members().isEmpty() && !type.isArray());
        if (!readable) {
            throw new IllegalArgumentException(
                    "StorageLayout, path '" + path + "': expected a value, a text or the length "
                            + "of an array, found " + type.label() + "; go on to a member or an element");
        }
        return new StorageLocation(path, slot, offset, type);
    }

    /** The slot that it lies in, or begins in. */
    public Hash slot() {
        return Hash.decode(word(slot));
    }

    /**
     * The slots that the rest of it lies in: of a long text some, of all else none.
     *
     * @param head what is in {@link #slot}
     * @throws LedgerEvidenceException if no text begins so, or it is longer than {@link #MAX_TEXT_BYTES}
     */
    public List<Hash> slots(Hash head) {
        List<Hash> slots = new ArrayList<>();
        int length = type.isText() ? textLength(head) : 0;
        if (length >= WORD) {
            BigInteger first = new BigInteger(1, Hash.keccak256(word(slot)).bytes());
            for (int i = 0; i * WORD < length; i++) {
                slots.add(Hash.decode(word(wrapped(first.add(BigInteger.valueOf(i))))));
            }
        }
        return slots;
    }

    /**
     * Reads the value: {@link BigInteger} for a number, an enum or the length of an array, {@link Boolean}, {@link Address},
     * {@link Hash} for {@code bytes32}, {@code byte[]} for other bytes, {@link String}.
     *
     * @param words gives what is in a slot, as it was proved
     * @throws LedgerEvidenceException if the slots hold nothing that Solidity writes there
     */
    public Object read(UnaryOperator<Hash> words) {
        Hash head = words.apply(slot());
        if (type.isText()) {
            byte[] text = text(head, words);
            return type.label().equals("string") ? utf8(text) : text;
        }
        byte[] word = head.bytes();
        int size = type.isDynamicArray() ? WORD : type.bytes();
        byte[] bytes = Arrays.copyOfRange(word, WORD - offset - size, WORD - offset);
        return value(bytes);
    }

    private Object value(byte[] bytes) {
        String label = type.label();
        if (type.isDynamicArray()) {
            return new BigInteger(1, bytes);
        }
        if (label.equals("bool")) {
            if (bytes[0] != 0 && bytes[0] != 1) {
                throw refused("0 or 1 for a bool", "another value");
            }
            return bytes[0] == 1;
        }
        if (label.startsWith("address") || label.startsWith("contract ")) {
            return Address.decode(bytes);
        }
        if (label.equals("bytes32")) {
            return Hash.decode(bytes);
        }
        if (label.startsWith("bytes")) {
            return bytes;
        }
        return label.startsWith("int") ? new BigInteger(bytes) : new BigInteger(1, bytes);
    }

    private byte[] text(Hash head, UnaryOperator<Hash> words) {
        int length = textLength(head);
        if (length < WORD) {
            byte[] bytes = head.bytes();
            requireZeros(bytes, length, WORD - 1);
            return Arrays.copyOf(bytes, length);
        }
        ByteBuffer all = ByteBuffer.allocate((length + WORD - 1) / WORD * WORD);
        slots(head).forEach(part -> all.put(words.apply(part).bytes()));
        requireZeros(all.array(), length, all.capacity());
        return Arrays.copyOf(all.array(), length);
    }

    /** Short: twice the length in the last byte, behind the text. Long: twice the length and one. */
    private int textLength(Hash head) {
        byte[] bytes = head.bytes();
        int last = bytes[WORD - 1] & 0xff;
        if ((last & 1) == 0) {
            if (last / 2 >= WORD) {
                throw refused("a short text below " + WORD + " bytes", String.valueOf(last / 2));
            }
            return last / 2;
        }
        BigInteger length = new BigInteger(1, bytes).shiftRight(1);
        if (length.compareTo(BigInteger.valueOf(WORD)) < 0
                || length.compareTo(BigInteger.valueOf(MAX_TEXT_BYTES)) > 0) {
            throw refused("a long text of " + WORD + " to " + MAX_TEXT_BYTES + " bytes", length.toString());
        }
        return length.intValue();
    }

    private void requireZeros(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                throw refused("zeros behind a text", "other bytes");
            }
        }
    }

    private String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LedgerEvidenceException("Storage, " + path + ": expected UTF-8, found other bytes", e);
        }
    }

    private LedgerEvidenceException refused(String expected, String found) {
        return new LedgerEvidenceException("Storage, " + path + ": expected " + expected + ", found " + found);
    }

    /**
     * A number as 32 bytes.
     *
     * @throws IllegalArgumentException if it has more, or is negative
     */
    static byte[] word(BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > Byte.SIZE * WORD) {
            throw new IllegalArgumentException("Storage: expected a number of 0 to " + Byte.SIZE * WORD
                    + " bits, found one of " + number.bitLength() + " bits, sign " + number.signum());
        }
        byte[] bytes = number.toByteArray();
        byte[] word = new byte[WORD];
        int length = Math.min(bytes.length, WORD);
        System.arraycopy(bytes, bytes.length - length, word, WORD - length, length);
        return word;
    }

    /** The storage has as many slots as there are words: after the last comes the first. */
    static BigInteger wrapped(BigInteger slot) {
        return slot.mod(BigInteger.ONE.shiftLeft(Byte.SIZE * WORD));
    }

    /** Path, slot and type. */
    @Override
    public String toString() {
        return "StorageLocation[" + path + ", slot " + slot() + ", " + type.label() + "]";
    }
}
