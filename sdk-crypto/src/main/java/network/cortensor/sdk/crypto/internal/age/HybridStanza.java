package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.Base64Text;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A file key wrapped for one recipient: HPKE SealBase (RFC 9180 §6.1) with KEM 0x647a, KDF 0x0001, AEAD 0x0003 (C2SP
 * age, "mlkem768x25519 recipient stanza").
 */
public final class HybridStanza {

    public static final String TYPE = "mlkem768x25519";

    /** Checked before decrypting, so that no ciphertext can be tried under several keys at once. */
    private static final int BODY_BYTES = FileKey.SIZE + 16;

    private static final byte[] INFO = "age-encryption.org/mlkem768x25519".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_DATA = {};

    private final byte[] encapsulation;
    private final byte[] body;

    private HybridStanza(byte[] encapsulation, byte[] body) {
        this.encapsulation = encapsulation;
        this.body = body;
    }

    public static Stanza wrap(FileKey key, Recipient recipient) {
        HPKEContextWithEncapsulation sender = HybridKey.sender(recipient.encoded(), INFO);
        byte[] body = key.use(secret -> {
            try {
                return sender.seal(NO_DATA, secret);
            } catch (InvalidCipherTextException e) {
                throw new IllegalStateException("ChaCha20-Poly1305 failed to encrypt a content key", e);
            }
        });
        return Stanza.of(List.of(TYPE, Base64Text.STANDARD.encode(sender.getEncapsulation())), body);
    }

    /**
     * Reads a stanza of this type.
     *
     * @throws MalformedException if it has another type, other arguments, or parts of other sizes
     */
    public static HybridStanza parse(Stanza stanza) {
        if (!stanza.type().equals(TYPE) || stanza.arguments().size() != 2) {
            throw new MalformedException("a recipient stanza must be " + TYPE + " with one argument");
        }
        byte[] encapsulation = Base64Text.STANDARD.decode(
                "the encapsulated key of a stanza", stanza.arguments().get(1));
        byte[] body = stanza.body();
        if (encapsulation.length != HybridKey.ENCAPSULATION_BYTES || body.length != BODY_BYTES) {
            throw new MalformedException("a recipient stanza must have " + HybridKey.ENCAPSULATION_BYTES + " and "
                    + BODY_BYTES + " bytes, found " + encapsulation.length + " and " + body.length);
        }
        return new HybridStanza(encapsulation, body);
    }

    /**
     * Unwraps the file key.
     *
     * @throws RejectedException with {@link RejectedException.Check#CIPHERTEXT} if it was wrapped for another key
     * @throws MalformedException as {@link #tryUnwrap}
     */
    public FileKey unwrap(HybridKey key) {
        return tryUnwrap(key).orElseThrow(RejectedException::ciphertext);
    }

    /**
     * Returns the file key, or nothing if it was wrapped for another key.
     *
     * @throws MalformedException if the X25519 part is a point of low order, which no honest sender makes and which
     *     says nothing about the identity
     */
    public Optional<FileKey> tryUnwrap(HybridKey key) {
        try {
            return Optional.of(FileKey.taking(key.receiver(encapsulation, INFO).open(NO_DATA, body)));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }
}
