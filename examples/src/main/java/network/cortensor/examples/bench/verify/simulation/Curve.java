package network.cortensor.examples.bench.verify.simulation;

import java.util.List;

/**
 * Points to be joined by a line, for a page to draw.
 *
 * @param chart what is drawn: curves of one chart belong together
 * @param name what this line is
 * @param x from left to right
 * @param y as many
 */
public record Curve(String chart, String name, List<Double> x, List<Double> y) {

    /** Copies the lists. */
    public Curve {
        x = List.copyOf(x);
        y = List.copyOf(y);
        if (x.size() != y.size()) {
            throw new IllegalArgumentException("A curve has as many x as y, not " + x.size() + " and " + y.size());
        }
    }
}
