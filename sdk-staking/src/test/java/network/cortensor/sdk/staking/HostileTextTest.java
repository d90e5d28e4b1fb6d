package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.PendingTransaction;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.contracts.ContractAccount;
import network.cortensor.sdk.staking.contracts.ContractKind;
import network.cortensor.sdk.staking.contracts.Contracts;
import network.cortensor.sdk.staking.internal.abi.AbiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static network.cortensor.sdk.staking.Accounts.hashOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An account of the network writes bytes that are no text, or a number that means nothing, wherever the contracts take what
 * they are given. It harms itself alone: nodes and clients that wait and read meanwhile go on.
 */
@Timeout(120)
final class HostileTextTest {
    /** No UTF-8 has it. */
    private static final byte[] NO_TEXT = {(byte) 0xff};

    private static final String READS_AS = "\ufffd";
    private static final TokenAmount MONEY = TokenAmount.ofCor("1000");
    private static final TokenAmount STAKE = TokenAmount.ofCor("100");
    private static final String SUBMIT = "submit(uint256,uint256,string,uint256,string,uint256[],uint256[],string)";

    private final AnvilContracts network =
            AnvilContracts.start(HostileTextTest.class, options -> options.minStake(STAKE));
    private final DevelopmentLedger ledger = ContractLedger.development(
            network.chain(),
            network.addresses(),
            network.treasury(),
            AnvilContracts.options().build());
    private final List<LedgerAccount> nodes = List.of(node("first"), node("second"));
    private final LedgerAccount client = account("client");
    private final TransactionSigner attacker = network.signer("attacker");
    private final Outbox outbox;
    private final ContractAccount contracts;
    private int intents;

    HostileTextTest() {
        ledger.fund(attacker.address(), MONEY);
        outbox = Outbox.open(network.chain(), attacker, Journal.memory(), OutboxOptions.defaults());
        contracts = Contracts.open(network.chain(), network.addresses()).as(outbox);
    }

    @AfterEach
    void close() {
        outbox.close();
        ledger.close();
        network.close();
    }

    @Test
    void submit_dataAndReferenceAreNoText_harmsNobodyElse() throws InterruptedException {
        SessionId own = contracts
                .sessions()
                .open(intent(), terms(2).pricePerResult(TokenAmount.ZERO).build())
                .session();
        try (EventSubscription node =
                        ledger.subscribe(EventFilter.miner(nodes.get(0).address()));
                EventSubscription everybody = ledger.subscribe(EventFilter.all())) {
            sendRaw(
                    ContractKind.SESSION,
                    SUBMIT,
                    own.value(),
                    0,
                    NO_TEXT,
                    0,
                    NO_TEXT,
                    List.of(1024, 70, 100, 40, 110, 0, 0),
                    List.of(60, 60, 200, 0, 0, 0),
                    NO_TEXT);
            TaskId hostile = new TaskId(own, 1);

            assertThat(ledger.task(hostile).taskData()).isEqualTo(READS_AS);
            assertThat(ledger.openTasks(nodes.get(0).address()))
                    .extracting(Task::id)
                    .containsExactly(hostile);
            TaskId honest = submitted(2);
            answerAll(honest);

            assertThat(names(drain(node)))
                    .startsWith("TaskSubmitted", "TaskQueued", "TaskAssigned")
                    .contains("TaskCommitted", "TaskEnded");
            assertThat(names(drain(everybody))).contains("TaskSubmitted", "TaskEnded");
            assertThat(ledger.task(honest).status()).isEqualTo(TaskStatus.ENDED);
            // Whoever has it works on it like on any other.
            answerAll(hostile);
            assertThat(ledger.results(hostile)).hasSize(2);
        }
    }

