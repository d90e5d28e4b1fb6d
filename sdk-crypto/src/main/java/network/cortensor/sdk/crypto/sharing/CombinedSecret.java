package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.internal.Secret;

import java.util.List;

/**
 * A secret that was combined from its shares, and the shares that were refused on the way.
 *
 * <p>Made by {@link SecretSharing#combine} only, so it is what the dealer of the sharing split. {@link #close()} wipes it.
 * Thread-safe.
 */
public final class CombinedSecret implements AutoCloseable {

    private final Secret data;
    private final List<RefusedShare> refused;

    private CombinedSecret(byte[] data, List<RefusedShare> refused) {
        this.data = Secret.taking("combined secret", data);
        this.refused = List.copyOf(refused);
    }

    /** Takes the array over. */
    static CombinedSecret taking(byte[] data, List<RefusedShare> refused) {
        return new CombinedSecret(data, refused);
    }

    /**
     * Returns the secret; the array is the caller's to wipe.
     *
     * @throws IllegalStateException if this has been closed
     */
    public byte[] bytes() {
        return data.use(byte[]::clone);
    }

    /** Returns the shares that were not used, in the order in which they were given; empty when all hold. */
    public List<RefusedShare> refused() {
        return refused;
    }

    /** Wipes the secret. */
    @Override
    public void close() {
        data.close();
    }

    /** Names what is public. */
    @Override
    public String toString() {
        return "CombinedSecret[refused " + refused + "]";
    }
}
