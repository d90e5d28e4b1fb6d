package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.Base64Text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The text part of an age v1 file: version line, stanzas, MAC line (C2SP age, "Header").
 *
 * <p>A parsed header is exactly one sequence of bytes: {@link #encoded()} gives back what was read.
 */
public final class AgeHeader {

    /** 128 post-quantum stanzas need 199,366 bytes. A header is held in memory as a whole, so it needs some bound. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Each costs the reader one public-key operation for each of its identities, 0.3 ms, and the sender chooses. */
    public static final int MAX_STANZAS = 128;

    /** The types of age have at most three; others get room for their own. */
    public static final int MAX_ARGUMENTS = 16;

    private static final String WHAT = "an age header";
    private static final String VERSION = "age-encryption.org/v1";
    private static final String MAC_MARK = "---";
    private static final int MAC_BYTES = 32;

    private final List<Stanza> stanzas;
    private final byte[] encoded;
    private final byte[] mac;

    private AgeHeader(List<Stanza> stanzas, byte[] encoded, byte[] mac) {
        this.stanzas = stanzas;
        this.encoded = encoded;
        this.mac = mac;
    }

    /** Writes a header and authenticates it with the file key. */
    public static AgeHeader create(List<Stanza> stanzas, FileKey key) {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        stanzas.forEach(stanza -> stanza.writeTo(text));
        text.append(MAC_MARK);
        byte[] mac = key.mac(text.toString().getBytes(StandardCharsets.US_ASCII));
        text.append(' ').append(Base64Text.STANDARD.encode(mac)).append('\n');
        return new AgeHeader(List.copyOf(stanzas), text.toString().getBytes(StandardCharsets.US_ASCII), mac);
    }

    /**
     * Reads a header off the front of bytes. Nothing is authenticated yet.
     *
     * @throws MalformedException if the bytes do not start with the canonical form of a header
     */
    public static AgeHeader read(byte[] bytes) {
        TextLines lines = new TextLines(WHAT, bytes, 0);
        if (!lines.next().equals(VERSION)) {
            throw new MalformedException(WHAT + " must start with the line " + VERSION);
        }
        List<Stanza> stanzas = new ArrayList<>();
        String line = lines.next();
        while (line.startsWith("-> ")) {
            if (stanzas.size() == MAX_STANZAS) {
                throw new MalformedException(WHAT + " has more than " + MAX_STANZAS + " stanzas");
            }
            stanzas.add(Stanza.of(arguments(line), body(lines)));
            line = lines.next();
        }
        if (stanzas.isEmpty()) {
            throw new MalformedException(WHAT + " has no stanza");
        }
        if (!line.startsWith(MAC_MARK + ' ')) {
            throw new MalformedException(WHAT + " has a line that is neither a stanza nor the MAC");
        }
        byte[] mac = Base64Text.STANDARD.decode("the MAC of an age header", line.substring(MAC_MARK.length() + 1));
        if (mac.length != MAC_BYTES) {
            throw new MalformedException(
                    "the MAC of an age header must have " + MAC_BYTES + " bytes, found " + mac.length);
        }
        return new AgeHeader(List.copyOf(stanzas), Arrays.copyOf(bytes, lines.offset()), mac);
    }

    /**
     * Reads a header off the front of a stream and not a byte more. Nothing is authenticated yet.
     *
     * @param in read byte by byte, so it should be buffered
     * @throws MalformedException if the stream does not start with the canonical form of a header within the limits
     */
    public static AgeHeader readFrom(InputStream in) throws IOException {
        byte[] version = (VERSION + '\n').getBytes(StandardCharsets.US_ASCII);
        byte[] start = in.readNBytes(version.length);
        // Looked at first, so that a large file of another kind is refused by its beginning.
        if (!Arrays.equals(start, version)) {
            throw new MalformedException(WHAT + " must start with the line " + VERSION);
        }
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(start);
        String lineStart;
        do {
            lineStart = copyLine(in, header);
        } while (!lineStart.equals(MAC_MARK));
        return read(header.toByteArray());
    }

    /** Copies one line with its line feed and returns its first three characters, which tell what it is. */
    private static String copyLine(InputStream in, ByteArrayOutputStream header) throws IOException {
        StringBuilder start = new StringBuilder(MAC_MARK.length());
        int next;
        do {
            next = in.read();
            if (next < 0) {
                throw new MalformedException(WHAT + " ends before its MAC");
            }
            if (header.size() == MAX_BYTES) {
                throw new MalformedException(WHAT + " has more than " + MAX_BYTES + " bytes");
            }
            header.write(next);
            if (start.length() < MAC_MARK.length()) {
                start.append((char) next);
            }
        } while (next != '\n');
        return start.toString();
    }

    private static List<String> arguments(String line) {
        List<String> arguments = TextLines.words("a stanza", line.substring(3));
        if (arguments.size() > MAX_ARGUMENTS) {
            throw new MalformedException("a stanza has more than " + MAX_ARGUMENTS + " arguments");
        }
        return arguments;
    }

    private static byte[] body(TextLines lines) {
        StringBuilder text = new StringBuilder();
        String line;
        do {
            line = lines.next();
            if (line.length() > Stanza.COLUMNS) {
                throw new MalformedException(
                        "the body of a stanza has a line of more than " + Stanza.COLUMNS + " columns");
            }
            text.append(line);
        } while (line.length() == Stanza.COLUMNS);
        return Base64Text.STANDARD.decode("the body of a stanza", text.toString());
    }

    public List<Stanza> stanzas() {
        return stanzas;
    }

    /** Returns the bytes from the version line to the line feed of the MAC line. */
    public byte[] encoded() {
        return encoded.clone();
    }

    public int length() {
        return encoded.length;
    }

    /** Says whether somebody who has the file key wrote exactly these bytes. */
    public boolean isAuthentic(FileKey key) {
        int macLine = MAC_MARK.length() + 1 + Base64Text.STANDARD.encode(mac).length() + 1;
        byte[] covered = Arrays.copyOf(encoded, encoded.length - macLine + MAC_MARK.length());
        return MessageDigest.isEqual(mac, key.mac(covered));
    }
}
