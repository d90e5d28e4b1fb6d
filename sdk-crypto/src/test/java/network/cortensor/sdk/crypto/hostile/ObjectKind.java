package network.cortensor.sdk.crypto.hostile;

import java.util.List;

/** What is damaged, and how much of a campaign it gets: more where a reader has more to decide, less where it costs more. */
enum ObjectKind {
    ENVELOPE(180),
    PAYLOAD(120),
    AGE_POST_QUANTUM(40),
    AGE_X25519(110),
    AGE_PASSPHRASE(80),
    AGE_ARMORED(110),
    AGE_SEEKABLE(60),
    CHANNEL_OPENING(50),
    CHANNEL_REQUEST(40),
    CHANNEL_RESPONSE(100),
    ANNOUNCEMENT(50),
    COMMITMENT(20),
    KEYSTORE(60),
    RECEIPT(30),
    SHARE(40);

    private final int weight;

    ObjectKind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }

    /** Makes good objects, with fresh keys. */
    List<Specimen> specimens() {
        return switch (this) {
            case ENVELOPE -> Specimens.envelopes();
            case PAYLOAD -> Specimens.payloads();
            case AGE_POST_QUANTUM -> AgeSpecimens.postQuantum();
            case AGE_X25519 -> AgeSpecimens.x25519();
            case AGE_PASSPHRASE -> AgeSpecimens.passphrase();
            case AGE_ARMORED -> AgeSpecimens.armored();
            case AGE_SEEKABLE -> AgeSpecimens.seekable();
            case CHANNEL_OPENING -> Specimens.openings();
            case CHANNEL_REQUEST -> Specimens.requests();
            case CHANNEL_RESPONSE -> Specimens.responses();
            case ANNOUNCEMENT -> Specimens.announcements();
            case COMMITMENT -> Specimens.commitments();
            case KEYSTORE -> EthereumSpecimens.keystores();
            case RECEIPT -> EthereumSpecimens.receipts();
            case SHARE -> Specimens.shares();
        };
    }
}
