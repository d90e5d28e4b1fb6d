package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The child of {@link OutboxKillTest}: transfers distinct amounts to distinct accounts, by several threads, until it is
 * killed or has done them all. Each transfer is reported once the outbox has taken it.
 */
final class KilledOutbox {
    static final int IN_FLIGHT = 50;
    static final int THREADS = 4;

    private KilledOutbox() {}

    static Address recipient(int index) {
        return Address.parse(String.format("0x%040x", 0x2000_0000 + index));
    }

    static BigInteger amount(int index) {
        return BigInteger.valueOf(1_000_000 + index);
    }

    /** Arguments: endpoint, secret key, journal, first transfer, one after the last. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        int from = Integer.parseInt(arguments[3]);
        int to = Integer.parseInt(arguments[4]);
        System.out.println("started");
        ChainOptions options = ChainOptions.builder()
                .endpoint(Endpoint.of(URI.create(arguments[0])))
                .pollInterval(Duration.ofMillis(20))
                .build();
        try (Chain chain = Chain.open(options);
                TransactionSigner signer =
                        TransactionSigner.ofKey(HexFormat.of().parseHex(arguments[1]));
                Journal journal = Journal.file(Path.of(arguments[2]), Journal.Sync.OS);
                Outbox outbox = Outbox.open(
                        chain,
                        signer,
                        journal,
                        OutboxOptions.builder().inFlight(IN_FLIGHT).build())) {
            System.out.println("resumed " + outbox.pending().size());
            transfer(outbox, from, to);
            System.out.println("done");
        }
    }

    private static void transfer(Outbox outbox, int from, int to) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            AtomicInteger next = new AtomicInteger(from);
            List<Future<List<PendingTransaction>>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                results.add(threads.submit(() -> {
                    List<PendingTransaction> pending = new ArrayList<>();
                    for (int index = next.getAndIncrement(); index < to; index = next.getAndIncrement()) {
                        pending.add(outbox.submit(
                                "transfer " + index,
                                TransactionRequest.to(recipient(index), new byte[0])
                                        .value(amount(index))));
                        System.out.println("took " + index);
                    }
                    return pending;
                }));
            }
            for (Future<List<PendingTransaction>> result : results) {
                for (PendingTransaction pending : result.get()) {
                    pending.await(Duration.ofMinutes(5));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
