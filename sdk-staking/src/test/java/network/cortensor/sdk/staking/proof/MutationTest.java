package network.cortensor.sdk.staking.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.chain.BlockHeader;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An endpoint that tells one lie in each answer: to {@code eth_getProof}, or in a proof file of each kind. Each lie has to be
 * refused, or what is read has to be the truth all the same.
 *
 * <p>{@code -Dcortensor.lies=} sets how many, {@code -Dcortensor.seed=} repeats a run.
 */
class MutationTest {
    private static final int LIES = Integer.getInteger("cortensor.lies", 20_000);

    private final Map<String, Integer> refused = new TreeMap<>();
    private final Map<String, Integer> harmless = new TreeMap<>();

    @Test
    void check_answersWithOneLie_areRefusedOrTrueAllTheSame() {
        String given = System.getProperty("cortensor.seed", "").trim();
        long seed = given.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(given);
        System.out.println("MutationTest: -Dcortensor.seed=" + seed);
        Random random = new Random(seed);
        List<Answer> answers = answers(random);
        int told = 0;
        while (told < LIES) {
            Answer answer = answers.get(random.nextInt(answers.size()));
            Lie lie = Lie.values()[random.nextInt(Lie.values().length)];
            if (answer.lie(lie, random)) {
                judge(answer, lie, seed);
                told++;
            }
            answer.tellTheTruth();
        }
        System.out.println("MutationTest: " + told + " answers with one lie each; refused " + count(refused) + " "
                + refused + "; true all the same " + count(harmless) + " " + harmless);
        assertThat(count(refused) + count(harmless)).isEqualTo(LIES);
    }

