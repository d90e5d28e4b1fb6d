package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What came out of a reader: the payloads, and how it ended. */
record Reading(List<byte[]> released, Optional<CryptoException> failure) {

    static Reading of(ChannelReader reader, ByteBuffer wire, int pieces) {
        List<byte[]> released = new ArrayList<>();
        try {
            while (wire.hasRemaining()) {
                int size = Math.min(pieces, wire.remaining());
                reader.accept(wire.slice(wire.position(), size), released::add);
                wire.position(wire.position() + size);
            }
            reader.end();
            assertThat(reader.isComplete()).isTrue();
            return new Reading(released, Optional.empty());
        } catch (CryptoException e) {
            assertThat(reader.isComplete()).isFalse();
            return new Reading(released, Optional.of(e));
        }
    }

    /** Checks that it failed by this rule after exactly this many payloads of the original. */
    void assertRejected(RejectedException.Check check, List<byte[]> original, int payloads) {
        assertThat(failure)
                .get()
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(check));
        assertReleased(original, payloads);
    }

    void assertMalformed(String message, List<byte[]> original, int payloads) {
        assertThat(failure)
                .get()
                .isInstanceOf(MalformedException.class)
                .satisfies(e -> assertThat(e).hasMessageContaining(message));
        assertReleased(original, payloads);
    }

    void assertComplete(List<byte[]> original) {
        assertThat(failure).isEmpty();
        assertReleased(original, original.size());
    }

    private void assertReleased(List<byte[]> original, int payloads) {
        assertThat(released).containsExactlyElementsOf(original.subList(0, payloads));
    }

    /** Says how it ended, for comparing two readings. */
    String ending() {
        return failure.map(e -> e.getClass().getSimpleName() + ": " + e.getMessage())
                .orElse("complete");
    }
}
