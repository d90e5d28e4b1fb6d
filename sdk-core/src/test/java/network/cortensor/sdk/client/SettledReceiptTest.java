package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.ForwardingLedger;
import network.cortensor.sdk.staking.ForwardingLedgerAccount;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.VerificationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/** A receipt names the transaction that paid where the ledger tells it, and is a receipt where it does not. */
@Timeout(120)
class SettledReceiptTest extends OnEmbeddedLedger {

    private static final Hash TRANSACTION = Hash.keccak256("settled".getBytes(StandardCharsets.UTF_8));

    private final List<TaskId> asked = new CopyOnWriteArrayList<>();

    /** Completes on a ledger that says of settlements what it is told to. */
    private VerifiedCompletion complete(Function<TaskId, Optional<Hash>> settlement) {
        return complete(settlement, 3, VerificationPolicy.majority());
    }

    private VerifiedCompletion complete(
            Function<TaskId, Optional<Hash>> settlement, int redundancy, VerificationPolicy policy) {
        LocalNetwork network = network(4);
        LedgerAccount account = new ForwardingLedgerAccount(account(), new ForwardingLedger(ledger) {
            @Override
            public Optional<Hash> settlementTransaction(TaskId task) {
                asked.add(task);
                return settlement.apply(task);
            }
        });
        InferenceSession session = client(account, network.store()).openSession(terms(redundancy, 0), DEPOSIT);
        return session.complete(
                CompletionRequest.builder("How many?").policy(policy).build());
    }

    private void requireValid(VerifiedCompletion completion, Optional<Hash> payment) {
        Receipt receipt = Receipt.decode(completion.receipt().encoded());
        assertThat(completion.text()).isEqualTo("42");
        assertThat(receipt.payment()).isEqualTo(payment);
        assertThat(ResultVerifier.check(receipt).valid()).isTrue();
        assertThat(asked).containsExactly(receipt.task());
    }

    @Test
    void complete_ledgerTellsTheTransaction_receiptNamesIt() {
        VerifiedCompletion completion = complete(task -> {
            assertThat(ledger.task(task).status()).isEqualTo(TaskStatus.ENDED);
            return Optional.of(TRANSACTION);
        });

        requireValid(completion, Optional.of(TRANSACTION));
    }

    @Test
    void complete_severalTasks_receiptNamesTheTransactionOfItsOwn() {
        VerifiedCompletion completion =
                complete(task -> Optional.of(TRANSACTION), 1, VerificationPolicy.agreement(2, 0));

        assertThat(completion.tasks()).hasSize(2);
        requireValid(completion, Optional.of(TRANSACTION));
        assertThat(asked).containsExactly(completion.tasks().get(0));
    }

    @Test
    void complete_ledgerHasNoTransactions_receiptIsValidWithout() {
        requireValid(complete(task -> ledger.settlementTransaction(task)), Optional.empty());
    }

    @Test
    void complete_ledgerCannotBeAsked_receiptIsValidWithout() {
        VerifiedCompletion completion = complete(task -> {
            throw new LedgerUnavailableException("The ledger cannot be asked");
        });

        requireValid(completion, Optional.empty());
    }

    @Test
    void complete_ledgerDoesNotKnowTheQuestion_receiptIsValidWithout() {
        VerifiedCompletion completion = complete(task -> {
            // An own ledger that was written without it.
            throw new UnsupportedOperationException("settlementTransaction");
        });

        requireValid(completion, Optional.empty());
    }

    /** Attack: a ledger that keeps a paid answer from its owner by not saying who paid. */
    @Test
    void complete_ledgerHangs_receiptIsValidWithoutAndTheLedgerIsInterrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);

        VerifiedCompletion completion = complete(task -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted.countDown();
            }
            return Optional.of(TRANSACTION);
        });

        requireValid(completion, Optional.empty());
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(SettlementLookup.LONGEST).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void of_threadIsInterrupted_isEmptyAndKeepsTheFlag() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();

        Optional<Hash> found = SettlementLookup.of(new TaskId(new SessionId(1), 1), new ForwardingLedger(ledger) {
            @Override
            public Optional<Hash> settlementTransaction(TaskId task) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Optional.of(TRANSACTION);
            }
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(found).isEmpty();
    }
}
