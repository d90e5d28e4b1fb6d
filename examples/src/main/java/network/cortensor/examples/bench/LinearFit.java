package network.cortensor.examples.bench;

import java.util.List;

/**
 * The straight line that lies closest to some points (least squares), and how close it is.
 *
 * @param base the value at zero
 * @param slope the increase for each unit
 * @param worst the largest distance of a point from the line, as a share of the largest value
 */
record LinearFit(double base, double slope, double worst) {

    /** Fits {@code y} over {@code x}; both have the same number of elements, at least two of them different. */
    static LinearFit of(List<Double> x, List<Double> y) {
        double meanX = x.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double meanY = y.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        double largest = 0;
        for (int i = 0; i < x.size(); i++) {
            covariance += (x.get(i) - meanX) * (y.get(i) - meanY);
            variance += (x.get(i) - meanX) * (x.get(i) - meanX);
            largest = Math.max(largest, Math.abs(y.get(i)));
        }
        double slope = covariance / variance;
        double base = meanY - slope * meanX;
        double worst = 0;
        for (int i = 0; i < x.size(); i++) {
            worst = Math.max(worst, Math.abs(y.get(i) - base - slope * x.get(i)));
        }
        return new LinearFit(base, slope, largest == 0 ? 0 : worst / largest);
    }
}
