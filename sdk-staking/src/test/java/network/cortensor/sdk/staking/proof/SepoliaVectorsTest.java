package network.cortensor.sdk.staking.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The proofs of Ethereum Sepolia and Arbitrum Sepolia that others made, and each way to change one field of them. */
class SepoliaVectorsTest {
    private static final Address SEPOLIA_OUTBOX = Address.parse("0x65f07C7D521164a4d5DaC6eB8Fac8DA067A3B78F");
    private static final int FIELDS = 46;

    @Test
    void check_eachFile_holds() {
        for (String name : Vectors.PROOFS) {
            JsonNode json = Vectors.json(Vectors.proof(SepoliaVectorsTest.class, name));
            ProofFile file = ProofFile.parse(Vectors.proof(SepoliaVectorsTest.class, name));

            ProofReport report = file.check();

            assertThat(report.kind()).isEqualTo(ProofFile.Kind.STORAGE);
            assertThat(report.blockHash()).hasToString(json.get("blockHash").asText());
            assertThat(report.blockNumber())
                    .isEqualTo(Vectors.quantity(json.get("blockNumber")).longValueExact());
            assertThat(Vectors.quantity(TextNode.valueOf(
                            report.facts().get("slot " + json.get("slot").asText()))))
                    .isEqualTo(Vectors.quantity(json.get("slotValue")));
            ProofFile again = ProofFile.parse(file.toJson().getBytes(StandardCharsets.UTF_8));
            assertThat(again.check().facts()).isEqualTo(report.facts());
        }
        System.out.println("Proofs of Sepolia and Arbitrum Sepolia: " + Vectors.PROOFS.size() + " files hold");
    }

    @Test
    void confirmedBy_outboxOfTheParentChain_provesARollupsStorageInThreeSteps() {
        ProofFile parent = ProofFile.parse(Vectors.proof(SepoliaVectorsTest.class, Vectors.OUTBOX));
        ProofFile child = ProofFile.parse(Vectors.proof(SepoliaVectorsTest.class, Vectors.ARBITRUM));

        ProofFile chain = child.confirmedBy(parent);
        ProofReport report = chain.check();

        assertThat(report.kind()).isEqualTo(ProofFile.Kind.ARBITRUM);
        assertThat(report.blockHash()).isEqualTo(parent.header().hash());
        assertThat(report.facts())
                .containsEntry("outbox", SEPOLIA_OUTBOX.toString())
                .containsEntry("rollup block", "207673361 " + child.header().hash())
                .containsEntry(
                        "slot 0x4d2f31e8578316b1eee225feb6442c49f42083864fa317ea81928e275ad2e366",
                        "0x" + "0".repeat(56) + "68f9ca7f");
        assertThat(ConfirmedRollupBlock.slot(child.header()))
                .isEqualTo(Hash.parse("0xa5f93069861dd74d056c955efa9466cb8d321ebc28de4ed2489f5e80563267fa"));
        String json = chain.toJson();
        assertThat(ProofFile.parse(json.getBytes(StandardCharsets.UTF_8))
                        .check()
                        .facts())
                .isEqualTo(report.facts());
    }

    @Test
    void confirmedBy_anotherChainsBlockOrProof_isRefused() {
        ProofFile parent = ProofFile.parse(Vectors.proof(SepoliaVectorsTest.class, Vectors.OUTBOX));
        for (String name : Vectors.PROOFS) {
            ProofFile other = ProofFile.parse(Vectors.proof(SepoliaVectorsTest.class, name));
            if (!name.equals(Vectors.ARBITRUM)) {
                assertThatThrownBy(() -> other.confirmedBy(parent).check())
                        .as(name)
                        .isInstanceOf(LedgerEvidenceException.class);
            }
            if (!name.equals(Vectors.OUTBOX)) {
                ProofFile child = ProofFile.parse(Vectors.proof(SepoliaVectorsTest.class, Vectors.ARBITRUM));
                assertThatThrownBy(() -> child.confirmedBy(other).check())
                        .as(name)
                        .isInstanceOf(LedgerEvidenceException.class)
                        .hasMessageContaining("expected a proof of slot");
            }
        }
    }

    @Test
    void check_eachFieldOfEachFile_flippedCutExtendedOrSwapped_isRefused() {
        Lies lies = new Lies(7);
        for (String name : Vectors.PROOFS) {
            ObjectNode json = (ObjectNode) Vectors.json(Vectors.proof(SepoliaVectorsTest.class, name));
            json.fieldNames().forEachRemaining(field -> {
                lies.fields++;
                lies.change(json, field);
                for (String other : Vectors.PROOFS) {
                    JsonNode swapped = Vectors.json(Vectors.proof(SepoliaVectorsTest.class, other))
                            .get(field);
                    if (swapped != null && !swapped.equals(json.get(field))) {
                        lies.tell("swapped with another file's", json, field, swapped.asText());
                    }
                }
            });
        }
        System.out.println("Single-field changes of " + Vectors.PROOFS.size() + " files, " + lies.fields + " fields: "
                + lies.total() + ", all refused " + lies.told);
        assertThat(lies.fields).isEqualTo(FIELDS);
    }

    @Test
    void check_fieldsOfTheThreeStepChain_flippedCutExtendedOrSwapped_areRefused() {
        ProofFile parent = ProofFile.parse(Vectors.proof(SepoliaVectorsTest.class, Vectors.OUTBOX));
        ProofFile child = ProofFile.parse(Vectors.proof(SepoliaVectorsTest.class, Vectors.ARBITRUM));
        ObjectNode json =
                (ObjectNode) Vectors.json(child.confirmedBy(parent).toJson().getBytes(StandardCharsets.UTF_8));
        // The nodes are those of two of the files, each byte of which is changed above.
        Lies lies = new Lies(61);
        lies.changeAll(json, json);
        System.out.println("Single-field changes of the chain of three proofs, " + lies.fields + " fields: "
                + lies.total() + ", all refused " + lies.told);
        assertThat(lies.fields).isEqualTo(34);
    }

