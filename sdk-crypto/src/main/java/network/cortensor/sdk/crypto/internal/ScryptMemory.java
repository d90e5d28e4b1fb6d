package network.cortensor.sdk.crypto.internal;

/**
 * The memory that scrypt takes (RFC 7914 §2), held against the heap of this JVM. It is asked before anything is derived,
 * because a heap that runs out would end other threads' work as well.
 *
 * @param bytes 128 · r · (n + p)
 */
public record ScryptMemory(long bytes) {

    /** Takes parameters whose product is within the limits of their format. */
    public static ScryptMemory of(long n, long r, long p) {
        return new ScryptMemory(128 * r * (n + p));
    }

    /** Says whether it is at most three quarters of the heap; the rest of the program needs some too. */
    public boolean fitsTheHeap() {
        return fits(Runtime.getRuntime().maxMemory());
    }

    boolean fits(long heap) {
        return bytes <= heap / 4 * 3;
    }

    /**
     * Checks that it fits, for who writes.
     *
     * @param what names what cannot be done otherwise
     * @throws IllegalStateException if it does not
     */
    public void requireFits(String what) {
        if (!fitsTheHeap()) {
            throw new IllegalStateException(what + ": scrypt takes " + this);
        }
    }

    /** Says how much it is, how much there is, and what to do about it. */
    @Override
    public String toString() {
        return (bytes >> 20) + " MiB of heap, and this JVM has at most "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB; give it more with -Xmx";
    }
}
