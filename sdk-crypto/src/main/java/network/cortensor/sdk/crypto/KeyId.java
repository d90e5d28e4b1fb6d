package network.cortensor.sdk.crypto;

/** The SHA-256 of an encoded recipient key. */
public final class KeyId implements Comparable<KeyId> {
    private KeyId() {}

    public static KeyId decode(byte[] bytes) {
        return Pending.pending();
    }

    public static KeyId parse(String hex) {
        return Pending.pending();
    }

    public byte[] bytes() {
        return Pending.pending();
    }

    @Override
    public int compareTo(KeyId other) {
        return Pending.pending();
    }
}
