package network.cortensor.sdk.ipfs;

import java.util.Optional;

/** Stands where a body is still to be written; goes away with the last of them. */
final class Pending {
    private Pending() {}

    @SuppressWarnings("TypeParameterUnusedInFormals") // goes away with this class
    static <T> T value() {
        return Optional.<T>empty().orElseThrow(() -> new UnsupportedOperationException("not written yet"));
    }
}
