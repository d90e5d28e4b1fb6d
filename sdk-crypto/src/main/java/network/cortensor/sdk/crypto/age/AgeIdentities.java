package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.KeyFileException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.KeyFile;
import network.cortensor.sdk.crypto.internal.age.IdentityText;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The identities of one file, as age tools write it: any number of them, post-quantum and classical, one on each line,
 * between comments that start with {@code #} and empty lines. The file may be an age file itself, opened with a passphrase.
 *
 * <p>Thread-safe. {@link #close()} wipes all of them.
 */
public final class AgeIdentities implements AutoCloseable {

    /** Some 450 post-quantum identities with their public keys as comments; more is the wrong file. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final String KIND = "age identity";

    private final List<AgeIdentity> identities;

    private AgeIdentities(List<AgeIdentity> identities) {
        this.identities = identities;
    }

    /**
     * Reads a file that is not encrypted.
     *
     * @throws KeyFileException if there is no such file, it cannot be read, other users can reach it, it is encrypted, or
     *     it does not hold identities
     */
    public static AgeIdentities readFrom(Path file) {
        return readFrom(file, () -> {
            throw new KeyFileException("cannot read an " + KIND + " from " + file
                    + ": it is protected with a passphrase, and none was given");
        });
    }

    /**
     * Reads a file that may be encrypted with a passphrase.
     *
     * @param file read whole; at most 1 MiB
     * @param passphrase asked once, and only if the file is encrypted; what it returns is wiped
     * @throws KeyFileException if there is no such file, it cannot be read, other users can reach it, the passphrase does
     *     not open it, or it does not hold identities
     */
    public static AgeIdentities readFrom(Path file, Supplier<char[]> passphrase) {
        byte[] content = KeyFile.read(KIND, file, MAX_BYTES);
        try {
            return parse(content, passphrase);
        } catch (MalformedException | NotForMeException | RejectedException e) {
            throw new KeyFileException("cannot read an " + KIND + " from " + file + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * Reads what may be encrypted with a passphrase, from somewhere else than a file; who else can read it is for the
     * caller to know.
     *
     * @param in read to its end, at most 1 MiB; not closed
     * @param passphrase asked once, and only if it is encrypted; what it returns is wiped
     * @throws MalformedException if it holds anything but identities, or none
     * @throws NotForMeException if the passphrase does not open it; none does that is empty or has half a surrogate pair
     * @throws RejectedException if it is encrypted and was altered
     * @throws IOException if {@code in} cannot be read
     */
    public static AgeIdentities readFrom(InputStream in, Supplier<char[]> passphrase) throws IOException {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        try {
            return parse(content, passphrase);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static AgeIdentities parse(byte[] content, Supplier<char[]> passphrase) {
        if (!IdentityText.isEncrypted(content)) {
            return parse(content);
        }
        byte[] plaintext = decrypt(content, passphrase.get());
        try {
            return parse(plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static byte[] decrypt(byte[] content, char[] text) {
        try (Passphrase passphrase = passphrase(text);
                InputStream plaintext = AgeDecryption.with(passphrase).decrypt(new ByteArrayInputStream(content))) {
            return plaintext.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /** What cannot be a passphrase is not the one that the file was encrypted with. */
    private static Passphrase passphrase(char[] text) {
        try {
            return Passphrase.of(text);
        } catch (IllegalArgumentException e) {
            throw new NotForMeException("no age file opens with this passphrase: " + e.getMessage());
        }
    }

    private static AgeIdentities parse(byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new MalformedException("identities take at most " + MAX_BYTES + " bytes, so this is something else");
        }
        List<byte[]> lines = IdentityText.lines(content);
        List<AgeIdentity> identities = new ArrayList<>();
        boolean complete = false;
        try {
            for (byte[] line : lines) {
                identities.add(decode(line));
            }
            complete = true;
        } finally {
            lines.forEach(line -> Arrays.fill(line, (byte) 0));
            if (!complete) {
                identities.forEach(AgeIdentity::close);
            }
        }
        if (identities.isEmpty()) {
            throw new MalformedException("there is no identity between the comments");
        }
        return new AgeIdentities(List.copyOf(identities));
    }

    private static AgeIdentity decode(byte[] line) {
        char[] text = IdentityText.chars(line);
        try {
            return AgeIdentity.parse(text);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /** Returns them in the order of the file; they are closed with this object. */
    public List<AgeIdentity> all() {
        return identities;
    }

    /** Wipes all of them. May be called more than once. */
    @Override
    public void close() {
        identities.forEach(AgeIdentity::close);
    }

    /** Says how many there are. */
    @Override
    public String toString() {
        return "AgeIdentities[" + identities.size() + "]";
    }
}