    /** Tells lies about one field at a time, and counts those that were refused. */
    private static final class Lies {
        private final Map<String, Integer> told = new TreeMap<>();
        private final int step;
        private int fields;

        Lies(int step) {
            this.step = step;
        }

        int total() {
            return told.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** All texts below a node of a document. */
        void changeAll(ObjectNode document, JsonNode node) {
            if (node instanceof ObjectNode object) {
                for (String field : names(object)) {
                    if (object.get(field).isTextual()) {
                        fields++;
                        changeText(document, object.get(field).asText(), lie -> object.put(field, lie));
                    } else {
                        changeAll(document, object.get(field));
                    }
                }
            } else if (node instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    int at = i;
                    if (array.get(i).isTextual()) {
                        fields++;
                        changeText(document, array.get(i).asText(), lie -> array.set(at, lie));
                    } else {
                        changeAll(document, array.get(i));
                    }
                }
            }
        }

        private static List<String> names(ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            return names;
        }

        void change(ObjectNode json, String field) {
            String truth = json.get(field).asText();
            changeText(json, truth, lie -> json.put(field, lie));
            if (field.endsWith("Proof")) {
                changeNodes(json, field, truth);
            }
            ObjectNode without = json.deepCopy();
            without.remove(field);
            if (!field.equals("sendRoot")) {
                refused("left out", without, field);
            }
        }

        void tell(String kind, ObjectNode json, String field, String lie) {
            String truth = json.get(field).asText();
            json.put(field, lie);
            refused(kind, json, field);
            json.put(field, truth);
        }

        /** Each bit of a short text, one bit of many of a long one. */
        private void changeText(ObjectNode document, String truth, Consumer<String> set) {
            if (!truth.startsWith("0x")) {
                set.accept(truth + "x");
                refused("extended", document, truth);
                set.accept(truth.substring(1));
                refused("cut", document, truth);
                set.accept(truth);
                return;
            }
            String even = truth.length() % 2 == 0 ? truth.substring(2) : "0" + truth.substring(2);
            byte[] bytes = HexFormat.of().parseHex(even);
            int bits = bytes.length <= Hash.LENGTH ? 1 : step;
            for (int bit = 0; bit < 8 * bytes.length; bit += bits) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                String digits = HexFormat.of().formatHex(flipped);
                set.accept("0x" + (truth.length() % 2 != 0 && digits.startsWith("0") ? digits.substring(1) : digits));
                refused("bit flipped", document, truth);
            }
            for (String cut : List.of("0x", truth.substring(0, truth.length() - 2), "0x" + truth.substring(4), "")) {
                set.accept(cut);
                refused("cut", document, truth);
            }
            for (String more :
                    List.of(truth + "00", "0x00" + truth.substring(2), truth + "0", truth + "g", truth + " ")) {
                set.accept(more);
                refused("extended", document, truth);
            }
            set.accept(truth);
        }

        private void changeNodes(ObjectNode json, String field, String truth) {
            List<RlpItem> nodes = Rlp.decode(HexFormat.of().parseHex(truth, 2, truth.length()))
                    .asList("nodes")
                    .items();
            for (int i = 0; i < nodes.size(); i++) {
                int at = i;
                byte[] node = nodes.get(i).asBytes("node").bytes();
                tell("node left out", json, field, with(nodes, list -> list.remove(at)));
                tell("node doubled", json, field, with(nodes, list -> list.add(at, nodes.get(at))));
                tell("node cut", json, field, with(nodes, list -> list.set(at, cut(node))));
                tell("node extended", json, field, with(nodes, list -> list.set(at, extended(node))));
                tell("node emptied", json, field, with(nodes, list -> list.set(at, RlpBytes.EMPTY)));
                tell("node as a list", json, field, with(nodes, list -> list.set(at, Rlp.decode(node))));
                for (int j = 0; j < i; j++) {
                    int other = j;
                    tell("nodes swapped", json, field, with(nodes, list -> Collections.swap(list, at, other)));
                }
            }
            tell("surplus node", json, field, with(nodes, list -> list.add(RlpBytes.view(new byte[40]))));
            tell("surplus node", json, field, with(nodes, list -> list.add(RlpBytes.EMPTY)));
            tell("nodes nested", json, field, hex(RlpList.of(RlpList.of(nodes))));
        }

        private static RlpBytes cut(byte[] node) {
            return RlpBytes.view(Arrays.copyOf(node, node.length - 1));
        }

        private static RlpBytes extended(byte[] node) {
            return RlpBytes.view(Arrays.copyOf(node, node.length + 1));
        }

        private static String with(List<RlpItem> nodes, Consumer<List<RlpItem>> change) {
            List<RlpItem> changed = new ArrayList<>(nodes);
            change.accept(changed);
            return hex(RlpList.of(changed));
        }

        private static String hex(RlpItem item) {
            return "0x" + HexFormat.of().formatHex(Rlp.encode(item));
        }

        private void refused(String kind, ObjectNode json, String field) {
            String outcome;
            try {
                ProofReport report = ProofFile.parse(json.toString().getBytes(StandardCharsets.UTF_8))
                        .check();
                throw new AssertionError(kind + ": " + field + " was accepted as " + report);
            } catch (MalformedEvidenceException e) {
                outcome = "malformed";
            } catch (LedgerEvidenceException e) {
                outcome = "does not hold";
            }
            told.merge(kind + ", " + outcome, 1, Integer::sum);
        }
    }
}
