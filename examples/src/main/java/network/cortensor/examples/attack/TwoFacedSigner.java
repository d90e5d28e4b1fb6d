package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;

/**
 * Gives one address and, when armed, signs once with another key, owning up to that key just long enough for the SDK to accept
 * the signature as the signer's own. This is how an attacker gets the SDK to assemble what it would not assemble for him;
 * an attacker with a hex editor gets the same bytes.
 */
final class TwoFacedSigner implements WalletSigner {

    private final WalletAddress shown;
    private final WalletSigner honest;
    private final WalletSigner hidden;
    private volatile boolean armed;
    private volatile boolean ownsUp;

    private TwoFacedSigner(WalletAddress shown, WalletSigner honest, WalletSigner hidden) {
        this.shown = shown;
        this.honest = honest;
        this.hidden = hidden;
    }

    /** Pretends to be somebody else, whose key it does not have. */
    static TwoFacedSigner pretending(WalletAddress victim, WalletSigner self) {
        TwoFacedSigner signer = new TwoFacedSigner(victim, self, self);
        signer.arm();
        return signer;
    }

    /** Is who it says, and signs with another key whenever it was armed. */
    static TwoFacedSigner of(WalletSigner self, WalletSigner other) {
        return new TwoFacedSigner(self.address(), self, other);
    }

    /** Has the next signature made by the hidden key. */
    void arm() {
        armed = true;
    }

    @Override
    public WalletAddress address() {
        if (ownsUp) {
            ownsUp = false;
            return hidden.address();
        }
        return shown;
    }

    @Override
    public WalletSignature sign(byte[] digest) {
        if (armed) {
            armed = false;
            ownsUp = true;
            return hidden.sign(digest);
        }
        return honest.sign(digest);
    }
}
