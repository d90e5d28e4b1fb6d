package network.cortensor.examples.bench.chain;

import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.Row;

import java.util.List;

/**
 * All figures of one run; with {@code --json} it is printed with the names of these components.
 *
 * @param quick whether it was too short to claim anything
 * @param rounds of the proofs
 * @param sendRounds of the calls that are sent
 * @param missing what could not be measured, and why
 */
record ChainReport(Machine machine, boolean quick, int rounds, int sendRounds, List<Row> rows, List<String> missing) {}
