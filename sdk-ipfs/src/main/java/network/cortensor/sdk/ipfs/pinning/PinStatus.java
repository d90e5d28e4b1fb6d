package network.cortensor.sdk.ipfs.pinning;

import java.util.Locale;
import java.util.Optional;

/** How far a service is with a pin (Pinning Service API, "Status"). */
public enum PinStatus {
    /** It waits for its turn. */
    QUEUED,

    /** The service looks for the content and fetches it. */
    PINNING,

    /** The service says that it has all of it. */
    PINNED,

    /** The service has given up. */
    FAILED;

    /** Tells whether this status may still change by itself. */
    public boolean isPending() {
        return this == QUEUED || this == PINNING;
    }

    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PinStatus> parse(String text) {
        for (PinStatus status : values()) {
            if (status.parameter().equals(text)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
