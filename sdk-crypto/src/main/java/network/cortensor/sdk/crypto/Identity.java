package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import network.cortensor.sdk.crypto.age.AgeIdentity;
import network.cortensor.sdk.crypto.age.Passphrase;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import network.cortensor.sdk.crypto.internal.KeyFile;
import network.cortensor.sdk.crypto.internal.age.Bech32;
import network.cortensor.sdk.crypto.internal.age.IdentityText;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The secret side of a {@link Recipient}: a 32-byte seed.
 *
 * <p>Files have the form of {@code age-keygen -pq}, so keys can be moved to and from age tools. Thread-safe. Whoever
 * made the identity closes it; {@link #close()} wipes the seed and later calls fail with
 * {@link IllegalStateException}. Closing and deleting old identities is what gives forward secrecy at the receiver
 * (SPEC §10).
 */
public final class Identity implements AgeIdentity {

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
        byte[] ascii = IdentityText.ascii(text);
        try {
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
     * @throws KeyFileException if there is no such file, it cannot be read, other users can reach it, it is protected with
     *     a passphrase, or it does not hold exactly one post-quantum identity
     */
    public static Identity readFrom(Path file) {
        byte[] content = KeyFile.read(KIND, file);
        try {
            if (IdentityText.isEncrypted(content)) {
                throw unreadable(file, "it is protected with a passphrase, and none was given");
            }
            return only(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * Reads a key file that {@link #writeTo(Path, char[])} or an age tool encrypted with a passphrase. Takes about a second
     * and 256 MiB of heap, as the file says and within the limits of SPEC §13.4.
     *
     * @param passphrase not kept, and the caller's to wipe
     * @throws KeyFileException if there is no such file, it cannot be read, other users can reach it, the passphrase does
     *     not open it, or it does not hold exactly one post-quantum identity; also if it is not encrypted at all, because
     *     then it was not protected as its owner believes
     * @throws IllegalArgumentException if the passphrase is empty or has half a surrogate pair
     */
    public static Identity readFrom(Path file, char[] passphrase) {
        byte[] content = KeyFile.read(KIND, file);
        if (!IdentityText.isEncrypted(content)) {
            Arrays.fill(content, (byte) 0);
            throw unreadable(file, "it is not protected with a passphrase; read it without one");
        }
        byte[] plaintext = {};
        try (Passphrase secret = Passphrase.of(passphrase);
                InputStream in = AgeDecryption.with(secret).decrypt(new ByteArrayInputStream(content))) {
            plaintext = in.readAllBytes();
            return only(file, plaintext);
        } catch (MalformedException | NotForMeException | RejectedException e) {
            throw new KeyFileException(message(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static Identity only(Path file, byte[] content) {
        List<byte[]> lines = IdentityText.lines(content);
        try {
            if (lines.size() > 1) {
                throw unreadable(file, "it has more than one line that is no comment; keep one identity in each file");
            }
            return decode(lines.isEmpty() ? new byte[0] : lines.get(0));
        } catch (MalformedException e) {
            throw new KeyFileException(message(file, "it does not hold " + PREFIX + "1…; " + e.getMessage()), e);
        } finally {
            lines.forEach(line -> Arrays.fill(line, (byte) 0));
        }
    }

    private static KeyFileException unreadable(Path file, String problem) {
        return new KeyFileException(message(file, problem));
    }

    private static String message(Path file, @Nullable String problem) {
        return "cannot read an " + KIND + " from " + file + ": " + problem;
    }

    /**
     * Creates a key file that only its owner can read (mode 0600) and writes it through to the disk. The identity is
     * not encrypted.
     *
     * @throws KeyFileException if something is at that path already, it cannot be written, or the file system has no
     *     owner-only mode
     */
    public void writeTo(Path file) {
        KeyFile.create(KIND, file, text());
    }

    /**
     * Creates a key file as {@link #writeTo(Path)}, encrypted with a passphrase: an armored age file, which age tools take
     * as an identity file too. Takes about a second and 256 MiB of heap.
     *
     * @param passphrase not kept, and the caller's to wipe
     * @throws KeyFileException as {@link #writeTo(Path)}
     * @throws IllegalArgumentException if the passphrase is empty or has half a surrogate pair
     */
    public void writeTo(Path file, char[] passphrase) {
        byte[] text = text();
        try (Passphrase secret = Passphrase.of(passphrase);
                InputStream encrypted = AgeEncryption.with(secret).armored().encrypt(new ByteArrayInputStream(text))) {
            KeyFile.create(KIND, file, encrypted.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * Writes what a key file holds, <strong>in clear</strong>, to a place that the caller vouches for: a pipe to a secret
     * store, or the standard output of a key generator. What buffers and copies the stream makes is beyond the reach of
     * {@link #close()}.
     *
     * @param out written in one piece; flushed, not closed
     * @throws IOException if {@code out} does
     */
    public void writeTo(OutputStream out) throws IOException {
        byte[] text = text();
        try {
            out.write(text);
            out.flush();
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private byte[] text() {
        return key.seed().use(secret -> IdentityText.file(PREFIX, recipient.toString(), secret));
    }

    /**
     * Destroys a key file of an identity that is not needed any more: overwrites it with random bytes, writes them through
     * to the disk, and deletes it. That is where forward secrecy of a receiver begins (SPEC §10.3).
     *
     * <p>Best effort: copies, backups and snapshots are not reached, and neither are old blocks on flash memory and on file
     * systems that write to new places (copy-on-write, some journals). Where that matters, keep key files on an encrypted
     * volume or encrypt them with a passphrase from the start.
     *
     * @param file holds an age identity, in clear or encrypted; anything else is left alone, so that a mistyped path
     *     destroys nothing
     * @throws KeyFileException if there is no such file, it is a link or something else than an age identity, or it cannot
     *     be overwritten and deleted
     */
    public static void destroy(Path file) {
        KeyFile.destroy(KIND, file, Identity::isKeyFile);
    }

    private static boolean isKeyFile(byte[] content) {
        List<byte[]> lines = IdentityText.lines(content);
        boolean identity = lines.stream().anyMatch(line -> IdentityText.startsWith(line, PREFIX + '1'));
        lines.forEach(line -> Arrays.fill(line, (byte) 0));
        return identity || IdentityText.isEncrypted(content);
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
