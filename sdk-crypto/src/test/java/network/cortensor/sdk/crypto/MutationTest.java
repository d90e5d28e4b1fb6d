package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** 20,000 damaged inputs: each is refused with a declared exception, and nothing unauthenticated comes out. */
class MutationTest {

    private static final Seed SEED = Seed.of(MutationTest.class);

    private static final Charset LATIN = StandardCharsets.ISO_8859_1;

    private final Random random = SEED.random();
    private final Scene scene = Scene.withBody(3000);

    @Test
    void open_mutatedEnvelopes_failInADeclaredWay() {
        byte[] other = Scene.withBody(3000).envelope.encoded();
        mutate(12_000, scene.envelope.encoded(), other, bad -> scene.read(bad, scene.payload));
    }

    @Test
    void decrypt_mutatedPayloads_releaseNothingThatIsNotAuthentic() {
        byte[] other = Scene.withBody(3000).payload;
        try (OpenedEnvelope opened = scene.envelope.open(scene.miner.identity(), scene.expected(), Scene.NOW)) {
            mutate(4_000, scene.payload, other, bad -> {
                ByteArrayOutputStream released = new ByteArrayOutputStream();
                try {
                    opened.decrypt(new ByteArrayInputStream(bad)).transferTo(released);
                } catch (IOException e) {
                    fail("no source can fail here", e);
                } finally {
                    // One chunk: it is authentic as a whole or not at all.
                    assertThat(released.size()).as("%s", SEED).isZero();
                }
            });
        }
    }

    @Test
    void admit_mutatedAnnouncements_failInADeclaredWay() {
        KeyAnnouncement announcement = KeyAnnouncement.begin(
                scene.miner.wallet(),
                Scene.CHAIN,
                scene.miner.recipient(),
                1,
                Scene.NOW,
                Scene.NOW.plus(Duration.ofDays(1)));
        mutate(3_000, announcement.encoded(), new byte[announcement.encoded().length], KeyAnnouncement::decode);
    }

    @Test
    void verify_mutatedReveals_failInADeclaredWay() {
        ResultCommitment commitment = ResultCommitment.create(new TaskRef(1, 2, 3), Known.COW, "bafyresult");
        byte[] other = ResultCommitment.create(new TaskRef(1, 2, 3), Known.COW, "bafyother")
                .reveal()
                .getBytes(LATIN);
        mutate(
                1_000,
                commitment.reveal().getBytes(LATIN),
                other,
                bad -> ResultCommitment.verify(
                        new String(bad, LATIN), commitment.hash(), new TaskRef(1, 2, 3), Known.COW));
    }

    private void mutate(int rounds, byte[] good, byte[] other, Consumer<byte[]> reader) {
        for (int round = 0; round < rounds; round++) {
            byte[] bad = mutated(good, other);
            while (Arrays.equals(bad, good)) {
                bad = mutated(good, other);
            }
            try {
                reader.accept(bad);
            } catch (MalformedException | RejectedException | NotForMeException e) {
                continue;
            } catch (RuntimeException e) {
                fail(describe(round, bad), e);
            }
            fail("accepted: " + describe(round, bad));
        }
    }

    private static String describe(int round, byte[] bad) {
        return SEED + ", round " + round + ", input " + Base64.getEncoder().encodeToString(bad);
    }

    private byte[] mutated(byte[] good, byte[] other) {
        int at = random.nextInt(good.length);
        int length = 1 + random.nextInt(Math.min(100, good.length - at));
        byte[] bad = good.clone();
        switch (random.nextInt(8)) {
            case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bad[at] = (byte) random.nextInt(256);
            case 2 -> bad = Arrays.copyOf(good, at);
            case 3 -> bad = spliced(good, at, at + length, new byte[0]);
            case 4 -> bad = spliced(good, at, at, Arrays.copyOfRange(good, at, at + length));
            case 5 -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                bad = spliced(good, at, at + (random.nextBoolean() ? length : 0), noise);
            }
            case 6 ->
                bad = spliced(
                        good, at, good.length, Arrays.copyOfRange(other, Math.min(at, other.length), other.length));
            default -> {
                int target = random.nextInt(good.length - length + 1);
                System.arraycopy(good, at, bad, target, length);
            }
        }
        return bad;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(middle);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
