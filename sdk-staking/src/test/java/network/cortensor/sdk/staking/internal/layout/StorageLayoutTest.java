package network.cortensor.sdk.staking.internal.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Reads a contract with a variable of each shape. {@code Shapes.json} has its layout, by solc 0.8.37, and all that anvil 1.7.1
 * held in its storage after {@code Shapes.sol} had been deployed.
 */
class StorageLayoutTest {
    private static final Address OWNER = Address.parse("0x00000000219ab540356cBB839Cbe05303d7705Fa");
    private static final Hash SHAPES = Hash.keccak256("shapes".getBytes(StandardCharsets.US_ASCII));
    private static final Hash ZERO = Hash.decode(new byte[32]);

    private final Map<Hash, Hash> words = new HashMap<>();
    private final Set<Hash> read = new HashSet<>();
    private StorageLayout layout;

    @BeforeEach
    void readShapes() throws IOException {
        try (InputStream in = Objects.requireNonNull(StorageLayoutTest.class.getResourceAsStream("Shapes.json"))) {
            JsonNode shapes = new ObjectMapper().readTree(in);
            layout = StorageLayout.parse(shapes.toString());
            shapes.get("words")
                    .properties()
                    .forEach(word -> words.put(
                            Hash.parse(word.getKey()),
                            Hash.parse(word.getValue().asText())));
        }
    }

