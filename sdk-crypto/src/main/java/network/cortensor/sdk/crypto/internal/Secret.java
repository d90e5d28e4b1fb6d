package network.cortensor.sdk.crypto.internal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Secret bytes that can be wiped. Thread-safe.
 *
 * <p>Wiping is best effort (SPEC §10): the JVM may have moved the array before, and key objects of the libraries below
 * keep copies until they are collected.
 */
public final class Secret implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;
    private final byte[] bytes;
    private boolean closed;

    private Secret(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** Takes the array over: the caller must not use it any more. */
    public static Secret taking(String name, byte[] bytes) {
        return new Secret(name, bytes);
    }

    public static Secret random(String name, int size) {
        return new Secret(name, randomBytes(size));
    }

    /** Draws bytes that need not be kept secret. */
    public static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /**
     * Lends a copy to a function and wipes it afterwards.
     *
     * @throws IllegalStateException if the secret has been closed
     */
    public <T> T use(Function<byte[], T> function) {
        byte[] copy = copy();
        try {
            return function.apply(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    private synchronized byte[] copy() {
        if (closed) {
            throw new IllegalStateException("the " + name + " has been closed");
        }
        return bytes.clone();
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return name;
    }
}
