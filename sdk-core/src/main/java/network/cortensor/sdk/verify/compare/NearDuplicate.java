package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.internal.meaning.Words;
import network.cortensor.sdk.verify.Layer;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How large a part of two answers is equal wherever it stands: the Jaccard similarity of their sets of three-word
 * shingles, estimated by MinHash (Broder 1997) with {@value #VALUES} permutations. Thread-safe.
 *
 * <p>What it shows: copies with a few changes, a changed order of paragraphs, boilerplate around one text. What it cannot
 * show: that the answers say the same. One changed number leaves a long answer a near duplicate, so its sign is
 * {@link Sign#NOTHING} unless the answers are equal; and an honest paraphrase shares hardly a shingle.
 *
 * <p>The score is the estimate. Its standard error is √(j(1−j)/{@value #VALUES}), at most 0.044, and is part of the
 * finding. The permutations are fixed, so that the figure is the same everywhere; a text can therefore be made that cheats
 * the estimate, which gains nothing because nothing is accepted by it alone. Linear in the length; 1 KiB kept per answer.
 */
public final class NearDuplicate implements ComparisonLayer {

    /** The number of permutations. */
    public static final int VALUES = 128;

    private static final int SHINGLE = 3;
    private static final long SEED = 0x6E6561722D647570L;

    /** Odd multipliers: each makes, with a shift-xor after it, a permutation of the 64-bit numbers. */
    private static final long[] MULTIPLIERS =
            new SplittableRandom(SEED).longs(VALUES).map(value -> value | 1).toArray();

    private NearDuplicate() {}

    /** Creates the layer. */
    public static NearDuplicate create() {
        return new NearDuplicate();
    }

    @Override
    public Layer layer() {
        return Layer.NEAR_DUPLICATE;
    }

    @Override
    public LayerFinding compare(AnswerText a, AnswerText b) {
        Pairs.requireOneType(a, b);
        boolean whole = a.canonical().equals(b.canonical());
        double estimate = whole ? 1 : estimate(a, b);
        return new LayerFinding(
                layer(),
                whole ? Sign.SAME : Sign.NOTHING,
                estimate,
                String.format(
                        Locale.ROOT,
                        "%.2f of their three-word sequences are common (standard error %.2f)",
                        estimate,
                        Math.sqrt(estimate * (1 - estimate) / VALUES)));
    }

    private static double estimate(AnswerText a, AnswerText b) {
        long[] one = a.part(Sketch.class, Sketch::of).smallest;
        long[] other = b.part(Sketch.class, Sketch::of).smallest;
        int equal = 0;
        for (int i = 0; i < VALUES; i++) {
            // What holds no word has no shingle, and nothing in common.
            equal += one[i] == other[i] && one[i] != Long.MAX_VALUE ? 1 : 0;
        }
        return (double) equal / VALUES;
    }

    /** The smallest value of each permutation over the shingles of one answer. */
    private static final class Sketch {
        private final long[] smallest = new long[VALUES];
        private long before;
        private long last;
        private int words;

        static Sketch of(AnswerText answer) {
            Sketch sketch = new Sketch();
            Arrays.fill(sketch.smallest, Long.MAX_VALUE);
            Words.each(answer.text(), sketch::word);
            if (sketch.words > 0 && sketch.words < SHINGLE) {
                sketch.shingle(mix(sketch.before * 31 + sketch.last));
            }
            return sketch;
        }

        private void word(String word) {
            if (!Character.isLetterOrDigit(word.codePointAt(0))) {
                return;
            }
            long hash = hash(word);
            words++;
            if (words >= SHINGLE) {
                shingle(mix(mix(mix(before) + last) + hash));
            }
            before = last;
            last = hash;
        }

        private void shingle(long hash) {
            for (int i = 0; i < VALUES; i++) {
                long product = hash * MULTIPLIERS[i];
                smallest[i] = Math.min(smallest[i], product ^ (product >>> 32));
            }
        }

        private static long hash(String word) {
            long hash = 0xCBF29CE484222325L;
            for (int i = 0; i < word.length(); i++) {
                hash = (hash ^ Character.toLowerCase(word.charAt(i))) * 0x100000001B3L;
            }
            return mix(hash);
        }

        private static long mix(long value) {
            long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
            return mixed ^ (mixed >>> 33);
        }
    }
}
