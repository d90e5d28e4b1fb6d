package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.EmbeddingModel;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Makes a {@link Calibration} from labelled pairs: quantiles of the honest ones as thresholds, and isotonic regression by
 * pool-adjacent-violators for the probability. Not thread-safe.
 *
 * <p>The probability is that of equal numbers of honest and other pairs, whatever numbers were given. What "other" means is
 * what the data means by it: with unrelated texts only, a calibration knows nothing of contradictions.
 */
public final class CalibrationFit {

    /** Pairs of each label that a bucket needs: below it a 5 % point rests on a handful of pairs. */
    public static final int FEWEST_PAIRS = 60;

    private static final double SAME_QUANTILE = 0.05;
    private static final double DIFFERENT_QUANTILE = 0.01;

    private final EmbeddingModel model;
    private final int[] lengths;
    private final List<Calibration.Source> data = new ArrayList<>();
    private final List<List<Pair>> buckets = new ArrayList<>();

    private CalibrationFit(EmbeddingModel model, int[] lengths) {
        this.model = model;
        this.lengths = lengths;
        for (int i = 0; i <= lengths.length; i++) {
            buckets.add(new ArrayList<>());
        }
    }

    /**
     * Starts a calibration.
     *
     * @param lengths the upper ends of all buckets but the last, which is open, in word pieces, ascending
     */
    public static CalibrationFit of(EmbeddingModel model, int... lengths) {
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] <= (i == 0 ? 0 : lengths[i - 1])) {
                throw new IllegalArgumentException("The lengths of the buckets must be positive and ascending");
            }
        }
        return new CalibrationFit(model, lengths.clone());
    }

    /** Names data that pairs are added from. */
    public CalibrationFit from(Calibration.Source source) {
        data.add(source);
        return this;
    }

    /** Adds one pair. */
    public CalibrationFit add(boolean same, Closeness closeness) {
        int bucket = 0;
        while (bucket < lengths.length && closeness.pieces() > lengths[bucket]) {
            bucket++;
        }
        buckets.get(bucket).add(new Pair(same, closeness));
        return this;
    }

    /**
     * Fits.
     *
     * @param made the day that the calibration carries
     * @throws IllegalArgumentException when a bucket has less than {@value #FEWEST_PAIRS} pairs of one label, or no data was
     *     named
     */
    public Calibration fit(LocalDate made) {
        if (data.isEmpty()) {
            throw new IllegalArgumentException("A calibration names the data it was made from: call from(…)");
        }
        List<Calibration.Bucket> fitted = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            List<Pair> pairs = buckets.get(i);
            long honest = pairs.stream().filter(Pair::same).count();
            if (honest < FEWEST_PAIRS || pairs.size() - honest < FEWEST_PAIRS) {
                throw new IllegalArgumentException("Bucket " + i + " has " + honest + " honest and "
                        + (pairs.size() - honest) + " other pairs, " + FEWEST_PAIRS
                        + " of each are needed: add pairs of this length, or make the bucket wider");
            }
            fitted.add(new Calibration.Bucket(
                    i < lengths.length ? lengths[i] : Integer.MAX_VALUE,
                    scale(pairs, pair -> pair.closeness().mean()),
                    scale(pairs, pair -> pair.closeness().worst())));
        }
        return new Calibration(model.id(), model.runtime(), made.toString(), data, fitted);
    }

    private static Calibration.Scale scale(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        double[] honest =
                pairs.stream().filter(Pair::same).mapToDouble(figure).sorted().toArray();
        boolean[] same = new boolean[pairs.size()];
        double[] x = new double[pairs.size()];
        List<Pair> sorted =
                pairs.stream().sorted(Comparator.comparingDouble(figure)).toList();
        for (int i = 0; i < x.length; i++) {
            same[i] = sorted.get(i).same();
            x[i] = figure.applyAsDouble(sorted.get(i));
        }
        return new Calibration.Scale(
                quantile(honest, SAME_QUANTILE), quantile(honest, DIFFERENT_QUANTILE), isotonic(x, same));
    }

    /** Returns the value below which this share of the sorted values lies, rounded down to a value that occurs. */
    static double quantile(double[] sorted, double share) {
        return Math.min(1, sorted[(int) Math.floor(share * (sorted.length - 1))]);
    }

    /**
     * Fits a non-decreasing curve of probabilities by pooling adjacent violators, both labels weighing the same in sum. The
     * ends are pulled in by half a pair, because no number of pairs shows a probability of 0 or 1.
     *
     * @param x ascending
     */
    static Calibration.Curve isotonic(double[] x, boolean[] same) {
        int honest = 0;
        for (boolean label : same) {
            honest += label ? 1 : 0;
        }
        double honestWeight = 0.5 / Math.max(1, honest);
        double otherWeight = 0.5 / Math.max(1, same.length - honest);
        double[] from = new double[x.length];
        double[] until = new double[x.length];
        double[] sameWeight = new double[x.length];
        double[] weight = new double[x.length];
        int blocks = 0;
        for (int i = 0; i < x.length; i++) {
            from[blocks] = x[i];
            until[blocks] = x[i];
            weight[blocks] = same[i] ? honestWeight : otherWeight;
            sameWeight[blocks] = same[i] ? honestWeight : 0;
            blocks++;
            while (blocks > 1
                    && (sameWeight[blocks - 2] / weight[blocks - 2] >= sameWeight[blocks - 1] / weight[blocks - 1]
                            || until[blocks - 2] == from[blocks - 1])) {
                until[blocks - 2] = until[blocks - 1];
                weight[blocks - 2] += weight[blocks - 1];
                sameWeight[blocks - 2] += sameWeight[blocks - 1];
                blocks--;
            }
        }
        double[] middle = new double[blocks];
        double[] probability = new double[blocks];
        double half = Math.max(honestWeight, otherWeight) / 2;
        int points = 0;
        for (int i = 0; i < blocks; i++) {
            double smoothed = (sameWeight[i] + half) / (weight[i] + 2 * half);
            double at = Math.max(-1, Math.min(1, (from[i] + until[i]) / 2));
            at = Calibration.rounded(at).doubleValue();
            double low = points == 0 ? 0 : probability[points - 1];
            if (points > 0 && at <= middle[points - 1]) {
                continue; // closer to the point before it than four digits tell
            }
            middle[points] = at;
            probability[points++] = Math.max(low, smoothed);
        }
        return new Calibration.Curve(Arrays.copyOf(middle, points), Arrays.copyOf(probability, points));
    }

    private record Pair(boolean same, Closeness closeness) {}
}
