package network.cortensor.sdk.ipfs.kubo;

import java.util.Locale;
import java.util.Optional;

/** How a block is pinned at a daemon. */
public enum KuboPinKind {
    /** The block and everything below it. */
    RECURSIVE,

    /** This block alone. */
    DIRECT,

    /** By a recursive pin above it. */
    INDIRECT;

    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what a daemon says; of an indirect pin it may add the CID above ({@code indirect through …}). */
    static Optional<KuboPinKind> parse(String text) {
        for (KuboPinKind kind : values()) {
            if (text.equals(kind.parameter()) || text.startsWith(kind.parameter() + " ")) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
