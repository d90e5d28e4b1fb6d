package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static network.cortensor.sdk.staking.Accounts.hashOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

/**
 * What every {@link Ledger} must do. A subclass opens the ledger with: a minimum stake of 100 COR, a slashed share of
 * 10 %, 30 s to acknowledge, and a clock that it can move.
 */
abstract class LedgerConformance {
    static final TokenAmount MIN_STAKE = TokenAmount.ofCor("100");
    static final int SLASH_BASIS_POINTS = 1_000;
    static final Duration ACK_TIMEOUT = Duration.ofSeconds(30);

    private static final TokenAmount PRICE = TokenAmount.ofCor("1.5");
    private static final TokenAmount START = TokenAmount.ofCor("1000");
    private static final BigInteger SECP256K1_ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private Ledger ledger;
    private LedgerAccount owner;
    private final List<LedgerAccount> miners = new ArrayList<>();

    /** Opens an empty ledger; called once for each test. */
    abstract Ledger openLedger();

    /** An account with {@code balance}: the same name is the same account. */
    abstract LedgerAccount fundedAccount(String name, TokenAmount balance);

    /** Moves the ledger's clock, and lets it do what is due. */
    abstract void advance(Duration time);

    /** Requires what the ledger can know of the transaction in which a task has ended: by default that there is none. */
    void requireSettled(TaskId task, Optional<Hash> transaction) {
        assertThat(transaction).as("task " + task).isEmpty();
    }

