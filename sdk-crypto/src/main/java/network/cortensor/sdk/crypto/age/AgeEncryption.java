package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.AgeStream;
import network.cortensor.sdk.crypto.internal.age.ArmorEncoder;
import network.cortensor.sdk.crypto.internal.age.FileKey;
import network.cortensor.sdk.crypto.internal.age.HybridStanza;
import network.cortensor.sdk.crypto.internal.age.ScryptStanza;
import network.cortensor.sdk.crypto.internal.age.Stanza;
import network.cortensor.sdk.crypto.internal.age.X25519Stanza;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes age files (SPEC §13): for recipients or with a passphrase, binary or armored.
 *
 * <pre>{@code
 * InputStream file = AgeEncryption.to(recipient).encrypt(plaintext);
 * InputStream text = AgeEncryption.with(passphrase).armored().encrypt(plaintext);
 * }</pre>
 *
 * <p>An age file says nothing about who wrote it: anybody who has the public keys can make one, and every recipient can
 * make another one with the same file key. For prompts and results use {@link network.cortensor.sdk.crypto.Sealing},
 * which has context and signature.
 *
 * <p>Immutable and thread-safe; each file gets its own file key. A passphrase must stay open while it is used.
 */
public final class AgeEncryption {

    private final Function<FileKey, List<Stanza>> wrapping;
    private final boolean armored;

    private AgeEncryption(Function<FileKey, List<Stanza>> wrapping, boolean armored) {
        this.wrapping = wrapping;
        this.armored = armored;
    }

    /**
     * Encrypts for recipients of one kind; each counts once.
     *
     * @throws IllegalArgumentException if there is none, there are more than 128, or post-quantum and classical ones are
     *     mixed: such a file is no better protected than its weakest recipient, so {@link #toMixed} must be asked for
     */
    public static AgeEncryption to(AgeRecipient... recipients) {
        return to(Arrays.asList(recipients));
    }

    /**
     * Encrypts for recipients of one kind; each counts once.
     *
     * @throws IllegalArgumentException as {@link #to(AgeRecipient...)}
     */
    public static AgeEncryption to(Collection<? extends AgeRecipient> recipients) {
        long classical =
                recipients.stream().filter(X25519Recipient.class::isInstance).count();
        if (classical > 0 && classical < recipients.size()) {
            throw new IllegalArgumentException("refused to mix " + (recipients.size() - classical)
                    + " post-quantum and " + classical + " classical (X25519) recipients: a quantum computer would open"
                    + " the file through the classical ones; ask for it by name with toMixed, or leave them out");
        }
        return toMixed(recipients);
    }

    /**
     * Encrypts for recipients of both kinds; each counts once. The file is <strong>not</strong> protected against quantum
     * computers if one of them is classical.
     *
     * @throws IllegalArgumentException if there is none or there are more than 128
     */
    public static AgeEncryption toMixed(Collection<? extends AgeRecipient> recipients) {
        Set<AgeRecipient> readers = new LinkedHashSet<>(recipients);
        if (readers.isEmpty() || readers.size() > AgeHeader.MAX_STANZAS) {
            throw new IllegalArgumentException(
                    "an age file has 1 to " + AgeHeader.MAX_STANZAS + " recipients, found " + readers.size());
        }
        return new AgeEncryption(
                key -> readers.stream().map(reader -> wrap(key, reader)).toList(), false);
    }

    private static Stanza wrap(FileKey key, AgeRecipient recipient) {
        return recipient instanceof X25519Recipient classical
                ? X25519Stanza.wrap(key, classical.encoded())
                : HybridStanza.wrap(key, (Recipient) recipient);
    }

    /**
     * Encrypts with a passphrase and nothing else.
     *
     * @param passphrase not closed
     */
    public static AgeEncryption with(Passphrase passphrase) {
        return new AgeEncryption(
                key -> List.of(ScryptStanza.wrap(key, passphrase.secret(), passphrase.workFactor())), false);
    }

    /** Writes text: base64 between two marked lines, a third larger. */
    public AgeEncryption armored() {
        return new AgeEncryption(wrapping, true);
    }

    /**
     * Encrypts while it is read, 64 KiB at a time. The public-key work, or that of the passphrase, is done by this call.
     *
     * @param plaintext read lazily; closed with the returned stream
     * @return the age file; cut short when its reader stops early, which every reader of the file detects
     * @throws IllegalStateException if the passphrase has been closed, or the heap is too small for it
     */
    public InputStream encrypt(InputStream plaintext) {
        try (FileKey key = FileKey.generate()) {
            byte[] header = AgeHeader.create(wrapping.apply(key), key).encoded();
            InputStream file =
                    new SequenceInputStream(new ByteArrayInputStream(header), AgeStream.encrypting(plaintext, key));
            return armored ? ArmorEncoder.encoding(file) : file;
        }
    }
}
