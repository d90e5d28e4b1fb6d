package network.cortensor.examples.bench.verify;

import java.util.List;

/**
 * A line to draw.
 *
 * @param x where its points are
 * @param y and how high, as many as there are of {@code x}
 */
record Curve(String name, List<Double> x, List<Double> y) {

    Curve {
        x = List.copyOf(x);
        y = List.copyOf(y);
        if (x.size() != y.size()) {
            throw new IllegalArgumentException(name + " has " + x.size() + " x and " + y.size() + " y");
        }
    }
}
