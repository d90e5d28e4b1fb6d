package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.Secret;
import org.bouncycastle.math.ec.rfc7748.X25519;

import java.util.Arrays;

/**
 * A secret X25519 scalar, its public key, and what can be done with them (RFC 7748). Thread-safe.
 *
 * <p>Bouncy Castle's, because an agreement takes half the time of the platform's on JDK 17.
 */
public final class X25519Key implements AutoCloseable {

    /** Bytes of a scalar, of a point and of a shared secret. */
    public static final int SIZE = 32;

    private static final String NAME = "X25519 identity";

    private final Secret scalar;
    private final byte[] publicKey = new byte[SIZE];

    private X25519Key(Secret scalar) {
        this.scalar = scalar;
        scalar.use(secret -> {
            X25519.scalarMultBase(secret, 0, publicKey, 0);
            return publicKey;
        });
    }

    public static X25519Key generate() {
        return new X25519Key(Secret.random(NAME, SIZE));
    }

    /** Takes the array over. */
    public static X25519Key taking(byte[] scalar) {
        return new X25519Key(Secret.taking(NAME, scalar));
    }

    /** Returns the 32 bytes of the public key. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /**
     * Returns the shared secret, which the caller wipes.
     *
     * @throws MalformedException if it is zero, because the point has low order: no honest sender makes one
     */
    byte[] agree(byte[] point) {
        byte[] shared = new byte[SIZE];
        if (!scalar.use(secret -> X25519.calculateAgreement(secret, 0, point, 0, shared, 0))) {
            throw new MalformedException("an X25519 share has low order (RFC 7748 §6.1)");
        }
        return shared;
    }

    /**
     * Says whether a point can be a public key: canonical, because both sides hash its bytes, and not of low order.
     *
     * @param point 32 bytes
     */
    public static boolean isUsable(byte[] point) {
        return isCanonical(point) && isContributory(point);
    }

    /** Canonical is what is below 2^255 - 19, in little-endian order. */
    private static boolean isCanonical(byte[] point) {
        int last = SIZE - 1;
        if ((point[last] & 0xff) != 0x7f) {
            return point[last] >= 0;
        }
        for (int i = last - 1; i > 0; i--) {
            if ((point[i] & 0xff) != 0xff) {
                return true;
            }
        }
        return (point[0] & 0xff) < 0xed;
    }

    private static boolean isContributory(byte[] point) {
        // A clamped scalar is a multiple of 8, so each takes a point of low order to zero, and no other.
        byte[] any = new byte[SIZE];
        X25519.clampPrivateKey(any);
        byte[] shared = new byte[SIZE];
        boolean nonZero = X25519.calculateAgreement(any, 0, point, 0, shared, 0);
        Arrays.fill(shared, (byte) 0);
        return nonZero;
    }

    /** Lends the scalar, for writing it down. */
    public Secret scalar() {
        return scalar;
    }

    @Override
    public void close() {
        scalar.close();
    }

    @Override
    public String toString() {
        return "X25519Key";
    }
}
