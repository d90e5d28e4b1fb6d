package network.cortensor.sdk.staking.proof;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.LogQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A block of Ethereum with all its receipts and the proof of an account, which others recorded. */
class MainnetVectorsTest {
    private static final int RECEIPTS = 202;
    private static final int LOGS = 463;
    private static final Address SOMEBODY = Address.decode(new byte[20]);
    private static final Address DEPOSITS = Address.parse("0x00000000219ab540356cbb839cbe05303d7705fa");

    private final JsonNode block = Vectors.receiptsJson(MainnetVectorsTest.class, "block.json");
    private final BlockHeader header = Vectors.header(block);
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<ChainLog> claimed = new ArrayList<>();

    @BeforeEach
    void readReceipts() {
        for (JsonNode receipt : Vectors.receiptsJson(MainnetVectorsTest.class, "receipts.json")) {
            receipts.add(Vectors.receipt(receipt));
            receipt.get("logs").forEach(log -> claimed.add(Vectors.log(log)));
        }
    }

    @Test
    void of_fieldsOfTheBlock_haveItsHash() {
        assertThat(header.hash()).hasToString(block.get("hash").asText());
        assertThat(BlockHeader.decode(header.rlp())).isEqualTo(header);
    }

    @Test
    void check_allReceipts_haveTheHeadersRoot() {
        ReceiptsProof proof = ReceiptsProof.check(header, receipts);

        assertThat(proof.receipts()).hasSize(RECEIPTS);
        assertThat(proof.logs()).hasSize(LOGS);
        proof.requireExactly(claimed);
        System.out.println("Receipts of a block of Ethereum: " + RECEIPTS + " with " + LOGS + " logs have its root");
    }

    @Test
    void check_receiptsAsBytes_areTheSameReceipts() {
        List<Receipt> decoded = receipts.stream()
                .map(receipt -> Receipt.decode(receipt.encoded()))
                .toList();

        assertThat(decoded).isEqualTo(receipts);
        ProofFile file = ProofFile.of(header, decoded);
        ProofFile again = ProofFile.parse(file.toJson().getBytes(StandardCharsets.UTF_8));
        assertThat(again.kind()).isEqualTo(ProofFile.Kind.RECEIPTS);
        assertThat(again.check().facts()).containsEntry("receipts", "202").containsEntry("logs", "463");
    }