    private static int count(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void judge(Answer answer, Lie lie, long seed) {
        String kind = answer.kind + ", " + lie.name().toLowerCase(Locale.ROOT);
        try {
            Map<String, String> read = answer.reader.apply(answer.json.toString());
            read.forEach((fact, value) -> assertThat(value)
                    .as("%s, %s, -Dcortensor.seed=%s", kind, fact, seed)
                    .isEqualTo(answer.truth(fact, value)));
            harmless.merge(kind, 1, Integer::sum);
        } catch (LedgerEvidenceException e) {
            refused.merge(e instanceof MalformedEvidenceException ? kind + ", malformed" : kind, 1, Integer::sum);
        }
    }

    private static List<Answer> answers(Random random) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            World world = World.random(random);
            for (AccountProof proof : List.of(world.somebody(), world.nobody(), world.contract())) {
                String json = AccountProofJson.write(proof).toString();
                answers.add(new Answer("eth_getProof", json, text -> facts(world.header(), proof, text)));
                answers.add(file("account file", ProofFile.of(world.header(), proof)));
            }
            answers.add(file("receipts file", ProofFile.of(world.header(), world.receipts())));
            answers.add(file("header file", ProofFile.of(world.header())));
            answers.add(file("arbitrum file", world.rollup()));
        }
        if (!System.getProperty("cortensor.vectors", "").isBlank()) {
            for (String name : Vectors.PROOFS) {
                byte[] text = Vectors.proof(MutationTest.class, name);
                ProofFile file = ProofFile.parse(text);
                answers.add(file("Sepolia file", file));
                answers.add(new Answer(
                        "broadcaster's file",
                        new String(text, StandardCharsets.UTF_8),
                        json -> pinned(file.header(), json)));
            }
        }
        return answers;
    }

    private static Answer file(String kind, ProofFile file) {
        return new Answer(kind, file.toJson(), json -> pinned(file.header(), json));
    }

    /** What {@code eth_getProof} proves to somebody who asked for these slots, against a block. */
    private static Map<String, String> facts(BlockHeader header, AccountProof asked, String json) {
        AccountProof proof = AccountProof.parse(json).requireAbout(asked.account(), asked.slots());
        proof.check(header);
        return ProofFile.of(header, proof).check().facts();
    }

    /** What a file proves to somebody who knows the block. */
    private static Map<String, String> pinned(BlockHeader header, String json) {
        ProofFile file = ProofFile.parse(json.getBytes(StandardCharsets.UTF_8));
        file.header().requireHash(header.hash());
        return file.check().facts();
    }

    private enum Lie {
        BIT,
        CUT,
        EXTENDED,
        SWAPPED,
        RANDOM,
        REMOVED
    }

    /** An answer whose texts, each a field or an element of a list, can be changed one at a time. */
    private static final class Answer {
        private static final String NOT_THERE = ", not there";
        private static final String NOTHING = "0x" + "0".repeat(64);

        private final String kind;
        private final JsonNode json;
        private final Function<String, Map<String, String>> reader;
        private final Map<String, String> truth;
        private final List<Place> places = new ArrayList<>();
        private Runnable undo = () -> {};

        Answer(String kind, String json, Function<String, Map<String, String>> reader) {
            this.kind = kind;
            this.json = Vectors.json(json.getBytes(StandardCharsets.UTF_8));
            this.reader = reader;
            this.truth = reader.apply(json);
            collect(this.json);
        }

        private void collect(JsonNode node) {
            if (node instanceof ObjectNode object) {
                object.fieldNames().forEachRemaining(name -> {
                    JsonNode value = object.get(name);
                    places.add(new Place(
                            value,
                            lie -> object.set(name, lie),
                            () -> object.remove(name),
                            () -> object.set(name, value)));
                    collect(value);
                });
            } else if (node instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    int at = i;
                    JsonNode value = array.get(i);
                    places.add(new Place(
                            value, lie -> array.set(at, lie), () -> array.remove(at), () -> array.insert(at, value)));
                    collect(value);
                }
            }
        }

        /** Changes one place; false if the lie came out as the truth. */
        boolean lie(Lie lie, Random random) {
            Place place = places.get(random.nextInt(places.size()));
            if (lie == Lie.REMOVED) {
                place.remove.run();
                undo = place.restore;
                return true;
            }
            JsonNode changed = switch (lie) {
                case SWAPPED -> places.get(random.nextInt(places.size())).value.deepCopy();
                case RANDOM -> text(random(random, random.nextInt(64)));
                default -> changed(place.value, lie, random);
            };
            if (changed.equals(place.value)) {
                return false;
            }
            place.set.accept(changed);
            undo = () -> place.set.accept(place.value);
            return true;
        }

        /** A file may be about another account that is not there either, or about another slot that has nothing either. */
        private String truth(String fact, String read) {
            String known = truth.getOrDefault(fact, fact.startsWith("slot ") ? NOTHING : "no such fact");
            return fact.equals("account") && known.endsWith(NOT_THERE) && read.endsWith(NOT_THERE) ? read : known;
        }

        void tellTheTruth() {
            undo.run();
            undo = () -> {};
        }

        private static JsonNode changed(JsonNode value, Lie lie, Random random) {
            String text = value.asText();
            if (!text.startsWith("0x")) {
                return TextNode.valueOf(text + "x");
            }
            boolean odd = text.length() % 2 != 0;
            byte[] bytes = HexFormat.of().parseHex(odd ? "0" + text.substring(2) : text.substring(2));
            if (lie == Lie.CUT) {
                return text(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            }
            if (lie == Lie.EXTENDED || bytes.length == 0) {
                return text(Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40)));
            }
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            String digits = HexFormat.of().formatHex(bytes);
            return TextNode.valueOf("0x" + (odd && digits.startsWith("0") ? digits.substring(1) : digits));
        }

        private static byte[] random(Random random, int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }

        private static JsonNode text(byte[] bytes) {
            return TextNode.valueOf("0x" + HexFormat.of().formatHex(bytes));
        }
    }

    /** Where a value is. */
    private record Place(JsonNode value, Consumer<JsonNode> set, Runnable remove, Runnable restore) {}
}
