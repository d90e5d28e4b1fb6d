package network.cortensor.sdk.crypto;

/** Somebody with a wallet and an identity. */
record Participant(Wallet wallet, Identity identity) {

    static Participant create() {
        return new Participant(Wallet.generate(), Identity.generate());
    }

    WalletAddress address() {
        return wallet.address();
    }

    Recipient recipient() {
        return identity.recipient();
    }
}
