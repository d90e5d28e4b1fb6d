package network.cortensor.examples.bench.chain;

import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Score;
import network.cortensor.examples.chain.Anvil;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.ChainOptions;
import network.cortensor.sdk.staking.chain.Endpoint;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.PendingTransaction;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.staking.contracts.Contracts;
import network.cortensor.sdk.staking.contracts.DevelopmentNetwork;
import network.cortensor.sdk.staking.contracts.DevelopmentNetworkOptions;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The same stake call many times, through the outbox and with web3j alone, in turns on one chain. */
final class SendRounds {

    private static final Goal BESIDE_BARE = Goal.atLeast(0.9);
    private static final Goal BESIDE_DEFAULT = Goal.atLeast(5);

    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final TokenAmount COR = TokenAmount.ofCor("1000000");

    /** One wei: how much is staked does not matter. */
    private static final byte[] STAKE = ByteBuffer.allocate(36)
            .put(
                    Hash.keccak256("stake(uint256)".getBytes(StandardCharsets.US_ASCII))
                            .bytes(),
                    0,
                    4)
            .put(35, (byte) 1)
            .array();

    private final ChainPlan plan;
    private final Outbox outbox;
    private final Web3jAccount web3j;
    private final Address staking;
    private final List<Score> ours = new ArrayList<>();
    private final List<Score> untried = new ArrayList<>();
    private final List<Score> bare = new ArrayList<>();
    private int intents;

    private SendRounds(ChainPlan plan, Outbox outbox, Web3jAccount web3j, Address staking) {
        this.plan = plan;
        this.outbox = outbox;
        this.web3j = web3j;
        this.staking = staking;
    }

    /** Measures on a chain of its own, with the outbox's journal in a folder. */
    static List<Row> run(ChainPlan plan, Path program, Path folder, Consumer<String> progress) throws IOException {
        progress.accept("deploying the contracts on anvil");
        byte[] secret = Hash.keccak256(new byte[] {1}).bytes();
        byte[] otherSecret = Hash.keccak256(new byte[] {2}).bytes();
        try (Anvil anvil = Anvil.start(program, 0, List.of());
                Chain chain = Chain.open(ChainOptions.builder()
                        .endpoint(Endpoint.of(anvil.uri()))
                        .build());
                TransactionSigner signer = TransactionSigner.ofKey(secret);
                TransactionSigner other = TransactionSigner.ofKey(otherSecret);
                Journal journal = Journal.file(folder.resolve("outbox.journal"), Journal.Sync.OS);
                Web3jAccount web3j = new Web3jAccount(
                        anvil.uri(), chain.chainId(), Credentials.create(ECKeyPair.create(otherSecret)))) {
            Address staking = prepare(anvil, chain, signer, other);
            try (Outbox outbox = Outbox.open(chain, signer, journal, OutboxOptions.defaults())) {
                SendRounds rounds = new SendRounds(plan, outbox, web3j, staking);
                rounds.measure(progress);
                return rounds.rows(progress);
            }
        }
    }

    /** Deploys, and gives both accounts what they need; returns where they stake. */
    private static Address prepare(Anvil anvil, Chain chain, TransactionSigner... signers) {
        DevelopmentNetworkOptions.Builder network = DevelopmentNetworkOptions.builder();
        for (TransactionSigner signer : signers) {
            network.account(signer.address(), COR);
        }
        Contracts contracts;
        try (TransactionSigner treasury = anvil.account(0);
                Outbox owner = Outbox.open(chain, treasury, Journal.memory(), OutboxOptions.defaults())) {
            ContractAddresses addresses = DevelopmentNetwork.deploy(chain, owner, network.build());
            contracts = Contracts.open(chain, addresses);
            for (TransactionSigner signer : signers) {
                owner.send(
                        "ether for " + signer.address(),
                        TransactionRequest.to(signer.address(), new byte[0])
                                .value(COR.wei().divide(BigInteger.TEN.pow(4))));
            }
        }
        Address staking = contracts.staking().address();
        for (TransactionSigner signer : signers) {
            try (Outbox outbox = Outbox.open(chain, signer, Journal.memory(), OutboxOptions.defaults())) {
                contracts.as(outbox).token().approve("approve", staking, COR);
            }
        }
        return staking;
    }

    private void measure(Consumer<String> progress) throws IOException {
        progress.accept("warming up senders");
        send(plan.transactions(), call());
        send(plan.transactions(), call().unsimulated(Web3jAccount.GAS));
        web3j.bare(staking, STAKE, plan.transactions());
        for (int round = 1; round <= plan.sendRounds(); round++) {
            progress.accept("sending, round " + round + " of " + plan.sendRounds());
            bare.add(Score.ofProcess(() -> web3j.bare(staking, STAKE, plan.transactions())));
            ours.add(Score.ofProcess(() -> send(plan.transactions(), call())));
            untried.add(Score.ofProcess(() -> send(plan.transactions(), call().unsimulated(Web3jAccount.GAS))));
        }
    }

    private TransactionRequest call() {
        return TransactionRequest.to(staking, STAKE);
    }

    /** Hands the calls over from several threads, because most of them are tried first, and waits for all receipts. */
    private void send(int count, TransactionRequest request) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "bench-sender");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<PendingTransaction>> submitted = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String intent = "stake " + intents++;
                submitted.add(threads.submit(() -> outbox.submit(intent, request)));
            }
            for (Future<PendingTransaction> transaction : submitted) {
                if (!transaction.get().await(PATIENCE).succeeded()) {
                    throw new IllegalStateException("a call that was tried before was refused");
                }
            }
        } catch (ExecutionException e) {
            throw new UnavailableException("The outbox did not send; run it with --debug.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("The benchmark was cancelled.", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Row> rows(Consumer<String> progress) throws IOException {
        List<Row> rows = new ArrayList<>();
        String count = String.format(Locale.ROOT, "%,d", plan.transactions());
        rows.add(row(count + " stake calls, outbox, calls/s", ours, plan.transactions(), bare)
                .with(BESIDE_BARE));
        rows.add(row("  not tried first, gas as in the loop", untried, plan.transactions(), bare));
        if (plan.polled() == 0) {
            return rows;
        }
        progress.accept("sending as web3j does by default");
        Score polled = Score.ofProcess(() -> web3j.managed(staking, STAKE, plan.polled()));
        double share = (double) plan.transactions() / plan.polled();
        Score all = new Score(polled.clock() * share, polled.cpu() * share);
        rows.add(row(
                        "  beside web3j's receipt polling",
                        ours,
                        plan.transactions(),
                        ours.stream().map(round -> all).toList())
                .with(BESIDE_DEFAULT));
        return rows;
    }

    /** Calls a second by the clock: anvil and the journal take their time too. */
    private static Row row(String name, List<Score> ours, int count, List<Score> reference) {
        return Row.of(
                name,
                1,
                perSecond(ours, count),
                perSecond(reference, count),
                Score.ratio(reference, ours, Score::clock),
                null);
    }

    private static double perSecond(List<Score> scores, int count) {
        return count * 1e9 / Score.spread(scores, Score::clock).median();
    }
}