    @Test
    void requireExactly_recordedAnswer_isComplete() {
        List<ChainLog> answer = new ArrayList<>();
        Vectors.receiptsJson(MainnetVectorsTest.class, "logs.json").forEach(log -> answer.add(Vectors.log(log)));
        long number = header.number();
        ReceiptsProof proof = ReceiptsProof.check(header, receipts);
        LogQuery query = new LogQuery(Set.of(DEPOSITS), Set.of(), number, number);

        proof.requireExactly(query, answer);
        assertThat(answer).hasSize(1);
        assertThatThrownBy(() -> proof.requireExactly(query, List.of()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("log 251: expected the log of " + DEPOSITS + ", found it left out");
        assertThatThrownBy(() -> proof.requireExactly(query, List.of(answer.get(0), answer.get(0))))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("log 251: expected each log once and in order");
        Hash topic = answer.get(0).topics().get(0);
        proof.requireExactly(new LogQuery(Set.of(DEPOSITS), Set.of(topic), 0, number), answer);
        proof.requireExactly(new LogQuery(Set.of(DEPOSITS), Set.of(header.hash()), 0, number), List.of());
        assertThatThrownBy(() -> proof.requireExactly(
                        new LogQuery(Set.of(DEPOSITS), Set.of(), number + 1, number + 2), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void check_receiptLeftOutDoubledOrMoved_isRefused() {
        for (int i = 0; i < RECEIPTS; i += 3) {
            int at = i;
            refused(list -> list.remove(at), "expected ");
            refused(list -> list.add(at, list.get(at)), "expected the root");
            if (i > 0 && !receipts.get(i).equals(receipts.get(i - 1))) {
                refused(list -> Collections.swap(list, at, at - 1), "expected the root");
            }
        }
        refused(List::clear, "bloom filter");
    }

    @Test
    void check_eachLogAlteredOrLeftOut_isRefused() {
        int lies = 0;
        for (int i = 0; i < RECEIPTS; i++) {
            Receipt receipt = receipts.get(i);
            for (int j = 0; j < receipt.logs().size(); j++) {
                ReceiptLog log = receipt.logs().get(j);
                lies++;
                List<ReceiptLog> without = new ArrayList<>(receipt.logs());
                without.remove(j);
                refuseInstead(i, with(receipt, without));
                if (log.data().length % 5 != 0) {
                    continue;
                }
                lies += 3;
                refuseInstead(
                        i,
                        with(
                                receipt,
                                replaced(
                                        receipt,
                                        j,
                                        ReceiptLog.of(Address.decode(new byte[20]), log.topics(), log.data()))));
                List<Hash> topics = new ArrayList<>(log.topics());
                topics.set(0, header.hash());
                refuseInstead(i, with(receipt, replaced(receipt, j, ReceiptLog.of(log.address(), topics, log.data()))));
                byte[] more = Arrays.copyOf(log.data(), log.data().length + 1);
                refuseInstead(i, with(receipt, replaced(receipt, j, ReceiptLog.of(log.address(), log.topics(), more))));
            }
        }
        System.out.println("Receipts of a block of Ethereum: " + lies + " altered logs, all refused");
        assertThat(lies).isGreaterThan(LOGS);
    }

    @Test
    void requireExactly_eachClaimedLogAltered_isRefusedWithWhatIsWrong() {
        ReceiptsProof proof = ReceiptsProof.check(header, receipts);
        List<ChainLog> truth = claimed;
        for (int i = 0; i < LOGS; i++) {
            ChainLog log = truth.get(i);
            String place = "log " + i + ": ";
            List<ChainLog> without = new ArrayList<>(truth);
            without.remove(i);
            refused(proof, without, place + "expected the log of " + log.address() + ", found it left out");
            List<ChainLog> twice = new ArrayList<>(truth);
            twice.add(i, log);
            refused(proof, twice, place + "expected each log once and in order");
            if (i > 0) {
                List<ChainLog> swapped = new ArrayList<>(truth);
                Collections.swap(swapped, i - 1, i);
                refused(proof, swapped, "left out or moved");
            }
            ChainLogParts parts = new ChainLogParts(log);
            refused(
                    proof,
                    replaced(truth, i, parts.address(DEPOSITS.equals(log.address()) ? SOMEBODY : DEPOSITS)),
                    place + "expected contract");
            refused(proof, replaced(truth, i, parts.topics(List.of(header.hash()))), place + "expected topics");
            refused(proof, replaced(truth, i, parts.data(new byte[1])), place + "expected the data of the receipt");
            refused(
                    proof,
                    replaced(truth, i, parts.transactionIndex(log.transactionIndex() + 1)),
                    place + "expected transaction");
            refused(
                    proof,
                    replaced(truth, i, parts.blockHash(header.parentHash())),
                    place + "expected a log of this block");
            refused(proof, replaced(truth, i, parts.blockNumber(1)), place + "expected a log of this block");
            refused(
                    proof,
                    replaced(truth, i, parts.index(LOGS)),
                    "log " + LOGS + ": expected no such log, found an invented one");
        }
    }

    @Test
    void check_recordedAccount_holdsWithItsSlot() {
        String json =
                Vectors.receiptsJson(MainnetVectorsTest.class, "proof.json").toString();
        JsonNode recorded = Vectors.receiptsJson(MainnetVectorsTest.class, "account.json");
        AccountProof proof = AccountProof.parse(json);

        ProvenAccount account = proof.check(header);

        assertThat(account.account()).isEqualTo(DEPOSITS);
        assertThat(account.exists()).isTrue();
        assertThat(account.nonce()).isEqualTo(1);
        assertThat(account.balance())
                .isEqualTo(Vectors.quantity(recorded.get("account").get("balance")));
        assertThat(account.codeHash()).isEqualTo(Hash.keccak256(Vectors.bytes(recorded.get("code"))));
        assertThat(account.storageHash())
                .hasToString(recorded.get("account").get("storageRoot").asText());
        assertThat(account.slots()).hasSize(1);
        Hash slot = proof.slots().iterator().next();
        assertThat(account.value(slot))
                .hasToString(recorded.get("storageProof").get(0).get("value").asText());
        assertThatThrownBy(() -> account.value(header.hash())).isInstanceOf(IllegalArgumentException.class);
        assertThat(ProofFile.parse(ProofFile.of(header, proof).toJson().getBytes(StandardCharsets.UTF_8))
                        .check()
                        .facts())
                .containsEntry("balance", account.balance().toString())
                .containsEntry("slot " + slot, account.value(slot).toString());
    }

    private void refuseInstead(int at, Receipt lie) {
        refused(list -> list.set(at, lie), "expected ");
    }

    private void refused(Consumer<List<Receipt>> change, String message) {
        List<Receipt> changed = new ArrayList<>(receipts);
        change.accept(changed);
        assertThatThrownBy(() -> ReceiptsProof.check(header, changed))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining(message);
    }

    private static void refused(ReceiptsProof proof, List<ChainLog> claimed, String message) {
        assertThatThrownBy(() -> proof.requireExactly(claimed))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining(message);
    }

    private static <T> List<T> replaced(List<T> list, int at, T value) {
        List<T> changed = new ArrayList<>(list);
        changed.set(at, value);
        return changed;
    }

    private static List<ReceiptLog> replaced(Receipt receipt, int at, ReceiptLog log) {
        return replaced(receipt.logs(), at, log);
    }

    private static Receipt with(Receipt receipt, List<ReceiptLog> logs) {
        return Receipt.of(receipt.type(), receipt.succeeded(), receipt.cumulativeGasUsed(), logs);
    }
}
