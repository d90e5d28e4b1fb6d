package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.channel.Recorded.Half;
import network.cortensor.sdk.crypto.internal.ohttp.Aead;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkAead;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkOpener;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkSealer;
import network.cortensor.sdk.crypto.internal.ohttp.ResponseKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChannelReaderTest {

    private static final int CHUNKS = 4;
    private static final Recorded EXCHANGE = Recorded.of(CHUNKS);
    private static final byte[] KEY = new byte[32];

    @ParameterizedTest
    @EnumSource(Half.class)
    void accept_anyPieces_releasesTheSameAndEndsTheSame(Half half) {
        byte[] wire = EXCHANGE.wire(half);
        byte[] tampered = wire.clone();
        tampered[wire.length - 40] ^= 1;
        byte[] extended = Arrays.copyOf(wire, wire.length + 3);
        for (byte[] bytes : List.of(wire, tampered, extended, Arrays.copyOf(wire, wire.length - 1))) {
            Reading whole = EXCHANGE.read(half, bytes);
            for (int pieces : new int[] {1, 2, 3, 7, 16, 49, 50, 51, 52, 65, 100, 1000}) {
                Reading inPieces = EXCHANGE.read(half, bytes, pieces);
                assertThat(inPieces.ending()).as("pieces of %d", pieces).isEqualTo(whole.ending());
                assertThat(inPieces.released()).containsExactlyElementsOf(whole.released());
            }
        }
    }

    @Test
    void accept_twoPiecesCutAtEveryByte_isComplete() {
        byte[] wire = EXCHANGE.wire(Half.RESPONSE);
        for (int cut = 0; cut <= wire.length; cut++) {
            ChannelReader reader = EXCHANGE.responseReader();
            List<byte[]> released = new ArrayList<>();
            reader.accept(ByteBuffer.wrap(wire, 0, cut), released::add);
            reader.accept(ByteBuffer.wrap(wire, cut, wire.length - cut), released::add);
            assertThat(reader.isComplete()).as("cut at %d", cut).isTrue();
            assertThat(released).containsExactlyElementsOf(EXCHANGE.payloads(Half.RESPONSE));
        }
    }

    @Test
    void accept_directAndReadOnlyBuffers_areRead() {
        byte[] wire = EXCHANGE.wire(Half.RESPONSE);
        ByteBuffer direct = ByteBuffer.allocateDirect(wire.length).put(wire).flip();
        for (ByteBuffer buffer : List.of(direct, ByteBuffer.wrap(wire).asReadOnlyBuffer())) {
            ChannelReader reader = EXCHANGE.responseReader();
            reader.accept(buffer, payload -> {});
            assertThat(buffer.hasRemaining()).isFalse();
            assertThat(reader.isComplete()).isTrue();
        }
    }

    @Test
    void accept_afterAFailure_failsTheSameWayAndReleasesNothing() {
        byte[] bad = EXCHANGE.wire(Half.RESPONSE);
        bad[ResponseOpening.SIZE + 20] ^= 1;
        ChannelReader reader = EXCHANGE.responseReader();
        List<byte[]> released = new ArrayList<>();
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(bad), released::add))
                .isInstanceOf(RejectedException.class);

        byte[] good = EXCHANGE.wire(Half.RESPONSE);
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(good), released::add))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(Check.CIPHERTEXT));
        assertThatThrownBy(reader::end).isInstanceOf(RejectedException.class);
        assertThat(released).isEmpty();
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void accept_bytesAfterCompletion_turnsCompletionIntoAFailure() {
        ChannelReader reader = EXCHANGE.responseReader();
        reader.accept(ByteBuffer.wrap(EXCHANGE.wire(Half.RESPONSE)), payload -> {});
        assertThat(reader.isComplete()).isTrue();
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(new byte[1]), payload -> {}))
                .isInstanceOf(MalformedException.class);
        assertThat(reader.isComplete()).isFalse();
        assertThatThrownBy(reader::end).isInstanceOf(MalformedException.class);
    }

    @Test
    void accept_sinkThatThrows_leavesNoGap() {
        ChannelReader reader = EXCHANGE.responseReader();
        byte[] wire = EXCHANGE.wire(Half.RESPONSE);
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(wire), payload -> {
                    throw new UnsupportedOperationException("the consumer's own");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> reader.accept(ByteBuffer.allocate(0), payload -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gap");
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void accept_sinkThatCallsTheReader_isRefused() {
        ChannelReader reader = EXCHANGE.responseReader();
        assertThatThrownBy(() -> reader.accept(
                        ByteBuffer.wrap(EXCHANGE.wire(Half.RESPONSE)),
                        payload -> reader.accept(ByteBuffer.allocate(0), other -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sink");
    }

    @Test
    void accept_sinkThatClosesTheChannel_saysThatItIsClosed() {
        ChannelReader reader = reader();
        ChannelWriter writer = writer();
        List<byte[]> released = new ArrayList<>();
        byte[] wire = Exchange.concat(writer.write(new byte[1]), writer.write(new byte[2]));
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(wire), payload -> {
                    released.add(payload);
                    reader.close();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(released).hasSize(1);
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(writer.finish()), released::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(reader::end)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(released).hasSize(1);
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void accept_firstFrameOfAnotherSize_isMalformed() {
        byte[] wire = EXCHANGE.wire(Half.RESPONSE);
        wire[32] = 0x21;
        EXCHANGE.read(Half.RESPONSE, wire)
                .assertMalformed("first frame of a response", EXCHANGE.payloads(Half.RESPONSE), 0);
    }

    @Test
    void accept_commitmentOfTheResponseFlipped_isRejectedBeforeAnyChunk() {
        for (int at = 33; at < ResponseOpening.SIZE; at++) {
            byte[] prologue = Arrays.copyOf(EXCHANGE.wire(Half.RESPONSE), ResponseOpening.SIZE);
            prologue[at] ^= 1;
            EXCHANGE.read(Half.RESPONSE, prologue)
                    .assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(Half.RESPONSE), 0);
        }
    }

    @Test
    void end_withoutAByte_isACut() {
        EXCHANGE.read(Half.RESPONSE, new byte[0])
                .assertRejected(Check.CHANNEL_CUT, EXCHANGE.payloads(Half.RESPONSE), 0);
    }

    @Test
    void accept_floodOfSilentChunks_isRefused() {
        ChannelReader reader = reader();
        ChannelWriter writer = writer();
        for (int i = 0; i < ChannelLimits.MAX_SILENT_CHUNKS; i++) {
            reader.accept(ByteBuffer.wrap(writer.keepAlive()), payload -> {});
        }
        List<byte[]> released = new ArrayList<>();
        reader.accept(ByteBuffer.wrap(writer.write(new byte[1])), released::add);
        assertThat(released).hasSize(1);
        for (int i = 0; i < ChannelLimits.MAX_SILENT_CHUNKS; i++) {
            reader.accept(ByteBuffer.wrap(writer.keepAlive()), payload -> {});
        }
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(writer.keepAlive()), payload -> {}))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("in a row");
    }

    /** A writer who has the keys and pads in another way than the one there is. */
    @ParameterizedTest
    @ValueSource(strings = {"not zero", "larger bucket", "length beyond", "length zero in a larger bucket"})
    void accept_authenticChunkPaddedInAnotherWay_isMalformed(String way) {
        UnaryOperator<byte[]> padding = switch (way) {
            case "not zero" ->
                plain -> {
                    plain[plain.length - 1] = 1;
                    return plain;
                };
            case "larger bucket" -> plain -> Arrays.copyOf(plain, 66);
            case "length beyond" ->
                plain -> {
                    plain[0] = (byte) 0xff;
                    return plain;
                };
            default -> plain -> new byte[130];
        };
        byte[] plaintext = padding.apply(ChunkPadding.pad(new byte[] {7}, 0, 1));
        byte[] chunk = new ChunkSealer(aead(), new byte[0]).chunk(plaintext);
        Reading.of(reader(), ByteBuffer.wrap(chunk), Integer.MAX_VALUE).assertMalformed("SPEC §14.6", List.of(), 0);
    }

    @Test
    void accept_finalChunkWithContent_isRefused() {
        byte[] last = new ChunkSealer(aead(), new byte[0]).last(new byte[] {1});
        assertThat(Reading.of(reader(), ByteBuffer.wrap(last), Integer.MAX_VALUE)
                        .failure())
                .isPresent();
    }

    /** No chunk of ours has the size of the final one; that the mark is authenticated does not rest on that. */
    @Test
    void forged_finalMarkOnAnAuthenticChunkOfItsSize_isRefused() {
        byte[] chunk = new ChunkSealer(aead(), new byte[0]).chunk(new byte[0]);
        chunk[0] = 0;
        Reading.of(reader(), ByteBuffer.wrap(chunk), Integer.MAX_VALUE).assertRejected(Check.CIPHERTEXT, List.of(), 0);
    }

    @Test
    void close_thenAnything_isRefused() {
        Exchange exchange = Exchange.open();
        exchange.asking.close();
        exchange.asking.close();
        ChannelReader reader = exchange.asking.response();
        assertThatThrownBy(() -> reader.accept(ByteBuffer.allocate(0), payload -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(reader::end).isInstanceOf(IllegalStateException.class);
    }

    private static ChannelReader reader() {
        return new ChannelReader(0, nothing -> new ChunkOpener(aead(), new byte[0]));
    }

    private static ChannelWriter writer() {
        return new ChannelWriter(new byte[0], new ChunkSealer(aead(), new byte[0]));
    }

    private static ChunkAead aead() {
        try (ResponseKeys keys = ResponseKeys.extract(Aead.CHACHA20_POLY1305, KEY, KEY, KEY)) {
            return keys.chunks();
        }
    }
}
