package network.cortensor.examples.bench.chain;

/**
 * How much is measured. The quick plan takes about a minute on two slow processors: enough to see that everything runs, not
 * enough to claim a figure.
 *
 * @param rounds how often proofs are timed, in turns with their hashes
 * @param warmUps rounds before that
 * @param proofs proofs in a round
 * @param receiptProofs blocks of receipts in a round
 * @param sendRounds how often the calls are sent, in turns with the bare loop
 * @param transactions calls in each of these rounds
 * @param polled calls that web3j sends and waits for in its own way, one after the other
 * @param events what the feed reads
 * @param warmUpEvents what another feed has read before
 * @param heapMib the heap of the process that reads them
 */
record ChainPlan(
        boolean quick,
        int rounds,
        int warmUps,
        int proofs,
        int receiptProofs,
        int sendRounds,
        int transactions,
        int polled,
        int events,
        int warmUpEvents,
        int heapMib) {

    static ChainPlan full() {
        return new ChainPlan(false, 15, 15, 400, 12, 3, 1_000, 10, 1_000_000, 100_000, 64);
    }

    static ChainPlan ofQuick() {
        return new ChainPlan(true, 5, 8, 100, 5, 1, 100, 1, 60_000, 30_000, 64);
    }
}
