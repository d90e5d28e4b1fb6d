package network.cortensor.sdk.crypto.interop;

import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Somebody else's HPKE: base mode, KEM 0x647a, KDF 0x0001, AEAD 0x0003. Associated data and texts come in lists of one
 * length; all messages are of one context.
 */
interface HpkePeer extends AutoCloseable {

    /** Bytes of the secrets that are exported. */
    int EXPORT_BYTES = 32;

    /** A key of X-Wing. */
    final class KeyPair {

        final byte[] seed;
        final byte[] publicKey;

        KeyPair(byte[] seed, byte[] publicKey) {
            this.seed = seed;
            this.publicKey = publicKey;
        }
    }

    /** What the sending side of a context gave. */
    final class Sealed {

        final byte[] encapsulation;
        final byte[] exported;
        final List<byte[]> ciphertexts;

        Sealed(byte[] encapsulation, byte[] exported, List<byte[]> ciphertexts) {
            this.encapsulation = encapsulation;
            this.exported = exported;
            this.ciphertexts = ciphertexts;
        }
    }

    /** What the receiving side of a context gave. */
    final class Opened {

        final byte[] exported;
        final List<byte[]> plaintexts;

        Opened(byte[] exported, List<byte[]> plaintexts) {
            this.exported = exported;
            this.plaintexts = plaintexts;
        }
    }

    /** The program and its version. */
    String name();

    /** Says that a context of this peer is for one message without associated data, and that it exports nothing. */
    boolean isOneShot();

    KeyPair generate() throws GeneralSecurityException;

    Sealed seal(byte[] publicKey, byte[] info, String exportContext, List<byte[]> associated, List<byte[]> plaintexts)
            throws GeneralSecurityException;

    /** Fails unless every message is authentic. */
    Opened open(
            KeyPair own,
            byte[] encapsulation,
            byte[] info,
            String exportContext,
            List<byte[]> associated,
            List<byte[]> ciphertexts)
            throws GeneralSecurityException;

    @Override
    void close();
}
