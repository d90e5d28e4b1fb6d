package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionMode;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.internal.abi.Abi;
import network.cortensor.sdk.staking.internal.abi.AbiEvent;
import network.cortensor.sdk.staking.internal.abi.AbiFunction;
import network.cortensor.sdk.staking.internal.abi.AbiParameters;
import network.cortensor.sdk.staking.internal.contract.Declarations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The generations of the network's contracts, played by tiny contracts that have their selectors, keep the calls that they get,
 * and answer with what the test made up.
 */
class GenerationsTest {
    private static final Address OWNER = Address.parse("0x1111111111111111111111111111111111111111");
    private static final Address MINER = Address.parse("0x2222222222222222222222222222222222222222");
    private static final Hash HASH = Hash.parse("0x" + "ab".repeat(32));
    private static final Hash NOTHING = Hash.decode(new byte[32]);
    private static final SessionTerms TERMS = SessionTerms.builder("named")
            .minNodes(2)
            .maxNodes(5)
            .redundancy(3)
            .validators(1)
            .mode(SessionMode.DEDICATED)
            .reservePeriod(Duration.ofMillis(299_001))
            .maxTasks(6)
            .model(4)
            .build();
    private static final SessionRequest REQUEST =
            SessionRequest.of(TERMS).metadata("about").serviceLevel(2).reserveNodes(true);

    private static DevelopmentChain chain;

    @BeforeAll
    static void start() {
        chain = DevelopmentChain.empty(GenerationsTest.class);
    }

    @AfterAll
    static void stop() {
        if (chain != null) {
            chain.close();
        }
    }

    /** What the sources say of the three generations, and the files that have them. */
    private enum Played {
        V2025_07("session-2025-07", "queue-2025-07", "SessionV2.2025-07.tensorme", "SessionQueueV2.2025-07.tensorme"),
        V2025_08("session-2025-08", "queue-2025-07", "SessionV2.2025-08.cortigpt", "SessionQueueV2.2025-07.tensorme"),
        V2025_11("session-2025-11", "queue-2025-11", "SessionV2.2025-11.chaplin", "SessionQueueV2.2025-11.chaplin");

        private final String session;
        private final String queue;
        private final String sessionFile;
        private final String queueFile;

        Played(String session, String queue, String sessionFile, String queueFile) {
            this.session = session;
            this.queue = queue;
            this.sessionFile = sessionFile;
            this.queueFile = queueFile;
        }

        Abi session() {
            return Declarations.read(session);
        }

        Abi queue() {
            return Declarations.read(queue);
        }

        Generation generation() {
            return Generation.valueOf(name());
        }

        Generation queueGeneration() {
            return this == V2025_11 ? Generation.V2025_11 : Generation.V2025_07;
        }
    }

    @ParameterizedTest
    @EnumSource(Played.class)
    void open_codeOfAGeneration_isFoundOut(Played played) {
        Contracts contracts = play(played);

        assertThat(contracts.sessions().generation()).isEqualTo(played.generation());
        assertThat(contracts.tasks().generation()).isEqualTo(played.queueGeneration());
    }

    @ParameterizedTest
    @EnumSource(Played.class)
    void commands_anyGeneration_encodeItsForm(Played played) {
        ContractAccount account = play(played).as(chain.outbox(0));

        checkCreate(
                played,
                played.session(),
                account.sessions().create(chain.intent(), REQUEST).receipt());
        TaskQueue.Submitted submitted = submit(account);
        assertThat(submitted.task()).isEqualTo(new TaskId(new SessionId(7), 12));
        checkSubmit(played, played.session(), submitted.receipt());
    }

