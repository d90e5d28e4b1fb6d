package network.cortensor.examples.bench.verify;

/**
 * What a pair is an example of.
 *
 * @param name such as {@code numbers}
 * @param honest whether both answers say the same
 */
record PairClass(String name, boolean honest) {

    static PairClass honest(String name) {
        return new PairClass(name, true);
    }

    static PairClass attack(String name) {
        return new PairClass(name, false);
    }

    /** Returns 1 for honest, 0 for an attack, as files have it. */
    int label() {
        return honest ? 1 : 0;
    }
}
