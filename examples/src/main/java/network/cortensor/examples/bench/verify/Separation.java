package network.cortensor.examples.bench.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How well scores tell honest pairs from attacks, whatever threshold is taken.
 *
 * @param auc the chance that an honest pair scores higher than an attack, ties counting half
 * @param roc false accepts on the x axis, accepted honest pairs on the y axis, from the highest threshold to the lowest
 */
record Separation(double auc, Curve roc) {

    /** Points that a plot of this size can show. */
    private static final int POINTS = 200;

    /**
     * Compares two sets of scores. A score that is not a number counts as the lowest.
     *
     * @throws IllegalArgumentException when one of them is empty
     */
    static Separation of(String name, List<Double> honest, List<Double> attacks) {
        if (honest.isEmpty() || attacks.isEmpty()) {
            throw new IllegalArgumentException("A ROC needs honest pairs and attacks");
        }
        List<Scored> all = new ArrayList<>();
        honest.forEach(score -> all.add(new Scored(number(score), true)));
        attacks.forEach(score -> all.add(new Scored(number(score), false)));
        all.sort(Comparator.comparingDouble(Scored::score).reversed());
        List<Double> x = new ArrayList<>(List.of(0.0));
        List<Double> y = new ArrayList<>(List.of(0.0));
        double area = 0;
        int right = 0;
        int wrong = 0;
        for (int i = 0; i < all.size(); ) {
            int rightBefore = right;
            int wrongBefore = wrong;
            double score = all.get(i).score();
            while (i < all.size() && all.get(i).score() == score) {
                if (all.get(i).honest()) {
                    right++;
                } else {
                    wrong++;
                }
                i++;
            }
            area += (double) (wrong - wrongBefore) * (rightBefore + right) / 2;
            x.add((double) wrong / attacks.size());
            y.add((double) right / honest.size());
        }
        double auc = area / honest.size() / attacks.size();
        return new Separation(auc, thinned(new Curve(name, x, y)));
    }

    private static double number(double score) {
        return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }

    private static Curve thinned(Curve curve) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        int last = curve.x().size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean far = x.isEmpty()
                    || Math.abs(curve.x().get(i) - x.get(x.size() - 1))
                                    + Math.abs(curve.y().get(i) - y.get(y.size() - 1))
                            > 1.0 / POINTS;
            if (far || i == last) {
                x.add(curve.x().get(i));
                y.add(curve.y().get(i));
            }
        }
        return new Curve(curve.name(), x, y);
    }

    private record Scored(double score, boolean honest) {}
}
