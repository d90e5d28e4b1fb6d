package network.cortensor.sdk.ipfs.internal.cbor;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DagCborTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Cid RAW = Cid.of(Codec.RAW, new byte[32]);

    private static CborValue decode(String hex) {
        return DagCbor.decode("test", ByteBuffer.wrap(HEX.parseHex(hex)));
    }

    private static List<Cid> links(byte[] encoded) {
        List<Cid> links = new ArrayList<>();
        DagCbor.links("test", ByteBuffer.wrap(encoded), links::add);
        return links;
    }

    /** Both readers refuse it, in the same words. */
    private static void assertRefused(String hex, String problem) {
        byte[] bytes = HEX.parseHex(hex);
        assertThatThrownBy(() -> DagCbor.decode("test", ByteBuffer.wrap(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(problem);
        assertThatThrownBy(() -> links(bytes))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(problem);
    }

    /** RFC 8949 appendix A, what of it dag-cbor allows. */
    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "17, 23",
        "1818, 24",
        "1903e8, 1000",
        "1a000f4240, 1000000",
        "1b000000e8d4a51000, 1000000000000",
        "1b7fffffffffffffff, 9223372036854775807",
        "1b8000000000000000, 9223372036854775808",
        "1bffffffffffffffff, 18446744073709551615",
        "20, -1",
        "3903e7, -1000",
        "3bffffffffffffffff, -18446744073709551616"
    })
    void decode_integersOfTheRfc_areReadAndWrittenBack(String hex, BigInteger value) {
        assertThat(decode(hex)).isEqualTo(new CborValue.Int(value));
        assertThat(DagCbor.encode(decode(hex))).isEqualTo(HEX.parseHex(hex));
    }

    @Test
    void decode_otherValuesOfTheRfc_areReadAndWrittenBack() {
        Map<String, CborValue> values = Map.of(
                "f4", new CborValue.Bool(false),
                "f5", new CborValue.Bool(true),
                "f6", new CborValue.Null(),
                "fb3ff199999999999a", new CborValue.Real(1.1),
                "40", CborValue.Bytes.of(new byte[0]),
                "4401020304", CborValue.Bytes.of(new byte[] {1, 2, 3, 4}),
                "6449455446", new CborValue.Text("IETF"),
                "64f0908591", new CborValue.Text("\ud800\udd51"),
                "8301820203820405",
                        new CborValue.Array(List.of(
                                CborValue.Int.of(1),
                                new CborValue.Array(List.of(CborValue.Int.of(2), CborValue.Int.of(3))),
                                new CborValue.Array(List.of(CborValue.Int.of(4), CborValue.Int.of(5))))),
                "a26161016162820203",
                        new CborValue.Dictionary(Map.of(
                                "a",
                                CborValue.Int.of(1),
                                "b",
                                new CborValue.Array(List.of(CborValue.Int.of(2), CborValue.Int.of(3))))));
        values.forEach((hex, value) -> {
            assertThat(decode(hex)).isEqualTo(value);
            assertThat(DagCbor.encode(value)).isEqualTo(HEX.parseHex(hex));
            assertThat(links(HEX.parseHex(hex))).isEmpty();
        });
    }

    @Test
    void encode_keysInAnyOrder_areWrittenShortestFirst() {
        CborValue value = new CborValue.Dictionary(
                Map.of("aa", CborValue.Int.of(1), "b", CborValue.Int.of(2), "a", CborValue.Int.of(3)));
        assertThat(HEX.formatHex(DagCbor.encode(value))).isEqualTo("a3616103616202" + "62616101");
    }

    @Test
    void links_nestedLinks_areNamedInTheirOrder() {
        Cid other = Cid.parse("QmXg9Pp2ytZ14xgmQjYEiHjVjMFXzCVVEcRTWJBmLgR39V");
        CborValue value = new CborValue.Dictionary(Map.of(
                "a",
                CborValue.Link.of(RAW),
                "list",
                new CborValue.Array(List.of(CborValue.Link.of(other), CborValue.Link.of(RAW)))));
        byte[] encoded = DagCbor.encode(value);
        assertThat(links(encoded)).containsExactly(RAW, other, RAW);
        assertThat(DagCbor.decode("test", ByteBuffer.wrap(encoded))).isEqualTo(value);
    }

    @Test
    void links_linkWithForeignHash_isKeptAsValueAndRefusedWhenFollowed() {
        // git-raw under SHA-1
        byte[] link = HEX.parseHex("d82a5819000178111401010101010101010101010101010101" + "01010101");
        CborValue value = DagCbor.decode("test", ByteBuffer.wrap(link));
        assertThat(DagCbor.encode(value)).isEqualTo(link);
        assertThatThrownBy(() -> links(link)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> ((CborValue.Link) value).cid()).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1800",
                "1817",
                "190000",
                "1900ff",
                "1a00000000",
                "1a0000ffff",
                "1b0000000000000000",
                "1b00000000ffffffff",
                "3817",
                "5800",
                "5817",
                "7800",
                "9800",
                "b800",
                "b90001616100",
                "d9002a450001550000",
                "da0000002a450001550000"
            })
    void decode_numberNotInItsShortestForm_isRefused(String hex) {
        assertRefused(hex, "shortest form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f4101ff", "7f6161ff", "9f01ff", "bf616101ff", "ff", "1c", "1f", "3e", "dc"})
    void decode_indefiniteLengthBreakOrReservedBits_isRefused(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> links(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @Test
    void decode_keysOutOfOrder_areRefused() {
        assertRefused("a2616201616102", "unique and in the order");
        assertRefused("a262616101616202", "unique and in the order");
    }

    @Test
    void decode_keyTwice_isRefused() {
        assertRefused("a2616101616102", "unique and in the order");
        // ipld/codec-fixtures, negative-fixtures/dag-cbor/decode/duplicate-keys
        assertRefused("a3636261720363666f6f0163666f6f02", "unique and in the order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a10001", "a1410101", "a1f601", "a18001", "a1d82a45000155000001"})
    void decode_keyThatIsNoText_isRefused(String hex) {
        assertRefused(hex, "a key of a map must be a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f7", "f0", "f3", "f818", "f820", "f8ff", "e0", "fc", "ff"})
    void decode_undefinedOrOtherSimpleValue_isRefused(String hex) {
        assertRefused(hex, "has no place in dag-cbor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f90000", "f93c00", "f97e00", "f97c00", "fa47c35000", "fa7fc00000"})
    void decode_floatOfFewerThan64Bits_isRefused(String hex) {
        assertRefused(hex, "64 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fb7ff0000000000000", "fbfff0000000000000", "fb7ff8000000000000", "fb7ff0000000000001"})
    void decode_infiniteOrNotANumber_isRefused(String hex) {
        assertRefused(hex, "finite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c11a514b67b0", "c249010000000000000000", "d74401020304", "d8184101", "d9d9f700", "c0"})
    void decode_otherTag_isRefused(String hex) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("tag ");
    }

    @ParameterizedTest
    @CsvSource({
        "d82a00, a byte string",
        "d82a6161, a byte string",
        "d82a40, a byte string",
        "d82a80, a byte string",
        "d82ad82a450001550000, a byte string",
        "d82a, cut off",
        "d82a4401550000, multibase prefix",
        "d82a450101550000, multibase prefix",
        "d82a4100, varint is cut off",
        "d82a450002550000, version 0 or 1",
        "d82a4600015500000a, bytes follow",
        "d82a4500015500, 5 elements",
        "d82a450001550001, declares 1 bytes"
    })
    void decode_linkThatIsNoCid_isRefused(String hex, String problem) {
        assertRefused(hex, problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"61ff", "62c080", "63eda080", "64f4908080", "62c3", "a161ff01"})
    void decode_textThatIsNotUtf8_isRefused(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> links(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @Test
    void decode_bytesBehindTheValue_areRefused() {
        assertRefused("0000", "1 bytes follow the end");
        assertRefused("f6f6", "1 bytes follow the end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "18", "19ff", "1affffff", "1bffffffffffffff", "fb3ff199999999", "8101ff"})
    void decode_cutOrExtended_isRefused(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(MalformedException.class);
    }

    /** Lengths and counts that are far more than there is: refused before anything is allocated. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5b7fffffffffffffff",
                "5bffffffffffffffff",
                "7b7fffffffffffffff",
                "9b7fffffffffffffff",
                "9affffffff",
                "bb7fffffffffffffff",
                "bbffffffffffffffff",
                "baffffffff",
                "4201",
                "8200",
                "a16161"
            })
    void decode_countBeyondTheEnd_isRefused(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> links(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @Test
    void decode_nestedToTheLimit_isReadAndOneMoreIsRefused() {
        int limit = CborReader.MAX_DEPTH;
        decode("81".repeat(limit) + "00");
        assertRefused("81".repeat(limit + 1) + "00", "more than 128 levels");
        assertRefused("a16161".repeat(limit + 1) + "00", "more than 128 levels");
    }

    /** A tag counts no level, so a run of them must not recurse. */
    @Test
    void decode_millionNestedTags_isRefusedAtTheSecond() {
        assertRefused("d82a".repeat(1_000_000), "a byte string");
        assertRefused("81".repeat(2_000_000), "more than 128 levels");
    }

    @Test
    void decode_moreValuesThanFit_isRefusedAndOnlyWalked() {
        byte[] bomb = new byte[DagCbor.MAX_VALUES + 3];
        bomb[0] = (byte) 0x99;
        bomb[1] = (byte) (DagCbor.MAX_VALUES >>> 8);
        bomb[2] = (byte) DagCbor.MAX_VALUES;
        assertThatThrownBy(() -> DagCbor.decode("test", ByteBuffer.wrap(bomb)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than 50000 values");
        assertThat(links(bomb)).isEmpty();
    }

    @Test
    void int_outsideItsRange_isRefused() {
        BigInteger limit = BigInteger.ONE.shiftLeft(64);
        assertThatThrownBy(() -> new CborValue.Int(limit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CborValue.Int(limit.negate().subtract(BigInteger.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new CborValue.Int(limit.subtract(BigInteger.ONE)).unsigned()).isEmpty();
        assertThat(CborValue.Int.of(-1).unsigned()).isEmpty();
        assertThat(CborValue.Int.of(Long.MAX_VALUE).unsigned()).contains(Long.MAX_VALUE);
    }

    @Test
    void decode_mutated_isRefusedOrWrittenBackAsItWas() {
        SeededRandom random = SeededRandom.create("DagCborTest");
        byte[] original = DagCbor.encode(new CborValue.Dictionary(Map.of(
                "a", CborValue.Link.of(RAW),
                "bytes", CborValue.Bytes.of(random.bytes(30)),
                "list",
                        new CborValue.Array(
                                List.of(CborValue.Int.of(-500), new CborValue.Text("x"), new CborValue.Null())),
                "real", new CborValue.Real(0.5),
                "yes", new CborValue.Bool(true))));
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = random.mutated(original);
            try {
                CborValue value = DagCbor.decode("test", ByteBuffer.wrap(mutated));
                assertThat(DagCbor.encode(value)).as(random.seed()).isEqualTo(mutated);
                read++;
            } catch (MalformedException e) {
                assertThat(e).hasMessageStartingWith("test");
            }
        }
        assertThat(read).as(random.seed()).isPositive();
    }

    @Test
    void decode_everyPrefix_isRefused() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(DagCbor.encode(new CborValue.Array(
                List.of(CborValue.Link.of(RAW), new CborValue.Text("text"), CborValue.Int.of(70_000)))));
        byte[] whole = out.toByteArray();
        for (int size = 0; size < whole.length; size++) {
            byte[] cut = Arrays.copyOf(whole, size);
            assertThatThrownBy(() -> DagCbor.decode("test", ByteBuffer.wrap(cut)))
                    .isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> links(cut)).isInstanceOf(MalformedException.class);
        }
    }
}
