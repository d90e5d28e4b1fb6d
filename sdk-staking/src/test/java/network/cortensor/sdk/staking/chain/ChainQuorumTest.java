package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.RpcError;
import network.cortensor.sdk.staking.internal.rpc.SendRefusedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Three endpoints of which two have to agree: what one that lies, lags or fails can do, and what two can.
 *
 * <p>The endpoints take turns in being asked first, so that after three questions each of them was.
 */
class ChainQuorumTest {

    private static final Hash SLOT = Hash.parse("0x" + "00".repeat(31) + "05");
    private static final Hash VALUE = Hash.parse("0x" + "5a".repeat(32));
    private static final String OTHER = "0x" + "77".repeat(32);
    private static final Address RICH = Address.parse("0x" + "42".repeat(20));
    private static final Address PAYEE = Address.parse("0x" + "43".repeat(20));
    private static final BigInteger RICHES = BigInteger.valueOf(1_000_000);

    private static Anvil anvil;
    private static TransactionReceipt receipt;

    private Witnesses witnesses;

    @BeforeAll
    static void startNode() {
        anvil = Anvil.start(ChainQuorumTest.class);
        Contracts.install(anvil);
        anvil.setBalance(RICH, RICHES);
        anvil.setNonce(RICH, 9);
        anvil.setStorage(Contracts.ECHO, SLOT, VALUE);
        anvil.mine();
        try (Chain chain = Chain.open(ChainOptions.of(anvil.uri()))) {
            Hash sent = chain.send(new Sender(anvil, anvil.account(0)).call(0, Contracts.LOGGER, new byte[] {1}));
            anvil.awaitMined(sent);
            receipt = chain.receipt(sent).orElseThrow();
        }
        anvil.mine(3);
    }

    @AfterAll
    static void stopNode() {
        // It is missing where anvil is.
        if (anvil != null) {
            anvil.close();
        }
    }

    @BeforeEach
    void startProxies() {
        witnesses = new Witnesses(anvil, 3);
    }

    @AfterEach
    void stopProxies() {
        witnesses.close();
    }

    private static LogQuery logsOfAll() {
        return new LogQuery(Set.of(Contracts.LOGGER), Set.of(), 0, receipt.blockNumber() + 1);
    }

    /** What is asked, what is right, and how one endpoint answers it wrongly. */
    private record Question(Function<Chain, Object> ask, Object right) {}

    private static Arguments lie(String name, String method, Fault.Lie lie, Function<Chain, Object> ask, Object right) {
        return argumentSet(name, method, lie, new Question(ask, right));
    }

