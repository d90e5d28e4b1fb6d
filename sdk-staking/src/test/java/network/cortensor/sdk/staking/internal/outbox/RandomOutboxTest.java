package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Fees;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.internal.transaction.DynamicFeeTransaction;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories: several processes with one account, each with a journal of its own, that die at any write; a wallet that
 * uses the same account; blocks, drops, reorganisations of depth 1 to 5, changing fees, endpoints that fail, lag and lie. At
 * the end each intent was executed once, or not at all if it was reported as cancelled.
 */
final class RandomOutboxTest {
    private static final int HISTORIES = Integer.getInteger("cortensor.outbox.histories", 300);
    private static final int STEPS = 150;
    private static final int DEEPEST = 5;

    @Test
    void randomHistory_anyFaults_executesEachIntentOnce() {
        String set = System.getProperty("cortensor.seed", "");
        long seed = set.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(set);
        System.out.println("RandomOutboxTest: -Dcortensor.seed=" + seed);
        Random random = new Random(seed);
        Map<String, Integer> counts = new TreeMap<>();
        for (int history = 0; history < HISTORIES; history++) {
            new History(random.nextLong(), "seed " + seed + ", history " + history, counts).play();
        }
        System.out.println("RandomOutboxTest: " + HISTORIES + " histories " + counts);
    }

    /** An endpoint that fails and lies by chance. */
    private static final class BadEndpoint extends FakeChainView {
        private static final List<SendOutcome> OUTCOMES = List.of(SendOutcome.values());

        private final Random random;
        private double chance;
        private boolean blackout;

        BadEndpoint(FakeChain chain, Random random) {
            super(chain);
            this.random = random;
        }

        void chance(double ofFailure) {
            chance = ofFailure;
        }

        /** For long: receipts are withheld, and blocks cannot be read. */
        void blackout(boolean on) {
            blackout = on;
        }

        private boolean happens() {
            return random.nextDouble() < chance;
        }

        private void perhapsFail() {
            if (happens()) {
                throw new LedgerUnavailableException("Nobody answers");
            }
        }

        @Override
        public Block head() {
            perhapsFail();
            Block head = super.head();
            // A node that lags behind.
            return happens() ? super.block(Math.max(0, head.number() - random.nextInt(3))) : head;
        }

        @Override
        public long transactionCount(Address account, BlockId block) {
            perhapsFail();
            return super.transactionCount(account, block);
        }

        @Override
        public long pendingCount(Address account) {
            perhapsFail();
            return happens() ? random.nextInt(2_000) : super.pendingCount(account);
        }

        @Override
        public Fees fees() {
            perhapsFail();
            return super.fees();
        }

        @Override
        public SendOutcome send(byte[] signed) {
            perhapsFail();
            SendOutcome outcome = super.send(signed);
            // It arrived, and the answer is lost or wrong.
            perhapsFail();
            return happens() ? OUTCOMES.get(random.nextInt(OUTCOMES.size())) : outcome;
        }

        @Override
        public List<Optional<TransactionReceipt>> receipts(List<Hash> transactions) {
            perhapsFail();
            return super.receipts(transactions).stream()
                    .map(receipt -> blackout || happens() ? Optional.<TransactionReceipt>empty() : receipt)
                    .toList();
        }

        @Override
        public List<TransactionReceipt> blockReceipts(Hash block) {
            perhapsFail();
            if (blackout) {
                throw new LedgerUnavailableException("No such method");
            }
            return super.blockReceipts(block);
        }
    }

    private static final class Node {
        final Journal entries = Journal.memory();
        final Map<String, TransactionRequest> wanted = new TreeMap<>();
        CrashingJournal journal = new CrashingJournal(entries);
        Optional<OutboxEngine> outbox = Optional.empty();
    }

    private static final class History {
        private final Random random;
        private final String name;
        private final Map<String, Integer> counts;
        private final FakeTime time = new FakeTime();
        private final Address account = Address.parse("0x00000000000000000000000000000000000000aa");
        private final FakeChain chain = new FakeChain(account, time);
        private final BadEndpoint endpoint;
        private final FakeSealer sealer = new FakeSealer(account);
        private final List<Node> nodes = new ArrayList<>();
        private final int confirmations = DEEPEST + 1;
        private int intents;
        private int foreign;

