package network.cortensor.sdk.crypto.interop;

import static org.assertj.core.api.Assertions.assertThat;

/** Counts what was exchanged with one peer. */
final class Exchanges {

    private int written;
    private int read;

    /** Notes that the peer accepted something of ours. */
    void peerRead() {
        written++;
    }

    /** Notes that we accepted something of the peer's. */
    void peerWrote() {
        read++;
    }

    /** Prints the counts; exchanges in one direction only would be half a test. */
    void print(String peer, String what) {
        System.out.printf(
                "interop: %d exchanges with %s both ways (%d of ours read by it, %d of its own read by us): %s%n",
                written + read, peer, written, read, what);
        assertThat(written).as("objects of ours read by %s", peer).isPositive();
        assertThat(read).as("objects of %s read by us", peer).isPositive();
    }
}