    static Stream<Arguments> lies() {
        BlockId latest = BlockId.latest();
        Function<Chain, Object> call = chain -> HexFormat.of()
                .formatHex(chain.call(Call.to(Contracts.ECHO, new byte[] {5}), latest)
                        .value());
        Function<Chain, Object> header =
                chain -> chain.header(BlockId.number(2)).value().number();
        Function<Chain, Object> logs = chain -> chain.logs(logsOfAll()).size();
        Function<Chain, Object> logsAt = chain -> {
            Instant time =
                    chain.header(BlockId.number(receipt.blockNumber())).value().timestamp();
            return chain.logsAt(time, Set.of(Contracts.LOGGER), Set.of()).stream()
                    .map(ChainLog::transaction)
                    .toList();
        };
        Object logged = receipt == null ? List.of() : List.of(receipt.transaction());
        Function<Chain, Object> receipts =
                chain -> chain.receipts(receipt.blockHash()).toString();
        Function<Chain, Object> receiptOf = chain -> chain.receipt(receipt.transaction())
                .map(TransactionReceipt::gasUsed)
                .orElseThrow();
        BigInteger gasUsed = receipt == null ? BigInteger.ZERO : receipt.gasUsed();
        return Stream.of(
                lie(
                        "lying balance",
                        "eth_getBalance",
                        Fault.quantityOff(1),
                        chain -> chain.balance(RICH, latest).value(),
                        RICHES),
                lie(
                        "wrong nonce",
                        "eth_getTransactionCount",
                        Fault.quantityOff(3),
                        chain -> chain.transactionCount(RICH, latest).value(),
                        9L),
                lie(
                        "lying storage",
                        "eth_getStorageAt",
                        Fault.dataFlipped(),
                        chain -> chain.storage(Contracts.ECHO, SLOT, latest).value(),
                        VALUE),
                lie(
                        "lying code",
                        "eth_getCode",
                        Fault.dataFlipped(),
                        chain -> chain.code(Contracts.ECHO, latest).value().length,
                        7),
                lie("lying call", "eth_call", Fault.dataFlipped(), call, "05"),
                lie("revert that is none", "eth_call", Fault.error(3, "execution reverted"), call, "05"),
                lie("call of another form", "eth_call", Fault.answer("0x5"), call, "05"),
                lie("header with another state", "eth_getBlockByNumber", Fault.field("stateRoot", OTHER), header, 2L),
                lie("header with another hash", "eth_getBlockByNumber", Fault.field("hash", OTHER), header, 2L),
                lie(
                        "header with an extra field",
                        "eth_getBlockByNumber",
                        Fault.field("requestsHash", OTHER),
                        header,
                        2L),
                lie("hidden log", "eth_getLogs", Fault.without(0), logs, 1),
                lie("log with other data", "eth_getLogs", Fault.fieldOf(0, "data", "0x02"), logs, 1),
                lie(
                        "log of another contract",
                        "eth_getLogs",
                        Fault.fieldOf(0, "address", "0x" + "00".repeat(20)),
                        logs,
                        1),
                lie("log of another transaction", "eth_getLogs", Fault.fieldOf(0, "transactionHash", OTHER), logs, 1),
                lie("log that was removed", "eth_getLogs", removed(), logs, 1),
                lie("hidden log of a time", "eth_getLogs", Fault.without(0), logsAt, logged),
                lie(
                        "log of a time in another transaction",
                        "eth_getLogs",
                        Fault.fieldOf(0, "transactionHash", OTHER),
                        logsAt,
                        logged),
                lie("blocks of another time", "eth_getBlockByNumber", Fault.field("timestamp", "0x1"), logsAt, logged),
                lie(
                        "receipt of a block with other gas",
                        "eth_getBlockReceipts",
                        Fault.fieldOf(0, "gasUsed", "0x1"),
                        receipts,
                        ""),
                lie(
                        "receipt of a block that failed",
                        "eth_getBlockReceipts",
                        Fault.fieldOf(0, "status", "0x0"),
                        receipts,
                        ""),
                lie("hidden receipt of a block", "eth_getBlockReceipts", Fault.without(0), receipts, ""),
                lie(
                        "receipt with other gas",
                        "eth_getTransactionReceipt",
                        Fault.field("gasUsed", "0x1"),
                        receiptOf,
                        gasUsed),
                lie(
                        "receipt that failed",
                        "eth_getTransactionReceipt",
                        Fault.field("status", "0x0"),
                        receiptOf,
                        gasUsed),
                lie(
                        "receipt of another block",
                        "eth_getTransactionReceipt",
                        Fault.field("blockHash", OTHER),
                        receiptOf,
                        gasUsed));
    }

    private static Fault.Lie removed() {
        return Fault.lie(result -> {
            result.forEach(log -> ((ObjectNode) log).put("removed", true));
            return result;
        });
    }

