package network.cortensor.sdk.ipfs.internal;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;

import java.lang.invoke.MethodHandles;
import java.util.function.BiFunction;

/**
 * Lets the packages of this module make a {@link Block} without the copy that its public surface makes.
 *
 * <p>{@code Block} registers itself when its class is initialised, which is seen to here.
 */
public final class BlockAccess {
    private static volatile BiFunction<Cid, byte[], Block> access = (cid, bytes) -> {
        throw new IllegalStateException("Block has not registered");
    };

    /** Apart from {@code BlockAccess}, whose own initialisation must not wait for that of {@code Block}: it waits for this. */
    private static final class Registration {
        static {
            try {
                MethodHandles.lookup().ensureInitialized(Block.class);
            } catch (IllegalAccessException e) {
                throw new AssertionError("Block is public", e);
            }
        }

        static BiFunction<Cid, byte[], Block> access() {
            return access;
        }
    }

    private BlockAccess() {}

    /** Called once, by {@code Block}. */
    public static void register(BiFunction<Cid, byte[], Block> adoptVerified) {
        access = adoptVerified;
    }

    /**
     * As {@link Block#verify}, for bytes that the caller gives away: nobody else may hold the array.
     *
     * @throws network.cortensor.sdk.ipfs.BlockMismatchException if the bytes do not hash to {@code cid}
     * @throws network.cortensor.sdk.ipfs.MalformedException if there are too many bytes for a block
     */
    public static Block adoptVerified(Cid cid, byte[] bytes) {
        return Registration.access().apply(cid, bytes);
    }
}
