package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.Hash;
import org.junit.jupiter.api.Test;

import java.util.HexFormat;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The worked examples of the contract ABI specification (Solidity documentation), word by word. */
class SolidityExamplesTest {
    @Test
    void encode_numberAndTruth_areTwoWords() {
        assertCall("function baz(uint32,bool)", List.of(69, true), "cdcd77c0", word("45"), word("1"));
    }

    @Test
    void encode_fixedArrayOfShortBytes_isInPlace() {
        assertCall(
                "function bar(bytes3[2])",
                List.of(List.of(ascii("abc"), ascii("def"))),
                "fce353f6",
                text("abc"),
                text("def"));
    }

    @Test
    void encode_bytesAndList_haveOffsets() {
        assertCall(
                "function sam(bytes,bool,uint256[])",
                List.of(ascii("dave"), true, List.of(1, 2, 3)),
                "a5643bf2",
                word("60"),
                word("1"),
                word("a0"),
                word("4"),
                text("dave"),
                word("3"),
                word("1"),
                word("2"),
                word("3"));
    }

    @Test
    void encode_staticAndDynamicMixed_keepsHeadsTogether() {
        assertCall(
                "function f(uint256,uint32[],bytes10,bytes)",
                List.of(0x123, List.of(0x456, 0x789), ascii("1234567890"), ascii("Hello, world!")),
                "8be65246",
                word("123"),
                word("80"),
                text("1234567890"),
                word("e0"),
                word("2"),
                word("456"),
                word("789"),
                word("d"),
                text("Hello, world!"));
    }

    @Test
    void encode_listsOfLists_countOffsetsFromTheirOwnStart() {
        assertCall(
                "function g(uint256[][],string[])",
                List.of(List.of(List.of(1, 2), List.of(3)), List.of("one", "two", "three")),
                "2289b18c",
                word("40"),
                word("140"),
                word("2"),
                word("40"),
                word("a0"),
                word("2"),
                word("1"),
                word("2"),
                word("1"),
                word("3"),
                word("3"),
                word("60"),
                word("a0"),
                word("e0"),
                word("3"),
                text("one"),
                word("3"),
                text("two"),
                word("5"),
                text("three"));
    }

    @Test
    void encode_error_isLaidOutAsACall() {
        AbiError error = AbiError.parse("error InsufficientBalance(uint256 available, uint256 required)");
        byte[] data = error.encode(0, 7L);

        assertThat(HexFormat.of().formatHex(data)).isEqualTo("cf479181" + word("0") + word("7"));
        assertThat(error.describe(data)).isEqualTo("InsufficientBalance(available: 0, required: 7)");
    }

    @Test
    void topic_ofAnEvent_isTheHashOfItsSignature() {
        AbiEvent event = AbiEvent.parse("event Transfer(address indexed from, address indexed to, uint256 value)");

        assertThat(event.signature()).isEqualTo("Transfer(address,address,uint256)");
        assertThat(event.topic())
                .isEqualTo(Hash.parse("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"));
    }

    private static void assertCall(String declaration, List<Object> arguments, String... words) {
        AbiFunction function = AbiFunction.parse(declaration);
        byte[] expected = HexFormat.of().parseHex(String.join("", words));

        assertThat(function.encode(arguments.toArray())).isEqualTo(expected);
        assertThat(Comparables.of(function.decodeInput(expected))).isEqualTo(Comparables.of(arguments));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(UTF_8);
    }

    private static String word(String digits) {
        return "0".repeat(64 - digits.length()) + digits;
    }

    private static String text(String ascii) {
        String digits = HexFormat.of().formatHex(ascii(ascii));
        return digits + "0".repeat(64 - digits.length());
    }
}
