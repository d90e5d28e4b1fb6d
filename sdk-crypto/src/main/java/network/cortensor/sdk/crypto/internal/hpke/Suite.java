package network.cortensor.sdk.crypto.internal.hpke;

import network.cortensor.sdk.crypto.RejectedException;
import org.bouncycastle.crypto.hpke.HPKE;

/**
 * The one HPKE suite of this module: KEM 0x647a, KDF 0x0001, AEAD 0x0003 (SPEC §3.1). Numbers that were read elsewhere
 * go through {@link #require}, so that this module and not its provider says which suites there are.
 */
public final class Suite {

    /** MLKEM768-X25519, which is X-Wing (draft-ietf-hpke-pq). */
    public static final int KEM = 0x647a;

    /** HKDF-SHA256 (RFC 9180 §7.2). */
    public static final int KDF = 0x0001;

    /** ChaCha20-Poly1305 (RFC 9180 §7.3). */
    public static final int AEAD = 0x0003;

    private Suite() {}

    /**
     * Refuses every other suite.
     *
     * @param what names the thing in the message, for example {@code a live request}
     * @throws RejectedException with {@link RejectedException.Check#UNSUPPORTED_SUITE} if it is another one
     */
    public static void require(String what, int kem, int kdf, int aead) {
        if (kem != KEM || kdf != KDF || aead != AEAD) {
            throw new RejectedException(
                    RejectedException.Check.UNSUPPORTED_SUITE,
                    String.format(
                            "%s is for the HPKE suite 0x%04x/0x%04x/0x%04x; this module has only 0x%04x/0x%04x/0x%04x"
                                    + " (MLKEM768-X25519, HKDF-SHA256, ChaCha20-Poly1305), ask for that one",
                            what, kem, kdf, aead, KEM, KDF, AEAD));
        }
    }

    /** Returns the provider's suite in base mode; there is no other mode for post-quantum KEMs. */
    static HPKE base() {
        return new HPKE(HPKE.mode_base, (short) KEM, (short) KDF, (short) AEAD);
    }
}