    @BeforeEach
    void openWithFourNodes() {
        ledger = openLedger();
        owner = fundedAccount("owner", START);
        for (int i = 0; i < 4; i++) {
            LedgerAccount miner = fundedAccount("miner " + i, START);
            miner.register(MIN_STAKE.times(2), "key of miner " + i);
            miners.add(miner);
        }
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    // Registry

    @Test
    void register_stakeCovered_movesStakeAndShowsNode() {
        NodeRegistration node = ledger.node(miners.get(0).address()).orElseThrow();

        assertThat(node.stake()).isEqualTo(MIN_STAKE.times(2));
        assertThat(node.slashed()).isEqualTo(TokenAmount.ZERO);
        assertThat(node.keyAnnouncement()).isEqualTo("key of miner 0");
        assertThat(node.state()).isEqualTo(RegistrationState.ACTIVE);
        assertThat(ledger.balance(node.address())).isEqualTo(TokenAmount.ofCor("800"));
        assertThat(ledger.nodes()).extracting(NodeRegistration::address).containsExactlyElementsOf(addresses(miners));
    }

    @Test
    void register_again_isRefused() {
        refused(Reason.ALREADY_REGISTERED, () -> miners.get(0).register(MIN_STAKE, "key"));
    }

    @Test
    void register_stakeBelowMinimum_isRefused() {
        LedgerAccount poor = fundedAccount("poor", START);

        refused(Reason.STAKE_TOO_LOW, () -> poor.register(MIN_STAKE.minus(TokenAmount.ofWei(1)), "key"));
    }

    @Test
    void register_stakeAboveBalance_isRefused() {
        LedgerAccount poor = fundedAccount("poor", MIN_STAKE.minus(TokenAmount.ofWei(1)));

        refused(Reason.INSUFFICIENT_BALANCE, () -> poor.register(MIN_STAKE, "key"));
        assertThat(ledger.node(poor.address())).isEmpty();
    }

    @Test
    void announceKey_registered_replacesAnnouncement() {
        miners.get(0).announceKey("second key");

        assertThat(ledger.node(miners.get(0).address()).orElseThrow().keyAnnouncement())
                .isEqualTo("second key");
    }

    @Test
    void announceKey_notRegistered_isRefused() {
        refused(Reason.NOT_REGISTERED, () -> owner.announceKey("key"));
    }

    @Test
    void deregister_noOpenTask_returnsStake() {
        assertThat(miners.get(0).deregister()).isEqualTo(MIN_STAKE.times(2));

        assertThat(ledger.node(miners.get(0).address())).isEmpty();
        assertThat(ledger.balance(miners.get(0).address())).isEqualTo(START);
        refused(Reason.NOT_REGISTERED, () -> miners.get(0).deregister());
    }

    @Test
    void deregister_openTask_isRefused() {
        Task task = submitted(terms(1).build());

        refused(Reason.OPEN_TASKS, () -> assigned(task).get(0).deregister());
    }

    // Sessions

    @Test
    void openSession_enoughNodes_choosesUpToMaxNodes() {
        SessionId id = owner.openSession(terms(2).maxNodes(3).build());

        Session session = ledger.session(id);
        assertThat(session.owner()).isEqualTo(owner.address());
        assertThat(session.state()).isEqualTo(SessionState.ACTIVE);
        assertThat(session.nodes()).hasSize(3).doesNotHaveDuplicates().isSubsetOf(addresses(miners));
        assertThat(session.taskCount()).isZero();
        assertThat(session.balance()).isEqualTo(TokenAmount.ZERO);
        assertThat(session.createdAt()).isEqualTo(ledger.now());
    }

    @Test
    void openSession_fewerThanMinNodes_isRefusedWithBothNumbers() {
        assertThatThrownBy(() -> owner.openSession(
                        SessionTerms.builder("large").minNodes(5).maxNodes(6).build()))
                .isInstanceOfSatisfying(LedgerRefusedException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.NOT_ENOUGH_NODES);
                    assertThat(e.expected()).contains("5");
                    assertThat(e.found()).isEqualTo("4");
                });
    }

    @Test
    void openSession_fewerThanRedundancy_isRefused() {
        refused(
                Reason.NOT_ENOUGH_NODES,
                () -> owner.openSession(terms(5).maxNodes(6).build()));
    }

    @Test
    void depositToSession_byAnyone_movesBalance() {
        SessionId id = owner.openSession(terms(1).build());

        miners.get(0).depositToSession(id, PRICE);

        assertThat(ledger.session(id).balance()).isEqualTo(PRICE);
        assertThat(ledger.balance(miners.get(0).address()))
                .isEqualTo(TokenAmount.ofCor("800").minus(PRICE));
    }

    @Test
    void depositToSession_aboveBalance_isRefused() {
        SessionId id = owner.openSession(terms(1).build());

        refused(Reason.INSUFFICIENT_BALANCE, () -> owner.depositToSession(id, START.plus(TokenAmount.ofWei(1))));
    }

    @Test
    void withdrawFromSession_byOwner_movesBalanceBack() {
        SessionId id = fundedSession(terms(1).build());

        owner.withdrawFromSession(id, TokenAmount.ofCor("40"));

        assertThat(ledger.session(id).balance()).isEqualTo(TokenAmount.ofCor("60"));
        assertThat(ledger.balance(owner.address())).isEqualTo(TokenAmount.ofCor("940"));
    }

    @Test
    void withdrawFromSession_byAnother_isRefused() {
        SessionId id = fundedSession(terms(1).build());

        refused(Reason.NOT_OWNER, () -> miners.get(0).withdrawFromSession(id, PRICE));
    }

    @Test
    void withdrawFromSession_escrowedPart_isRefused() {
        Task task = submitted(terms(1).build());
        TokenAmount balance = ledger.session(task.id().session()).balance();

        refused(
                Reason.INSUFFICIENT_BALANCE,
                () -> owner.withdrawFromSession(task.id().session(), balance.plus(TokenAmount.ofWei(1))));
        owner.withdrawFromSession(task.id().session(), balance);
        assertThat(ledger.task(task.id()).escrow()).isEqualTo(PRICE);
    }

    @Test
    void deactivateSession_byOwner_refusesNewTasksAndLetsOpenOnesEnd() {
        Task task = submitted(terms(1).build());

        owner.deactivateSession(task.id().session());

        assertThat(ledger.session(task.id().session()).state()).isEqualTo(SessionState.INACTIVE);
        refused(Reason.SESSION_INACTIVE, () -> owner.submit(task.id().session(), TaskSubmission.of("data", "next")));
        refused(Reason.SESSION_INACTIVE, () -> owner.deactivateSession(task.id().session()));
        complete(task.id(), assigned(task));
        assertThat(ledger.task(task.id()).paid()).isEqualTo(PRICE);
    }

    @Test
    void deactivateSession_byAnother_isRefused() {
        SessionId id = fundedSession(terms(1).build());

        refused(Reason.NOT_OWNER, () -> miners.get(0).deactivateSession(id));
    }

    @Test
    void session_unknown_isRefused() {
        SessionId unknown = new SessionId(99);

        refused(Reason.UNKNOWN_SESSION, () -> ledger.session(unknown));
        refused(Reason.UNKNOWN_SESSION, () -> ledger.task(new TaskId(unknown, 1)));
        refused(Reason.UNKNOWN_SESSION, () -> ledger.taskByReference(unknown, "reference"));
        refused(Reason.UNKNOWN_SESSION, () -> owner.submit(unknown, TaskSubmission.of("data", "reference")));
        refused(Reason.UNKNOWN_SESSION, () -> owner.depositToSession(unknown, PRICE));
    }

    // Submission

    @Test
    void submit_funded_escrowsAndAssigns() {
        SessionId session = fundedSession(terms(3).build());

        TaskId id = owner.submit(session, TaskSubmission.of("cid", "reference"));

        Task task = ledger.task(id);
        assertThat(task.status()).isEqualTo(TaskStatus.ASSIGNED);
        assertThat(task.owner()).isEqualTo(owner.address());
        assertThat(task.taskData()).isEqualTo("cid");
        assertThat(task.clientReference()).isEqualTo("reference");
        assertThat(task.assigned())
                .hasSize(3)
                .isSubsetOf(ledger.session(session).nodes());
        assertThat(task.minerStates()).containsOnlyKeys(task.assigned());
        assertThat(task.minerStates().values()).containsOnly(MinerState.ASSIGNED);
        assertThat(task.envelope()).isEmpty();
        assertThat(task.escrow()).isEqualTo(PRICE.times(3));
        assertThat(task.deadline()).isEqualTo(task.createdAt().plus(TaskSubmission.DEFAULT_TIMEOUT));
        assertThat(task.phaseDeadline()).isEqualTo(task.createdAt().plus(TaskSubmission.DEFAULT_PRECOMMIT_TIMEOUT));
        assertThat(ledger.session(session).balance()).isEqualTo(TokenAmount.ofCor("95.5"));
        assertThat(ledger.session(session).taskCount()).isEqualTo(1);
        assertThat(ledger.taskByReference(session, "reference")).contains(id);
        assertThat(ledger.taskByReference(session, "other")).isEmpty();
    }

    @Test
    void submit_sameReferenceTwice_isRefusedAndCostsNothing() {
        Task task = submitted(terms(1).build());
        TokenAmount balance = ledger.session(task.id().session()).balance();

        refused(
                Reason.DUPLICATE_REFERENCE,
                () -> owner.submit(task.id().session(), TaskSubmission.of("other", task.clientReference())));
        assertThat(ledger.session(task.id().session()).balance()).isEqualTo(balance);
    }

    @Test
    void submit_byAnother_isRefused() {
        SessionId session = fundedSession(terms(1).build());

        refused(Reason.NOT_OWNER, () -> miners.get(0).submit(session, TaskSubmission.of("data", "reference")));
    }

    @Test
    void submit_balanceBelowEscrow_isRefused() {
        SessionId session = owner.openSession(terms(2).build());
        owner.depositToSession(session, PRICE.times(2).minus(TokenAmount.ofWei(1)));

        refused(Reason.INSUFFICIENT_BALANCE, () -> owner.submit(session, TaskSubmission.of("data", "reference")));
        assertThat(ledger.session(session).taskCount()).isZero();
    }

    @Test
    void submit_afterReservePeriod_isRefused() {
        SessionId session =
                fundedSession(terms(1).reservePeriod(Duration.ofMinutes(2)).build());

        advance(Duration.ofMinutes(2));

        refused(Reason.SESSION_EXPIRED, () -> owner.submit(session, TaskSubmission.of("data", "reference")));
    }

    @Test
    void submit_moreThanMaxTasks_isRefused() {
        SessionId session = fundedSession(terms(1).maxTasks(2).build());
        owner.submit(session, TaskSubmission.of("data", "1"));
        owner.submit(session, TaskSubmission.of("data", "2"));

        refused(Reason.TASK_LIMIT, () -> owner.submit(session, TaskSubmission.of("data", "3")));
    }

    @Test
    void submit_candidateLeft_isRefusedWhenTooFewRemain() {
        SessionId session = fundedSession(terms(3).build());
        account(ledger.session(session).nodes().get(0)).deregister();

        refused(Reason.NOT_ENOUGH_NODES, () -> owner.submit(session, TaskSubmission.of("data", "reference")));
    }

    @Test
    void submit_severalTasks_spreadsThemEvenly() {
        SessionId session = fundedSession(terms(1).maxTasks(6).build());
        List<Address> turns = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            turns.addAll(ledger.task(owner.submit(session, TaskSubmission.of("data", "task " + i)))
                    .assigned());
        }

        assertThat(turns)
                .allSatisfy(miner -> assertThat(turns).filteredOn(miner::equals).hasSize(2));
    }

    @Test
    void submit_textTooLongOrMalformed_isRefused() {
        SessionId session = fundedSession(terms(1).build());

        refused(Reason.TEXT_TOO_LONG, () -> owner.submit(session, TaskSubmission.of("x".repeat(100_000), "reference")));
        refused(Reason.TEXT_TOO_LONG, () -> owner.submit(session, TaskSubmission.of("data", "x".repeat(100_000))));
        refused(Reason.MALFORMED_TEXT, () -> owner.submit(session, TaskSubmission.of("\ud800", "reference")));
    }

    // The life of a task

    @Test
    void task_allMinersAnswer_goesThroughEventsInOrderAndPaysAll() throws InterruptedException {
        SessionId session = fundedSession(terms(3).build());
        try (EventSubscription events = ledger.subscribe(EventFilter.session(session))) {
            TaskId id = owner.submit(session, TaskSubmission.of("data", "reference"));
            owner.grantAccess(id, "envelope");
            assertThat(ledger.task(id).envelope()).contains("envelope");
            complete(id, assigned(ledger.task(id)));

            assertThat(names(drain(events)))
                    .containsExactly(
                            "TaskSubmitted",
                            "TaskQueued",
                            "TaskAssigned",
                            "TaskAccessGranted",
                            "TaskAcked",
                            "TaskAcked",
                            "TaskAcked",
                            "TaskPrecommitted",
                            "TaskPrecommitted",
                            "TaskPrecommitted",
                            "TaskAllPrecommitted",
                            "TaskPrecommitEnded",
                            "TaskCommitted",
                            "TaskCommitted",
                            "TaskCommitted",
                            "TaskAllCommitted",
                            "TaskCommitEnded",
                            "NodePaymentAllocated",
                            "NodePaymentAllocated",
                            "NodePaymentAllocated",
                            "TaskEnded");
            Task task = ledger.task(id);
            assertThat(task.status()).isEqualTo(TaskStatus.ENDED);
            assertThat(task.paid()).isEqualTo(PRICE.times(3));
            assertThat(task.escrow()).isEqualTo(TokenAmount.ZERO);
            assertThat(task.refunded()).isEqualTo(TokenAmount.ZERO);
            assertThat(ledger.results(id)).hasSize(3).allSatisfy(result -> {
                assertThat(result).isInstanceOf(TaskResult.Revealed.class);
                assertThat(result.reveal()).contains("answer of " + result.miner());
                assertThat(result.precommitData()).isEqualTo("with it");
            });
        }
    }

    @Test
    void withdrawPayment_afterTask_movesPayOnce() {
        Task task = submitted(terms(1).build());
        LedgerAccount miner = assigned(task).get(0);
        complete(task.id(), List.of(miner));
        TokenAmount before = ledger.balance(miner.address());

        assertThat(ledger.pendingPayment(miner.address())).isEqualTo(PRICE);
        assertThat(miner.withdrawPayment()).isEqualTo(PRICE);
        assertThat(miner.withdrawPayment()).isEqualTo(TokenAmount.ZERO);
        assertThat(ledger.balance(miner.address())).isEqualTo(before.plus(PRICE));
        assertThat(ledger.pendingPayment(miner.address())).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void openTasks_whileAssigned_listsTask() {
        Task task = submitted(terms(1).build());
        LedgerAccount miner = assigned(task).get(0);

        assertThat(ledger.openTasks(miner.address())).extracting(Task::id).containsExactly(task.id());
        complete(task.id(), List.of(miner));
        assertThat(ledger.openTasks(miner.address())).isEmpty();
    }

    @Test
    void ack_byMinerWithoutTask_isRefused() {
        Task task = submitted(terms(1).build());

        refused(Reason.NOT_ASSIGNED, () -> idle(task).ack(task.id()));
        refused(Reason.NOT_ASSIGNED, () -> idle(task).precommit(task.id(), hashOf("x"), ""));
        refused(Reason.NOT_ASSIGNED, () -> idle(task).commit(task.id(), "x"));
        refused(Reason.NOT_ASSIGNED, () -> idle(task).decline(task.id(), DeclineReason.BUSY));
    }

    @Test
    void ack_twice_isRefused() {
        Task task = submitted(terms(1).build());
        assigned(task).get(0).ack(task.id());

        refused(Reason.WRONG_PHASE, () -> assigned(task).get(0).ack(task.id()));
    }

    @Test
    void precommit_withoutAck_isRefused() {
        Task task = submitted(terms(1).build());

        refused(Reason.WRONG_PHASE, () -> assigned(task).get(0).precommit(task.id(), hashOf("x"), ""));
    }

    @Test
    void precommit_twice_isRefused() {
        Task task = submitted(terms(2).build());
        precommit(task.id(), assigned(task).get(0), "x");

        refused(Reason.WRONG_PHASE, () -> assigned(task).get(0).precommit(task.id(), hashOf("y"), ""));
    }

    @Test
    void commit_beforePrecommitPhaseEnded_isRefused() {
        Task task = submitted(terms(2).build());
        precommit(task.id(), assigned(task).get(0), "x");

        refused(Reason.WRONG_PHASE, () -> assigned(task).get(0).commit(task.id(), "x"));
        assertThat(ledger.results(task.id())).singleElement().isInstanceOf(TaskResult.Pending.class);
    }

    @Test
    void commit_twice_isRefused() {
        Task task = submitted(terms(2).build());
        assigned(task).forEach(miner -> precommit(task.id(), miner, "x"));
        assigned(task).get(0).commit(task.id(), "x");

        refused(Reason.WRONG_PHASE, () -> assigned(task).get(0).commit(task.id(), "x"));
    }

    @Test
    void commit_otherTextThanPrecommitted_slashesAndDoesNotPay() throws InterruptedException {
        Task task = submitted(terms(2).build());
        LedgerAccount liar = assigned(task).get(0);
        LedgerAccount honest = assigned(task).get(1);
        precommit(task.id(), liar, "promised");
        precommit(task.id(), honest, "answer");

        try (EventSubscription events = ledger.subscribe(EventFilter.task(task.id()))) {
            assertThat(liar.commit(task.id(), "revealed")).isEqualTo(CommitOutcome.SLASHED);
            assertThat(honest.commit(task.id(), "answer")).isEqualTo(CommitOutcome.ACCEPTED);

            assertThat(names(drain(events)))
                    .containsExactly(
                            "NodeSlashed",
                            "TaskCommitted",
                            "TaskCommitEnded",
                            "NodePaymentAllocated",
                            "TaskRefunded",
                            "TaskEnded");
        }
        NodeRegistration node = ledger.node(liar.address()).orElseThrow();
        assertThat(node.slashed()).isEqualTo(TokenAmount.ofCor("20"));
        assertThat(node.stake()).isEqualTo(TokenAmount.ofCor("180"));
        assertThat(ledger.pendingPayment(liar.address())).isEqualTo(TokenAmount.ZERO);
        assertThat(ledger.pendingPayment(honest.address())).isEqualTo(PRICE);
        assertThat(ledger.task(task.id()).minerStates().get(liar.address())).isEqualTo(MinerState.MISMATCHED);
        assertThat(ledger.results(task.id()).get(0)).isInstanceOf(TaskResult.Mismatched.class);
        assertThat(ledger.session(task.id().session()).balance())
                .isEqualTo(TokenAmount.ofCor("100").minus(PRICE));
    }

    @Test
    void commit_stakeFallsBelowMinimum_getsNoNewTasks() {
        LedgerAccount small = fundedAccount("small", MIN_STAKE);
        miners.forEach(LedgerAccount::deregister);
        small.register(MIN_STAKE, "key");
        SessionId session = fundedSession(terms(1).build());
        TaskId id = owner.submit(session, TaskSubmission.of("data", "first"));
        precommit(id, small, "promised");
        small.commit(id, "revealed");

        assertThat(ledger.node(small.address()).orElseThrow().state()).isEqualTo(RegistrationState.BELOW_MINIMUM);
        refused(Reason.NOT_ENOUGH_NODES, () -> owner.submit(session, TaskSubmission.of("data", "second")));
    }

    @Test
    void copiedPrecommit_ofAnotherMiner_isRecordedNotBlocked() {
        Task task = submitted(terms(2).build());
        precommit(task.id(), assigned(task).get(0), "answer");
        precommit(task.id(), assigned(task).get(1), "answer");

        assertThat(ledger.results(task.id())).extracting(TaskResult::precommit).containsOnly(hashOf("answer"));
        assertThat(ledger.task(task.id()).status()).isEqualTo(TaskStatus.PRECOMMITTED);
    }

    @Test
    void verifyHash_nonAsciiReveal_countsUtf8Bytes() {
        Task task = submitted(terms(1).build());
        precommit(task.id(), assigned(task).get(0), "Antwort: größer als 7 \ud83d\ude80");

        assertThat(assigned(task).get(0).commit(task.id(), "Antwort: größer als 7 \ud83d\ude80"))
                .isEqualTo(CommitOutcome.ACCEPTED);
    }

    // Replacement

    @Test
    void decline_candidateLeft_isReplaced() throws InterruptedException {
        Task task = submitted(terms(2).maxNodes(3).build());
        LedgerAccount leaving = assigned(task).get(0);
        try (EventSubscription events = ledger.subscribe(EventFilter.task(task.id()))) {
            leaving.decline(task.id(), DeclineReason.BUSY);

            assertThat(names(drain(events))).containsExactly("TaskDeclined", "TaskAssigned");
        }
        Task now = ledger.task(task.id());
        assertThat(now.assigned()).hasSize(2).doesNotContain(leaving.address());
        assertThat(now.minerStates()).hasSize(3).containsEntry(leaving.address(), MinerState.DECLINED);
        assertThat(ledger.openTasks(leaving.address())).isEmpty();
        refused(Reason.NOT_ASSIGNED, () -> leaving.ack(task.id()));
        complete(task.id(), assigned(now));
        assertThat(ledger.task(task.id()).paid()).isEqualTo(PRICE.times(2));
    }

    @Test
    void decline_afterPrecommit_isRefused() {
        Task task = submitted(terms(2).build());
        precommit(task.id(), assigned(task).get(0), "x");

        refused(Reason.WRONG_PHASE, () -> assigned(task).get(0).decline(task.id(), DeclineReason.FAILED));
    }

    @Test
    void decline_byAll_endsTaskWithFullRefund() throws InterruptedException {
        Task task = submitted(terms(1).maxNodes(2).build());
        try (EventSubscription events = ledger.subscribe(EventFilter.task(task.id()))) {
            assigned(task).get(0).decline(task.id(), DeclineReason.BUSY);
            assigned(ledger.task(task.id())).get(0).decline(task.id(), DeclineReason.POLICY);

            assertThat(names(drain(events)))
                    .containsExactly("TaskDeclined", "TaskAssigned", "TaskDeclined", "TaskRefunded", "TaskEnded");
        }
        assertThat(ledger.task(task.id()).refunded()).isEqualTo(PRICE);
        assertThat(ledger.session(task.id().session()).balance()).isEqualTo(TokenAmount.ofCor("100"));
    }

    @Test
    void decline_lastOneMissing_goesOnWithThoseThatPrecommitted() throws InterruptedException {
        Task task = submitted(terms(3).maxNodes(3).build());
        List<LedgerAccount> assigned = assigned(task);
        precommit(task.id(), assigned.get(0), "answer");
        precommit(task.id(), assigned.get(1), "answer");
        try (EventSubscription events = ledger.subscribe(EventFilter.task(task.id()))) {
            assigned.get(2).decline(task.id(), DeclineReason.CANNOT_OPEN);
            assigned.get(0).commit(task.id(), "answer");
            assigned.get(1).commit(task.id(), "answer");

            assertThat(names(drain(events)))
                    .containsExactly(
                            "TaskDeclined",
                            "TaskPrecommitEnded",
                            "TaskCommitted",
                            "TaskCommitted",
                            "TaskCommitEnded",
                            "NodePaymentAllocated",
                            "NodePaymentAllocated",
                            "TaskRefunded",
                            "TaskEnded");
        }
        assertThat(ledger.task(task.id()).paid()).isEqualTo(PRICE.times(2));
        assertThat(ledger.task(task.id()).refunded()).isEqualTo(PRICE);
    }

    @Test
    void ackDeadline_missed_isReplacedWithTimesOfItsOwn() throws InterruptedException {
        Task task = submitted(terms(1).maxNodes(2).build());
        try (EventSubscription events = ledger.subscribe(EventFilter.task(task.id()))) {
            advance(ACK_TIMEOUT.minusMillis(1));
            assertThat(drain(events)).isEmpty();
            advance(Duration.ofMillis(1));

            assertThat(drain(events))
                    .element(0)
                    .isInstanceOfSatisfying(
                            LedgerEvent.TaskMissed.class,
                            missed -> assertThat(missed.phase()).isEqualTo(TaskPhase.ACK));
        }
        Task now = ledger.task(task.id());
        assertThat(now.minerStates()).containsEntry(task.assigned().get(0), MinerState.MISSED);
        assertThat(now.assigned()).hasSize(1).doesNotContainAnyElementsOf(task.assigned());
        assertThat(now.phaseDeadline())
                .isEqualTo(task.createdAt().plus(ACK_TIMEOUT).plus(TaskSubmission.DEFAULT_PRECOMMIT_TIMEOUT));
    }

    @Test
    void precommitDeadline_missed_isReplacedAndNeverPastTaskDeadline() {
        SessionId session = fundedSession(terms(1).build());
        TaskId id = owner.submit(
                session,
                new TaskSubmission(
                        "data", "reference", Duration.ofSeconds(50), Duration.ofSeconds(20), Duration.ofSeconds(90)));
        LedgerAccount first = assigned(ledger.task(id)).get(0);
        first.ack(id);
        advance(Duration.ofSeconds(50));

        Task task = ledger.task(id);
        assertThat(task.minerStates()).containsEntry(first.address(), MinerState.MISSED);
        assertThat(task.phaseDeadline()).isEqualTo(task.deadline().minusSeconds(20));
        refused(Reason.NOT_ASSIGNED, () -> first.precommit(id, hashOf("late"), ""));
    }

    @Test
    void silentMiners_allOfThem_endTaskWithFullRefundByItsDeadline() {
        Task task = submitted(terms(2).build());

        advance(TaskSubmission.DEFAULT_TIMEOUT);

        Task ended = ledger.task(task.id());
        assertThat(ended.status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ended.refunded()).isEqualTo(PRICE.times(2));
        assertThat(ended.minerStates().values()).containsOnly(MinerState.MISSED);
        assertThat(ledger.results(task.id())).isEmpty();
    }

    @Test
    void commitDeadline_missed_paysOthersAndRefundsRest() {
        Task task = submitted(terms(2).build());
        LedgerAccount silent = assigned(task).get(0);
        LedgerAccount honest = assigned(task).get(1);
        precommit(task.id(), silent, "kept");
        precommit(task.id(), honest, "answer");
        honest.commit(task.id(), "answer");

        advance(TaskSubmission.DEFAULT_COMMIT_TIMEOUT);

        Task ended = ledger.task(task.id());
        assertThat(ended.status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ended.minerStates()).containsEntry(silent.address(), MinerState.MISSED);
        assertThat(ended.paid()).isEqualTo(PRICE);
        assertThat(ended.refunded()).isEqualTo(PRICE);
        assertThat(ledger.results(task.id()).get(0)).isInstanceOf(TaskResult.Withheld.class);
        assertThat(ledger.node(silent.address()).orElseThrow().slashed()).isEqualTo(TokenAmount.ZERO);
        refused(Reason.WRONG_PHASE, () -> silent.commit(task.id(), "kept"));
    }

    @Test
    void commitPhase_nobodyCalledWhenItWasDue_givesWholeTimeToReveal() {
        Task task = submitted(terms(2).build());
        LedgerAccount honest = assigned(task).get(0);
        precommit(task.id(), honest, "answer");
        assigned(task).get(1).ack(task.id());

        advance(TaskSubmission.DEFAULT_TIMEOUT.minusSeconds(1));

        Task open = ledger.task(task.id());
        assertThat(open.status()).isEqualTo(TaskStatus.PRECOMMITTED);
        assertThat(open.phaseDeadline())
                .isEqualTo(task.deadline().minusSeconds(1).plus(TaskSubmission.DEFAULT_COMMIT_TIMEOUT));
        advance(TaskSubmission.DEFAULT_COMMIT_TIMEOUT.minusSeconds(1));
        refused(Reason.WRONG_PHASE, () -> owner.end(task.id(), false));
        assertThat(honest.commit(task.id(), "answer")).isEqualTo(CommitOutcome.ACCEPTED);
        assertThat(ledger.task(task.id()).paid()).isEqualTo(PRICE);
        assertThat(ledger.task(task.id()).refunded()).isEqualTo(PRICE);
    }

    @Test
    void commitPhase_nobodyCalledBeforeTaskDeadline_stillTakesReveal() {
        Task task = submitted(terms(2).build());
        LedgerAccount honest = assigned(task).get(0);
        precommit(task.id(), honest, "answer");

        advance(TaskSubmission.DEFAULT_TIMEOUT
                .plus(TaskSubmission.DEFAULT_COMMIT_TIMEOUT)
                .minusSeconds(1));

        assertThat(ledger.task(task.id()).phaseDeadline())
                .isEqualTo(task.deadline().plus(TaskSubmission.DEFAULT_COMMIT_TIMEOUT));
        assertThat(honest.commit(task.id(), "answer")).isEqualTo(CommitOutcome.ACCEPTED);
        assertThat(ledger.task(task.id()).status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ledger.task(task.id()).paid()).isEqualTo(PRICE);
    }

    @Test
    void commitPhase_nobodyCalledForACommitTimeoutAfterTaskDeadline_isOver() {
        Task task = submitted(terms(2).build());
        LedgerAccount late = assigned(task).get(0);
        precommit(task.id(), late, "answer");

        advance(TaskSubmission.DEFAULT_TIMEOUT.plus(TaskSubmission.DEFAULT_COMMIT_TIMEOUT));

        assertThat(ledger.task(task.id()).status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ledger.task(task.id()).minerStates()).containsEntry(late.address(), MinerState.MISSED);
        assertThat(ledger.task(task.id()).refunded()).isEqualTo(PRICE.times(2));
        refused(Reason.WRONG_PHASE, () -> late.commit(task.id(), "answer"));
    }

    // Access and ending

    @Test
    void grantAccess_again_replacesEnvelope() {
        Task task = submitted(terms(1).build());
        owner.grantAccess(task.id(), "first");
        owner.grantAccess(task.id(), "second");

        assertThat(ledger.task(task.id()).envelope()).contains("second");
    }

    @Test
    void grantAccess_byAnother_isRefused() {
        Task task = submitted(terms(1).build());

        refused(Reason.NOT_OWNER, () -> assigned(task).get(0).grantAccess(task.id(), "mine"));
    }

    @Test
    void grantAccess_endedTask_isRefused() {
        Task task = submitted(terms(1).build());
        complete(task.id(), assigned(task));

        refused(Reason.WRONG_PHASE, () -> owner.grantAccess(task.id(), "late"));
    }

    @Test
    void end_forcedByOwnerBeforeCommit_refundsAll() {
        Task task = submitted(terms(2).build());
        assigned(task).forEach(miner -> precommit(task.id(), miner, "answer"));

        owner.end(task.id(), true);

        assertThat(ledger.task(task.id()).status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ledger.task(task.id()).refunded()).isEqualTo(PRICE.times(2));
        refused(Reason.WRONG_PHASE, () -> assigned(task).get(0).commit(task.id(), "answer"));
        refused(Reason.WRONG_PHASE, () -> owner.end(task.id(), true));
    }

    @Test
    void end_forcedAfterCommit_isRefused() {
        Task task = submitted(terms(2).build());
        assigned(task).forEach(miner -> precommit(task.id(), miner, "answer"));
        assigned(task).get(0).commit(task.id(), "answer");

        refused(Reason.WRONG_PHASE, () -> owner.end(task.id(), true));
    }

    @Test
    void end_forcedByAnother_isRefused() {
        Task task = submitted(terms(1).build());

        refused(Reason.NOT_OWNER, () -> assigned(task).get(0).end(task.id(), true));
    }

    @Test
    void end_beforeDeadline_isRefusedAndAfterItHasNoFurtherEffect() {
        Task task = submitted(terms(1).build());
        refused(Reason.WRONG_PHASE, () -> owner.end(task.id(), false));

        advance(TaskSubmission.DEFAULT_TIMEOUT);
        miners.get(0).end(task.id(), false);

        assertThat(ledger.task(task.id()).status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ledger.task(task.id()).refunded()).isEqualTo(PRICE);
    }

    @Test
    void task_unknown_isRefused() {
        SessionId session = fundedSession(terms(1).build());
        TaskId unknown = new TaskId(session, 7);

        refused(Reason.UNKNOWN_TASK, () -> ledger.task(unknown));
        refused(Reason.UNKNOWN_TASK, () -> ledger.results(unknown));
        refused(Reason.UNKNOWN_TASK, () -> ledger.settlementTransaction(unknown));
        refused(Reason.UNKNOWN_TASK, () -> owner.grantAccess(unknown, "envelope"));
        refused(Reason.UNKNOWN_TASK, () -> miners.get(0).ack(unknown));
    }

    @Test
    void settlementTransaction_paidTask_isKnownFromTheEndOn() {
        Task task = submitted(terms(2).build());
        assertThat(ledger.settlementTransaction(task.id())).isEmpty();
        List<LedgerAccount> assigned = assigned(task);
        assigned.forEach(miner -> precommit(task.id(), miner, "answer"));
        assigned.get(0).commit(task.id(), "answer");
        assertThat(ledger.settlementTransaction(task.id())).isEmpty();

        assigned.get(1).commit(task.id(), "answer");

        Optional<Hash> settled = ledger.settlementTransaction(task.id());
        requireSettled(task.id(), settled);
        advance(Duration.ofHours(1));
        fundedAccount("somebody", START);
        assertThat(ledger.settlementTransaction(task.id())).isEqualTo(settled);
    }

    @Test
    void settlementTransaction_nobodyAnswers_isThatOfTheRefund() {
        Task task = submitted(terms(1).build());

        advance(Duration.ofHours(1));

        assertThat(ledger.task(task.id()).refunded()).isEqualTo(PRICE);
        requireSettled(task.id(), ledger.settlementTransaction(task.id()));
    }

    @Test
    void settlementTransaction_severalTasksAtOneTime_areNotMixedUp() {
        SessionId session = fundedSession(terms(1).build());
        TaskId first = owner.submit(session, TaskSubmission.of("data", "first"));
        TaskId second = owner.submit(session, TaskSubmission.of("data", "second"));
        complete(second, assigned(ledger.task(second)));
        assertThat(ledger.settlementTransaction(first)).isEmpty();
        complete(first, assigned(ledger.task(first)));

        requireSettled(first, ledger.settlementTransaction(first));
        requireSettled(second, ledger.settlementTransaction(second));
    }

    // Validation

    @Test
    void validation_allJudge_closesWithTheLastVerdictAndPaysWhoIsNotRejectedByMost() throws InterruptedException {
        SessionId session = fundedSession(terms(2).validators(2).build());
        Hash evidence = hashOf("evidence");
        try (EventSubscription events = ledger.subscribe(EventFilter.session(session))) {
            TaskId id = owner.submit(session, TaskSubmission.of("data", "reference"));
            List<LedgerAccount> assigned = assigned(ledger.task(id));
            assertThat(ledger.validation(id)).isEmpty();
            complete(id, assigned);
            ValidationRound round = ledger.validation(id).orElseThrow();
            assertThat(round.validators()).hasSize(2).doesNotContainAnyElementsOf(addresses(assigned));
            assertThat(round.miners()).isEqualTo(addresses(assigned));
            assertThat(round.verdicts()).isEmpty();
            assertThat(round.deadline()).isEqualTo(ledger.now().plus(ValidationRound.TIME));
            assertThat(ledger.task(id).status()).isEqualTo(TaskStatus.COMMITTED);
            assertThat(ledger.task(id).phaseDeadline()).isEqualTo(round.deadline());
            assertThat(ledger.task(id).paid()).isEqualTo(TokenAmount.ZERO);
            Address bad = round.miners().get(0);
            Address good = round.miners().get(1);
            LedgerAccount first = account(round.validators().get(0));
            LedgerAccount second = account(round.validators().get(1));

            first.giveVerdict(id, bad, false, evidence);
            first.giveVerdict(id, good, true, evidence);
            second.giveVerdict(id, good, false, evidence);
            ValidationRound half = ledger.validation(id).orElseThrow();
            assertThat(half.verdicts().get(first.address())).containsOnly(entry(bad, false), entry(good, true));
            assertThat(half.verdicts().get(second.address())).containsOnly(entry(good, false));
            assertThat(half.closed()).isFalse();
            assertThat(half.complete()).isFalse();
            second.giveVerdict(id, bad, false, evidence);

            List<LedgerEvent> seen = drain(events);
            assertThat(names(seen).subList(names(seen).indexOf("TaskCommitEnded"), seen.size()))
                    .containsExactly(
                            "TaskCommitEnded",
                            "ValidationOpened",
                            "VerdictGiven",
                            "VerdictGiven",
                            "VerdictGiven",
                            "VerdictGiven",
                            "ValidationClosed",
                            "NodePaymentAllocated",
                            "TaskRefunded",
                            "TaskEnded");
            assertThat(seen)
                    .filteredOn(LedgerEvent.VerdictGiven.class::isInstance)
                    .element(0)
                    .isInstanceOfSatisfying(LedgerEvent.VerdictGiven.class, given -> {
                        assertThat(given.validator()).isEqualTo(first.address());
                        assertThat(given.miner()).isEqualTo(bad);
                        assertThat(given.accepted()).isFalse();
                        assertThat(given.evidence()).isEqualTo(evidence);
                    });
            assertThat(seen)
                    .filteredOn(LedgerEvent.ValidationOpened.class::isInstance)
                    .singleElement()
                    .isInstanceOfSatisfying(LedgerEvent.ValidationOpened.class, opened -> {
                        assertThat(opened.validators()).isEqualTo(round.validators());
                        assertThat(opened.miners()).isEqualTo(round.miners());
                        assertThat(opened.deadline()).isEqualTo(round.deadline());
                    });
            assertThat(ledger.validation(id).orElseThrow().closed()).isTrue();
            assertThat(ledger.validation(id).orElseThrow().accepted()).containsExactly(good);
            assertThat(ledger.pendingPayment(good)).isEqualTo(PRICE);
            assertThat(ledger.pendingPayment(bad)).isEqualTo(TokenAmount.ZERO);
            assertThat(ledger.pendingPayment(first.address())).isEqualTo(TokenAmount.ZERO);
            assertThat(ledger.task(id).refunded()).isEqualTo(PRICE);
            refused(Reason.WRONG_PHASE, () -> second.giveVerdict(id, good, true, evidence));
        }
    }

    @Test
    void validation_silentValidator_rejectsNothingAndEndsAtTheDeadline() {
        Task task = validated(2, 2);
        ValidationRound round = ledger.validation(task.id()).orElseThrow();
        LedgerAccount alone = account(round.validators().get(0));
        round.miners().forEach(miner -> alone.giveVerdict(task.id(), miner, false, hashOf("lie")));

        advance(ValidationRound.TIME.minusSeconds(1));
        assertThat(ledger.task(task.id()).status()).isEqualTo(TaskStatus.COMMITTED);
        refused(Reason.WRONG_PHASE, () -> owner.end(task.id(), true));
        advance(Duration.ofSeconds(1));

        assertThat(ledger.task(task.id()).status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ledger.task(task.id()).paid()).isEqualTo(PRICE.times(2));
        assertThat(ledger.validation(task.id()).orElseThrow().closed()).isTrue();
        LedgerAccount late = account(round.validators().get(1));
        refused(
                Reason.WRONG_PHASE,
                () -> late.giveVerdict(task.id(), round.miners().get(0), true, hashOf("late")));
    }

    @Test
    void validation_slashedMiner_isNotJudgedAndNotPaid() {
        Task task = submitted(terms(2).validators(1).build());
        LedgerAccount liar = assigned(task).get(0);
        LedgerAccount honest = assigned(task).get(1);
        precommit(task.id(), liar, "promised");
        precommit(task.id(), honest, "answer");
        liar.commit(task.id(), "revealed");
        honest.commit(task.id(), "answer");

        ValidationRound round = ledger.validation(task.id()).orElseThrow();

        assertThat(round.miners()).containsExactly(honest.address());
        assertThat(round.validators()).hasSize(1).doesNotContain(liar.address(), honest.address());
        LedgerAccount validator = account(round.validators().get(0));
        refused(Reason.WRONG_PHASE, () -> validator.giveVerdict(task.id(), liar.address(), true, hashOf("x")));
        validator.giveVerdict(task.id(), honest.address(), true, hashOf("x"));
        assertThat(ledger.pendingPayment(honest.address())).isEqualTo(PRICE);
        assertThat(ledger.pendingPayment(liar.address())).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void validation_noNodeLeftToValidate_paysWithoutARound() {
        Task task = validated(4, 2);

        assertThat(ledger.validation(task.id())).isEmpty();
        assertThat(ledger.task(task.id()).paid()).isEqualTo(PRICE.times(4));
    }

    @Test
    void validation_ownerGrantsAccess_tellsValidators() throws InterruptedException {
        Task task = submitted(terms(3).validators(1).build());
        LedgerAccount validator = idle(task);
        try (EventSubscription events = ledger.subscribe(EventFilter.miner(validator.address()))) {
            complete(task.id(), assigned(task));
            owner.grantAccess(task.id(), "for validators");

            assertThat(names(drain(events))).contains("ValidationOpened").endsWith("TaskAccessGranted");
            assertThat(ledger.task(task.id()).envelope()).contains("for validators");
            assertThat(ledger.openTasks(validator.address())).isEmpty();
        }
    }

    @Test
    void giveVerdict_byAnotherTwiceOrOfNoRound_isRefused() {
        Task unvalidated = submitted(terms(1).build());
        Task task = validated(2, 1);
        ValidationRound round = ledger.validation(task.id()).orElseThrow();
        Address miner = round.miners().get(0);
        LedgerAccount validator = account(round.validators().get(0));
        Hash evidence = hashOf("evidence");

        refused(Reason.WRONG_PHASE, () -> validator.giveVerdict(unvalidated.id(), miner, true, evidence));
        refused(Reason.NOT_ASSIGNED, () -> account(miner).giveVerdict(task.id(), miner, true, evidence));
        refused(Reason.NOT_ASSIGNED, () -> owner.giveVerdict(task.id(), miner, false, evidence));
        refused(Reason.WRONG_PHASE, () -> validator.giveVerdict(task.id(), owner.address(), true, evidence));
        validator.giveVerdict(task.id(), miner, true, evidence);
        refused(Reason.WRONG_PHASE, () -> validator.giveVerdict(task.id(), miner, false, evidence));
        TaskId unknown = new TaskId(task.id().session(), 7);
        refused(Reason.UNKNOWN_TASK, () -> validator.giveVerdict(unknown, miner, true, evidence));
        refused(Reason.UNKNOWN_TASK, () -> ledger.validation(unknown));
        refused(Reason.UNKNOWN_SESSION, () -> ledger.validation(new TaskId(new SessionId(99), 1)));
    }

    @Test
    void proveFalseVerdict_goodSignatureCalledWrong_slashesTheValidatorOnceAndNobodyElse() throws InterruptedException {
        Task task = validated(2, 2);
        ValidationRound round = ledger.validation(task.id()).orElseThrow();
        LedgerAccount liar = account(round.validators().get(0));
        Address first = round.miners().get(0);
        Address second = round.miners().get(1);
        Testimony lie = testimony(task.id(), first, liar.address());
        Testimony again = testimony(task.id(), second, liar.address());
        liar.giveVerdict(task.id(), first, false, lie.evidence());
        try (EventSubscription events = ledger.subscribe(EventFilter.task(task.id()))) {
            owner.proveFalseVerdict(task.id(), first, liar.address(), lie.verdict(), lie.statement());

            assertThat(drain(events)).singleElement().isInstanceOfSatisfying(LedgerEvent.NodeSlashed.class, slashed -> {
                assertThat(slashed.node()).isEqualTo(liar.address());
                assertThat(slashed.task()).isEqualTo(task.id());
                assertThat(slashed.amount()).isEqualTo(TokenAmount.ofCor("20"));
            });
        }
        assertThat(ledger.node(liar.address()).orElseThrow().stake()).isEqualTo(TokenAmount.ofCor("180"));
        assertThat(ledger.node(liar.address()).orElseThrow().slashed()).isEqualTo(TokenAmount.ofCor("20"));
        assertThat(ledger.nodes())
                .filteredOn(node -> !node.address().equals(liar.address()))
                .extracting(NodeRegistration::stake)
                .containsOnly(MIN_STAKE.times(2));
        assertThat(ledger.task(task.id()).minerStates().values()).containsOnly(MinerState.COMMITTED);
        refused(
                Reason.WRONG_PHASE,
                () -> owner.proveFalseVerdict(task.id(), first, liar.address(), lie.verdict(), lie.statement()));

        // Each false verdict costs, and what it says of the miner still counts: this round is the second validator's as
        // well.
        liar.giveVerdict(task.id(), second, false, again.evidence());
        liar.proveFalseVerdict(task.id(), second, liar.address(), again.verdict(), again.statement());
        assertThat(ledger.node(liar.address()).orElseThrow().stake()).isEqualTo(TokenAmount.ofCor("162"));
        assertThat(ledger.validation(task.id()).orElseThrow().rejections(first)).isOne();
        advance(ValidationRound.TIME);
        assertThat(ledger.pendingPayment(first)).isEqualTo(PRICE);
        refused(
                Reason.WRONG_PHASE,
                () -> owner.proveFalseVerdict(task.id(), first, liar.address(), lie.verdict(), lie.statement()));
    }

    @Test
    void proveFalseVerdict_longAfterTheTaskEnded_slashesAndChangesNothingElse() {
        Task task = validated(1, 1);
        ValidationRound round = ledger.validation(task.id()).orElseThrow();
        LedgerAccount liar = account(round.validators().get(0));
        Address miner = round.miners().get(0);
        Testimony lie = testimony(task.id(), miner, liar.address());
        liar.giveVerdict(task.id(), miner, false, lie.evidence());
        advance(Duration.ofDays(200));

        account(miner).proveFalseVerdict(task.id(), miner, liar.address(), lie.verdict(), lie.statement());

        assertThat(ledger.node(liar.address()).orElseThrow().stake()).isEqualTo(TokenAmount.ofCor("180"));
        assertThat(ledger.task(task.id()).status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ledger.pendingPayment(miner)).as("the round is over").isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void proveFalseVerdict_validatorLeft_takesWhatItStillHasThere() throws InterruptedException {
        Task task = validated(1, 1);
        ValidationRound round = ledger.validation(task.id()).orElseThrow();
        LedgerAccount liar = account(round.validators().get(0));
        Address miner = round.miners().get(0);
        Testimony lie = testimony(task.id(), miner, liar.address());
        liar.giveVerdict(task.id(), miner, false, lie.evidence());
        liar.deregister();
        TokenAmount left = ledger.balance(liar.address());

        try (EventSubscription events = ledger.subscribe(EventFilter.task(task.id()))) {
            owner.proveFalseVerdict(task.id(), miner, liar.address(), lie.verdict(), lie.statement());
            assertThat(drain(events))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            LedgerEvent.NodeSlashed.class,
                            slashed -> assertThat(slashed.amount()).isEqualTo(TokenAmount.ZERO));
        }
        assertThat(ledger.balance(liar.address())).isEqualTo(left);
        assertThat(ledger.node(liar.address())).isEmpty();
    }

    @Test
    void proveFalseVerdict_againstHonestValidator_isRefusedWhateverIsHandedIn() {
        Task task = validated(1, 1);
        TaskId id = task.id();
        ValidationRound round = ledger.validation(id).orElseThrow();
        LedgerAccount validator = account(round.validators().get(0));
        Address miner = round.miners().get(0);
        Testimony signed = testimony(id, miner, validator.address());
        // What this miner hands in is unsigned; but who cut it at later colons would find a statement that it did sign.
        String unsigned = "A".repeat(87);
        Testimony split = signed.withPrompt(Testimony.PROMPT + ":" + Testimony.ANSWER + ":" + unsigned + ":x")
                .signedBy(signerOf(miner));
        String rest = text(split.statement()).substring(text(split.statement()).indexOf(unsigned) + unsigned.length());
        Testimony honest = signed.withSignature(new byte[65]).withModel(rest.substring(1));
        assertThat(honest.statement()).isEqualTo(split.statement());
        validator.giveVerdict(id, miner, false, honest.evidence());

        notProved("the statement that it saw", id, miner, validator, honest.verdict(), honest.statement());
        notProved("another, signed statement", id, miner, validator, honest.verdict(), signed.statement());
        notProved("another verdict", id, miner, validator, signed.verdict(), signed.statement());
        notProved("the verdict cut", id, miner, validator, cut(honest.verdict()), honest.statement());
        notProved("the verdict extended", id, miner, validator, extended(honest.verdict()), honest.statement());
        notProved("the statement cut", id, miner, validator, honest.verdict(), cut(honest.statement()));
        notProved("the statement extended", id, miner, validator, honest.verdict(), extended(honest.statement()));
        notProved("nothing", id, miner, validator, new byte[0], new byte[0]);
        notProved("its own prompt", id, miner, validator, split.verdict(), split.statement());
        assertThat(ledger.nodes()).extracting(NodeRegistration::slashed).containsOnly(TokenAmount.ZERO);
    }

    @Test
    void proveFalseVerdict_verdictThatSaysSomethingElse_isRefused() {
        SessionId session =
                fundedSession(terms(1).maxNodes(4).validators(1).maxTasks(20).build());

        unproved(session, "another claim", lie -> lie.withClaim("DISSENTS"));
        unproved(
                session,
                "the claim in a finding",
                lie -> lie.withClaim("DISSENTS").withFindings(finding(lie.verdict())));
        unproved(session, "another chain", lie -> lie.withChain(lie.chain() + 1).signedBy(signerOf(lie.miner())));
        unproved(
                session,
                "another task",
                lie -> lie.withTask(new TaskId(session, lie.task().number() + 1))
                        .signedBy(signerOf(lie.miner())));
        unproved(
                session,
                "another session",
                lie -> lie.withTask(new TaskId(
                                new SessionId(session.value() + 1), lie.task().number()))
                        .signedBy(signerOf(lie.miner())));
        unproved(session, "another miner", lie -> lie.withMiner(lie.validator()).signedBy(signerOf(lie.validator())));
        unproved(session, "another validator", lie -> lie.withValidator(lie.miner()));
        unproved(
                session,
                "the end of a false verdict in a finding of an honest one",
                lie -> lie.withModel("another").withFindings(finding(end(lie))).verdict(),
                Testimony::statement);
        unproved(
                session,
                "an honest verdict before the end of a false one",
                lie -> (text(lie.withModel("another").verdict()) + text(end(lie))).getBytes(UTF_8),
                lie -> lie.withModel("another").statement());
        unproved(session, "an end alone", LedgerConformance::end, Testimony::statement);
        assertThat(ledger.nodes()).extracting(NodeRegistration::slashed).containsOnly(TokenAmount.ZERO);
    }

    @Test
    void proveFalseVerdict_signatureOrStatementOfAnotherForm_isRefused() {
        SessionId session =
                fundedSession(terms(1).maxNodes(4).validators(1).maxTasks(20).build());

        unproved(session, "the twin with the higher s", lie -> lie.withSignature(twin(lie.signatureBytes())));
        unproved(session, "a v of 0 or 1", lie -> {
            byte[] other = lie.signatureBytes();
            other[64] = (byte) (other[64] - 27);
            return lie.withSignature(other);
        });
        unproved(session, "no signature", lie -> lie.withSignature(new byte[65]));
        unproved(session, "the validator's signature", lie -> lie.signedBy(signerOf(lie.validator())));
        malformed(session, "a digest that is none", text -> text.replace(":0x", ":0y"));
        malformed(session, "a digest without 0x", text -> text.replace(":0xab", ":ab"));
        malformed(session, "a signature in other letters", text -> text.replaceFirst(".(:model)$", "+$1"));
        malformed(session, "no model", text -> text.replace(":model", ""));
        malformed(session, "a later version", text -> text.replace("statement:1", "statement:2"));
        malformed(session, "no statement", text -> "");
        assertThat(ledger.nodes()).extracting(NodeRegistration::slashed).containsOnly(TokenAmount.ZERO);
    }

    @Test
    void proveFalseVerdict_nothingToProve_isRefused() {
        Task unvalidated = submitted(terms(1).build());
        Task task = validated(2, 2);
        ValidationRound round = ledger.validation(task.id()).orElseThrow();
        LedgerAccount validator = account(round.validators().get(0));
        Address other = round.validators().get(1);
        Address accepted = round.miners().get(0);
        Address rejected = round.miners().get(1);
        Testimony ofAccepted = testimony(task.id(), accepted, validator.address());
        Testimony lie = testimony(task.id(), rejected, validator.address());
        validator.giveVerdict(task.id(), accepted, true, ofAccepted.evidence());

        nothing(task.id(), accepted, validator.address(), ofAccepted);
        nothing(task.id(), rejected, validator.address(), lie);
        validator.giveVerdict(task.id(), rejected, false, lie.evidence());
        nothing(task.id(), rejected, other, lie.withValidator(other));
        nothing(task.id(), other, validator.address(), lie);
        nothing(unvalidated.id(), rejected, validator.address(), lie);
        TaskId unknown = new TaskId(task.id().session(), 7);
        refused(
                Reason.UNKNOWN_TASK,
                () -> owner.proveFalseVerdict(unknown, rejected, validator.address(), lie.verdict(), lie.statement()));
        // Whose verdict it is nobody can change: another validator that hands in the same evidence is no liar by it.
        account(other).giveVerdict(task.id(), rejected, false, lie.evidence());
        notProved("another's evidence", task.id(), rejected, account(other), lie.verdict(), lie.statement());
        assertThat(ledger.nodes()).extracting(NodeRegistration::slashed).containsOnly(TokenAmount.ZERO);
    }

    private Testimony testimony(TaskId task, Address miner, Address validator) {
        return Testimony.of(ledger.chainId(), task, miner, signerOf(miner), validator);
    }

    private TransactionSigner signerOf(Address miner) {
        return Accounts.signer("miner " + addresses(miners).indexOf(miner));
    }

    /** Which statement a verdict names is what matters: a validator may have hashed what it likes. */
    private void malformed(SessionId session, String attack, UnaryOperator<String> statement) {
        unproved(
                session,
                attack,
                lie -> lie.verdictOn(statement.apply(text(lie.statement())).getBytes(UTF_8)),
                lie -> statement.apply(text(lie.statement())).getBytes(UTF_8));
    }

    private void unproved(SessionId session, String attack, Function<Testimony, Testimony> change) {
        unproved(
                session,
                attack,
                lie -> change.apply(lie).verdict(),
                lie -> change.apply(lie).statement());
    }

    /** A validator rejects a result with a verdict that is not quite a false one; it is not proved false. */
    private void unproved(
            SessionId session,
            String attack,
            Function<Testimony, byte[]> verdict,
            Function<Testimony, byte[]> statement) {
        Task task = ledger.task(owner.submit(session, TaskSubmission.of("data", attack)));
        complete(task.id(), assigned(task));
        ValidationRound round = ledger.validation(task.id()).orElseThrow();
        LedgerAccount validator = account(round.validators().get(0));
        Address miner = round.miners().get(0);
        Testimony lie = testimony(task.id(), miner, validator.address());
        validator.giveVerdict(task.id(), miner, false, Testimony.sha256(verdict.apply(lie)));

        notProved(attack, task.id(), miner, validator, verdict.apply(lie), statement.apply(lie));
    }

    private void notProved(
            String attack, TaskId task, Address miner, LedgerAccount validator, byte[] verdict, byte[] statement) {
        assertThatThrownBy(() -> owner.proveFalseVerdict(task, miner, validator.address(), verdict, statement))
                .as(attack)
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).as("%s: %s", attack, e).isEqualTo(Reason.NOT_PROVED));
    }

    private void nothing(TaskId task, Address miner, Address validator, Testimony testimony) {
        refused(
                Reason.WRONG_PHASE,
                () -> owner.proveFalseVerdict(task, miner, validator, testimony.verdict(), testimony.statement()));
    }

    /** A list of one finding that holds these bytes, as JSON holds them. */
    private static String finding(byte[] bytes) {
        return "[{\"finding\":\"" + text(bytes).replace("\"", "\\\"") + "\",\"holds\":0,\"layer\":\"SEAL\"}]";
    }

    /** All of a verdict after its findings. */
    private static byte[] end(Testimony testimony) {
        String verdict = text(testimony.verdict());
        return verdict.substring(verdict.indexOf("],\"miner\"")).getBytes(UTF_8);
    }

    /** The other signature of the same digest by the same key, which anybody can make. */
    private static byte[] twin(byte[] signature) {
        byte[] twin = signature.clone();
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] other = SECP256K1_ORDER.subtract(s).toByteArray();
        Arrays.fill(twin, 32, 64, (byte) 0);
        int length = Math.min(32, other.length);
        System.arraycopy(other, other.length - length, twin, 64 - length, length);
        twin[64] = (byte) (27 + 28 - signature[64]);
        return twin;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    private static byte[] extended(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    private Task validated(int redundancy, int validators) {
        Task task =
                submitted(terms(redundancy).maxNodes(4).validators(validators).build());
        complete(task.id(), assigned(task));
        return task;
    }

    // Events

    @Test
    void subscribe_miner_deliversItsTasksFromSubmissionAndNothingOfOthers() throws InterruptedException {
        SessionId session = fundedSession(terms(1).build());
        Address first = ledger.session(session).nodes().get(0);
        Address second = ledger.session(session).nodes().get(1);
        try (EventSubscription ofFirst = ledger.subscribe(EventFilter.miner(first));
                EventSubscription ofSecond = ledger.subscribe(EventFilter.miner(second))) {
            TaskId id = owner.submit(session, TaskSubmission.of("data", "reference"));
            account(first).announceKey("next");

            assertThat(names(drain(ofFirst)))
                    .containsExactly("TaskSubmitted", "TaskQueued", "TaskAssigned", "KeyAnnounced");
            assertThat(drain(ofSecond)).isEmpty();
            account(first).decline(id, DeclineReason.BUSY);
            assertThat(names(drain(ofFirst))).containsExactly("TaskDeclined", "TaskAssigned");
            assertThat(names(drain(ofSecond))).containsExactly("TaskDeclined", "TaskAssigned");
        }
    }

    @Test
    void subscribe_all_deliversGaplessSequence() throws InterruptedException {
        try (EventSubscription events = ledger.subscribe(EventFilter.all())) {
            Task task = submitted(terms(3).build());
            complete(task.id(), assigned(task));

            List<LedgerEvent> seen = drain(events);
            assertThat(seen).hasSizeGreaterThan(20);
            for (int i = 1; i < seen.size(); i++) {
                assertThat(seen.get(i).sequence()).isEqualTo(seen.get(i - 1).sequence() + 1);
                assertThat(seen.get(i).at()).isAfterOrEqualTo(seen.get(i - 1).at());
            }
        }
    }

    @Test
    void subscribe_late_deliversOnlyFromNowOn() throws InterruptedException {
        Task task = submitted(terms(1).build());
        try (EventSubscription events = ledger.subscribe(EventFilter.task(task.id()))) {
            assigned(task).get(0).ack(task.id());

            assertThat(names(drain(events))).containsExactly("TaskAcked");
        }
    }

    @Test
    void refusal_namesAttemptExpectedAndFoundButNoText() {
        Task task = submitted(terms(1).build());

        assertThatThrownBy(() ->
                        owner.submit(task.id().session(), TaskSubmission.of("a secret prompt", task.clientReference())))
                .hasMessageContainingAll("session " + task.id().session(), "DUPLICATE_REFERENCE", "expected", "found")
                .hasMessageNotContaining("secret");
    }

    // Steps

    private static SessionTerms.Builder terms(int redundancy) {
        return SessionTerms.builder("test").redundancy(redundancy).pricePerResult(PRICE);
    }

    private SessionId fundedSession(SessionTerms terms) {
        SessionId id = owner.openSession(terms);
        owner.depositToSession(id, TokenAmount.ofCor("100"));
        return id;
    }

    private Task submitted(SessionTerms terms) {
        return ledger.task(owner.submit(fundedSession(terms), TaskSubmission.of("data", "reference")));
    }

    private List<LedgerAccount> assigned(Task task) {
        return task.assigned().stream().map(this::account).toList();
    }

    private LedgerAccount account(Address address) {
        return miners.stream()
                .filter(miner -> miner.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private LedgerAccount idle(Task task) {
        return miners.stream()
                .filter(miner -> !task.assigned().contains(miner.address()))
                .findFirst()
                .orElseThrow();
    }

    private static void precommit(TaskId task, LedgerAccount miner, String answer) {
        miner.ack(task);
        miner.precommit(task, hashOf(answer), "");
    }

    private static void complete(TaskId task, List<LedgerAccount> assigned) {
        assigned.forEach(miner -> miner.ack(task));
        assigned.forEach(miner -> miner.precommit(task, hashOf("answer of " + miner.address()), "with it"));
        assigned.forEach(miner ->
                assertThat(miner.commit(task, "answer of " + miner.address())).isEqualTo(CommitOutcome.ACCEPTED));
    }

    private static List<Address> addresses(List<LedgerAccount> accounts) {
        return accounts.stream().map(LedgerAccount::address).toList();
    }

    private static List<LedgerEvent> drain(EventSubscription events) throws InterruptedException {
        List<LedgerEvent> seen = new ArrayList<>();
        Optional<LedgerEvent> next = events.next(Duration.ZERO);
        while (next.isPresent()) {
            seen.add(next.get());
            next = events.next(Duration.ZERO);
        }
        return seen;
    }

    private static List<String> names(List<LedgerEvent> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    private static void refused(Reason reason, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }
}
