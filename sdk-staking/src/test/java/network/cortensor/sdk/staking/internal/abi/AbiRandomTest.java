package network.cortensor.sdk.staking.internal.abi;

import com.sun.management.ThreadMXBean;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.Seeds;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Random types with random values: what is written is read, and what is damaged on the way is refused or harmless. */
class AbiRandomTest {
    private static final int ROUND_TRIPS = 10_000;
    private static final int MUTATIONS = 100_000;
    private static final int MUTATIONS_OF_ONE = 20;

    /** What the JVM itself takes when a line runs for the first time, several times over. */
    private static final long MEMORY = 4L << 20;

    private static final long MEMORY_PER_BYTE = 16;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void encodeAndDecode_anyValues_areInverse() {
        long seed = Seeds.next("AbiRandomTest, round trips");
        RandomAbi random = new RandomAbi(new Random(seed));
        for (int i = 0; i < ROUND_TRIPS; i++) {
            AbiParameters parameters = random.parameters();
            List<Object> values = random.values(parameters);
            byte[] encoded = parameters.encode(values.toArray());
            List<Object> decoded = parameters.decode("Answer", encoded);

            assertThat(Comparables.of(decoded))
                    .as("%s, -Dcortensor.seed=%d", parameters, seed)
                    .isEqualTo(Comparables.of(values));
            assertThat(parameters.encode(decoded.toArray()))
                    .as("%s again, -Dcortensor.seed=%d", parameters, seed)
                    .isEqualTo(encoded);
        }
    }

    @Test
    void decode_damagedAnswers_areRefusedOrReadAsValuesThatCanBeWritten() {
        long seed = Seeds.next("AbiRandomTest, mutations");
        Random random = new Random(seed);
        RandomAbi types = new RandomAbi(random);
        int refused = 0;
        long most = 0;
        for (int i = 0; i < MUTATIONS / MUTATIONS_OF_ONE; i++) {
            AbiParameters parameters = types.parameters();
            byte[] good = parameters.encode(types.values(parameters).toArray());
            for (int j = 0; j < MUTATIONS_OF_ONE; j++) {
                byte[] damaged = damaged(good, random);
                String where = parameters + ", -Dcortensor.seed=" + seed + ", mutation " + j + " of " + i;
                long before = THREADS.getCurrentThreadAllocatedBytes();
                try {
                    List<Object> values = parameters.decode("Answer", damaged);
                    most = Math.max(most, requireModest(before, damaged, where));
                    byte[] again = parameters.encode(values.toArray());
                    // No byte was read twice, so the canonical form cannot be longer, but for what stands for broken
                    // texts.
                    if (values.toString().indexOf('\ufffd') < 0) {
                        assertThat(again.length).as(where).isLessThanOrEqualTo(damaged.length);
                    }
                } catch (LedgerEvidenceException e) {
                    most = Math.max(most, requireModest(before, damaged, where));
                    refused++;
                } catch (RuntimeException e) {
                    throw new AssertionError(where, e);
                }
            }
        }
        System.out.println("AbiRandomTest: " + MUTATIONS + " damaged answers, " + refused
                + " refused, the others are values; at most " + most + " bytes of memory taken");
        assertThat(refused).isGreaterThan(MUTATIONS / 2);
    }

    private static long requireModest(long before, byte[] damaged, String where) {
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(taken).as("memory, %s", where).isLessThan(MEMORY + MEMORY_PER_BYTE * damaged.length);
        return taken;
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bad = good.clone();
        int words = bad.length / 32;
        switch (random.nextInt(6)) {
            case 0 -> bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            case 2 -> System.arraycopy(good, 32 * random.nextInt(words), bad, 32 * random.nextInt(words), 32);
            case 3 -> {
                // A small number, as lengths and offsets are.
                int at = 32 * random.nextInt(words);
                Arrays.fill(bad, at, at + 31, (byte) 0);
                bad[at + 31] = (byte) (random.nextBoolean() ? 32 * random.nextInt(8) : random.nextInt());
            }
            case 4 -> {
                int at = 32 * random.nextInt(words);
                Arrays.fill(bad, at, at + 32, (byte) 0xff);
            }
            default -> bad[32 * random.nextInt(words) + 27 + random.nextInt(5)] = (byte) random.nextInt();
        }
        return bad;
    }
}
