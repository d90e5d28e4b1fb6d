package network.cortensor.examples.bench.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Seeded choices: the same seed gives the same choices on every machine. Not thread-safe. */
final class Dice {

    private final Random random;

    private Dice(Random random) {
        this.random = random;
    }

    /** Returns dice of a seed and a purpose, so that what is drawn for one purpose leaves the others alone. */
    static Dice of(long seed, String purpose) {
        // The first draws of close seeds are alike; a hash of the purpose is far from another.
        return new Dice(new Random(seed * 0x9E3779B97F4A7C15L + purpose.hashCode()));
    }

    /** Returns a number from 0 up to but not including the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns a number between two, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