    @Test
    void decline_reasonIsNone_readsAsFailed() throws InterruptedException {
        registerAttacker();
        TaskId task = submitted(3);
        try (EventSubscription node =
                        ledger.subscribe(EventFilter.miner(nodes.get(0).address()));
                EventSubscription waiting = ledger.subscribe(EventFilter.task(task))) {
            sendRaw(ContractKind.SESSION_QUEUE, "decline(uint256,uint256,uint8)", id(task, 200));
            answerAll(task);

            List<LedgerEvent> seen = drain(waiting);
            assertThat(seen.get(0))
                    .isInstanceOfSatisfying(
                            LedgerEvent.TaskDeclined.class,
                            declined -> assertThat(declined.reason()).isEqualTo(DeclineReason.FAILED));
            assertThat(names(seen)).endsWith("TaskEnded");
            assertThat(names(drain(node))).endsWith("TaskEnded");
            assertThat(ledger.results(task)).hasSize(2).allMatch(TaskResult.Revealed.class::isInstance);
        }
    }

    @Test
    void commit_resultIsNoText_leavesTheOthersResults() throws InterruptedException {
        registerAttacker();
        TaskId task = submitted(3);
        try (EventSubscription waiting = ledger.subscribe(EventFilter.task(task))) {
            contracts.tasks().ack(intent(), task);
            sendRaw(
                    ContractKind.SESSION_QUEUE,
                    "precommit(uint256,uint256,bytes32,string)",
                    id(task, Hash.keccak256(NO_TEXT), NO_TEXT));
            nodes.forEach(miner -> {
                miner.ack(task);
                miner.precommit(task, hashOf(answerOf(miner)), "with it");
            });
            sendRaw(ContractKind.SESSION_QUEUE, "commit(uint256,uint256,string)", id(task, NO_TEXT));
            nodes.forEach(
                    miner -> assertThat(miner.commit(task, answerOf(miner))).isEqualTo(CommitOutcome.ACCEPTED));

            assertThat(names(drain(waiting))).endsWith("TaskEnded");
            Map<Address, TaskResult> results = new HashMap<>();
            ledger.results(task).forEach(result -> results.put(result.miner(), result));
            assertThat(results).hasSize(3);
            for (LedgerAccount miner : nodes) {
                assertThat(results.get(miner.address()))
                        .isInstanceOfSatisfying(
                                TaskResult.Revealed.class,
                                result -> assertThat(result.text()).isEqualTo(answerOf(miner)));
            }
            // Paid by a contract that compares bytes; whoever hashes the text that he reads finds that it is another.
            assertThat(results.get(attacker.address())).isInstanceOfSatisfying(TaskResult.Revealed.class, result -> {
                assertThat(result.text()).isEqualTo(READS_AS);
                assertThat(hashOf(result.text())).isNotEqualTo(result.precommit());
            });
        }
    }

    @Test
    void announceKey_announcementIsNoText_leavesTheOthersKeys() throws InterruptedException {
        registerAttacker();
        try (EventSubscription everybody = ledger.subscribe(EventFilter.all())) {
            inOneBlock(
                    raw(ContractKind.NODE_POOL, "announceKey(string)", NO_TEXT),
                    () -> nodes.get(0).announceKey("key anew"));

            assertThat(names(drain(everybody))).containsExactlyInAnyOrder("KeyAnnounced", "KeyAnnounced");
        }
        assertThat(ledger.nodes())
                .extracting(NodeRegistration::keyAnnouncement)
                .containsExactlyInAnyOrder("key anew", "key of second", READS_AS);
        assertThat(ledger.node(nodes.get(0).address()).orElseThrow().keyAnnouncement())
                .isEqualTo("key anew");
    }

    @Test
    void grantAccess_envelopeIsNoText_leavesTheOthersTasks() throws InterruptedException {
        SessionId own = contracts
                .sessions()
                .open(intent(), terms(2).pricePerResult(TokenAmount.ZERO).build())
                .session();
        TaskId hostile = contracts
                .tasks()
                .submit(intent(), own, TaskSubmission.of("data", "reference"))
                .task();
        TaskId honest = submitted(2);
        try (EventSubscription node =
                ledger.subscribe(EventFilter.miner(nodes.get(0).address()))) {
            inOneBlock(
                    raw(ContractKind.SESSION_QUEUE, "grantAccess(uint256,uint256,string)", id(hostile, NO_TEXT)),
                    () -> client.grantAccess(honest, "envelope"));

            assertThat(names(drain(node))).containsExactly("TaskAccessGranted", "TaskAccessGranted");
        }
        assertThat(ledger.task(honest).envelope()).contains("envelope");
        assertThat(ledger.task(hostile).envelope()).contains(READS_AS);
        assertThat(ledger.openTasks(nodes.get(0).address())).hasSize(2);
    }

