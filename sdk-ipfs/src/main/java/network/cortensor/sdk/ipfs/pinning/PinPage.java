package network.cortensor.sdk.ipfs.pinning;

import java.util.List;

/**
 * A part of what a query finds, the youngest first.
 *
 * @param count how many requests the query finds in all, by the word of the service
 * @param states those on this page
 */
public record PinPage(long count, List<PinState> states) {
    /** Copies the states. */
    public PinPage {
        states = List.copyOf(states);
    }
}
