package network.cortensor.sdk.crypto;

/** Somebody with a wallet and an identity. */
public record Participant(Wallet wallet, Identity identity) {

    public static Participant create() {
        return new Participant(Wallet.generate(), Identity.generate());
    }

    public WalletAddress address() {
        return wallet.address();
    }

    public Recipient recipient() {
        return identity.recipient();
    }
}
