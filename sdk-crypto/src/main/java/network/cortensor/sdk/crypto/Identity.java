package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.IdentityAccess;
import network.cortensor.sdk.crypto.internal.KeyFile;
import network.cortensor.sdk.crypto.internal.age.Bech32;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * The secret side of a {@link Recipient}: a 32-byte seed.
 *
 * <p>Files have the form of {@code age-keygen -pq}, so keys can be moved to and from age tools. Thread-safe. Whoever
 * made the identity closes it; {@link #close()} wipes the seed and later calls fail with
 * {@link IllegalStateException}. Closing and deleting old identities is what gives forward secrecy at the receiver
 * (SPEC §10).
 */
public final class Identity implements AutoCloseable {

    private static final String KIND = "age identity";
    private static final String PREFIX = "AGE-SECRET-KEY-PQ-";

    static {
        IdentityAccess.register(identity -> identity.key);
    }

    private final HybridKey key;
    private final Recipient recipient;

    private Identity(HybridKey key) {
        this.key = key;
        this.recipient = Recipient.decode(key.publicKey());
    }

    /** Draws a new seed from the platform's {@link java.security.SecureRandom}. */
    public static Identity generate() {
        return new Identity(HybridKey.generate());
    }

    /**
     * Reads the text form.
     *
     * @param text {@code AGE-SECRET-KEY-PQ-1…}; not kept, and the caller's to wipe
     * @throws MalformedException if the text is anything else
     */
    public static Identity parse(char[] text) {
        byte[] ascii = new byte[text.length];
        try {
            for (int i = 0; i < text.length; i++) {
                // Whatever is not ASCII becomes a byte that is in no Bech32 text.
                ascii[i] = (byte) (text[i] < 0x80 ? text[i] : 0);
            }
            return decode(ascii);
        } finally {
            Arrays.fill(ascii, (byte) 0);
        }
    }

    private static Identity decode(byte[] ascii) {
        return new Identity(HybridKey.taking(Bech32.decode("an age identity", PREFIX, ascii, HybridKey.SEED_BYTES)));
    }

    /**
     * Reads a key file: comment lines that start with {@code #}, empty lines, and one line with the identity.
     *
     * @throws KeyFileException if there is no such file, it cannot be read, other users can reach it, or it does not
     *     hold exactly one post-quantum identity
     */
    public static Identity readFrom(Path file) {
        byte[] content = KeyFile.read(KIND, file);
        try {
            return decode(onlyLine(file, content));
        } catch (MalformedException e) {
            throw new KeyFileException(
                    "cannot read an " + KIND + " from " + file + ": it does not hold " + PREFIX + "1…; "
                            + e.getMessage(),
                    e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] onlyLine(Path file, byte[] content) {
        byte[] only = {};
        int start = 0;
        for (int end = 0; end <= content.length; end++) {
            if (end < content.length && content[end] != '\n') {
                continue;
            }
            int last = end > start && content[end - 1] == '\r' ? end - 1 : end;
            if (last > start && content[start] != '#') {
                if (only.length > 0) {
                    Arrays.fill(only, (byte) 0);
                    throw new KeyFileException("cannot read an " + KIND + " from " + file
                            + ": it has more than one line that is no comment; keep one identity in each file");
                }
                only = Arrays.copyOfRange(content, start, last);
            }
            start = end + 1;
        }
        return only;
    }

    /**
     * Creates a key file that only its owner can read (mode 0600) and writes it through to the disk. The identity is
     * not encrypted.
     *
     * @throws KeyFileException if something is at that path already, it cannot be written, or the file system has no
     *     owner-only mode
     */
    public void writeTo(Path file) {
        String comments =
                "# created: " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n# public key: " + recipient + '\n';
        KeyFile.create(KIND, file, key.seed().use(secret -> lines(comments, secret)));
    }

    private static byte[] lines(String comments, byte[] secret) {
        byte[] head = comments.getBytes(StandardCharsets.US_ASCII);
        byte[] text = Bech32.encode(PREFIX, secret);
        byte[] lines = Arrays.copyOf(head, head.length + text.length + 1);
        System.arraycopy(text, 0, lines, head.length, text.length);
        lines[lines.length - 1] = '\n';
        Arrays.fill(text, (byte) 0);
        return lines;
    }

    /** Returns the public side; works on a closed identity too. */
    public Recipient recipient() {
        return recipient;
    }

    /** Wipes the seed. May be called more than once. */
    @Override
    public void close() {
        key.close();
    }

    /** Names the key id, never the seed. */
    @Override
    public String toString() {
        return "Identity[" + recipient.keyId() + "]";
    }
}
