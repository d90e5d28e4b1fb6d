package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.channel.Recorded.Half;
import network.cortensor.sdk.crypto.internal.ohttp.VarInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import static network.cortensor.sdk.crypto.channel.Exchange.concat;
import static org.assertj.core.api.Assertions.assertThat;

/** What somebody on the way can do to the bytes of either half. Attacks on the opening are in {@link ChannelOpeningTest}. */
class ChannelAttackTest {

    private static final int CHUNKS = 5;

    private static final Recorded EXCHANGE = Recorded.of(CHUNKS);
    private static final Recorded OTHER = EXCHANGE.again();

    @ParameterizedTest
    @EnumSource(Half.class)
    void unharmed_isComplete(Half half) {
        EXCHANGE.read(half, EXCHANGE.wire(half)).assertComplete(EXCHANGE.payloads(half));
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void cut_atEveryFrameAndAByteBeforeAndBehind_isNoticed(Half half) {
        byte[] wire = EXCHANGE.wire(half);
        int boundary = 0;
        // The first frame is the opening, which ChannelOpeningTest cuts.
        List<byte[]> frames = EXCHANGE.frames(half);
        for (int frame = 0; frame < frames.size(); frame++) {
            boundary += frames.get(frame).length;
            for (int end : new int[] {boundary - 1, boundary, boundary + 1}) {
                int whole = end < boundary ? frame - 1 : frame;
                if (end < wire.length && whole >= 0) {
                    EXCHANGE.read(half, Arrays.copyOf(wire, end))
                            .assertRejected(Check.CHANNEL_CUT, EXCHANGE.payloads(half), Math.min(whole, CHUNKS));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void reordered_twoChunks_areRefusedAtTheFirst(Half half) {
        for (int frame = 1; frame < CHUNKS; frame++) {
            List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
            Collections.swap(frames, frame, frame + 1);
            EXCHANGE.read(half, frames).assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(half), frame - 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void duplicated_aChunk_isRefused(Half half) {
        for (int frame = 1; frame <= CHUNKS; frame++) {
            List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
            frames.add(frame, frames.get(frame));
            EXCHANGE.read(half, frames).assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(half), frame);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void dropped_aChunk_isNoticedAtTheNext(Half half) {
        for (int frame = 1; frame <= CHUNKS; frame++) {
            List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
            frames.remove(frame);
            EXCHANGE.read(half, frames).assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(half), frame - 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void spliced_withAnotherChannelOfTheSameTwo_isRefused(Half half) {
        for (int frame = 1; frame <= CHUNKS + 1; frame++) {
            List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
            frames.set(frame, OTHER.frames(half).get(frame));
            EXCHANGE.read(half, frames).assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(half), frame - 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void spliced_withTheOtherDirection_isRefused(Half half) {
        Half reverse = half == Half.REQUEST ? Half.RESPONSE : Half.REQUEST;
        for (int frame = 1; frame <= CHUNKS + 1; frame++) {
            List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
            frames.set(frame, EXCHANGE.frames(reverse).get(frame));
            EXCHANGE.read(half, frames).assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(half), frame - 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void spliced_otherMessageBehindOwnOpening_isRefused(Half half) {
        List<byte[]> frames = new ArrayList<>(OTHER.frames(half));
        frames.set(0, EXCHANGE.frames(half).get(0));
        EXCHANGE.read(half, frames).assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(half), 0);
    }

    @ParameterizedTest
    @EnumSource(value = Half.class, names = "RESPONSE")
    void spliced_answerOfAnotherRequest_isRefusedBeforeItsFirstChunk(Half half) {
        EXCHANGE.read(half, OTHER.wire(half)).assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(half), 0);
    }

    @ParameterizedTest
    @EnumSource(value = Half.class, names = "RESPONSE")
    void spliced_twoAnswersToOneRequest_areRefusedAtTheSeam(Half half) {
        List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
        try (NodeChannel second = EXCHANGE.accept(EXCHANGE.opening.encoded())) {
            byte[] first = second.response().write(EXCHANGE.payloads(half).get(0));
            frames.set(1, Arrays.copyOfRange(first, ResponseOpening.SIZE, first.length));
        }
        EXCHANGE.read(half, frames).assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(half), 0);
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void flipped_aBitOfEveryByteBehindTheOpening_isRefused(Half half) {
        byte[] wire = EXCHANGE.wire(half);
        int from = half == Half.REQUEST ? ChannelOpening.size() : 0;
        for (int at = from; at < wire.length; at++) {
            byte[] bad = wire.clone();
            bad[at] ^= (byte) (1 << (at % 8));
            Reading reading = EXCHANGE.read(half, bad);
            assertThat(reading.failure()).as("byte %d", at).isPresent();
            List<byte[]> original = EXCHANGE.payloads(half);
            assertThat(original.subList(0, reading.released().size()))
                    .as("byte %d", at)
                    .containsExactlyElementsOf(reading.released());
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void extended_behindTheFinalChunk_isRefused(Half half) {
        for (int surplus : new int[] {0, 1, 0x40, 0xff}) {
            EXCHANGE.read(half, concat(EXCHANGE.wire(half), new byte[] {(byte) surplus}))
                    .assertMalformed("behind its last chunk", EXCHANGE.payloads(half), CHUNKS);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void extended_withASecondFinalChunk_isRefused(Half half) {
        List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
        frames.add(frames.get(CHUNKS + 1));
        EXCHANGE.read(half, frames).assertMalformed("behind its last chunk", EXCHANGE.payloads(half), CHUNKS);
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void shortened_anotherChunkMarkedAsTheFinalOne_isRefused(Half half) {
        List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half).subList(0, 2));
        byte[] second = EXCHANGE.frames(half).get(2);
        frames.add(concat(new byte[1], Arrays.copyOfRange(second, 1, 17)));
        EXCHANGE.read(half, frames).assertRejected(Check.CIPHERTEXT, EXCHANGE.payloads(half), 1);
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void unmarked_finalChunkAsAnOrdinaryOne_isRefused(Half half) {
        List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
        byte[] last = frames.get(CHUNKS + 1);
        frames.set(CHUNKS + 1, concat(VarInt.encode(last.length - 1), Arrays.copyOfRange(last, 1, last.length)));
        EXCHANGE.read(half, frames).assertMalformed("no chunk can have", EXCHANGE.payloads(half), CHUNKS);
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void malleated_lengthInALongerForm_isRefused(Half half) {
        byte[] first = EXCHANGE.frames(half).get(1);
        // 50 bytes fit in one byte of length.
        assertThat(first[0]).isEqualTo((byte) 50);
        for (byte[] longer : List.of(new byte[] {0x40, 50}, new byte[] {(byte) 0x80, 0, 0, 50})) {
            List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
            frames.set(1, concat(longer, Arrays.copyOfRange(first, 1, first.length)));
            EXCHANGE.read(half, frames).assertMalformed("shortest form", EXCHANGE.payloads(half), 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void malleated_zeroInALongerForm_isNoFinalChunk(Half half) {
        List<byte[]> frames = new ArrayList<>(EXCHANGE.frames(half));
        byte[] last = frames.get(CHUNKS + 1);
        frames.set(CHUNKS + 1, concat(new byte[] {0x40, 0}, Arrays.copyOfRange(last, 1, last.length)));
        EXCHANGE.read(half, frames).assertMalformed("shortest form", EXCHANGE.payloads(half), CHUNKS);
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void oversized_length_isRefusedBeforeItsBytesCome(Half half) {
        byte[] opening = EXCHANGE.frames(half).get(0);
        for (int length : new int[] {16_401, 1 << 20, (1 << 30) - 1}) {
            EXCHANGE.read(half, concat(opening, VarInt.encode(length)))
                    .assertMalformed("no chunk can have", EXCHANGE.payloads(half), 0);
        }
        EXCHANGE.read(half, concat(opening, new byte[] {(byte) 0xc0}))
                .assertMalformed("more than 4 bytes", EXCHANGE.payloads(half), 0);
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void undersized_chunkWithoutRoomForATag_isRefused(Half half) {
        byte[] opening = EXCHANGE.frames(half).get(0);
        for (int length = 1; length < 50; length++) {
            EXCHANGE.read(half, concat(opening, VarInt.encode(length), new byte[length]))
                    .assertMalformed("no chunk can have", EXCHANGE.payloads(half), 0);
        }
    }
}
