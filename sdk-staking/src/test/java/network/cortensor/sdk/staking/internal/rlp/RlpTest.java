package network.cortensor.sdk.staking.internal.rlp;

import network.cortensor.sdk.staking.MalformedEvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RlpTest {
    private static final String LOREM = "Lorem ipsum dolor sit amet, consectetur adipisicing elit";

    /** The definitions of appendix B of the Yellow Paper, one case at each border. */
    @Test
    void encode_bytesAtEachBorder_isTheFormOfAppendixB() {
        assertThat(encoded(new byte[0])).isEqualTo("80");
        assertThat(encoded(new byte[] {0})).isEqualTo("00");
        assertThat(encoded(new byte[] {0x7f})).isEqualTo("7f");
        assertThat(encoded(new byte[] {(byte) 0x80})).isEqualTo("8180");
        assertThat(encoded("dog".getBytes(StandardCharsets.US_ASCII))).isEqualTo("83646f67");
        assertThat(encoded(new byte[55])).isEqualTo("b7" + "00".repeat(55));
        assertThat(encoded(new byte[56])).isEqualTo("b838" + "00".repeat(56));
        assertThat(encoded(new byte[255])).startsWith("b8ff00");
        assertThat(encoded(new byte[256])).startsWith("b9010000");
        assertThat(encoded(new byte[65535])).startsWith("b9ffff00");
        assertThat(encoded(new byte[65536])).startsWith("ba01000000");
        assertThat(encoded(LOREM.getBytes(StandardCharsets.US_ASCII))).startsWith("b8384c6f72656d");
    }

    @Test
    void encode_listsAtEachBorder_isTheFormOfAppendixB() {
        RlpItem cat = RlpBytes.view("cat".getBytes(StandardCharsets.US_ASCII));
        RlpItem dog = RlpBytes.view("dog".getBytes(StandardCharsets.US_ASCII));
        assertThat(encoded(RlpList.of())).isEqualTo("c0");
        assertThat(encoded(RlpList.of(cat, dog))).isEqualTo("c88363617483646f67");
        RlpList one = RlpList.of(RlpList.of());
        assertThat(encoded(RlpList.of(RlpList.of(), one, RlpList.of(RlpList.of(), one))))
                .isEqualTo("c7c0c1c0c3c0c1c0");
        assertThat(encoded(RlpList.of(Collections.nCopies(55, RlpBytes.view(new byte[] {1})))))
                .startsWith("f701");
        assertThat(encoded(RlpList.of(Collections.nCopies(56, RlpBytes.view(new byte[] {1})))))
                .startsWith("f83801");
    }

    @ParameterizedTest
    @CsvSource({"0, 80", "1, 01", "15, 0f", "127, 7f", "128, 8180", "1024, 820400", "16777216, 8401000000"})
    void encode_number_hasNoLeadingZeros(long number, String expected) {
        assertThat(encoded(RlpBytes.ofNumber(number))).isEqualTo(expected);
        assertThat(Rlp.decode(hex(expected)).asBytes("number").number("number")).isEqualTo(number);
    }

    @Test
    void encode_greatestWord_isItsBytes() {
        BigInteger word = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        assertThat(encoded(RlpBytes.ofNumber(word))).isEqualTo("a0" + "ff".repeat(32));
        assertThat(RlpBytes.ofNumber(word).number("word", 32)).isEqualTo(word);
    }

    @Test
    void ofNumber_negative_isRefused() {
        assertThatThrownBy(() -> RlpBytes.ofNumber(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "8100", // a byte that stands for itself, with a length
                "817f",
                "b800", // lengths that fit into the first byte
                "b8370000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                        + "000000",
                "b90038", // a length with a leading zero
                "b9003800000000",
                "f800",
                "f837",
                "f90038",
                "81", // cut
                "83646f",
                "b8",
                "b9ff",
                "b838",
                "b83800",
                "c1",
                "c283",
                "c38363",
                "f8",
                "f838",
                "c0c0", // something behind it
                "0000",
                "8000",
                "c10000",
                "c2c1", // an inner item that leaves its list
                "c182",
                "c3c28363",
                "bbffffffff", // lengths that nobody has
                "bb7fffffff",
                "bb80000000",
                "bfffffffffffffffff",
                "bf7fffffffffffffff",
                "bf0100000000000000",
                "fbffffffff",
                "ffffffffffffffffff",
                "ff8000000000000000",
                "f90100c0"
            })
    void decode_invalidEncoding_isRefused(String encoding) {
        assertThatThrownBy(() -> Rlp.decode("thing", hex(encoding)))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageStartingWith("thing: no canonical RLP at byte ");
    }

    @Test
    void decode_deepNesting_isRefusedBeforeTheStackEnds() {
        byte[] deep = hex("c0");
        for (int depth = 1; depth < Rlp.MAX_DEPTH; depth++) {
            deep = Rlp.encode(RlpList.of(Rlp.decode(deep)));
        }
        byte[] deepest = deep;
        assertThat(Rlp.encode(Rlp.decode(deepest))).isEqualTo(deepest);
        byte[] tooDeep = Rlp.encode(RlpList.of(Rlp.decode(deepest)));
        assertThatThrownBy(() -> Rlp.decode(tooDeep)).isInstanceOf(MalformedEvidenceException.class);
        byte[] hostile = new byte[1_000_000];
        Arrays.fill(hostile, (byte) 0xf9);
        assertThatThrownBy(() -> Rlp.decode(hostile)).isInstanceOf(MalformedEvidenceException.class);
    }

    @Test
    void decode_moreItemsThanTheLimit_isRefused() {
        byte[] most = Rlp.encode(RlpBytes.view(new byte[Rlp.MAX_ITEMS - 1]));
        most[0] = (byte) (most[0] + 0x40);
        assertThat(Rlp.decode(most).asList("list").size()).isEqualTo(Rlp.MAX_ITEMS - 1);
        byte[] more = Rlp.encode(RlpBytes.view(new byte[Rlp.MAX_ITEMS]));
        more[0] = (byte) (more[0] + 0x40);
        assertThatThrownBy(() -> Rlp.decode(more))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageContaining("expected at most " + Rlp.MAX_ITEMS + " items");
    }

    @Test
    void decode_fromAPlace_readsToTheEnd() {
        assertThat(Rlp.decode("receipt", hex("02c101"), 1)).isEqualTo(RlpList.of(RlpBytes.ofNumber(1)));
        assertThat(Rlp.encode(RlpList.of(RlpBytes.ofNumber(1)), 1)).isEqualTo(hex("00c101"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0001", "ff0000000000000000", "8000000000000000"})
    void number_ofAnotherForm_isRefused(String bytes) {
        assertThatThrownBy(() -> RlpBytes.view(hex(bytes)).number("gas"))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageStartingWith("gas: expected ");
    }

    @Test
    void item_ofTheOtherKind_isRefused() {
        assertThatThrownBy(() -> RlpList.of().asBytes("bloom"))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessage("bloom: expected RLP bytes, found a list of 0 items");
        assertThatThrownBy(() -> RlpBytes.EMPTY.asList("logs"))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessage("logs: expected an RLP list, found 0 bytes");
        assertThatThrownBy(() -> RlpList.of().ofSize("log", 3)).isInstanceOf(MalformedEvidenceException.class);
        assertThatThrownBy(() -> RlpBytes.EMPTY.hash("root")).isInstanceOf(MalformedEvidenceException.class);
        assertThatThrownBy(() -> RlpBytes.EMPTY.address("miner")).isInstanceOf(MalformedEvidenceException.class);
    }

    private static String encoded(byte[] bytes) {
        return encoded(RlpBytes.view(bytes));
    }

    private static String encoded(RlpItem item) {
        byte[] encoding = Rlp.encode(item);
        assertThat(Rlp.decode(encoding)).isEqualTo(item);
        assertThat(item.encodedLength()).isEqualTo(encoding.length);
        return HexFormat.of().formatHex(encoding);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