        History(long seed, String name, Map<String, Integer> counts) {
            this.random = new Random(seed);
            this.name = name;
            this.counts = counts;
            this.endpoint = new BadEndpoint(chain, random);
            int processes = 1 + random.nextInt(3);
            for (int i = 0; i < processes; i++) {
                nodes.add(new Node());
            }
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                endpoint.chance(random.nextInt(3) == 0 ? 0.2 : 0);
                Node node = nodes.get(random.nextInt(nodes.size()));
                alive(node, () -> step(node));
                time.advance(Duration.ofMillis(random.nextInt(3_000)));
            }
            finish();
            check();
        }

        private void count(String what) {
            counts.merge(what, 1, Integer::sum);
        }

        private void step(Node node) {
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> submitNew(node);
                case 3, 4, 5 -> sendSome(node);
                case 6, 7 -> look(node);
                case 8 -> chain.mine();
                case 9 -> chain.mine(transaction -> random.nextBoolean());
                case 10 -> reorganise();
                case 11 -> {
                    chain.drop(transaction -> random.nextInt(4) == 0);
                    count("drops");
                }
                case 12 -> {
                    node.journal.crashAtWrite(random.nextInt(4), random.nextBoolean());
                    chain.baseFee = FakeChain.GWEI.multiply(BigInteger.valueOf(1 + random.nextInt(8)));
                }
                default -> odd(node);
            }
        }

        private void odd(Node node) {
            switch (random.nextInt(6)) {
                case 0 -> foreignTransaction();
                case 1 -> cancel(node);
                case 2 -> sealer.failing(!random.nextBoolean());
                case 3 -> again(node);
                case 4 -> endpoint.blackout(random.nextBoolean());
                default -> time.advance(Duration.ofSeconds(70));
            }
        }

        private void alive(Node node, Runnable work) {
            try {
                if (node.outbox.isEmpty()) {
                    node.journal = new CrashingJournal(node.entries);
                    node.outbox = Optional.of(
                            OutboxEngine.open(endpoint, sealer, node.journal, options(), time, time::millis));
                }
                work.run();
            } catch (CrashingJournal.Crash e) {
                count("crashes");
                node.outbox = Optional.empty();
            } catch (LedgerUnavailableException e) {
                count("unavailable");
            }
        }

        private OutboxOptions options() {
            return OutboxOptions.builder()
                    .confirmations(confirmations)
                    .lostAfter(confirmations)
                    .pollInterval(Duration.ofSeconds(1))
                    .roomTimeout(Duration.ZERO)
                    .inFlight(12)
                    .build();
        }

        private void submitNew(Node node) {
            int number = intents++;
            String key = "intent " + number;
            TransactionRequest request = TransactionRequest.to(
                            Address.parse(String.format("0x%040x", 1_000 + number)),
                            (key + (random.nextInt(8) == 0 ? " late revert" : "")).getBytes(UTF_8))
                    .value(BigInteger.valueOf(1 + number));
            node.wanted.put(key, request);
            node.outbox.orElseThrow().submit(key, request);
        }

        private void again(Node node) {
            List<Map.Entry<String, TransactionRequest>> all = List.copyOf(node.wanted.entrySet());
            if (!all.isEmpty()) {
                Map.Entry<String, TransactionRequest> one = all.get(random.nextInt(all.size()));
                node.outbox.orElseThrow().submit(one.getKey(), one.getValue());
            }
        }

        private void cancel(Node node) {
            List<Intent> pending = node.outbox.orElseThrow().pending();
            if (!pending.isEmpty()) {
                Intent intent = pending.get(random.nextInt(pending.size()));
                intent.requestCancellation();
                count("cancellations");
            }
        }

        private void sendSome(Node node) {
            for (int i = random.nextInt(6); i >= 0; i--) {
                node.outbox.orElseThrow().sendNext();
            }
        }

        private void look(Node node) {
            node.outbox.orElseThrow().look();
        }

        private void reorganise() {
            int depth = 1 + random.nextInt(DEEPEST);
            boolean kept = random.nextBoolean();
            chain.unmine(depth, transaction -> kept || random.nextBoolean());
            if (random.nextBoolean()) {
                foreignTransaction();
            }
            for (int i = random.nextInt(2); i < depth + 1; i++) {
                chain.mine(transaction -> random.nextInt(3) > 0);
            }
            count("reorganisations");
        }

        /** From a wallet that knows nothing of the outboxes. */
        private void foreignTransaction() {
            foreign++;
            count("foreign transactions");
            chain.send(FakeChain.encode(
                    account,
                    DynamicFeeTransaction.builder(FakeChain.CHAIN_ID, chain.pendingCount(account))
                            .to(Address.parse("0x00000000000000000000000000000000000000ff"))
                            .data(("foreign " + foreign).getBytes(UTF_8))
                            .gasLimit(FakeChain.GAS)
                            .fees(FakeChain.GWEI, FakeChain.GWEI.multiply(BigInteger.TEN))
                            .build()));
        }

        private void finish() {
            endpoint.chance(0);
            endpoint.blackout(false);
            sealer.failing(false);
            chain.baseFee = FakeChain.GWEI;
            for (Node node : nodes) {
                alive(node, () -> {});
                for (Map.Entry<String, TransactionRequest> one : node.wanted.entrySet()) {
                    boolean submitted = false;
                    for (int round = 0; !submitted; round++) {
                        assertThat(round)
                                .as(name + ": rounds until there is room")
                                .isLessThan(2_000);
                        submitted = submitAgain(node, one.getKey(), one.getValue());
                        if (!submitted) {
                            round();
                        }
                    }
                }
            }
            for (int round = 0; nodes.stream().anyMatch(node -> isBusy(node)); round++) {
                assertThat(round)
                        .as(() -> name + ": rounds until all is done; waiting " + chain.waiting() + ", pending "
                                + nodes.stream()
                                        .map(node -> node.outbox.map(OutboxEngine::describe))
                                        .toList())
                        .isLessThan(2_000);
                round();
            }
        }

        private boolean submitAgain(Node node, String key, TransactionRequest request) {
            boolean[] done = {false};
            alive(node, () -> {
                node.outbox.orElseThrow().submit(key, request);
                done[0] = true;
            });
            return done[0];
        }

        private boolean isBusy(Node node) {
            return node.outbox.isEmpty() || !node.outbox.get().state().slots.isEmpty();
        }

        private void round() {
            for (Node node : nodes) {
                alive(node, () -> {
                    while (node.outbox.orElseThrow().sendNext()) {
                        // All that waits.
                    }
                    look(node);
                    while (node.outbox.orElseThrow().sendNext()) {
                        // All that came of it.
                    }
                });
            }
            chain.mine();
            time.advance(Duration.ofSeconds(2));
        }

        private void check() {
            List<FakeChain.Transaction> executed = chain.executed();
            Map<String, Long> times = executed.stream()
                    .collect(Collectors.groupingBy(FakeChain.Transaction::data, Collectors.counting()));
            for (Node node : nodes) {
                for (Map.Entry<String, TransactionRequest> entry : node.wanted.entrySet()) {
                    String marker = new String(entry.getValue().data(), UTF_8);
                    Intent intent =
                            node.outbox.orElseThrow().find(entry.getKey()).orElseThrow();
                    boolean cancelled = intent.stage() == Intent.Stage.CANCELLED;
                    count("intents");
                    if (cancelled) {
                        count("cancelled");
                    }
                    assertThat(times.getOrDefault(marker, 0L))
                            .as(name + ": executions of " + marker + ", " + intent.stage())
                            .isEqualTo(cancelled ? 0 : 1);
                    if (!cancelled) {
                        assertThat(intent.stage() == Intent.Stage.REVERTED)
                                .as(name + ": " + marker + " is reported as reverted")
                                .isEqualTo(marker.endsWith("revert"));
                        assertThat(chain.balanceNow(entry.getValue().to().orElseThrow()))
                                .as(name + ": value of " + marker)
                                .isEqualTo(
                                        marker.endsWith("revert")
                                                ? BigInteger.ZERO
                                                : entry.getValue().value());
                    }
                }
            }
            assertThat(executed.stream().map(FakeChain.Transaction::nonce).toList())
                    .as(name + ": nonces")
                    .isEqualTo(LongStream.range(0, executed.size()).boxed().toList());
            assertThat(chain.conservesValue()).as(name + ": value").isTrue();
            long fillers = executed.stream()
                    .filter(transaction -> transaction.data().isEmpty())
                    .count();
            counts.merge("fillers and cancellations", (int) fillers, Integer::sum);
        }
    }
}
