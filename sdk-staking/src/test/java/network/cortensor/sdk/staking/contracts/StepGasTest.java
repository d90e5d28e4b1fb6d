package network.cortensor.sdk.staking.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionMode;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import network.cortensor.sdk.staking.chain.Anvil;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps of tasks of the largest size that the contracts allow, 64 miners and 64 validators, whose gas was estimated before
 * everybody else acted. Accounts: 1 to 128 are nodes, 129 owns the sessions.
 */
class StepGasTest {
    private static final int MOST = 64;
    private static final int OWNER = 2 * MOST + 1;
    private static final String ANSWER = "the answer";
    private static final Hash EVIDENCE = Hash.keccak256(ANSWER.getBytes(StandardCharsets.UTF_8));

    private static DevelopmentChain network;
    private static int sessions;

    @BeforeAll
    static void start() {
        network = DevelopmentChain.start(
                StepGasTest.class,
                Anvil.options().accounts(OWNER + 1).gasLimit(2_000_000_000L),
                options -> options.minStake(COR));
        Address staking = bound(ContractKind.NODE_STAKING);
        for (int node = 1; node < OWNER; node++) {
            send(node, ContractKind.COR_TOKEN, "approve", staking, COR.wei());
            send(node, ContractKind.NODE_POOL, "register", COR.wei(), "keys");
        }
        awaitMined();
        assertThat(network.contracts().nodes().count().value()).isEqualTo(2 * MOST);
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void commit_estimatedAsTheFirst_minedAsTheLast_paysAll() {
        TaskId task = precommitted(0);
        int last = assigned(task).get(0);

        TransactionReceipt receipt = whenOthersActFirst(
                () -> network.as(last)
                        .tasks()
                        .commit(network.intent(), task, ANSWER)
                        .receipt(),
                () -> assigned(task).stream()
                        .filter(miner -> miner != last)
                        .forEach(miner -> step(miner, task, "commit", ANSWER)));

        print("the last commit", receipt);
        Task ended = network.contracts().tasks().task(task).value();
        assertThat(ended.status()).isEqualTo(TaskStatus.ENDED);
        assertThat(ended.paid()).isEqualTo(COR.times(MOST));
    }

    @Test
    void validation_estimatedBeforeOthersActed_opensTheRoundOfAllAndPaysAll() {
        TaskId task = precommitted(MOST);
        int last = assigned(task).get(0);

        TransactionReceipt receipt = whenOthersActFirst(
                () -> network.as(last)
                        .tasks()
                        .commit(network.intent(), task, ANSWER)
                        .receipt(),
                () -> assigned(task).stream()
                        .filter(miner -> miner != last)
                        .forEach(miner -> step(miner, task, "commit", ANSWER)));

        print("the last commit before validation", receipt);
        assertThat(network.contracts().tasks().task(task).value().status()).isEqualTo(TaskStatus.COMMITTED);
        ValidationRound round =
                network.contracts().validation().round(task).value().orElseThrow();
        assertThat(round.validators()).hasSize(MOST);
        int first = account(round.validators().get(0));
        int second = account(round.validators().get(1));
        Address miner = round.miners().get(0);
        List<Address> others = round.miners().subList(1, MOST);
        for (Address validator : round.validators()) {
            boolean waits = account(validator) == first || account(validator) == second;
            judge(account(validator), task, waits ? others : round.miners());
        }
        awaitMined();

        TransactionReceipt verdict = whenOthersActFirst(
                () -> network.as(first)
                        .validation()
                        .judge(network.intent(), task, miner, true, EVIDENCE)
                        .receipt(),
                () -> judge(second, task, List.of(miner)));

        print("the last verdict", verdict);
        assertThat(network.contracts().tasks().task(task).value().paid()).isEqualTo(COR.times(MOST));
    }

    /** Takes the command's transaction from the node once it is sent, and gives it back when the others have acted. */
    private static TransactionReceipt whenOthersActFirst(Supplier<TransactionReceipt> command, Runnable others) {
        network.anvil().setAutomine(false);
        CompletableFuture<TransactionReceipt> receipt;
        JsonNode taken;
        try {
            receipt = CompletableFuture.supplyAsync(command);
            while (pending() == 0 && !receipt.isDone()) {
                pause();
            }
            JsonNode waiting = network.anvil().call("txpool_content").get("pending");
            assertThat(waiting).hasSize(1);
            JsonNode transaction = waiting.elements().next().elements().next();
            taken = network.anvil().call("eth_getRawTransactionByHash", transaction.get("hash"));
            network.anvil().dropAllTransactions();
        } finally {
            network.anvil().setAutomine(true);
        }
        others.run();
        awaitMined();
        network.anvil().call("eth_sendRawTransaction", taken);
        return receipt.join();
    }

    private static long pending() {
        return Long.decode(network.anvil().call("txpool_status").get("pending").textValue());
    }

    private static void awaitMined() {
        while (pending() != 0) {
            pause();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }

    private static TaskId precommitted(int validators) {
        TaskId task = submitted(validators);
        Hash hash = Hash.keccak256(ANSWER.getBytes(StandardCharsets.UTF_8));
        for (int miner : assigned(task)) {
            step(miner, task, "ack");
            step(miner, task, "precommit", hash, "");
        }
        awaitMined();
        assertThat(network.contracts().tasks().task(task).value().status()).isEqualTo(TaskStatus.PRECOMMITTED);
        return task;
    }

    /** A task of as many miners as there can be, with as many candidates to take their places. */
    private static TaskId submitted(int validators) {
        SessionContract.Opened opened = network.as(OWNER)
                .sessions()
                .open(
                        network.intent(),
                        SessionTerms.builder("large " + ++sessions)
                                .minNodes(MOST)
                                .maxNodes(MOST)
                                .redundancy(MOST)
                                .validators(validators)
                                .pricePerResult(COR)
                                .build());
        SessionId session = opened.session();
        IntStream.range(1, OWNER)
                .filter(node -> !opened.miners().contains(network.address(node)))
                .forEach(node ->
                        send(OWNER, ContractKind.SESSION, "addDedicatedNode", session.value(), network.address(node)));
        awaitMined();
        TokenAmount money = COR.times(MOST);
        network.as(OWNER)
                .payments()
                .deposit(
                        network.intent(),
                        session,
                        network.permit(OWNER, network.contracts().payments().address(), money));
        return network.as(OWNER)
                .tasks()
                .submit(
                        network.intent(),
                        session,
                        TaskSubmission.of("data", "large"),
                        SessionMode.HYBRID,
                        InferenceParameters.defaults())
                .task();
    }

    private static List<Integer> assigned(TaskId task) {
        List<Address> miners = network.contracts().tasks().task(task).value().assigned();
        return IntStream.range(1, OWNER)
                .filter(node -> miners.contains(network.address(node)))
                .boxed()
                .toList();
    }

    private static int account(Address address) {
        return IntStream.range(1, OWNER)
                .filter(node -> network.address(node).equals(address))
                .findFirst()
                .orElseThrow();
    }

    private static void judge(int validator, TaskId task, List<Address> miners) {
        send(
                validator,
                ContractKind.SESSION_QUEUE_VALIDATION,
                "giveVerdicts",
                task.session().value(),
                task.number(),
                miners,
                Collections.nCopies(miners.size(), true),
                Collections.nCopies(miners.size(), EVIDENCE));
    }

    private static void step(int miner, TaskId task, String function, Object... rest) {
        Object[] arguments = new Object[rest.length + 2];
        arguments[0] = task.session().value();
        arguments[1] = task.number();
        System.arraycopy(rest, 0, arguments, 2, rest.length);
        send(miner, ContractKind.SESSION_QUEUE, function, arguments);
    }

    /** Sends past the outbox, with gas enough for anything. */
    private static void send(int account, ContractKind to, String function, Object... arguments) {
        network.anvil()
                .call(
                        "eth_sendTransaction",
                        Map.of(
                                "from", network.address(account).toString(),
                                "to", bound(to).toString(),
                                "data", hex(network.contracts().bound(to).calldata(function, arguments)),
                                "gas", "0xf00000"));
    }

    private static String hex(byte[] data) {
        return "0x" + HexFormat.of().formatHex(data);
    }

    private static Address bound(ContractKind kind) {
        return network.contracts().bound(kind).address();
    }

    private static void print(String what, TransactionReceipt receipt) {
        JsonNode sent = network.anvil().call("eth_getTransactionByHash", receipt.transaction());
        System.out.println("StepGasTest: " + what + " of " + MOST + " miners took " + receipt.gasUsed() + " of "
                + Long.decode(sent.get("gas").textValue()) + " units of gas");
    }
}
