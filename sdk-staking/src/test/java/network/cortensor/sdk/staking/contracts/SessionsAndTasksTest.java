package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.CommitOutcome;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.Session;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionMode;
import network.cortensor.sdk.staking.SessionState;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.RevertedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Accounts: 1 to 3 are nodes, 4 owns sessions, 5 is a stranger, 6 a router. */
class SessionsAndTasksTest {
    private static final String ANSWER = "the answer";
    private static final Hash ANSWER_HASH = Hash.keccak256(ANSWER.getBytes(StandardCharsets.UTF_8));

    private static DevelopmentChain network;

    @BeforeAll
    static void start() {
        network = DevelopmentChain.start(SessionsAndTasksTest.class, options -> options.minStake(COR));
        for (int node = 1; node <= 3; node++) {
            network.register(node, COR.times(100));
        }
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void open_terms_areReadBackAsTheyWere() {
        SessionTerms terms = SessionTerms.builder("terms")
                .minNodes(2)
                .redundancy(2)
                .validators(0)
                .mode(SessionMode.HYBRID)
                .reservePeriod(Duration.ofHours(1))
                .maxTasks(7)
                .pricePerResult(COR)
                .model(4)
                .build();

        SessionContract.Opened opened = network.as(4).sessions().open(network.intent(), terms);

        assertThat(opened.owner()).isEqualTo(network.address(4));
        assertThat(opened.miners()).hasSize(3);
        Session session = sessions().session(opened.session()).value();
        assertThat(session.terms()).isEqualTo(terms);
        assertThat(session.nodes()).isEqualTo(opened.miners());
        assertThat(session.state()).isEqualTo(SessionState.ACTIVE);
        SessionRecord record = sessions().record(opened.session()).value();
        assertThat(record.limits()).contains(new SessionLimits(0, 4, Duration.ofHours(1), 7));
        assertThat(record.mode()).isEqualTo(SessionMode.HYBRID);
        assertThat(sessions().generation()).isEqualTo(Generation.DEVELOPMENT);
    }

    @Test
    void create_formOfAllGenerations_opensAtTheContractsPrice() {
        SessionRequest request = SessionRequest.of(
                        SessionTerms.builder("create").build())
                .metadata("about it")
                .serviceLevel(2);

        SessionContract.Opened opened = network.as(4).sessions().create(network.intent(), request);

        SessionRecord record = sessions().record(opened.session()).value();
        assertThat(record.metadata()).isEqualTo("about it");
        assertThat(record.limits().orElseThrow().serviceLevel()).isEqualTo(2);
        network.as(4)
                .sessions()
                .update(
                        network.intent(),
                        opened.session(),
                        SessionRequest.of(SessionTerms.builder("renamed").build()));
        assertThat(sessions().record(opened.session()).value().name()).isEqualTo("renamed");
    }

    @Test
    void sessionsOf_pages_haveAllOnce() {
        for (int i = 0; i < 3; i++) {
            network.as(5)
                    .sessions()
                    .open(network.intent(), SessionTerms.builder("page").build());
        }

        assertThat(sessions().countOf(network.address(5)).value()).isEqualTo(3);
        List<SessionRecord> first =
                sessions().sessionsOf(network.address(5), 0, 2).value();
        List<SessionRecord> rest =
                sessions().sessionsOf(network.address(5), 2, 2).value();
        assertThat(first).hasSize(2);
        assertThat(rest).hasSize(1);
        assertThat(Set.of(first.get(0).id(), first.get(1).id(), rest.get(0).id()))
                .hasSize(3);
        assertThat(sessions().sessionsOf(network.address(5), 3, 2).value()).isEmpty();
        assertThatThrownBy(() -> sessions().sessionsOf(network.address(5), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void routers_addUpdateRemove_areInTheRecord() {
        SessionId session = open("routers", 1).session();
        Address router = network.address(6);

        network.as(4).sessions().addRouter(network.intent(), session, new Router(router, "https://one"));
        assertThat(sessions().record(session).value().routers()).containsExactly(new Router(router, "https://one"));
        network.as(4).sessions().updateRouter(network.intent(), session, new Router(router, "https://two"));
        assertThat(sessions().record(session).value().routers()).containsExactly(new Router(router, "https://two"));
        Refused.because(
                Reason.NOT_OWNER, () -> network.as(5).sessions().removeRouter(network.intent(), session, router));
        network.as(4).sessions().removeRouter(network.intent(), session, router);
        assertThat(sessions().record(session).value().routers()).isEmpty();
        assertThatThrownBy(() -> network.as(4).sessions().removeRouter(network.intent(), session, router))
                .isInstanceOf(RevertedException.class);
    }

    @Test
    void owner_givesDedicatesAndDeactivates_othersMayNot() {
        SessionContract.Opened opened = network.as(4)
                .sessions()
                .open(
                        network.intent(),
                        SessionTerms.builder("owner").maxNodes(1).build());
        SessionId session = opened.session();
        Address node = opened.miners().contains(network.address(1)) ? network.address(2) : network.address(1);
        network.as(4).sessions().addDedicatedNode(network.intent(), session, node);
        assertThat(sessions().record(session).value().dedicatedNodes()).containsExactly(node);
        network.as(4).sessions().removeDedicatedNode(network.intent(), session, node);
        Refused.because(Reason.NOT_OWNER, () -> network.as(5).sessions().deactivate(network.intent(), session));
        network.as(4).sessions().giveTo(network.intent(), session, network.address(5));
        Refused.because(Reason.NOT_OWNER, () -> network.as(4).sessions().deactivate(network.intent(), session));
        network.as(5).sessions().deactivate(network.intent(), session);
        assertThat(sessions().session(session).value().state()).isEqualTo(SessionState.INACTIVE);
        Refused.because(Reason.SESSION_INACTIVE, () -> network.as(5).sessions().deactivate(network.intent(), session));
        network.as(5).sessions().giveTo(network.intent(), session, network.address(4));
    }

    @Test
    void open_refusals_haveTheLedgersReasons() {
        SessionContract.Commands owner = network.as(4).sessions();
        SessionTerms many = SessionTerms.builder("many").minNodes(4).maxNodes(9).build();
        SessionTerms named = SessionTerms.builder("n".repeat(257)).build();

        Refused.because(Reason.NOT_ENOUGH_NODES, () -> owner.open(network.intent(), many));
        Refused.because(Reason.TEXT_TOO_LONG, () -> owner.open(network.intent(), named));
        Refused.because(
                Reason.UNKNOWN_SESSION,
                () -> sessions().record(new SessionId(1_000_000)).value());
        Refused.because(
                Reason.UNKNOWN_SESSION,
                () -> sessions().session(new SessionId(1_000_000)).value());
    }

    @Test
    void task_twoMiners_runsToItsEnd() {
        SessionContract.Opened opened = open("run", 2);
        SessionId session = opened.session();
        InferenceParameters parameters = InferenceParameters.builder()
                .maxTokens(64)
                .temperatureHundredths(20)
                .build();

        TaskQueue.Submitted submitted = network.as(4)
                .tasks()
                .submit(
                        network.intent(),
                        session,
                        TaskSubmission.of("ipfs://data", "run-1"),
                        SessionMode.EPHEMERAL,
                        parameters);
        TaskId task = submitted.task();
        network.as(4).tasks().grantAccess(network.intent(), task, "first envelope");
        network.as(4).tasks().grantAccess(network.intent(), task, "second envelope");

        Task open = tasks().task(task).value();
        assertThat(open.status()).isEqualTo(TaskStatus.ASSIGNED);
        assertThat(open.envelope()).contains("second envelope");
        assertThat(open.taskData()).isEqualTo("ipfs://data");
        assertThat(open.escrow()).isEqualTo(COR.times(2));
        assertThat(tasks().taskByReference(session, "run-1").value()).contains(task);
        assertThat(tasks().taskByReference(session, "run-2").value()).isEmpty();
        assertThat(tasks().decoration(task).value().maxTokens()).isEqualTo(64);
        assertThat(tasks().decoration(task).value().temperature()).isEqualTo(20);
        List<Integer> miners = miners(open);
        for (int miner : miners) {
            assertThat(tasks().openTasks(network.address(miner)).value()).contains(task);
            network.as(miner).tasks().ack(network.intent(), task);
            network.as(miner).tasks().precommit(network.intent(), task, ANSWER_HASH, "sent along");
        }
        assertThat(tasks().results(task).value())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.state()).isEqualTo(MinerState.PRECOMMITTED));
        assertThat(tasks().answers(task).value())
                .allSatisfy(answer -> assertThat(answer.precommit()).contains(ANSWER_HASH));
        assertThat(network.as(miners.get(0))
                        .tasks()
                        .commit(network.intent(), task, ANSWER)
                        .outcome())
                .isEqualTo(CommitOutcome.ACCEPTED);
        assertThat(network.as(miners.get(1))
                        .tasks()
                        .commit(network.intent(), task, "another")
                        .outcome())
                .isEqualTo(CommitOutcome.SLASHED);

        Task ended = tasks().task(task).value();
        assertThat(ended.status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ended.envelope()).isEmpty();
        assertThat(ended.paid()).isEqualTo(COR);
        assertThat(ended.refunded()).isEqualTo(COR);
        assertThat(tasks().record(task).value().isEnded()).isTrue();
        assertThat(tasks().record(task).value().finishedAt()).isPresent();
        assertThat(tasks().records(session).value()).hasSize(1);
        assertThat(tasks().count(session).value()).isEqualTo(1);
        assertThat(tasks().tasks(session, 1, 10).value()).hasSize(1);
        assertThat(tasks().dueAt(task).value()).isEmpty();
        assertThat(tasks().results(task).value())
                .satisfiesExactlyInAnyOrder(
                        accepted -> assertThat(accepted).isInstanceOf(TaskResult.Revealed.class),
                        mismatched -> assertThat(mismatched).isInstanceOf(TaskResult.Mismatched.class));
        assertThat(tasks().acknowledgedAt(task).value()).hasSize(2);
        assertThat(tasks().precommittedAt(task).value()).hasSize(2);
        assertThat(tasks().committedAt(task).value()).hasSize(2);
        assertThat(tasks().hash(ANSWER).value()).isEqualTo(ANSWER_HASH);
        Address paid = network.address(miners.get(0));
        assertThat(network.contracts().payments().pendingPayment(paid).value().tokens())
                .isGreaterThanOrEqualTo(COR);
        assertThat(network.contracts()
                        .staking()
                        .account(network.address(miners.get(1)))
                        .value()
                        .slashed())
                .isEqualTo(COR.times(10));
    }

    @Test
    void task_declinedAndLate_movesOnWithATick() {
        SessionContract.Opened opened = open("late", 1);
        TaskId task = network.as(4)
                .tasks()
                .submit(network.intent(), opened.session(), TaskSubmission.of("data", "late-1"))
                .task();
        int first = miners(tasks().task(task).value()).get(0);

        network.as(first).tasks().decline(network.intent(), task, DeclineReason.BUSY);

        Task replaced = tasks().task(task).value();
        assertThat(replaced.minerStates()).containsEntry(network.address(first), MinerState.DECLINED);
        assertThat(replaced.assigned()).hasSize(1).doesNotContain(network.address(first));
        assertThat(tasks().dueAt(task).value()).isPresent();
        network.pass(Duration.ofSeconds(31));
        network.as(5).tasks().tick(network.intent(), task);
        assertThat(tasks().task(task).value().minerStates())
                .containsEntry(replaced.assigned().get(0), MinerState.MISSED);
        network.as(4).tasks().end(network.intent(), task, true);
        assertThat(tasks().task(task).value().status()).isEqualTo(TaskStatus.ENDED);
    }

    @Test
    void task_refusals_haveTheLedgersReasons() {
        SessionContract.Opened opened = open("refusals", 1);
        SessionId session = opened.session();
        TaskQueue.Commands owner = network.as(4).tasks();
        TaskId task = owner.submit(network.intent(), session, TaskSubmission.of("data", "refused-1"))
                .task();
        int miner = miners(tasks().task(task).value()).get(0);
        TaskQueue.Commands mining = network.as(miner).tasks();
        TaskQueue.Commands stranger = network.as(5).tasks();

        Refused.because(
                Reason.DUPLICATE_REFERENCE,
                () -> owner.submit(network.intent(), session, TaskSubmission.of("data", "refused-1")));
        Refused.because(
                Reason.NOT_OWNER,
                () -> stranger.submit(network.intent(), session, TaskSubmission.of("data", "refused-2")));
        Refused.because(
                Reason.UNKNOWN_SESSION,
                () -> owner.submit(network.intent(), new SessionId(999), TaskSubmission.of("data", "refused-3")));
        Refused.because(
                Reason.TEXT_TOO_LONG,
                () -> owner.submit(network.intent(), session, TaskSubmission.of("d".repeat(4_097), "refused-4")));
        Refused.because(Reason.NOT_ASSIGNED, () -> stranger.ack(network.intent(), task));
        Refused.because(Reason.NOT_OWNER, () -> stranger.grantAccess(network.intent(), task, "envelope"));
        Refused.because(Reason.WRONG_PHASE, () -> mining.precommit(network.intent(), task, ANSWER_HASH, ""));
        Refused.because(Reason.WRONG_PHASE, () -> mining.commit(network.intent(), task, ANSWER));
        Refused.because(Reason.WRONG_PHASE, () -> stranger.end(network.intent(), task, false));
        Refused.because(Reason.NOT_OWNER, () -> stranger.end(network.intent(), task, true));
        TaskId unknown = new TaskId(session, 99);
        Refused.because(Reason.UNKNOWN_TASK, () -> mining.ack(network.intent(), unknown));
        Refused.because(Reason.UNKNOWN_TASK, () -> tasks().task(unknown).value());
        SessionId poor = network.as(4)
                .sessions()
                .open(
                        network.intent(),
                        SessionTerms.builder("poor").pricePerResult(COR).build())
                .session();
        Refused.because(
                Reason.INSUFFICIENT_BALANCE,
                () -> owner.submit(network.intent(), poor, TaskSubmission.of("data", "poor-1")));
        SessionId small = network.as(4)
                .sessions()
                .open(
                        network.intent(),
                        SessionTerms.builder("small").maxTasks(1).build())
                .session();
        owner.submit(network.intent(), small, TaskSubmission.of("data", "small-1"));
        Refused.because(
                Reason.TASK_LIMIT, () -> owner.submit(network.intent(), small, TaskSubmission.of("data", "small-2")));
        SessionId brief = network.as(4)
                .sessions()
                .open(
                        network.intent(),
                        SessionTerms.builder("brief")
                                .reservePeriod(Duration.ofSeconds(2))
                                .build())
                .session();
        network.pass(Duration.ofSeconds(3));
        Refused.because(
                Reason.SESSION_EXPIRED,
                () -> owner.submit(network.intent(), brief, TaskSubmission.of("data", "brief-1")));
    }

    @Test
    void command_sameIntentAgain_happensOnce() {
        SessionTerms terms = SessionTerms.builder("once").build();

        SessionContract.Opened once = network.as(4).sessions().open("open once", terms);
        SessionContract.Opened again = network.as(4).sessions().open("open once", terms);

        assertThat(again.session()).isEqualTo(once.session());
        assertThat(again.receipt().transaction()).isEqualTo(once.receipt().transaction());
        Refused.because(
                Reason.INTENT_CONFLICT,
                () -> network.as(4)
                        .sessions()
                        .open("open once", SessionTerms.builder("twice").build()));
    }

    /** A session of account 4 with a price of 1 COR and enough for some tasks. */
    private static SessionContract.Opened open(String name, int redundancy) {
        SessionContract.Opened opened = network.as(4)
                .sessions()
                .open(
                        network.intent(),
                        SessionTerms.builder(name)
                                .redundancy(redundancy)
                                .reservePeriod(Duration.ofDays(30))
                                .pricePerResult(COR)
                                .build());
        TokenAmount money = COR.times(4);
        network.as(4)
                .payments()
                .deposit(
                        network.intent(),
                        opened.session(),
                        network.permit(4, network.contracts().payments().address(), money));
        return opened;
    }

    private static List<Integer> miners(Task task) {
        return List.of(1, 2, 3).stream()
                .filter(account -> task.assigned().contains(network.address(account)))
                .toList();
    }

    private static SessionContract sessions() {
        return network.contracts().sessions();
    }

    private static TaskQueue tasks() {
        return network.contracts().tasks();
    }
}
