package network.cortensor.sdk.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.staking.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Receipts with what a check of them ends with: 0 valid, 7 invalid, 8 no receipt. Other implementations of {@code RECEIPT.md} can
 * be held against them.
 */
class ReceiptVectorsTest {

    private static final Path FILE =
            Path.of("src", "test", "resources", "network", "cortensor", "sdk", "verify", "receipts.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static int outcome(byte[] file, Address issuer) {
        try {
            ReceiptReport report = new String(file, StandardCharsets.UTF_8).startsWith("{\"batch\"")
                    ? ResultVerifier.check(BatchedReceipt.decode(file), issuer)
                    : ResultVerifier.check(Receipt.decode(file));
            return report.valid() ? 0 : 7;
        } catch (EvidenceException e) {
            return 8;
        }
    }

    @Test
    void check_vectors_endAsTheyShould() throws IOException {
        JsonNode vectors = JSON.readTree(FILE.toFile());
        Map<Integer, Integer> outcomes = new TreeMap<>();
        for (JsonNode vector : vectors) {
            byte[] file = vector.get("file").textValue().getBytes(StandardCharsets.UTF_8);
            int outcome = outcome(file, Address.parse(vector.get("issuer").textValue()));
            assertThat(outcome)
                    .as(vector.get("name").textValue())
                    .isEqualTo(vector.get("outcome").intValue());
            outcomes.merge(outcome, 1, Integer::sum);
        }
        System.out.println("vectors of receipts by outcome: " + outcomes);
        assertThat(outcomes).isEqualTo(Map.of(0, 14, 7, 25, 8, 20));
    }

