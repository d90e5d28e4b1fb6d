package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Answers field by field: each one missing, cut, of another form, or at odds with another. */
class AnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTRACT = "0x" + "11".repeat(20);
    private static final String BLOCK = "0x" + "22".repeat(32);
    private static final String TRANSACTION = "0x" + "33".repeat(32);
    private static final String TOPIC = "0x" + "44".repeat(32);
    private static final String OTHER = "0x" + "99".repeat(32);
    private static final LogQuery QUERY =
            new LogQuery(Set.of(Address.parse(CONTRACT)), Set.of(Hash.parse(TOPIC)), 5, 9);

    private static ObjectNode log(int index) {
        ObjectNode log = JSON.createObjectNode()
                .put("address", CONTRACT)
                .put("data", "0x0102")
                .put("blockNumber", "0x7")
                .put("blockHash", BLOCK)
                .put("transactionHash", TRANSACTION)
                .put("transactionIndex", "0x0")
                .put("logIndex", "0x" + Integer.toHexString(index))
                .put("removed", false);
        log.putArray("topics").add(TOPIC);
        return log;
    }

    private static ObjectNode receipt() {
        ObjectNode receipt = JSON.createObjectNode()
                .put("transactionHash", TRANSACTION)
                .put("blockNumber", "0x7")
                .put("blockHash", BLOCK)
                .put("transactionIndex", "0x0")
                .put("from", "0x" + "55".repeat(20))
                .put("gasUsed", "0x5208")
                .put("effectiveGasPrice", "0x3")
                .put("status", "0x1")
                .putNull("contractAddress");
        receipt.putArray("logs").add(log(0)).add(log(1));
        return receipt;
    }

    private static ArrayNode list(JsonNode... elements) {
        return JSON.createArrayNode().addAll(List.of(elements));
    }

    private static void refused(Runnable reading, String why) {
        assertThatThrownBy(reading::run).as(why).isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void logs_inAnyOrder_areThoseOfTheChain() {
        List<ChainLog> logs = Answers.logs(list(log(12), log(3)), QUERY);
        assertThat(logs).extracting(ChainLog::index).containsExactly(3, 12);
        assertThat(logs.get(0).data()).containsExactly(1, 2);
        assertThat(Answers.logs(list(), QUERY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "address",
                "data",
                "blockNumber",
                "blockHash",
                "transactionHash",
                "transactionIndex",
                "logIndex",
                "topics"
            })
    void log_fieldMissingOrOfAnotherForm_isRefused(String field) {
        List<Consumer<ObjectNode>> changes = List.of(
                log -> log.remove(field),
                log -> log.putNull(field),
                log -> log.put(field, 7),
                log -> log.put(field, ""),
                log -> log.put(field, "0xzz"),
                log -> log.put(field, "0x" + "7".repeat(65)),
                log -> log.putObject(field));
        for (Consumer<ObjectNode> change : changes) {
            ObjectNode log = log(0);
            change.accept(log);
            refused(() -> Answers.logs(list(log), QUERY), log.toString());
        }
    }

    @Test
    void logs_atOdds_areRefused() {
        refused(() -> Answers.logs(JSON.createObjectNode(), QUERY), "no list");
        refused(() -> Answers.logs(list(JSON.nullNode()), QUERY), "null in the list");
        refused(() -> Answers.logs(list(log(0).put("removed", true)), QUERY), "removed");
        refused(() -> Answers.logs(list(log(0), log(0)), QUERY), "twice");
        refused(() -> Answers.logs(list(log(0), log(1).put("blockHash", OTHER)), QUERY), "two hashes of one block");
        refused(() -> Answers.logs(list(log(0), log(1).put("blockNumber", "0x8")), QUERY), "two blocks of one hash");
        refused(() -> Answers.logs(list(log(0), log(1).put("transactionHash", OTHER)), QUERY), "two at one place");
        refused(
                () -> Answers.logs(list(log(0), log(1).put("transactionIndex", "0x1")), QUERY),
                "one transaction at two places");
        refused(
                () -> Answers.logs(
                        list(log(0).put("transactionIndex", "0x1"), log(1).put("transactionHash", OTHER)), QUERY),
                "transactions in another order than their logs");
    }

    @Test
    void logs_notAskedFor_areRefused() {
        refused(() -> Answers.logs(list(log(0).put("address", "0x" + "12".repeat(20))), QUERY), "contract");
        refused(() -> Answers.logs(list(log(0).put("blockNumber", "0x4")), QUERY), "before the range");
        refused(() -> Answers.logs(list(log(0).put("blockNumber", "0xa")), QUERY), "behind the range");
        ObjectNode otherTopic = log(0);
        otherTopic.putArray("topics").add(OTHER).add(TOPIC);
        refused(() -> Answers.logs(list(otherTopic), QUERY), "topic");
        ObjectNode noTopic = log(0);
        noTopic.putArray("topics");
        refused(() -> Answers.logs(list(noTopic), QUERY), "no topic");
        ObjectNode fiveTopics = log(0);
        fiveTopics
                .putArray("topics")
                .add(TOPIC)
                .add(TOPIC)
                .add(TOPIC)
                .add(TOPIC)
                .add(TOPIC);
        refused(() -> Answers.logs(list(fiveTopics), QUERY), "five topics");
    }

    @Test
    void receipt_good_isRead() {
        TransactionReceipt receipt = Answers.receipt(receipt());
        assertThat(receipt.gasUsed()).isEqualTo(BigInteger.valueOf(21_000));
        assertThat(receipt.gasPrice()).isEqualTo(BigInteger.valueOf(3));
        assertThat(receipt.created()).isEmpty();
        assertThat(receipt.logs()).hasSize(2);
        assertThat(Answers.receipt(receipt().put("contractAddress", CONTRACT)).created())
                .contains(Address.parse(CONTRACT));
        ObjectNode old = receipt();
        old.remove("effectiveGasPrice");
        assertThat(Answers.receipt(old).gasPrice()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transactionHash",
                "blockNumber",
                "blockHash",
                "transactionIndex",
                "from",
                "gasUsed",
                "status",
                "logs"
            })
    void receipt_fieldMissingOrOfAnotherForm_isRefused(String field) {
        List<Consumer<ObjectNode>> changes = List.of(
                receipt -> receipt.remove(field),
                receipt -> receipt.putNull(field),
                receipt -> receipt.put(field, 1),
                receipt -> receipt.put(field, "0x"),
                receipt -> receipt.put(field, "0x" + "7".repeat(65)));
        for (Consumer<ObjectNode> change : changes) {
            ObjectNode receipt = receipt();
            change.accept(receipt);
            refused(() -> Answers.receipt(receipt), receipt.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blockHash", "transactionHash"})
    void receipt_logOfAnotherPlace_isRefused(String field) {
        ObjectNode receipt = receipt();
        ((ObjectNode) receipt.get("logs").get(1)).put(field, OTHER);
        refused(() -> Answers.receipt(receipt), field);
    }

    @Test
    void receipt_atOdds_isRefused() {
        ObjectNode otherNumber = receipt();
        ((ObjectNode) otherNumber.get("logs").get(0)).put("blockNumber", "0x8");
        refused(() -> Answers.receipt(otherNumber), "block number");
        ObjectNode otherIndex = receipt();
        ((ObjectNode) otherIndex.get("logs").get(0)).put("transactionIndex", "0x8");
        refused(() -> Answers.receipt(otherIndex), "transaction index");
        ObjectNode swapped = receipt();
        swapped.putArray("logs").add(log(1)).add(log(0));
        refused(() -> Answers.receipt(swapped), "logs in another order");
        ObjectNode twice = receipt();
        twice.putArray("logs").add(log(1)).add(log(1));
        refused(() -> Answers.receipt(twice), "a log twice");
        refused(() -> Answers.receipt(receipt().put("status", "0x2")), "status");
        refused(() -> Answers.receipt(receipt().put("status", "0x0")), "logs of a transaction that failed");
    }

    @Test
    void receiptsOfBlock_incompleteOrMixed_areRefused() {
        Hash block = Hash.parse(BLOCK);
        ObjectNode second = receipt().put("transactionIndex", "0x1").put("transactionHash", OTHER);
        second.putArray("logs");
        assertThat(Answers.receipts(list(receipt(), second), block)).hasSize(2);
        refused(() -> Answers.receipts(list(second), block), "the first is missing");
        refused(() -> Answers.receipts(list(second, receipt()), block), "in another order");
        refused(() -> Answers.receipts(list(receipt(), receipt()), block), "one twice");
        refused(() -> Answers.receipts(list(receipt()), Hash.parse(OTHER)), "of another block");
        refused(
                () -> Answers.receipts(list(receipt(), second.deepCopy().put("blockNumber", "0x8")), block),
                "of another number");
        refused(
                () -> Answers.receipts(list(receipt(), second.deepCopy().put("transactionHash", TRANSACTION)), block),
                "one transaction at two places");
        ObjectNode gap = receipt();
        gap.putArray("logs").add(log(0)).add(log(2));
        refused(() -> Answers.receipts(list(gap), block), "a log is missing");
        ObjectNode late = receipt();
        late.putArray("logs").add(log(1));
        refused(() -> Answers.receipts(list(late), block), "the first log is missing");
    }

    @Test
    void fees_historyOfOthers_isTheMiddle() throws IOException {
        Fees fees = Answers.fees(JSON.readTree(
                "{\"baseFeePerGas\":[\"0x1\",\"0x2\",\"0x9\"],\"reward\":[[\"0x5\"],[\"0x1\"],[\"0x3\"]]}"));
        assertThat(fees.baseFeePerGas()).isEqualTo(BigInteger.valueOf(9));
        assertThat(fees.priorityFeePerGas()).isEqualTo(BigInteger.valueOf(3));
        assertThat(Answers.fees(JSON.readTree("{\"baseFeePerGas\":[\"0x1\"]}")).priorityFeePerGas())
                .as("a chain without tips")
                .isZero();
        for (String bad : List.of(
                "{}",
                "[]",
                "{\"baseFeePerGas\":[]}",
                "{\"baseFeePerGas\":[1]}",
                "{\"baseFeePerGas\":[\"0x1\"],\"reward\":[[7]]}",
                "{\"baseFeePerGas\":[\"0x1\"],\"reward\":[\"0x1\"]}")) {
            JsonNode json = JSON.readTree(bad);
            refused(() -> Answers.fees(json), bad);
        }
    }

    @Test
    void evidence_ofSomethingElse_isRefused() throws IOException {
        Address account = Address.parse(CONTRACT);
        Hash slot = Hash.parse("0x" + "00".repeat(31) + "05");
        String proof = "{\"address\":\"" + CONTRACT + "\",\"nonce\":\"0x1\",\"balance\":\"0x2\",\"storageHash\":\""
                + BLOCK
                + "\",\"codeHash\":\"" + OTHER + "\",\"accountProof\":[\"0xc0\"],\"storageProof\":[{\"key\":\"0x5\","
                + "\"value\":\"0x6\",\"proof\":[]}]}";
        AccountEvidence evidence = Answers.evidence(JSON.readTree(proof), account, List.of(slot), Hash.parse(BLOCK));
        assertThat(evidence.slots().get(0).key()).isEqualTo(slot);
        assertThat(evidence.slots().get(0).value()).isEqualTo(6);
        for (String bad : List.of(
                proof.replace("\"0x5\"", "\"0x6\""),
                proof.replace(CONTRACT, "0x" + "12".repeat(20)),
                proof.replace("[\"0xc0\"]", "[\"0xc\"]"),
                proof.replace("[\"0xc0\"]", "7"),
                proof.replace("\"nonce\":\"0x1\",", ""),
                proof.replace("\"0x2\"", "2"),
                proof.replace(BLOCK, "0x22"),
                proof.replace(OTHER, "0x99"))) {
            JsonNode json = JSON.readTree(bad);
            refused(() -> Answers.evidence(json, account, List.of(slot), Hash.parse(BLOCK)), bad);
        }
        JsonNode json = JSON.readTree(proof);
        refused(() -> Answers.evidence(json, account, List.of(), Hash.parse(BLOCK)), "a slot too many");
        refused(() -> Answers.evidence(json, account, List.of(slot, slot), Hash.parse(BLOCK)), "a slot too few");
    }

    /** A block of Ethereum as a real node sent it, from the vectors of others. */
    @Test
    void block_ofMainnet_hasItsHashAndAllReceipts() throws IOException {
        Path suite = vectors("receipts");
        BlockHeader header =
                Answers.header(JSON.readTree(suite.resolve("block.json").toFile()));
        assertThat(header.number()).isEqualTo(21_925_176);
        JsonNode json = JSON.readTree(suite.resolve("receipts.json").toFile());
        List<TransactionReceipt> receipts = Answers.receipts(json, header.hash());
        System.out.println("AnswersTest: vectors, 1 block and " + receipts.size() + " receipts read");
        assertThat(receipts).hasSize(202);
        JsonNode logs = JSON.readTree(suite.resolve("logs.json").toFile());
        Address contract = Address.parse(logs.get(0).get("address").textValue());
        LogQuery query = new LogQuery(Set.of(contract), Set.of(), header.number(), header.number());
        assertThat(Answers.logs(logs, query))
                .isEqualTo(receipts.stream()
                        .flatMap(receipt -> receipt.logs().stream())
                        .filter(query::matches)
                        .toList());
    }

    private static Path vectors(String suite) {
        String given = System.getProperty("cortensor.vectors", "").trim();
        if (given.isEmpty()) {
            System.out.println(
                    "SKIPPED: AnswersTest needs -Dcortensor.vectors=<folder of vectors>, suite '" + suite + "'");
        }
        assumeFalse(given.isEmpty(), "-Dcortensor.vectors is not set");
        Path asGiven = Path.of(given);
        Path root = Files.isDirectory(asGiven) ? asGiven : Path.of("..").resolve(asGiven);
        Path folder = Files.isDirectory(root.resolve(suite))
                ? root.resolve(suite)
                : root.resolve("vectors").resolve(suite);
        assertThat(folder)
                .as("-Dcortensor.vectors is set, so the suite must be there")
                .isDirectory();
        return folder;
    }
}
