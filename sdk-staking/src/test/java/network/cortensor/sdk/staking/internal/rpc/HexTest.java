package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HexTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    private static JsonNode text(String text) {
        return NODES.textNode(text);
    }

    @Test
    void quantity_forms_areRead() {
        assertThat(Hex.quantity("x", text("0x0"))).isZero();
        assertThat(Hex.quantity("x", text("0x1aF"))).isEqualTo(BigInteger.valueOf(0x1af));
        assertThat(Hex.quantity("x", text("0x" + "f".repeat(64)))).isEqualTo(MOST);
        assertThat(Hex.quantity("x", text("0x0001")))
                .as("leading zeros are tolerated")
                .isOne();
        assertThat(Hex.number("x", text("0x7fffffffffffffff"))).isEqualTo(Long.MAX_VALUE);
        assertThat(Hex.index("x", text("0x7fffffff"))).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0x", "0", "12", "0X1", "-0x1", "0x-1", "0x+1", "0x1g", " 0x1", "0x1 ", "0x١", "latest"})
    void quantity_anotherForm_isRefusedAndNotQuoted(String form) {
        assertThatThrownBy(() -> Hex.quantity("the field", text(form)))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageStartingWith("the field: expected");
    }

    @Test
    void quantity_tooLong_isRefused() {
        assertThatThrownBy(() -> Hex.quantity("x", text("0x" + "0".repeat(65))))
                .isInstanceOf(LedgerEvidenceException.class);
        assertThatThrownBy(() -> Hex.number("x", text("0x8000000000000000")))
                .isInstanceOf(LedgerEvidenceException.class);
        assertThatThrownBy(() -> Hex.index("x", text("0x80000000"))).isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void values_ofOtherJsonTypes_areRefused() {
        for (JsonNode other : new JsonNode[] {
            NODES.numberNode(1), NODES.booleanNode(true), NODES.nullNode(), NODES.missingNode(), NODES.arrayNode()
        }) {
            assertThatThrownBy(() -> Hex.quantity("x", other)).isInstanceOf(LedgerEvidenceException.class);
            assertThatThrownBy(() -> Hex.data("x", other)).isInstanceOf(LedgerEvidenceException.class);
        }
    }

    @Test
    void data_forms_areRead() {
        assertThat(Hex.data("x", text("0x"))).isEmpty();
        assertThat(Hex.data("x", text("0x00fF"))).containsExactly(0, -1);
        assertThat(Hex.hash("x", text("0x" + "5A".repeat(32)))).isEqualTo(Hash.parse("0x" + "5a".repeat(32)));
        assertThat(Hex.address("x", text("0xF39fd6e51aad88f6f4ce6ab8827279cfffb92266")))
                .as("a checksum is not looked at")
                .hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x0", "0x012", "00", "0X00", "0x0g", "0x 0"})
    void data_anotherForm_isRefused(String form) {
        assertThatThrownBy(() -> Hex.data("x", text(form))).isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void hash_cutOrExtended_isRefused() {
        for (int bytes : new int[] {0, 20, 31, 33, 64}) {
            assertThatThrownBy(() -> Hex.hash("x", text("0x" + "5a".repeat(bytes))))
                    .isInstanceOf(LedgerEvidenceException.class)
                    .hasMessageContaining("found " + bytes);
        }
        assertThatThrownBy(() -> Hex.address("x", text("0x" + "5a".repeat(32))))
                .isInstanceOf(LedgerEvidenceException.class);
    }
}
