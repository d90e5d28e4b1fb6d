package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Seed;
import network.cortensor.sdk.crypto.channel.Recorded.Half;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Damaged channels: each is refused with a declared exception, and nothing comes out that the other side did not send at
 * that place. {@code -Dcortensor.mutations=} sets their number.
 */
class ChannelMutationTest {

    private static final Seed SEED = Seed.of(ChannelMutationTest.class);
    private static final int ROUNDS = Integer.getInteger("cortensor.mutations", 6_000);
    private static final int CHUNKS = 6;

    private final Random random = SEED.random();
    private final Recorded exchange = Recorded.of(CHUNKS);
    private final Recorded other = exchange.again();

    @Test
    void read_mutatedHalves_releaseAPrefixAndFail() {
        for (int round = 0; round < ROUNDS; round++) {
            Half half = random.nextBoolean() ? Half.REQUEST : Half.RESPONSE;
            byte[] good = exchange.wire(half);
            byte[] bad = mutated(half);
            if (Arrays.equals(bad, good)) {
                continue;
            }
            Reading reading = exchange.read(half, bad, 1 + random.nextInt(300));
            String what = SEED + ", round " + round + ", " + half;
            assertThat(reading.failure())
                    .as(what)
                    .get()
                    .isInstanceOfAny(MalformedException.class, RejectedException.class);
            List<byte[]> sent = exchange.payloads(half);
            assertThat(reading.released().size()).as(what).isLessThanOrEqualTo(sent.size());
            for (int i = 0; i < reading.released().size(); i++) {
                assertThat(reading.released().get(i)).as(what).isEqualTo(sent.get(i));
            }
        }
    }

    @Test
    void accept_mutatedOpenings_failInADeclaredWay() {
        byte[] good = exchange.opening.encoded();
        for (int round = 0; round < ROUNDS / 4; round++) {
            byte[] bad = mutated(good, other.opening.encoded());
            try {
                exchange.accept(bad).close();
            } catch (MalformedException | RejectedException | NotForMeException e) {
                continue;
            }
            if (!Arrays.equals(bad, good) && !Arrays.equals(bad, other.opening.encoded())) {
                fail("accepted: " + SEED + ", round " + round);
            }
        }
    }

    private byte[] mutated(Half half) {
        List<byte[]> frames = new ArrayList<>(exchange.frames(half));
        Half reverse = half == Half.REQUEST ? Half.RESPONSE : Half.REQUEST;
        int frame = 1 + random.nextInt(CHUNKS + 1);
        switch (random.nextInt(8)) {
            case 0 -> Collections.swap(frames, frame, 1 + random.nextInt(CHUNKS + 1));
            case 1 -> frames.add(frame, frames.get(1 + random.nextInt(CHUNKS + 1)));
            case 2 -> frames.remove(frame);
            case 3 -> frames.set(frame, other.frames(half).get(frame));
            case 4 -> frames.set(frame, exchange.frames(reverse).get(frame));
            case 5 ->
                frames.set(frame, mutated(frames.get(frame), other.frames(half).get(frame)));
            case 6 -> frames.add(Arrays.copyOf(frames.get(frame), 1 + random.nextInt(frames.get(frame).length)));
            default -> {
                return cutNearAFrame(frames);
            }
        }
        return Exchange.concat(frames.toArray(byte[][]::new));
    }

    private byte[] cutNearAFrame(List<byte[]> frames) {
        int end = 0;
        for (byte[] frame : frames.subList(0, 1 + random.nextInt(frames.size()))) {
            end += frame.length;
        }
        byte[] whole = Exchange.concat(frames.toArray(byte[][]::new));
        int cut = Math.min(whole.length, end - 1 + random.nextInt(3));
        // The opening itself is for the other test.
        return Arrays.copyOf(whole, Math.max(cut, frames.get(0).length));
    }

    private byte[] mutated(byte[] good, byte[] second) {
        byte[] bad = good.clone();
        int at = random.nextInt(good.length);
        switch (random.nextInt(5)) {
            case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bad[at] = (byte) random.nextInt(256);
            case 2 -> bad = Arrays.copyOf(good, at);
            case 3 -> bad = Arrays.copyOf(good, good.length + 1 + random.nextInt(20));
            default -> {
                int length = Math.min(good.length, second.length) - Math.min(at, second.length);
                System.arraycopy(second, Math.min(at, second.length), bad, at, Math.max(0, length));
            }
        }
        return bad;
    }
}
