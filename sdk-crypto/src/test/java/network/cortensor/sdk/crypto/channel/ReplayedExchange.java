package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.channel.Recorded.Half;
import network.cortensor.sdk.crypto.internal.ohttp.Aead;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkAead;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkOpener;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A recorded exchange for tests outside of this package, which read its halves as often as they like. */
public final class ReplayedExchange {

    private final Recorded recorded;

    private ReplayedExchange(Recorded recorded) {
        this.recorded = recorded;
    }

    public static ReplayedExchange of(int chunks) {
        return new ReplayedExchange(Recorded.of(chunks));
    }

    /** Records another exchange of the same two about the same task. */
    public ReplayedExchange again() {
        return new ReplayedExchange(recorded.again());
    }

    /** Returns the opening, then the frames of the request. */
    public List<byte[]> request() {
        return recorded.frames(Half.REQUEST);
    }

    /** Returns nonce and commitment, then the frames of the response. */
    public List<byte[]> response() {
        return recorded.frames(Half.RESPONSE);
    }

    public byte[] prompt() {
        return Exchange.concat(recorded.payloads(Half.REQUEST).toArray(byte[][]::new));
    }

    public byte[] answer() {
        return Exchange.concat(recorded.payloads(Half.RESPONSE).toArray(byte[][]::new));
    }

    /** Returns the bytes of an opening that was decoded. */
    public static byte[] encoded(ChannelOpening opening) {
        return opening.encoded();
    }

    /** Reads a whole request as its node would, with all checks of the opening. */
    public void readRequest(byte[] wire, int pieces, Consumer<byte[]> sink) {
        int size = Math.min(wire.length, ChannelOpening.size());
        try (NodeChannel node = recorded.accept(Arrays.copyOf(wire, size))) {
            read(node.request(), ByteBuffer.wrap(wire, size, wire.length - size), pieces, sink);
        }
    }

    /** Reads what comes behind the opening of the request. */
    public void readPrompt(byte[] frames, int pieces, Consumer<byte[]> sink) {
        read(recorded.requestReader(), ByteBuffer.wrap(frames), pieces, sink);
    }

    /** Reads a response as its client would. */
    public void readResponse(byte[] wire, int pieces, Consumer<byte[]> sink) {
        read(recorded.responseReader(), ByteBuffer.wrap(wire), pieces, sink);
    }

    /**
     * Reads chunks whose tags are not looked at, so that what comes behind authentication can be reached without keys.
     *
     * @param prologue how many bytes come before the chunks; anything goes there
     */
    public static void readUnsealed(int prologue, byte[] wire, int pieces, Consumer<byte[]> sink) {
        ChunkAead none = new ChunkAead() {
            @Override
            public byte[] seal(byte[] associatedData, byte[] plaintext) {
                throw new UnsupportedOperationException("for reading only");
            }

            @Override
            public byte[] open(byte[] associatedData, byte[] sealed) {
                return Arrays.copyOf(sealed, sealed.length - Aead.TAG_BYTES);
            }
        };
        read(
                new ChannelReader(prologue, ignored -> new ChunkOpener(none, new byte[0])),
                ByteBuffer.wrap(wire),
                pieces,
                sink);
    }

    private static void read(ChannelReader reader, ByteBuffer wire, int pieces, Consumer<byte[]> sink) {
        while (wire.hasRemaining()) {
            int size = Math.min(pieces, wire.remaining());
            reader.accept(wire.slice(wire.position(), size), sink);
            wire.position(wire.position() + size);
        }
        reader.end();
    }
}