    private LedgerAccount account(String name) {
        TransactionSigner signer = network.signer(name);
        ledger.fund(signer.address(), MONEY);
        return ledger.account(signer);
    }

    private LedgerAccount node(String name) {
        LedgerAccount node = account(name);
        node.register(STAKE, "key of " + name);
        return node;
    }

    private void registerAttacker() {
        contracts.token().approve(intent(), network.addresses().of(ContractKind.NODE_STAKING), STAKE);
        contracts.nodes().register(intent(), STAKE, "key of attacker");
    }

    private static SessionTerms.Builder terms(int redundancy) {
        return SessionTerms.builder("test").redundancy(redundancy).maxNodes(redundancy);
    }

    private TaskId submitted(int redundancy) {
        SessionId session = client.openSession(
                terms(redundancy).pricePerResult(TokenAmount.ofCor("1")).build());
        client.depositToSession(session, TokenAmount.ofCor("10"));
        return client.submit(session, TaskSubmission.of("data", "reference"));
    }

    private static String answerOf(LedgerAccount miner) {
        return "answer of " + miner.address();
    }

    private void answerAll(TaskId task) {
        nodes.forEach(miner -> {
            miner.ack(task);
            miner.precommit(task, hashOf(answerOf(miner)), "with it");
        });
        nodes.forEach(miner -> assertThat(miner.commit(task, answerOf(miner))).isEqualTo(CommitOutcome.ACCEPTED));
    }

    private String intent() {
        return "intent " + ++intents;
    }

    private static Object[] id(TaskId task, Object... rest) {
        List<Object> arguments = new ArrayList<>(List.of(task.session().value(), task.number()));
        arguments.addAll(List.of(rest));
        return arguments.toArray();
    }

    private TransactionReceipt sendRaw(ContractKind kind, String signature, Object... arguments) {
        return outbox.send(intent(), raw(kind, signature, arguments));
    }

    /** A call whose texts are given as the bytes that they are sent as. */
    private TransactionRequest raw(ContractKind kind, String signature, Object... arguments) {
        AbiFunction layout = AbiFunction.parse("function " + signature.replace("string", "bytes"));
        byte[] data = layout.encode(arguments);
        byte[] selector = AbiFunction.parse("function " + signature).selector();
        System.arraycopy(selector, 0, data, 0, selector.length);
        return TransactionRequest.to(network.addresses().of(kind), data);
    }

    /** Has both mined in the same block, the attacker's first or second. */
    private void inOneBlock(TransactionRequest hostile, Runnable honest) throws InterruptedException {
        network.anvil().setAutomine(false);
        PendingTransaction first = outbox.submit(intent(), hostile);
        Thread second = new Thread(honest, "honest");
        second.start();
        while (!network.anvil().call("txpool_status").get("pending").asText().equals("0x2")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        network.anvil().mine();
        second.join();
        TransactionReceipt receipt = first.await(Duration.ofMinutes(1));
        network.anvil().setAutomine(true);
        assertThat(network.anvil().blockNumber()).isEqualTo(receipt.blockNumber());
    }

    private static List<LedgerEvent> drain(EventSubscription events) throws InterruptedException {
        List<LedgerEvent> seen = new ArrayList<>();
        for (Optional<LedgerEvent> next = events.next(Duration.ZERO);
                next.isPresent();
                next = events.next(Duration.ZERO)) {
            seen.add(next.get());
        }
        return seen;
    }

    private static List<String> names(List<LedgerEvent> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }
}
