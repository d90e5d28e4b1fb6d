package network.cortensor.sdk.crypto.internal;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;

import java.util.function.Function;

/**
 * Lets the packages of this module use the secret of an {@link Identity} that its public surface does not show.
 *
 * <p>{@code Identity} registers itself when its class is initialised, which has happened before anybody holds one.
 */
public final class IdentityAccess {

    private static volatile Function<Identity, HybridKey> access = identity -> {
        throw new IllegalStateException("no identity has been made");
    };

    private IdentityAccess() {}

    /** Called once, by {@code Identity}. */
    public static void register(Function<Identity, HybridKey> key) {
        access = key;
    }

    /** Returns the key of an identity, which stays its owner. */
    public static HybridKey keyOf(Identity identity) {
        return access.apply(identity);
    }
}
