package network.cortensor.sdk.crypto.interop;

import java.util.List;

/** Somebody else's age. Texts are those of age: {@code age1…}, {@code AGE-SECRET-KEY-…}. */
interface AgePeer extends AutoCloseable {

    /** A key in age's texts. */
    record KeyText(String identity, String recipient) {}

    enum Kind {
        HYBRID,
        X25519
    }

    enum Form {
        BINARY,
        ARMORED
    }

    /** The program and its version. */
    String name();

    KeyText generate(Kind kind);

    /** Derives the recipient that belongs to an identity. */
    String recipient(String identity);

    byte[] encrypt(Form form, byte[] plaintext, List<String> recipients);

    /** Fails with a {@link RuntimeException} unless the whole file is authentic. */
    byte[] decrypt(byte[] file, List<String> identities);

    /** Encrypts with scrypt and a work factor of 2^10. */
    byte[] encrypt(Form form, byte[] plaintext, String passphrase);

    byte[] decrypt(byte[] file, String passphrase);

    @Override
    void close();
}
