package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Seeds;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** Blocks are found by their time, with few questions. */
class BlockSearchTest {
    private static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");

    private int questions;

    private BlockSearch search(long head, LongFunction<Instant> time) {
        return new BlockSearch(head, time.apply(head), numbers -> {
            questions++;
            assertThat(numbers).isNotEmpty().hasSizeLessThanOrEqualTo(16).allMatch(number -> number >= 0);
            return numbers.stream().map(time::apply).toList();
        });
    }

    @Test
    void firstNotBefore_anyChain_isTheFirst() {
        long seed = Seeds.next("BlockSearchTest");
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Instant> times = new ArrayList<>();
            Instant time = GENESIS;
            int blocks = 1 + random.nextInt(300);
            for (int i = 0; i < blocks; i++) {
                time = time.plusSeconds(random.nextInt(4));
                times.add(time);
            }
            BlockSearch search = search(blocks - 1, number -> times.get((int) number));
            for (int i = 0; i < 5; i++) {
                Instant wanted = GENESIS.plusSeconds(random.nextInt(3 * blocks + 3) - 1);

                long found = search.firstNotBefore(wanted);

                long expected = times.stream().filter(at -> at.isBefore(wanted)).count();
                assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(expected);
            }
        }
    }

    @Test
    void firstNotBefore_amongTheNewest_takesOneQuestion() {
        long head = 1L << 40;
        for (int back = 0; back < 3; back++) {
            questions = 0;

            assertThat(search(head, GENESIS::plusSeconds).firstNotBefore(GENESIS.plusSeconds(head - back)))
                    .isEqualTo(head - back);
            assertThat(questions).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void firstNotBefore_inALongChain_takesFewQuestions() {
        long head = 1L << 30;
        for (long wanted : new long[] {0, 1, 12_345, 1L << 20, (1L << 30) - 100_000}) {
            questions = 0;

            assertThat(search(head, GENESIS::plusSeconds).firstNotBefore(GENESIS.plusSeconds(wanted)))
                    .isEqualTo(wanted);
            assertThat(questions).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void firstNotBefore_beyondTheNewest_isTheNextBlock() {
        assertThat(search(9, GENESIS::plusSeconds).firstNotBefore(GENESIS.plusSeconds(10)))
                .isEqualTo(10);
        assertThat(questions).isZero();
    }

    /** Attack: endpoints that name any time for any block, or a reorganisation between two questions. */
    @Test
    void firstNotBefore_timesWithoutOrder_ends() {
        long seed = Seeds.next("BlockSearchTest");
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            questions = 0;

            long found = search(1L << 30, number -> GENESIS.plusSeconds(random.nextInt(100)))
                    .firstNotBefore(GENESIS.plusSeconds(random.nextInt(100)));

            assertThat(found).as("seed %d", seed).isBetween(0L, (1L << 30) + 1);
            assertThat(questions).as("seed %d", seed).isLessThanOrEqualTo(20);
        }
    }
}