    @ParameterizedTest
    @MethodSource("lies")
    void answer_oneOfThreeLies_isOutvotedAndRecorded(String method, Fault.Lie lie, Question question) {
        witnesses.get(1).on(method, lie);
        Chain chain = witnesses.open();
        Object right = question.right().equals("") ? List.of(receipt).toString() : question.right();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(question.ask().apply(chain)).isEqualTo(right);
        }
        assertThat(chain.disagreements()).isNotEmpty().allSatisfy(disagreement -> {
            assertThat(disagreement.answers()).containsKey(witnesses.name(1)).hasSizeBetween(2, 3);
            Hash said = disagreement.answers().get(witnesses.name(1));
            assertThat(disagreement.answers().entrySet())
                    .filteredOn(entry -> !entry.getKey().equals(witnesses.name(1)))
                    .allSatisfy(entry -> assertThat(entry.getValue()).isNotEqualTo(said));
        });
    }

    @Test
    void disagreement_afterOne_asksTheLiarLast() {
        witnesses.get(0).on("eth_getBalance", Fault.quantityOff(1));
        Chain chain = witnesses.open();
        for (int turn = 0; turn < 9; turn++) {
            chain.balance(RICH, BlockId.hash(receipt.blockHash()));
        }
        assertThat(chain.disagreements()).hasSize(1);
    }

    @Test
    void balance_noneAgrees_isRefusedWithEvidence() {
        witnesses.get(0).on("eth_getBalance", Fault.quantityOff(1));
        witnesses.get(1).on("eth_getBalance", Fault.quantityOff(2));
        Chain chain = witnesses.open();
        assertThatThrownBy(() -> chain.balance(RICH, BlockId.latest()))
                .isInstanceOfSatisfying(DisagreementException.class, refused -> {
                    assertThat(refused.disagreement().answers())
                            .containsOnlyKeys(witnesses.name(0), witnesses.name(1), witnesses.name(2));
                    assertThat(refused.disagreement().answers().values()).doesNotHaveDuplicates();
                    assertThat(refused.disagreement().attempt())
                            .contains("balance")
                            .contains("block");
                    assertThat(chain.disagreements()).hasSize(1);
                });
    }

    /** What a quorum means: as many as it asks for can make anything up, if they agree. Use independent endpoints, or proofs. */
    @Test
    void balance_twoOfThreeLieAlike_win() {
        witnesses.get(0).on("eth_getBalance", Fault.quantityOff(1));
        witnesses.get(1).on("eth_getBalance", Fault.quantityOff(1));
        Chain chain = witnesses.open();
        Assured<BigInteger> answer = chain.balance(RICH, BlockId.latest());
        assertThat(answer.value()).isEqualTo(RICHES.add(BigInteger.ONE));
        assertThat(answer.assurance().level()).isEqualTo(AssuranceLevel.QUORUM);
    }

    @Test
    void balance_quorumOfAll_isRefusedByOneLiar() {
        witnesses.get(2).on("eth_getBalance", Fault.quantityOff(1));
        Chain chain = witnesses.open(options -> options.quorum(3));
        assertThatThrownBy(() -> chain.balance(RICH, BlockId.latest())).isInstanceOf(DisagreementException.class);
    }

    @Test
    void assurance_honestEndpoints_countsThem() {
        Chain chain = witnesses.open();
        Assurance two = chain.balance(RICH, BlockId.latest()).assurance();
        assertThat(two.level()).isEqualTo(AssuranceLevel.QUORUM);
        assertThat(two.agreeing()).isEqualTo(2);
        assertThat(two.asked()).isEqualTo(2);
        assertThat(two.blockHash()).isEqualTo(anvil.blockHash(anvil.blockNumber()));
        Chain careless = witnesses.open(options -> options.quorum(1));
        assertThat(careless.balance(RICH, BlockId.latest()).assurance().level()).isEqualTo(AssuranceLevel.ENDPOINT);
    }

    // Lag

    @Test
    void head_oneLags_isTheNewestAndNobodyIsBlamed() {
        witnesses.get(0).lagBy(3);
        Chain chain = witnesses.open();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(chain.head().number()).isEqualTo(anvil.blockNumber());
            assertThat(chain.balance(RICH, BlockId.latest()).value()).isEqualTo(RICHES);
        }
        assertThat(chain.disagreements()).isEmpty();
    }

    @Test
    void head_twoLag_isTheNewestThatTwoHave() {
        witnesses.get(0).lagBy(3);
        witnesses.get(1).lagBy(1);
        Chain chain = witnesses.open();
        assertThat(chain.head().number()).isEqualTo(anvil.blockNumber() - 1);
        assertThatThrownBy(() -> chain.header(BlockId.number(anvil.blockNumber())))
                .isInstanceOf(UnknownBlockException.class)
                .hasMessageContaining(witnesses.name(0))
                .hasMessageContaining(witnesses.name(1));
        assertThat(chain.disagreements()).isEmpty();
    }

    /** A stale block: an endpoint stays where it was, while the chain goes on. */
    @Test
    void head_oneFrozen_goesOn() {
        Chain chain = witnesses.open();
        witnesses.get(2).freezeHead();
        long before = chain.head().number();
        anvil.mine(2);
        assertThat(chain.head().number()).isEqualTo(before + 2);
    }

    @Test
    void logs_oneLags_areNotCutShort() {
        witnesses.get(0).lagBy(100);
        Chain chain = witnesses.open();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(chain.logs(logsOfAll())).containsExactlyElementsOf(receipt.logs());
        }
        assertThat(chain.disagreements()).isEmpty();
    }

    @Test
    void logs_beyondTheHead_areUnknown() {
        Chain chain = witnesses.open();
        long beyond = anvil.blockNumber() + 1;
        assertThatThrownBy(() -> chain.logs(new LogQuery(Set.of(Contracts.LOGGER), Set.of(), 0, beyond)))
                .isInstanceOf(UnknownBlockException.class);
    }

    @Test
    void receipt_oneHidesIt_isFound() {
        witnesses.get(0).on("eth_getTransactionReceipt", Fault.answer(JsonNodeFactory.instance.nullNode()));
        Chain chain = witnesses.open();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(chain.receipt(receipt.transaction())).isPresent();
        }
    }

    @Test
    void receipt_twoHideIt_isNotThereYet() {
        witnesses.get(0).on("eth_getTransactionReceipt", Fault.answer(JsonNodeFactory.instance.nullNode()));
        witnesses.get(1).on("eth_getTransactionReceipt", Fault.answer(JsonNodeFactory.instance.nullNode()));
        assertThat(witnesses.open().receipt(receipt.transaction())).isEmpty();
    }

    @Test
    void receipt_oneInventsIt_isNotThere() {
        witnesses
                .get(0)
                .on(
                        "eth_getTransactionReceipt",
                        Fault.answer(anvil.call("eth_getTransactionReceipt", receipt.transaction())));
        Chain chain = witnesses.open();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(chain.receipt(VALUE)).isEmpty();
        }
    }

    @Test
    void receipt_eachSaysAnother_isRefused() {
        witnesses.get(0).on("eth_getTransactionReceipt", Fault.field("gasUsed", "0x1"));
        witnesses.get(1).on("eth_getTransactionReceipt", Fault.field("gasUsed", "0x2"));
        assertThatThrownBy(() -> witnesses.open().receipt(receipt.transaction()))
                .isInstanceOf(DisagreementException.class);
    }

    // Forks

    @Test
    void head_endpointsOnTwoForks_isBelowTheFork() {
        Anvil.Options twin = Anvil.options().genesis(Instant.ofEpochSecond(1_700_000_000));
        try (Anvil one = Anvil.start(ChainQuorumTest.class, twin);
                Anvil other = Anvil.start(ChainQuorumTest.class, twin)) {
            for (Anvil node : List.of(one, other)) {
                for (int block = 1; block <= 3; block++) {
                    node.setNextBlockTimestamp(Instant.ofEpochSecond(1_700_000_000L + block));
                    node.call("evm_mine");
                }
            }
            one.mine(2);
            other.increaseTime(Duration.ofSeconds(1000));
            other.mine(3);
            assertThat(one.blockHash(3)).isEqualTo(other.blockHash(3));
            assertThat(one.blockHash(4)).isNotEqualTo(other.blockHash(4));
            ChainOptions options = ChainOptions.builder()
                    .endpoint(Endpoint.of(one.uri()))
                    .endpoint(Endpoint.of(other.uri()))
                    .callTimeout(Duration.ofSeconds(60))
                    .build();
            try (Chain chain = Chain.open(options)) {
                assertThat(chain.head().number()).isEqualTo(3);
                assertThat(chain.disagreements())
                        .extracting(Disagreement::attempt)
                        .contains("Read block 5", "Read block 4");
                assertThatThrownBy(() -> chain.header(BlockId.number(4))).isInstanceOf(DisagreementException.class);
            }
        }
    }

    /** One that invents a newest block, and two that are honest at different heads: what those two have is the head. */
    @Test
    void head_oneInventsTheNewestBlockAndOneLags_isWhatTheHonestHave() {
        long height = anvil.blockNumber();
        try (Anvil other = Anvil.start(ChainQuorumTest.class)) {
            other.mine(height);
            JsonNode invented = other.call("eth_getBlockByNumber", "latest", false);
            assertThat(invented.get("hash").textValue())
                    .isNotEqualTo(anvil.blockHash(height).toString());
            witnesses.get(0).lagBy(1);
            witnesses.get(2).on("eth_getBlockByNumber", (request, answer) -> {
                String block = request.path("params").path(0).textValue();
                if (block.equals("latest")) {
                    return answer.set("result", invented);
                }
                return Long.decode(block) == height ? answer.putNull("result") : answer;
            });
            Chain chain = witnesses.open();
            for (int turn = 0; turn < 3; turn++) {
                assertThat(chain.head().number()).isEqualTo(height - 1);
                assertThat(chain.head().hash()).isEqualTo(anvil.blockHash(height - 1));
            }
        }
    }

    @Test
    void head_tooFewEndpointsAnswer_isNotSearchedFurtherDown() {
        Chain chain = witnesses.open(options -> options.retries(0));
        witnesses.get(0).lagBy(1);
        witnesses.get(2).onAll(Fault.dropRequest());
        witnesses.get(1).on("eth_getBlockByNumber", (request, answer) -> {
            boolean latest = request.path("params").path(0).asText().equals("latest");
            return latest ? answer : answer.putNull("result");
        });
        witnesses.get(0).on("eth_getBlockByNumber", Fault.dropAnswer()).after(1);
        assertThatThrownBy(chain::head).isInstanceOf(LedgerUnavailableException.class);
        assertThat(witnesses.get(1).seen("eth_getBlockByNumber")).isEqualTo(2);
    }

    // Many at once

    private static Hash unknown(int seed) {
        return Hash.keccak256(new byte[] {(byte) seed});
    }

    @Test
    void receipts_oneLies_isOutvotedAboutThatOneOnly() {
        List<Hash> asked = List.of(unknown(1), receipt.transaction());
        witnesses.get(1).on("eth_getTransactionReceipt", Fault.field("gasUsed", "0x1"));
        Chain chain = witnesses.open();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(chain.receipts(asked).get(0)).isEmpty();
            assertThat(chain.receipts(asked).get(1).orElseThrow().gasUsed()).isEqualTo(receipt.gasUsed());
        }
        assertThat(chain.disagreements()).isNotEmpty().allSatisfy(disagreement -> {
            assertThat(disagreement.attempt()).contains(receipt.transaction().toString());
            assertThat(disagreement.answers()).containsKey(witnesses.name(1));
        });
    }

    @Test
    void receipts_eachSaysAnother_areRefused() {
        witnesses.get(0).on("eth_getTransactionReceipt", Fault.field("gasUsed", "0x1"));
        witnesses.get(1).on("eth_getTransactionReceipt", Fault.field("gasUsed", "0x2"));
        assertThatThrownBy(() -> witnesses.open().receipts(List.of(unknown(1), receipt.transaction())))
                .isInstanceOf(DisagreementException.class)
                .hasMessageContaining(receipt.transaction().toString());
    }

    @Test
    void receipts_whoIsAskedLater_isAskedForWhatIsOpen() {
        Chain chain = witnesses.open();
        // After the opening it is the turn of the second one.
        witnesses.get(1).onAll(exchange -> {
            JsonNode answers = exchange.forward();
            ((ObjectNode) answers.get(1).get("result")).put("gasUsed", "0x1");
            exchange.reply(answers);
        });
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        witnesses.get(0).onAll(Fault.none(sizes));
        List<Hash> asked = Collections.nCopies(3, receipt.transaction());
        assertThat(chain.receipts(asked))
                .extracting(found -> found.orElseThrow().gasUsed())
                .containsOnly(receipt.gasUsed());
        assertThat(sizes).containsExactly(1);
    }

    @Test
    void receipts_oneTakesNoBatchesAndOneIsDown_areReadAllTheSame() {
        witnesses.get(0).onAll(Fault.noBatches());
        Chain chain = witnesses.open(options -> options.retries(0));
        witnesses.get(2).refuseConnections();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(chain.receipts(List.of(receipt.transaction(), unknown(1))))
                    .extracting(Optional::isPresent)
                    .containsExactly(true, false);
        }
    }

    @Test
    void receipts_oneComesBackAsAnotherChain_isNotCounted() {
        witnesses.get(0).refuseConnections();
        Chain chain = witnesses.open(options -> options.retries(0));
        witnesses.get(0).clear();
        witnesses.get(0).on("eth_chainId", Fault.answer("0x1"));
        assertThat(chain.receipts(List.of(receipt.transaction(), unknown(1)))).hasSize(2);
        witnesses.get(1).refuseConnections();
        assertThatThrownBy(() -> chain.receipts(List.of(receipt.transaction(), unknown(1))))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("serves another chain");
    }

    @Test
    void headers_oneLies_areThoseOfTheOthers() {
        witnesses.get(0).on("eth_getBlockByNumber", Fault.field("stateRoot", OTHER));
        Chain chain = witnesses.open();
        List<Long> numbers = List.of(3L, 1L, 2L);
        for (int turn = 0; turn < 3; turn++) {
            assertThat(chain.headers(numbers))
                    .extracting(BlockHeader::hash)
                    .containsExactly(anvil.blockHash(3), anvil.blockHash(1), anvil.blockHash(2));
        }
        assertThatThrownBy(() -> chain.headers(List.of(1L, anvil.blockNumber() + 1)))
                .isInstanceOf(UnknownBlockException.class);
    }

    // Numbers that endpoints need not agree on

    @Test
    void fees_oneAsksForAFortune_isTheMiddle() {
        witnesses.get(0).on("eth_feeHistory", Fault.lie(result -> {
            ((ObjectNode) result).putArray("baseFeePerGas").add("0xffffffffffffffff");
            return result;
        }));
        Chain chain = witnesses.open();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(chain.fees().baseFeePerGas()).isLessThan(BigInteger.TEN.pow(10));
        }
    }

    @Test
    void estimateGas_oneExaggerates_isTheMiddle() {
        witnesses.get(0).on("eth_estimateGas", Fault.answer("0xffffffff"));
        Chain chain = witnesses.open();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(chain.estimateGas(Call.to(Contracts.ECHO, new byte[1]))).isLessThan(BigInteger.valueOf(100_000));
        }
    }

    @Test
    void estimateGas_oneSaysItReverts_isOutvoted() {
        witnesses.get(0).on("eth_estimateGas", Fault.error(3, "execution reverted"));
        Chain chain = witnesses.open();
        assertThat(chain.estimateGas(Call.to(Contracts.ECHO, new byte[1]))).isPositive();
        assertThat(chain.disagreements()).hasSize(1);
    }

    @Test
    void pendingTransactionCount_oneLies_isThatOfTheOthers() {
        witnesses.get(0).on("eth_getTransactionCount", Fault.quantityOff(100));
        assertThat(witnesses.open().pendingTransactionCount(RICH)).isEqualTo(9);
        witnesses.get(0).clear();
        witnesses.get(0).on("eth_getTransactionCount", Fault.quantityOff(-5));
        assertThat(witnesses.open().pendingTransactionCount(RICH)).isEqualTo(9);
    }

    // Evidence that proves itself

    @Test
    void proof_firstProvesNothing_comesFromAnother() {
        witnesses.get(0).on("eth_getProof", Fault.field("balance", "0x1"));
        Chain chain = witnesses.open();
        for (int turn = 0; turn < 3; turn++) {
            BigInteger balance = chain.proof(RICH, List.of(), chain.head().hash(), evidence -> {
                if (!evidence.balance().equals(RICHES)) {
                    throw new LedgerEvidenceException("it proves nothing");
                }
                return evidence.balance();
            });
            assertThat(balance).isEqualTo(RICHES);
        }
    }

    @Test
    void proof_noneHolds_isRefused() {
        Chain chain = witnesses.open();
        assertThatThrownBy(() -> chain.proof(RICH, List.of(), chain.head().hash(), evidence -> {
                    throw new LedgerEvidenceException("it proves nothing");
                }))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("it proves nothing")
                .hasMessageContaining("http://127.0.0.1:");
    }

    // Sending

    private static byte[] signed(int account) {
        Anvil.Account from = anvil.account(account);
        return new Sender(anvil, from).transfer(anvil.transactionCount(from.address()), PAYEE);
    }

    @Test
    void send_oneFailsAndOneRefuses_isTakenByTheThird() {
        witnesses.get(0).on("eth_sendRawTransaction", Fault.dropRequest());
        witnesses.get(1).on("eth_sendRawTransaction", Fault.refusal(-32000, "insufficient funds"));
        byte[] transaction = signed(1);
        assertThat(witnesses.open().send(transaction)).isEqualTo(Hash.keccak256(transaction));
        anvil.awaitMined(Hash.keccak256(transaction));
    }

    @Test
    void send_oneIsSilent_doesNotWaitForIt() {
        witnesses.get(0).on("eth_sendRawTransaction", Fault.silence());
        byte[] transaction = signed(2);
        assertThat(witnesses
                        .open(options -> options.callTimeout(Duration.ofDays(1)))
                        .send(transaction))
                .isEqualTo(Hash.keccak256(transaction));
    }

    @Test
    void send_oneAnswersWithAnotherHash_isNotBelieved() {
        Chain chain = witnesses.open();
        witnesses.all().forEach(proxy -> proxy.on("eth_sendRawTransaction", Fault.answer(OTHER)));
        assertThatThrownBy(() -> chain.send(signed(3)))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("another one");
    }

    @Test
    void send_allRefuse_saysTheWeightiestReason() {
        witnesses.get(0).on("eth_sendRawTransaction", Fault.refusal(-32000, "something else s3cr3t"));
        witnesses.get(1).on("eth_sendRawTransaction", Fault.refusal(-32000, "nonce too low: next nonce 5, tx nonce 4"));
        witnesses.get(2).on("eth_sendRawTransaction", Fault.refusal(-32000, "transaction underpriced"));
        Chain chain = witnesses.open();
        assertThatThrownBy(() -> chain.send(signed(4)))
                .isInstanceOfSatisfying(
                        SendRefusedException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(RpcError.Kind.NONCE_TOO_LOW))
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain("s3cr3t"));
    }

    @Test
    void send_someRefuseAndOneDoesNotAnswer_isOpen() {
        witnesses.get(0).on("eth_sendRawTransaction", Fault.refusal(-32000, "nonce too low"));
        witnesses.get(1).on("eth_sendRawTransaction", Fault.refusal(-32000, "nonce too low"));
        witnesses.get(2).on("eth_sendRawTransaction", Fault.dropRequest());
        Chain chain = witnesses.open();
        assertThatThrownBy(() -> chain.send(signed(4)))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining(witnesses.name(2));
    }

    @Test
    void send_answersLostAndSentAgain_isThereOnce() {
        witnesses
                .all()
                .forEach(proxy ->
                        proxy.on("eth_sendRawTransaction", Fault.dropAnswer()).times(1));
        Chain chain = witnesses.open();
        byte[] transaction = signed(5);
        assertThatThrownBy(() -> chain.send(transaction)).isInstanceOf(LedgerUnavailableException.class);
        anvil.awaitMined(Hash.keccak256(transaction));
        assertThat(chain.send(transaction)).isEqualTo(Hash.keccak256(transaction));
        assertThat(anvil.transactionCount(anvil.account(5).address())).isEqualTo(1);
    }

    @Test
    void send_requestDoubled_isThereOnce() {
        witnesses.all().forEach(proxy -> proxy.on("eth_sendRawTransaction", Fault.duplicateRequest()));
        byte[] transaction = signed(6);
        assertThat(witnesses.open().send(transaction)).isEqualTo(Hash.keccak256(transaction));
        anvil.awaitMined(Hash.keccak256(transaction));
        assertThat(anvil.transactionCount(anvil.account(6).address())).isEqualTo(1);
    }

    // Who is there

    @Test
    void open_oneIsDown_worksAndUsesItOnceItIsBack() {
        witnesses.get(0).refuseConnections();
        Chain chain = witnesses.open(options -> options.retries(0));
        assertThat(chain.head().number()).isEqualTo(anvil.blockNumber());
        witnesses.get(0).clear();
        witnesses.get(1).refuseConnections();
        assertThat(chain.balance(RICH, BlockId.latest()).value()).isEqualTo(RICHES);
        assertThat(witnesses.get(0).seen("eth_chainId")).isPositive();
    }

    @Test
    void open_oneIsDownAndComesBackAsAnotherChain_isNeverCounted() {
        witnesses.get(0).refuseConnections();
        Chain chain = witnesses.open(options -> options.retries(0));
        witnesses.get(0).clear();
        witnesses.get(0).on("eth_chainId", Fault.answer("0x1"));
        witnesses.get(1).refuseConnections();
        assertThatThrownBy(() -> chain.balance(RICH, BlockId.latest()))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("serves another chain");
    }

    @Test
    void open_oneServesAnotherChain_isRefused() {
        witnesses.get(2).on("eth_chainId", Fault.answer("0x1"));
        assertThatThrownBy(() -> witnesses.open())
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("serves chain");
        assertThatThrownBy(() -> witnesses.open(options -> options.chainId(31337)))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining(witnesses.name(2) + " serves chain 1");
    }

    @Test
    void open_twoAreDown_isUnavailableAndNamesThem() {
        witnesses.get(0).refuseConnections();
        witnesses.get(1).refuseConnections();
        assertThatThrownBy(() -> witnesses.open(options -> options.retries(0)))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining(witnesses.name(0))
                .hasMessageContaining(witnesses.name(1))
                .hasMessageContaining("2 of 3 endpoints");
    }
}
