package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.AgeStream;
import network.cortensor.sdk.crypto.internal.age.ArmorDecoder;
import network.cortensor.sdk.crypto.internal.age.FileKey;
import network.cortensor.sdk.crypto.internal.age.HybridStanza;
import network.cortensor.sdk.crypto.internal.age.PayloadChannel;
import network.cortensor.sdk.crypto.internal.age.ScryptStanza;
import network.cortensor.sdk.crypto.internal.age.Stanza;
import network.cortensor.sdk.crypto.internal.age.X25519Stanza;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads age files (SPEC §13) with identities and passphrases, as a stream or at any position.
 *
 * <p>Where a failure shows tells what failed. {@code decrypt} reads the header and throws when it is malformed
 * ({@link MalformedException}), when nothing opens it ({@link NotForMeException}), or when it was altered
 * ({@link RejectedException}). What it returns throws {@link RejectedException} when the payload was altered, cut or
 * extended. Damaged armor is an {@link ArmorException}, and shows in either place.
 *
 * <p>What comes out was written by somebody who had the file key, and no more is known: an age file names no author.
 *
 * <p>Immutable and thread-safe. The identities stay their owner's, and must be open when a file is.
 */
public final class AgeDecryption {

    private final List<AgeIdentity> identities;
    private final Form form;

    private AgeDecryption(List<AgeIdentity> identities, Form form) {
        this.identities = identities;
        this.form = form;
    }

    /**
     * Tries these on every file, all of them, so that the time tells nothing about which fits.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static AgeDecryption with(AgeIdentity... identities) {
        return with(Arrays.asList(identities));
    }

    /**
     * Tries these on every file, all of them, so that the time tells nothing about which fits.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static AgeDecryption with(Collection<? extends AgeIdentity> identities) {
        if (identities.isEmpty()) {
            throw new IllegalArgumentException("an age file is opened with at least one identity, found none");
        }
        return new AgeDecryption(List.copyOf(identities), Form.ANY);
    }

    /** Reads armored files only; by default both forms are told apart by how they begin. */
    public AgeDecryption armored() {
        return new AgeDecryption(identities, Form.ARMORED);
    }

    /** Reads binary files only; by default both forms are told apart by how they begin. */
    public AgeDecryption binary() {
        return new AgeDecryption(identities, Form.BINARY);
    }