    /** Makes the vectors anew, after a change of the format. */
    @Test
    @EnabledIfSystemProperty(named = "cortensor.receipts.update", matches = "true")
    void vectors_writtenAnew() throws IOException {
        ArrayNode vectors = JSON.createArrayNode();
        Receipt usual = Receipts.receipt("yes", "yes", "yes");
        add(vectors, "three equal answers", 0, usual);
        add(vectors, "two equal answers and another", 0, Receipts.receipt("yes", "no", "yes"));
        add(vectors, "three different answers", 0, Receipts.receipt("yes", "no", "perhaps"));
        add(vectors, "answers that are alike", 0, Receipts.receipt("yes it is", "yes indeed", "no"));
        add(vectors, "one node", 0, Receipts.receipt("yes"));
        add(
                vectors,
                "a name with quotes, a back slash and characters beyond ASCII",
                0,
                Receipts.receipt(
                        Receipts.TASK,
                        VerificationPolicy.majority(),
                        Optional.empty(),
                        List.of(Receipts.answer(
                                Receipts.TASK, 0, "yes", "\"q\" \\ / \u00fc\u2028\u4e2d\ud83d\ude00"))));
        add(
                vectors,
                "a name that is too long for a body",
                0,
                Receipts.receipt(
                        Receipts.TASK,
                        VerificationPolicy.majority(),
                        Optional.empty(),
                        List.of(Receipts.answer(Receipts.TASK, 0, "yes", "\u4e2d".repeat(256)))));
        Map.of(
                        "exact", VerificationPolicy.exact(),
                        "agreement", VerificationPolicy.agreement(4, 1),
                        "audited", VerificationPolicy.audited(0.125),
                        "adaptive", VerificationPolicy.adaptive(0.01, 16))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(policy -> add(
                        vectors,
                        "policy " + policy.getKey(),
                        0,
                        Receipts.receipt(
                                Receipts.TASK, policy.getValue(), Optional.empty(), "yes", "yes", "yes", "no")));
        Receipt several = Receipts.receipt(
                List.of(13, 15),
                Receipts.answer(Receipts.TASK, 0, "yes", "llama"),
                Receipts.later(13, 1, "no"),
                Receipts.later(15, 2, "yes"));
        add(vectors, "one after the other, under three tasks", 0, several);
        List<BatchedReceipt> batch = BatchedReceipt.issue(Receipts.WALLETS.get(1), Receipts.receipts(5));
        add(vectors, "first of a batch of five", 0, batch.get(0).toString());
        add(vectors, "last of a batch of five", 0, batch.get(4).toString());
        for (String lie : List.of(
                "\"support\":3>\"support\":2",
                "\"support\":3>\"support\":4",
                "\"asked\":3>\"asked\":2",
                "\"alike\":0>\"alike\":1",
                "\"quorum\":2>\"quorum\":4",
                "\"quorum\":2>\"quorum\":1",
                "\"quorum\":2>\"quorum\":0",
                "\"policy\":\"majority\">\"policy\":\"agreement:7:2\"",
                "\"status\":\"accepted\">\"status\":\"rejected\"",
                "\"verdict\":\"accepted\">\"verdict\":\"undecided\"",
                "8b-q4_K_M\",\"paid>8b-q8_0\",\"paid",
                "\"chain\":421614>\"chain\":42161",
                "\"session\":7>\"session\":8",
                "\"task\":12>\"task\":13")) {
            String[] parts = lie.split(">", -1);
            add(
                    vectors,
                    "the client signed " + parts[1],
                    7,
                    Receipts.signedAnew(usual.toString().replace(parts[0], parts[1])));
        }
        add(vectors, "support was altered", 7, usual.toString().replace("\"support\":3", "\"support\":2"));
        for (String lie : List.of(",\"task\":15}>,\"task\":13}", ",\"task\":15}>}", "\"task\":12>\"task\":13")) {
            String[] parts = lie.split(">", -1);
            add(
                    vectors,
                    "of three tasks, the client signed " + parts[1],
                    7,
                    Receipts.signedAnewWithAttachments(several.toString().replace(parts[0], parts[1])));
        }
        add(vectors, "a key was altered", 7, usual.toString().replace("\"key\":\"a0", "\"key\":\"a1"));
        add(vectors, "a standing was altered", 7, usual.toString().replaceFirst("agrees", "silent"));
        add(
                vectors,
                "a reveal of another form",
                7,
                usual.toString().replaceFirst("cortensor:result:1", "cortensor:result:2"));
        String first = batch.get(0).toString();
        String second = batch.get(1).toString();
        int receipt = first.indexOf("\"receipt\"");
        add(
                vectors,
                "the proof of another",
                7,
                second.substring(0, second.indexOf("\"receipt\"")) + first.substring(receipt));
        add(
                vectors,
                "a batch of another issuer",
                7,
                BatchedReceipt.issue(Receipts.app(), Receipts.receipts(5))
                        .get(2)
                        .toString());
        add(vectors, "an altered receipt in a batch", 7, first.replace("\"support\":1", "\"support\":2"));
        add(vectors, "altered attachments in a batch", 7, first.replace("\"key\":\"a0", "\"key\":\"a1"));
        String text = usual.toString();
        for (String other : List.of(
                "",
                "null",
                "[]",
                "{}",
                text + "\n",
                " " + text,
                "\ufeff" + text,
                text.replace("\"version\":2", "\"version\":3"),
                text.replace("\"task\":12,", "\"task\":12,\"task\":12,"),
                text.replace("\"body\":{", "\"body\":{\"a\":1,"),
                text.replace("\"asked\":3", "\"asked\":3.0"),
                text.replace("\"asked\":3", "\"asked\":NaN"),
                text.replace("\"chain\":421614", "\"chain\":9007199254740992"),
                text.replace("\"quorum\":2,", ""),
                text.replace("llama", "\\u006clama"),
                text.replace("\"policy\":\"majority\"", "\"policy\":\"at-least:0\""),
                several.toString().replace("\"task\":15}", "\"task\":\"15\"}"),
                several.toString().replace("\"task\":15}", "\"task\":9007199254740992}"),
                first.replace("\",\"proof\"", "=\",\"proof\""),
                first.replace("{\"batch\":\"AAAA", "{\"batch\":\"BAAA"))) {
            add(vectors, "no receipt " + vectors.size(), 8, other);
        }
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(vectors) + "\n");
    }

    private static void add(ArrayNode vectors, String name, int outcome, Object file) {
        ObjectNode vector = vectors.addObject();
        vector.put("name", name);
        vector.put("outcome", outcome);
        vector.put("issuer", Counterparts.of(Receipts.WALLETS.get(1).address()).toString());
        vector.put("file", file.toString());
    }
}