    @ParameterizedTest
    @EnumSource(Played.class)
    void commands_anyGeneration_areReadByTheNetworksOwnInterface(Played played) {
        Abi session = NetworkInterfaces.read(GenerationsTest.class, played.sessionFile);
        Abi queue = NetworkInterfaces.read(GenerationsTest.class, played.queueFile);
        Contracts contracts = play(played);
        ContractAccount account = contracts.as(chain.outbox(0));

        checkCreate(
                played,
                session,
                account.sessions().create(chain.intent(), REQUEST).receipt());
        checkSubmit(played, session, submit(account).receipt());
        TransactionReceipt receipt = account.tasks()
                .precommit(chain.intent(), new TaskId(new SessionId(7), 12), HASH, "along")
                .receipt();
        assertThat(decoded(queue, receipt)).isEqualTo(List.of(number(7), number(12), HASH, "along"));
        receipt = account.tasks()
                .ack(chain.intent(), new TaskId(new SessionId(7), 12))
                .receipt();
        assertThat(decoded(queue, receipt)).isEqualTo(List.of(number(7), number(12)));
        // Every declaration that we wrote down is one of the file, results included.
        assertThat(declarations(session)).containsAll(declarations(played.session()));
        assertThat(declarations(queue)).containsAll(declarations(played.queue()));
        System.out.println(played + ": " + declarations(played.session()).size() + " and "
                + declarations(played.queue()).size() + " declarations are those of the network's files");
    }

