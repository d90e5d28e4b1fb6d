package network.cortensor.sdk.crypto;

/** A public MLKEM768-X25519 key: somebody who can be sealed for. */
public final class Recipient {
    private Recipient() {}

    public static Recipient parse(String text) {
        return Pending.pending();
    }

    public static Recipient decode(byte[] bytes) {
        return Pending.pending();
    }

    public byte[] encoded() {
        return Pending.pending();
    }

    public KeyId keyId() {
        return Pending.pending();
    }
}
