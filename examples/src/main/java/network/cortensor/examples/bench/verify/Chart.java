package network.cortensor.examples.bench.verify;

import java.util.List;

/**
 * Lines over the same axes.
 *
 * @param name what stands on the y axis
 */
record Chart(String name, List<Curve> curves) {

    Chart {
        curves = List.copyOf(curves);
    }
}