    /**
     * Reads the header and returns the plaintext, which is decrypted while it is read, 64 KiB at a time.
     *
     * <p>No byte is handed out before its chunk has been authenticated. Before the end a reader has a true beginning, not
     * proof that there is an end. Once the stream has failed it gives no further byte.
     *
     * @param file read ahead of need; closed with the returned stream, and the caller's if this call throws
     * @return the plaintext, whose {@code read} throws {@link RejectedException} with
     *     {@link RejectedException.Check#CIPHERTEXT} if the payload was altered, cut or extended, {@link ArmorException} if
     *     the armor is damaged, and {@code IOException} only if {@code file} did or the stream has failed before
     * @throws MalformedException if the header is malformed or beyond the limits (SPEC §13.3), among them the work factor
     *     of a passphrase; {@link ArmorException} if it is the armor
     * @throws NotForMeException if none of the identities opens the file
     * @throws RejectedException with {@link RejectedException.Check#CIPHERTEXT} if the header was altered
     * @throws IllegalStateException if an identity has been closed
     * @throws IOException if {@code file} cannot be read
     */
    public InputStream decrypt(InputStream file) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(file);
        boolean unwrap = form == Form.ARMORED || (form == Form.ANY && ArmorDecoder.isArmored(buffered));
        InputStream binary = unwrap ? new BufferedInputStream(ArmorDecoder.decoding(buffered)) : buffered;
        try (FileKey key = fileKey(AgeHeader.readFrom(binary))) {
            return AgeStream.decrypting(binary, key, nonce(binary));
        }
    }

    /**
     * Reads the header and returns the plaintext for reading at any position, a chunk of 64 KiB at a time.
     *
     * <p>Before the first byte or the size is given, the last chunk is opened and found to be the last: so the size is
     * right, and nothing was cut off or added. Every byte given stands at its position in the plaintext. Chunks that were
     * not read have not been checked.
     *
     * @param file a binary age file from position 0 to its end; used by the returned channel alone and closed with it, and
     *     the caller's if this call throws
     * @return the plaintext, read-only and not thread-safe, whose {@code read} and {@code size} throw
     *     {@link RejectedException} with {@link RejectedException.Check#CIPHERTEXT} if the chunk that is read or the last
     *     one was altered, or the file was cut or extended
     * @throws MalformedException as {@link #decrypt(InputStream)}; {@link ArmorException} also if the file is armored,
     *     because lines have no fixed place
     * @throws NotForMeException as {@link #decrypt(InputStream)}
     * @throws RejectedException as {@link #decrypt(InputStream)}
     * @throws IllegalStateException if an identity has been closed, or only armored files are to be read
     * @throws IOException if {@code file} cannot be read
     */
    public SeekableByteChannel decrypt(SeekableByteChannel file) throws IOException {
        if (form == Form.ARMORED) {
            throw new IllegalStateException("an armored file cannot be read at any position; decrypt it as a stream");
        }
        BufferedInputStream binary = new BufferedInputStream(Channels.newInputStream(file.position(0)));
        if (form == Form.ANY && ArmorDecoder.isArmored(binary)) {
            throw new ArmorException("an armored file cannot be read at any position; decrypt it as a stream");
        }
        AgeHeader header = AgeHeader.readFrom(binary);
        try (FileKey key = fileKey(header)) {
            byte[] nonce = nonce(binary);
            return PayloadChannel.open(file, header.length() + nonce.length, key, nonce);
        }
    }

    private static byte[] nonce(InputStream binary) throws IOException {
        byte[] nonce = binary.readNBytes(AgeStream.NONCE_BYTES);
        if (nonce.length < AgeStream.NONCE_BYTES) {
            throw new MalformedException("an age file ends within the nonce of its payload");
        }
        return nonce;
    }

    /** Does the same work whether nothing fits or the MAC is wrong, and whichever identity fits. */
    private FileKey fileKey(AgeHeader header) {
        Optional<FileKey> found = unwrap(header.stanzas());
        FileKey key = found.orElseGet(FileKey::generate);
        boolean authentic = header.isAuthentic(key);
        if (found.isPresent() && authentic) {
            return key;
        }
        key.close();
        if (found.isEmpty()) {
            throw notForMe(header);
        }
        throw new RejectedException(
                RejectedException.Check.CIPHERTEXT,
                "the header of an age file does not have the MAC of its file key: it was altered");
    }

    private Optional<FileKey> unwrap(List<Stanza> stanzas) {
        requirePassphraseAlone(stanzas);
        // Everything is parsed before a secret is used: what is malformed is so for every reader of this kind.
        List<HybridStanza> hybrid =
                holds(Identity.class) ? parsed(stanzas, HybridStanza.TYPE, HybridStanza::parse) : List.of();
        List<X25519Stanza> classical =
                holds(X25519Identity.class) ? parsed(stanzas, X25519Stanza.TYPE, X25519Stanza::parse) : List.of();
        List<ScryptStanza> scrypt =
                holds(Passphrase.class) ? parsed(stanzas, ScryptStanza.TYPE, ScryptStanza::parse) : List.of();
        List<FileKey> keys = new ArrayList<>();
        try {
            for (AgeIdentity identity : identities) {
                if (identity instanceof Identity postQuantum) {
                    hybrid.forEach(stanza ->
                            stanza.tryUnwrap(IdentityAccess.keyOf(postQuantum)).ifPresent(keys::add));
                } else if (identity instanceof X25519Identity x25519) {
                    classical.forEach(stanza -> stanza.unwrap(x25519.key()).ifPresent(keys::add));
                } else if (identity instanceof Passphrase passphrase) {
                    scrypt.forEach(stanza -> stanza.unwrap(passphrase.secret()).ifPresent(keys::add));
                }
            }
            return keys.isEmpty() ? Optional.empty() : Optional.of(keys.remove(0));
        } finally {
            // Those not returned; all of them when a later stanza or identity fails.
            keys.forEach(FileKey::close);
        }
    }

    private boolean holds(Class<? extends AgeIdentity> kind) {
        return identities.stream().anyMatch(kind::isInstance);
    }

    private static <T> List<T> parsed(List<Stanza> stanzas, String type, Function<Stanza, T> parser) {
        return stanzas.stream()
                .filter(stanza -> stanza.type().equals(type))
                .map(parser)
                .toList();
    }

    private static void requirePassphraseAlone(List<Stanza> stanzas) {
        if (stanzas.size() > 1 && stanzas.stream().anyMatch(AgeDecryption::isForPassphrase)) {
            throw new MalformedException("an age header has a passphrase beside other recipients, which age forbids");
        }
    }

    private static boolean isForPassphrase(Stanza stanza) {
        return stanza.type().equals(ScryptStanza.TYPE);
    }

    private NotForMeException notForMe(AgeHeader header) {
        boolean needsPassphrase = header.stanzas().stream().anyMatch(AgeDecryption::isForPassphrase);
        if (needsPassphrase) {
            return new NotForMeException(
                    holds(Passphrase.class)
                            ? "the age file was encrypted with another passphrase"
                            : "the age file opens with a passphrase, and only identities were given");
        }
        return new NotForMeException("the age file is for " + header.stanzas().size() + " recipients, and none of the "
                + identities.size() + " identities given is one of them");
    }

    private enum Form {
        ANY,
        ARMORED,
        BINARY
    }
}
