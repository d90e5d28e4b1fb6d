package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.Base64Text;
import network.cortensor.sdk.crypto.internal.Hkdf;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A file key wrapped for a classical recipient (C2SP age, "X25519 recipient stanza"). */
public final class X25519Stanza {

    public static final String TYPE = "X25519";

    private static final String INFO = "age-encryption.org/v1/X25519";
    private static final int WRAP_KEY_BYTES = 32;

    private final byte[] share;
    private final byte[] body;

    private X25519Stanza(byte[] share, byte[] body) {
        this.share = share;
        this.body = body;
    }

    /** Wraps with a fresh ephemeral key for a public key of 32 bytes. */
    public static Stanza wrap(FileKey key, byte[] recipient) {
        try (X25519Key ephemeral = X25519Key.generate()) {
            byte[] share = ephemeral.publicKey();
            byte[] wrapKey = wrapKey(ephemeral.agree(recipient), share, recipient);
            try {
                return Stanza.of(List.of(TYPE, Base64Text.STANDARD.encode(share)), WrappedKey.wrap(key, wrapKey));
            } finally {
                Arrays.fill(wrapKey, (byte) 0);
            }
        }
    }

    /**
     * Reads a stanza of this type.
     *
     * @throws MalformedException if it has another type, other arguments, or parts of other sizes
     */
    public static X25519Stanza parse(Stanza stanza) {
        if (!stanza.type().equals(TYPE) || stanza.arguments().size() != 2) {
            throw new MalformedException("a stanza of type " + TYPE + " must have one argument");
        }
        byte[] share = Base64Text.STANDARD.decode(
                "the share of a stanza of type " + TYPE, stanza.arguments().get(1));
        if (share.length != X25519Key.SIZE) {
            throw new MalformedException("the share of a stanza of type " + TYPE + " must have " + X25519Key.SIZE
                    + " bytes, found " + share.length);
        }
        return new X25519Stanza(share, WrappedKey.bodyOf(stanza));
    }

    /**
     * Returns the file key, or nothing if it was wrapped for another key.
     *
     * @throws MalformedException if the share has low order, which no honest sender makes and which says nothing about
     *     the identity
     */
    public Optional<FileKey> unwrap(X25519Key key) {
        byte[] wrapKey = wrapKey(key.agree(share), share, key.publicKey());
        try {
            return WrappedKey.unwrap(body, wrapKey);
        } finally {
            Arrays.fill(wrapKey, (byte) 0);
        }
    }

    private static byte[] wrapKey(byte[] shared, byte[] share, byte[] recipient) {
        byte[] salt = Arrays.copyOf(share, share.length + recipient.length);
        System.arraycopy(recipient, 0, salt, share.length, recipient.length);
        try {
            return Hkdf.derive(shared, salt, INFO, WRAP_KEY_BYTES);
        } finally {
            Arrays.fill(shared, (byte) 0);
        }
    }
}
