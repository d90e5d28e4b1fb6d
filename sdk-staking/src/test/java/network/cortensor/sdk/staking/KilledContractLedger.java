package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.contracts.ContractAddresses;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import static network.cortensor.sdk.staking.Accounts.hashOf;

/**
 * The child of {@link ContractLedgerKillTest}: several threads submit tasks, work on them and move money, until it is killed
 * or has done all. Each task is reported once it is submitted.
 */
final class KilledContractLedger {
    static final int THREADS = 3;

    private static final TokenAmount DEPOSIT = TokenAmount.ofWei(7);
    private static final int MOST_STEPS = 50;

    private final LedgerAccount client;
    private final LedgerAccount miner;
    private final SessionId session;

    private KilledContractLedger(LedgerAccount client, LedgerAccount miner, SessionId session) {
        this.client = client;
        this.miner = miner;
        this.session = session;
    }

    static String reference(int index) {
        return "task " + index;
    }

    /** Arguments: endpoint, addresses, journal, session, first task, one after the last. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        System.out.println("started");
        try (Chain chain = AnvilContracts.open(URI.create(arguments[0]));
                TransactionSigner client = TransactionSigner.ofKey(AnvilContracts.secret("client"));
                TransactionSigner miner = TransactionSigner.ofKey(AnvilContracts.secret("miner"));
                Journal journal = Journal.file(Path.of(arguments[2]), Journal.Sync.OS);
                ContractLedger ledger = ContractLedger.open(
                        chain,
                        ContractAddresses.parse(arguments[1]),
                        AnvilContracts.options().journal(journal).build())) {
            KilledContractLedger work = new KilledContractLedger(
                    ledger.account(client), ledger.account(miner), new SessionId(Long.parseLong(arguments[3])));
            System.out.println("opened");
            work.all(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
            System.out.println("done");
        }
    }

    private void all(int from, int to) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            AtomicInteger next = new AtomicInteger(from);
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                results.add(threads.submit(() -> {
                    for (int index = next.getAndIncrement(); index < to; index = next.getAndIncrement()) {
                        one(index);
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void one(int index) {
        TaskId task = client.submit(session, TaskSubmission.of("data", reference(index)));
        System.out.println("submitted " + index);
        answer(task);
        if (index % 3 == 0) {
            client.depositToSession(session, DEPOSIT);
            withdrawPayment();
        }
    }

    /** Does what the task still needs: what an earlier process sent may be under way, and then take effect between two looks. */
    private void answer(TaskId task) {
        for (int step = 0; step < MOST_STEPS; step++) {
            try {
                switch (miner.ledger().task(task).minerStates().getOrDefault(miner.address(), MinerState.MISSED)) {
                    case ASSIGNED -> miner.ack(task);
                    case ACKED -> miner.precommit(task, hashOf("answer"), "with it");
                    case PRECOMMITTED -> miner.commit(task, "answer");
                    default -> {
                        return;
                    }
                }
            } catch (LedgerRefusedException e) {
                if (e.reason() != LedgerRefusedException.Reason.WRONG_PHASE) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("Task " + task + " came to no end");
    }

    private void withdrawPayment() {
        try {
            TokenAmount ignored = miner.withdrawPayment();
        } catch (LedgerRefusedException e) {
            // Another thread withdrew all.
            System.out.println("nothing to withdraw: " + e.reason());
        }
    }
}