    @Test
    void read_valuesThatShareASlot_areEachTheirOwn() {
        assertThat(value("flag")).isEqualTo(true);
        assertThat(value("owner")).isEqualTo(OWNER);
        assertThat(value("small")).isEqualTo(BigInteger.valueOf(7));
        assertThat(value("minus")).isEqualTo(BigInteger.valueOf(-300));
        assertThat(value("phase")).isEqualTo(BigInteger.TWO);
        assertThat((byte[]) value("four")).isEqualTo(HexFormat.of().parseHex("deadbeef"));
        assertThat(value("word")).isEqualTo(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
        assertThat(value("hash")).isEqualTo(SHAPES);
    }

    @Test
    void read_textsAroundTheLengthOfASlot_areWhole() {
        assertThat(value("none")).isEqualTo("");
        assertThat(value("inside")).isEqualTo("short");
        assertThat(value("edge")).isEqualTo("0123456789012345678901234567890");
        assertThat(value("beyond")).isEqualTo("01234567890123456789012345678901");
        assertThat(value("brief")).isEqualTo("thirty-one bytes are still inside");
        byte[] blob = new byte[300];
        for (int i = 0; i < blob.length; i++) {
            blob[i] = (byte) i;
        }
        assertThat((byte[]) value("blob")).isEqualTo(blob);
    }

    @Test
    void read_arrays_haveTheirElementsPackedOrNot() {
        for (int i = 0; i < 40; i++) {
            assertThat(value("packed[]", i)).isEqualTo(BigInteger.valueOf(i + 1));
        }
        assertThat(value("halves")).isEqualTo(BigInteger.valueOf(3));
        assertThat(value("halves[]", 0)).isEqualTo(BigInteger.valueOf(5));
        assertThat(value("halves[]", 1L)).isEqualTo(BigInteger.valueOf(6));
        assertThat(value("halves[]", BigInteger.TWO)).isEqualTo(BigInteger.valueOf(7));
        for (int i = 0; i < 3; i++) {
            assertThat(value("thirds[]", i)).isEqualTo(BigInteger.valueOf(i + 1));
        }
        assertThat(value("words[]", 1)).isEqualTo(BigInteger.valueOf(12));
        assertThat(value("matrix[]", 0)).isEqualTo(BigInteger.ZERO);
        assertThat(value("matrix[]", 1)).isEqualTo(BigInteger.TWO);
        assertThat(value("matrix[][]", 1, 1)).isEqualTo(BigInteger.TEN);
    }

    @Test
    void read_structs_haveTheirMembers() {
        assertThat(value("points[].x", 0)).isEqualTo(BigInteger.ONE);
        assertThat(value("points[].y", 0)).isEqualTo(BigInteger.ONE.negate());
        assertThat(value("points[].set", 0)).isEqualTo(true);
        assertThat(value("points[].y", 1)).isEqualTo(BigInteger.valueOf(Integer.MIN_VALUE));
        assertThat(value("points[].set", 1)).isEqualTo(false);
        assertThat(value("nodes[].owner", OWNER)).isEqualTo(OWNER);
        assertThat(value("nodes[].stake", OWNER)).isEqualTo(BigInteger.TEN.pow(19));
        assertThat(value("nodes[].name", OWNER)).isEqualTo("N\u00f6de");
        assertThat(value("nodes[].at.y", OWNER)).isEqualTo(BigInteger.valueOf(-4));
        assertThat(value("nodes[].votes[]", OWNER, SHAPES)).isEqualTo(BigInteger.valueOf(99));
        assertThat(value("nodes[].log", OWNER)).isEqualTo(BigInteger.TWO);
        assertThat(value("nodes[].log[]", OWNER, 1)).isEqualTo(BigInteger.TWO);
        assertThat(value("list")).isEqualTo(BigInteger.TWO);
        assertThat(value("list[].stake", 1)).isEqualTo(BigInteger.valueOf(4));
        assertThat(value("list[].name", 1)).isEqualTo("second");
        assertThat(value("list[].log[]", 1, 0)).isEqualTo(BigInteger.valueOf(8));
    }

    @Test
    void read_mappings_takeKeysOfEachType() {
        assertThat(value("nested[][]", 5, true)).isEqualTo(BigInteger.valueOf(-5));
        assertThat(value("nested[][]", 5, false)).isEqualTo(BigInteger.ZERO);
        assertThat(value("byName[]", "key")).isEqualTo(BigInteger.valueOf(77));
        assertThat(value("byHash[]", SHAPES)).isEqualTo(OWNER);
        assertThat(value("byMinus[]", -3)).isEqualTo(BigInteger.valueOf(33));
        assertThat(value("bySelector[]", (Object) HexFormat.of().parseHex("deadbeef")))
                .isEqualTo("a text that is longer than thirty-one bytes, so it has slots of its own");
        assertThat(value("nodes[].name", Address.decode(new byte[20]))).isEqualTo("");
    }

    @Test
    void read_allOfTheAbove_areAllSlotsThatTheContractUses() {
        read_valuesThatShareASlot_areEachTheirOwn();
        read_textsAroundTheLengthOfASlot_areWhole();
        read_arrays_haveTheirElementsPackedOrNot();
        read_structs_haveTheirMembers();
        read_mappings_takeKeysOfEachType();
        assertThat(value("words")).isEqualTo(BigInteger.TWO);
        assertThat(value("words[]", 0)).isEqualTo(BigInteger.valueOf(11));
        assertThat(value("nodes[].log[]", OWNER, 0)).isEqualTo(BigInteger.ONE);
        assertThat(value("list[].log", 1)).isEqualTo(BigInteger.ONE);
        Set<String> missed = new TreeSet<>();
        words.keySet().stream().filter(slot -> !read.contains(slot)).forEach(slot -> missed.add(slot.toString()));
        assertThat(missed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "flag.x",
                "flag[]",
                "nodes",
                "points",
                "points[]",
                "nodes[]",
                "nodes[].unknown",
                "packed",
                "nodes[].stake[]",
                ".flag",
                "flag.",
                "flag x",
                "[]",
                "nodes[x]",
                "nodes[].at"
            })
    void locate_pathOfNoValue_isRefused(String path) {
        Object[] keys =
                path.contains("[]") ? new Object[] {path.startsWith("nodes") ? OWNER : (Object) 0} : new Object[0];
        assertThatThrownBy(() -> layout.locate(path, keys))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("StorageLayout, path '" + path + "': expected ");
    }

    @Test
    void locate_keysOfAnotherTypeRangeOrNumber_areRefused() {
        refused("nodes[].stake");
        refused("nodes[].stake", OWNER, OWNER);
        refused("nodes[].stake", SHAPES);
        refused("byHash[]", OWNER);
        refused("byName[]", 1);
        refused("byMinus[]", 128);
        refused("byMinus[]", -129);
        refused("nested[][]", -1, true);
        refused("nested[][]", 1, 1);
        refused("bySelector[]", (Object) new byte[5]);
        refused("packed[]", 40);
        refused("packed[]", -1);
        refused("packed[]", "1");
        refused("flag", 1);
    }

    @Test
    void read_storageThatSolidityDoesNotWrite_isRefused() {
        dishonest("flag", "0x" + "0".repeat(62) + "02");
        dishonest("inside", "0x" + "0".repeat(62) + "40");
        dishonest("inside", "0x" + "11".repeat(31) + "02");
        dishonest("inside", "0x" + "0".repeat(62) + "3f");
        dishonest("inside", "0x" + "f".repeat(64));
        dishonest("inside", "0x" + "c3".repeat(31) + "3e");
        StorageLocation beyond = layout.locate("brief");
        Hash tail = beyond.slots(words.getOrDefault(beyond.slot(), ZERO)).get(1);
        words.put(tail, Hash.parse("0x" + "11".repeat(32)));
        assertThatThrownBy(() -> value("brief")).isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void parse_somethingElse_isRefused() {
        assertThatThrownBy(() -> StorageLayout.parse("{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StorageLayout.parse("[")).isInstanceOf(IllegalArgumentException.class);
    }

    private void dishonest(String path, String word) {
        words.put(layout.locate(path).slot(), Hash.parse(word));
        assertThatThrownBy(() -> value(path)).as(word).isInstanceOf(LedgerEvidenceException.class);
    }

    private void refused(String path, Object... keys) {
        assertThatThrownBy(() -> layout.locate(path, keys)).isInstanceOf(IllegalArgumentException.class);
    }

    private Object value(String path, Object... keys) {
        return layout.locate(path, keys).read(slot -> {
            read.add(slot);
            return words.getOrDefault(slot, ZERO);
        });
    }

    @Test
    void word_moreThanAWord_isRefused() {
        BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        assertThat(StorageLocation.word(most)).hasSize(32).containsOnly(-1);
        assertThat(StorageLocation.word(BigInteger.ONE)).endsWith(0, 1);
        assertThatThrownBy(() -> StorageLocation.word(most.add(BigInteger.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StorageLocation.word(BigInteger.ONE.negate()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(StorageLocation.wrapped(most.add(BigInteger.TWO))).isOne();
    }
}
