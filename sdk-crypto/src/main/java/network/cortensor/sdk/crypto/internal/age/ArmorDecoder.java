package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.age.ArmorException;
import network.cortensor.sdk.crypto.internal.GuardedInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Takes the armor off while it is read, strictly: what decodes has one form, but for the line ends (LF or CRLF) and for
 * blanks before and after. Holds one block of text at a time.
 */
public final class ArmorDecoder extends GuardedInputStream {

    private static final int BLOCK = 16 * 1024;

    private static final byte[] VALUES = values();
    private static final int END_OF_STREAM = -1;

    private final byte[] block = new byte[BLOCK];
    private int blockLength;
    private int blockPosition;

    private final byte[] line = new byte[Armor.MAX_BLANKS];
    private int lineLength;

    private final byte[] decoded = new byte[Armor.LINE_BYTES];
    private int decodedLength;
    private int decodedPosition;

    private boolean started;
    private boolean finished;

    private ArmorDecoder(InputStream in) {
        super(in);
    }

    /** Decodes; reads nothing before it is read from. Its {@code read} throws {@link ArmorException}. */
    public static InputStream decoding(InputStream armored) {
        return new ArmorDecoder(armored);
    }

    /**
     * Says whether a stream continues with armor: with a dash, perhaps after blanks. Takes nothing off.
     *
     * @param in supports {@code mark}
     */
    public static boolean isArmored(InputStream in) throws IOException {
        in.mark(Armor.MAX_BLANKS + 1);
        int first = in.read();
        for (int blanks = 0; Armor.isBlank(first) && blanks < Armor.MAX_BLANKS; blanks++) {
            first = in.read();
        }
        in.reset();
        return first == '-';
    }

    @Override
    protected int produce(byte[] target, int offset, int length) throws IOException {
        if (!started) {
            readBegin();
            started = true;
        }
        int produced = 0;
        // Whole lines while there is room: the reader behind asks for a chunk at a time.
        while (produced < length && (decodedPosition < decodedLength || nextLine())) {
            int count = Math.min(length - produced, decodedLength - decodedPosition);
            System.arraycopy(decoded, decodedPosition, target, offset + produced, count);
            decodedPosition += count;
            produced += count;
        }
        return produced == 0 ? END_OF_STREAM : produced;
    }

    private void readBegin() throws IOException {
        int blanks = 0;
        readLine();
        while (isBlankLine()) {
            blanks += lineLength + 1;
            if (blanks > Armor.MAX_BLANKS) {
                throw new ArmorException("an armored file has more than " + Armor.MAX_BLANKS + " blanks in front");
            }
            readLine();
        }
        if (!isLine(Armor.BEGIN)) {
            throw new ArmorException("an armored file must start with the line " + Armor.BEGIN);
        }
    }

    /** Decodes one line, and returns false at the end, which it has checked then. */
    private boolean nextLine() throws IOException {
        if (finished) {
            return false;
        }
        readLine();
        if (isLine(Armor.END)) {
            finish();
            return false;
        }
        decodeLine();
        if (decodedLength < Armor.LINE_BYTES) {
            readLine();
            if (!isLine(Armor.END)) {
                throw new ArmorException("after its last line of text an armored file must have the line " + Armor.END);
            }
            finish();
        }
        return true;
    }

    private void finish() throws IOException {
        finished = true;
        int blanks = 0;
        for (int next = nextByte(); next != END_OF_STREAM; next = nextByte()) {
            if (!Armor.isBlank(next)) {
                throw new ArmorException("an armored file goes on after its end");
            }
            if (++blanks > Armor.MAX_BLANKS) {
                throw new ArmorException("an armored file has more than " + Armor.MAX_BLANKS + " blanks behind");
            }
        }
    }

    /** Reads a line without its LF or CRLF; at the end of the stream a line need not have one. */
    private void readLine() throws IOException {
        lineLength = 0;
        int next = nextByte();
        if (next == END_OF_STREAM) {
            throw new ArmorException("an armored file ends before the line " + Armor.END);
        }
        boolean carriageReturn = false;
        while (next != '\n' && next != END_OF_STREAM) {
            if (carriageReturn) {
                append('\r');
            }
            carriageReturn = next == '\r';
            if (!carriageReturn) {
                append(next);
            }
            next = nextByte();
        }
    }

    private void append(int character) {
        if (lineLength == line.length) {
            throw new ArmorException("an armored file has a line of more than " + line.length + " characters");
        }
        line[lineLength++] = (byte) character;
    }

    private int nextByte() throws IOException {
        if (blockPosition == blockLength) {
            blockPosition = 0;
            blockLength = Math.max(0, in.read(block, 0, block.length));
        }
        return blockLength == 0 ? END_OF_STREAM : block[blockPosition++] & 0xff;
    }

    private boolean isLine(String expected) {
        if (lineLength != expected.length()) {
            return false;
        }
        for (int i = 0; i < lineLength; i++) {
            if (line[i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBlankLine() {
        for (int i = 0; i < lineLength; i++) {
            if (!Armor.isBlank(line[i])) {
                return false;
            }
        }
        return true;
    }

    /** Base64 with padding, canonical (RFC 4648 §4, §3.5). */
    private void decodeLine() {
        if (lineLength == 0 || lineLength > Armor.COLUMNS || lineLength % 4 != 0) {
            throw new ArmorException("a line of an armored file must have 4 to " + Armor.COLUMNS
                    + " characters in groups of four, found " + lineLength);
        }
        int padding = line[lineLength - 1] != '=' ? 0 : line[lineLength - 2] != '=' ? 1 : 2;
        int at = 0;
        for (int i = 0; i < lineLength; i += 4) {
            boolean last = i + 4 == lineLength;
            int group = 0;
            for (int j = 0; j < 4; j++) {
                int value = last && j >= 4 - padding ? 0 : VALUES[line[i + j] & 0xff];
                if (value < 0) {
                    throw new ArmorException("a line of an armored file has a character that is not base64");
                }
                group = group << 6 | value;
            }
            if (last && (group & ((1 << (8 * padding)) - 1)) != 0) {
                throw new ArmorException("the last line of an armored file is not canonical base64");
            }
            decoded[at++] = (byte) (group >>> 16);
            decoded[at++] = (byte) (group >>> 8);
            decoded[at++] = (byte) group;
        }
        decodedLength = at - padding;
        decodedPosition = 0;
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    @Override
    protected void wipe() {
        // What is buffered here is ciphertext.
    }
}
