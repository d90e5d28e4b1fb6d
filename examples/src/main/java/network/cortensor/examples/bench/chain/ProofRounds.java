package network.cortensor.examples.bench.chain;

import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Score;
import network.cortensor.sdk.staking.Hash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Proofs in turns with their Keccak hashes and nothing else, so that a machine that is busy for a while slows both. */
final class ProofRounds {

    private static final Goal BESIDE_HASHES = Goal.atMost(2);
    private static final Goal RECEIPTS_MILLIS = Goal.atMost(25);

    private static final double MICROS = 1e3;
    private static final double MILLIS = 1e6;

    private final List<Score> proofs = new ArrayList<>();
    private final List<Score> hashes = new ArrayList<>();

    private ProofRounds() {}

    /** Measures both kinds. */
    static List<Row> run(ChainPlan plan, Consumer<String> progress) throws IOException {
        progress.accept("proving state");
        ProofRounds state = of(ProofWork.ofState(), plan, plan.proofs());
        progress.accept("proving receipts");
        ProofRounds receipts = of(ProofWork.ofReceipts(), plan, plan.receiptProofs());
        Row beside = receipts.row("  beside their Keccak hashes, ms", 2, MILLIS);
        return List.of(
                state.row("header + account + slot: prove, µs", 0, MICROS).with(BESIDE_HASHES),
                Row.of(ProofWork.RECEIPTS + " receipts: decode and prove, ms", 2, beside.measured(), RECEIPTS_MILLIS),
                beside);
    }

    private static ProofRounds of(ProofWork work, ChainPlan plan, int count) throws IOException {
        ProofRounds rounds = new ProofRounds();
        for (int round = -plan.warmUps(); round < plan.rounds(); round++) {
            Score proof = one(Score.ofThread(() -> repeat(count, work.proof())), count);
            Score hash = one(Score.ofThread(() -> repeat(count, () -> hash(work.hashed()))), count);
            if (round >= 0) {
                rounds.proofs.add(proof);
                rounds.hashes.add(hash);
            }
        }
        return rounds;
    }

    private static void repeat(int count, Runnable work) {
        for (int i = 0; i < count; i++) {
            work.run();
        }
    }

    /** Looks at each hash, so that none is left out as useless. */
    private static void hash(List<byte[]> inputs) {
        int mixed = 0;
        for (byte[] input : inputs) {
            mixed ^= Hash.keccak256(input).hashCode();
        }
        if (mixed == 0) {
            throw new IllegalStateException("hashes that cancel each other");
        }
    }

    private static Score one(Score all, int count) {
        return new Score(all.clock() / count, all.cpu() / count);
    }

    private Row row(String name, int decimals, double unit) {
        return Row.time(name, decimals, unit, proofs, hashes);
    }
}