    @ParameterizedTest
    @EnumSource(Played.class)
    void reads_anyGeneration_areTheSameDomainTypes(Played played) {
        Contracts contracts = play(played);

        SessionRecord session = contracts.sessions().record(new SessionId(7)).value();
        assertThat(session.id()).isEqualTo(new SessionId(7));
        assertThat(session.owner()).isEqualTo(OWNER);
        assertThat(session.routers()).containsExactly(new Router(MINER, "https://router"));
        assertThat(session.isActive()).isTrue();
        assertThat(session.createdAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(session.limits().isPresent()).isEqualTo(played != Played.V2025_07);
        TaskRecord task =
                contracts.tasks().record(new TaskId(new SessionId(7), 12)).value();
        assertThat(task.data()).isEqualTo("task data");
        assertThat(task.miners()).containsExactly(MINER, OWNER);
        assertThat(task.finishedAt()).isEmpty();
        assertThat(contracts.tasks().answers(task.id()).value())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.text()).contains("text");
                            assertThat(first.precommit()).contains(HASH);
                        },
                        second -> {
                            assertThat(second.text()).isEmpty();
                            assertThat(second.precommit()).isEmpty();
                        });
        Refused.because(
                Reason.UNKNOWN_CONTRACT, () -> contracts.tasks().task(task.id()).value());
        Refused.because(
                Reason.UNKNOWN_CONTRACT,
                () -> contracts.sessions().session(session.id()).value());
        Refused.because(Reason.UNKNOWN_CONTRACT, () -> contracts.tasks().taskByReference(session.id(), "reference"));
        Refused.because(
                Reason.UNKNOWN_CONTRACT,
                () -> contracts.as(chain.outbox(0)).tasks().tick("never sent", task.id()));
    }

    @Test
    void open_termsWithAPrice_areRefusedWhereTheContractTakesNone() {
        ContractAccount account = play(Played.V2025_11).as(chain.outbox(0));
        SessionTerms priced = SessionTerms.builder("priced").pricePerResult(COR).build();

        Refused.because(Reason.UNKNOWN_CONTRACT, () -> account.sessions().open(chain.intent(), priced));
    }

    @Test
    void open_codeWithOtherForms_isRefusedAndNamesWhatWasFound() {
        AbiFunction submit = Played.V2025_07.session().function("submit");
        AbiFunction create = Played.V2025_08.session().function("create");
        Address onlySubmit = deploy(new DispatcherCode().answers(submit, new byte[0]));
        Address newCreateOnly = deploy(new DispatcherCode().answers(create, new byte[0]));
        Address nothing = deploy(new DispatcherCode());

        assertUnknown(onlySubmit, "only [submit 0x17748e1a]");
        assertUnknown(newCreateOnly, "only [create 0xce16934c]");
        assertUnknown(nothing, "none of these");
        assertThatThrownBy(() -> open(OWNER, OWNER)).isInstanceOfSatisfying(LedgerRefusedException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CONTRACT);
            assertThat(e.expected()).isEqualTo("code");
        });
    }

    @Test
    void open_minimalProxy_isReadAtItsTarget() {
        Address session = deploy(session(Played.V2025_11));
        Address queue = deploy(queue(Played.V2025_11));
        byte[] proxy = HexFormat.of()
                .parseHex("363d3d373d3d3d363d73"
                        + HexFormat.of().formatHex(session.bytes())
                        + "5af43d82803e903d91602b57fd5bf3");
        chain.anvil().setCode(MINER, proxy);

        Contracts contracts = open(MINER, queue);

        assertThat(contracts.sessions().generation()).isEqualTo(Generation.V2025_11);
        assertThat(contracts.sessions().address()).isEqualTo(MINER);
        assertThat(contracts.sessions().exists(new SessionId(1)).value()).isTrue();
    }

    @Test
    void open_proxyOfEip1967_isReadAtItsImplementationAndRefusedIfThatIsUnknown() {
        Address session = deploy(session(Played.V2025_08));
        Address queue = deploy(queue(Played.V2025_07));
        String slot = "360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
        // CALLDATACOPY; DELEGATECALL to what the slot holds; RETURNDATACOPY; RETURN
        byte[] proxy = HexFormat.of().parseHex("365f5f375f5f365f7f" + slot + "545af43d5f5f3e3d5ff3");
        Address address = Address.parse("0x3333333333333333333333333333333333333333");
        chain.anvil().setCode(address, proxy);
        chain.anvil().setStorage(address, Hash.parse("0x" + slot), word(session));

        assertThat(open(address, queue).sessions().generation()).isEqualTo(Generation.V2025_08);
        assertThat(open(address, queue).sessions().exists(new SessionId(1)).value())
                .isTrue();

        chain.anvil().setStorage(address, Hash.parse("0x" + slot), word(deploy(new DispatcherCode())));
        assertUnknown(address, "which the proxy runs");
    }

    @Test
    void resolve_sessionOfAGeneration_findsWhatItNames() {
        Address session = deploy(session(Played.V2025_11)
                .answers(getter("getSessionQueueAddress"), encoded("address", MINER))
                .answers(getter("getACLAddress"), encoded("address", Address.decode(new byte[20]))));

        ContractAddresses found = Contracts.resolve(chain.chain(), session);

        assertThat(found.asMap().keySet()).containsExactly(ContractKind.SESSION, ContractKind.SESSION_QUEUE);
        assertThat(found.of(ContractKind.SESSION_QUEUE)).isEqualTo(MINER);
        Refused.because(Reason.UNKNOWN_CONTRACT, () -> Contracts.resolve(chain.chain(), deploy(new DispatcherCode())));
    }

    private static AbiFunction getter(String name) {
        return Played.V2025_11.session().function(name);
    }

    private static byte[] encoded(String type, Object value) {
        return AbiParameters.parse(type).encode(value);
    }

    private void assertUnknown(Address session, String found) {
        assertThatThrownBy(() -> open(session, session)).isInstanceOfSatisfying(LedgerRefusedException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CONTRACT);
            assertThat(e.attempt()).contains(session.toString()).contains("SessionV2");
            assertThat(e.expected()).contains("V2025_11").contains("submit 0xa00ffe19");
            assertThat(e.found()).contains(found);
        });
    }

    private static TaskQueue.Submitted submit(ContractAccount account) {
        return account.tasks()
                .submit(
                        chain.intent(),
                        new SessionId(7),
                        new TaskSubmission(
                                "data",
                                "reference",
                                Duration.ofMillis(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(9)),
                        SessionMode.HYBRID,
                        InferenceParameters.builder().template("system").topK(9).build());
    }

    private static void checkCreate(Played played, Abi abi, TransactionReceipt receipt) {
        List<Object> expected = new ArrayList<>(List.of(
                "named", "about", chain.address(0), number(2), number(5), number(3), number(1), number(2), true));
        if (played != Played.V2025_07) {
            expected.addAll(List.of(number(2), number(4), number(300), number(6)));
        }
        assertThat(decoded(abi, receipt)).isEqualTo(expected);
    }

    private static void checkSubmit(Played played, Abi abi, TransactionReceipt receipt) {
        List<Object> expected = new ArrayList<>(List.of(
                number(7),
                number(1),
                "data",
                number(1),
                "system",
                List.of(number(1024), number(70), number(100), number(9), number(100), number(0), number(0))));
        if (played == Played.V2025_11) {
            expected.add(List.of(number(1), number(0), number(0), number(0), number(0), number(0)));
        }
        expected.add("reference");
        assertThat(decoded(abi, receipt)).isEqualTo(expected);
    }

    /** The first log of a played contract is the call that it got. */
    private static List<Object> decoded(Abi abi, TransactionReceipt receipt) {
        byte[] call = receipt.logs().get(0).data();
        return abi.function(call).orElseThrow().decodeInput(call);
    }

    private static List<String> declarations(Abi abi) {
        List<String> all = new ArrayList<>();
        abi.functions()
                .forEach(function ->
                        all.add(function.signature() + function.outputs().signature() + function.isReadOnly()));
        abi.events()
                .forEach(event -> all.add(event.signature() + event.parameters().names()));
        abi.errors().forEach(error -> all.add(error.signature()));
        return all;
    }

    private static Contracts play(Played played) {
        return open(deploy(session(played)), deploy(queue(played)));
    }

    private static Contracts open(Address session, Address queue) {
        return Contracts.open(
                chain.chain(),
                ContractAddresses.builder(chain.chain().chainId())
                        .put(ContractKind.SESSION, session)
                        .put(ContractKind.SESSION_QUEUE, queue)
                        .build());
    }

    private static Address deploy(DispatcherCode code) {
        return chain.outbox(0)
                .send(chain.intent(), TransactionRequest.deploy(code.initCode()))
                .created()
                .orElseThrow();
    }

    private static DispatcherCode session(Played played) {
        Abi abi = played.session();
        AbiEvent created = abi.event("SessionCreated");
        AbiEvent submitted = abi.event("TaskSubmitted");
        AbiFunction getSession = abi.function("getSession");
        return new DispatcherCode()
                .records(
                        abi.function("create"),
                        created.topic().bytes(),
                        created.parameters().encode(7, HASH, OWNER, List.of(MINER)))
                .records(
                        abi.function("submit"),
                        submitted.topic().bytes(),
                        submitted.parameters().encode(7, 12, "data", "reference"))
                .answers(abi.function("doesSessionExist"), encoded("bool", true))
                .answers(getSession, getSession.outputs().encode(sessionStruct(played)));
    }

    private static List<Object> sessionStruct(Played played) {
        List<Object> struct = new ArrayList<>(List.of(
                7,
                HASH,
                "name",
                "metadata",
                1,
                1_700_000_000L,
                1_700_000_001L,
                OWNER,
                List.of(MINER),
                List.of(),
                0,
                2,
                1,
                3,
                0,
                List.of("https://router"),
                List.of(MINER)));
        if (played != Played.V2025_07) {
            struct.addAll(List.of(1, 4, 300, 5));
        }
        return struct;
    }

    private static DispatcherCode queue(Played played) {
        Abi abi = played.queue();
        List<Object> task = List.of(12, 99, 7, "task data", List.of(MINER, OWNER), false, 1, 1_700_000_002L, 0, 0, 0);
        List<Object> other = List.of(11, 98, 7, "other", List.of(), true, 4, 1_700_000_000L, 0, 0, 1_700_000_001L);
        List<Address> miners = List.of(MINER, OWNER);
        AbiFunction results = abi.function("getTaskResults");
        AbiFunction hashes = abi.function("getTaskResultHashes");
        AbiFunction tasks = abi.function("getTasksBySessionId");
        DispatcherCode code = new DispatcherCode()
                .records(abi.function("precommit"), HASH.bytes(), new byte[0])
                .records(abi.function("ack"), HASH.bytes(), new byte[0])
                .answers(abi.function("commit"), new byte[0])
                .answers(results, results.outputs().encode(miners, List.of("text", "")))
                .answers(hashes, hashes.outputs().encode(miners, List.of(HASH, NOTHING)))
                .answers(tasks, tasks.outputs().encode(List.of(other, task)));
        if (played == Played.V2025_11) {
            AbiFunction both = abi.function("getTaskResultsAndHashes");
            AbiFunction one = abi.function("getTask");
            code.answers(one, one.outputs().encode(task))
                    .answers(both, both.outputs().encode(miners, List.of("text", ""), List.of(HASH, NOTHING)));
        }
        return code;
    }

    private static Hash word(Address address) {
        byte[] word = new byte[Hash.LENGTH];
        System.arraycopy(address.bytes(), 0, word, Hash.LENGTH - Address.LENGTH, Address.LENGTH);
        return Hash.decode(word);
    }

    private static BigInteger number(long value) {
        return BigInteger.valueOf(value);
    }
}
