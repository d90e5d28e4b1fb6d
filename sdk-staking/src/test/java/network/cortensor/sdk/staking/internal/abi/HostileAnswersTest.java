package network.cortensor.sdk.staking.internal.abi;

import com.sun.management.ThreadMXBean;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Answers that an endpoint can make up; each attack has its name. */
class HostileAnswersTest {
    private static final String MOST = "f".repeat(64);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void decode_endlessArray_isRefusedBeforeAnythingIsAllocated() {
        byte[] answer = words("20", "8" + "0".repeat(63));

        assertRefused(
                "uint256[]",
                answer,
                "byte 32: expected a count of elements within 64 bytes, found a number of 256 bits");
        assertThat(allocatedBy("uint256[]", answer)).isLessThan(64 * 1024);
    }

    @Test
    void decode_arrayOfTwoBillion_isRefusedBeforeAnythingIsAllocated() {
        byte[] answer = words("20", "7fffffff");

        assertRefused(
                "uint256[]", answer, "expected 68719476704 bytes for 2147483647 parts of uint256[], found 0 bytes");
        assertThat(allocatedBy("uint256[]", answer)).isLessThan(64 * 1024);
    }

    @Test
    void decode_endlessBytes_areRefusedBeforeAnythingIsAllocated() {
        assertRefused("bytes", words("20", "7fffffff"), "expected 2147483648 bytes of bytes, found 0 bytes");
        assertRefused("string", words("20", MOST), "expected a count of bytes within 64 bytes");
    }

    /** Lists that all point to one list of lists that point to one list: exponential in the depth of the type. */
    @Test
    void decode_billionLaughs_takesTimeAndMemoryInProportionToTheAnswer() {
        String type = "uint256[][][][][][][][]";
        int lists = 7;
        int wide = 100;
        byte[][] levels = new byte[lists + 2][];
        levels[0] = words("20");
        for (int level = 1; level <= lists; level++) {
            String[] heads = new String[wide + 1];
            heads[0] = Integer.toHexString(wide);
            Arrays.fill(heads, 1, wide + 1, Integer.toHexString(wide * 32));
            levels[level] = words(heads);
        }
        levels[lists + 1] = words("0");
        byte[] answer = concatenated(levels);

        assertRefused(type, answer, "expected values that share no bytes");
        assertThat(allocatedBy(type, answer)).isLessThan(64 * 1024 + 16L * answer.length);
    }

    @Test
    void decode_longAnswers_takeMemoryInProportion() {
        List<Object> numbers = Collections.nCopies(50_000, BigInteger.ONE.shiftLeft(255));
        List<Object> texts = Collections.nCopies(20_000, "text");
        assertModest("uint256[]", numbers);
        assertModest("string[]", texts);
        assertModest("(string,uint256)[]", Collections.nCopies(10_000, List.of("text", BigInteger.TEN)));
    }

    private static void assertModest(String type, List<Object> values) {
        AbiParameters parameters = AbiParameters.parse(type);
        byte[] answer = parameters.encode(values);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        List<Object> decoded = parameters.decode("Answer", answer);
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;

        System.out.printf(
                "HostileAnswersTest: %s of %d bytes took %.1f bytes per byte%n",
                type, answer.length, (double) taken / answer.length);
        assertThat(decoded).hasSize(1);
        assertThat(taken).isLessThan(16L * answer.length);
    }

    @Test
    void decode_twoValuesInOnePlace_isRefused() {
        assertRefused("bytes,bytes", words("40", "40", "1", "61" + "0".repeat(62)), "share no bytes");
    }

    @Test
    void decode_offsetIntoTheHeads_isRefused() {
        assertRefused("bytes,bytes", words("20", "40", "0"), "byte 0: expected an offset from 64 to 96, found 32");
        assertRefused("uint256[]", words("0"), "byte 0: expected an offset from 32 to 32, found 0");
    }

    @Test
    void decode_offsetBeyondTheEnd_isRefused() {
        assertRefused("bytes", words("40", "0"), "byte 64: expected 32 bytes of uint256, found 0 bytes");
        assertRefused("bytes", words("41", "0"), "byte 0: expected an offset from 32 to 64, found 65");
        assertRefused(
                "bytes", words(MOST, "0"), "byte 0: expected an offset within 64 bytes, found a number of 256 bits");
        assertRefused("bytes", words("100000020", "0"), "byte 0", "a number of 33 bits");
    }

    @Test
    void decode_cutAnswer_isRefusedAtEveryLength() {
        byte[] whole = AbiParameters.parse("(uint256,string)[],bytes2[2],bool")
                .encode(
                        List.of(List.of(1, "one"), List.of(2, "zwei und mehr als zweiunddreißig Bytes")),
                        List.of(new byte[2], new byte[2]),
                        true);
        for (int length = 0; length < whole.length; length++) {
            assertRefused("(uint256,string)[],bytes2[2],bool", Arrays.copyOf(whole, length), "expected");
        }
    }

    @Test
    void decode_bytesBehindTheLastValue_areTolerated() {
        assertThat(AbiParameters.parse("bool").decode("Answer", words("1", "deadbeef")))
                .containsExactly(true);
    }

    @Test
    void decode_dirtyTruth_isRefused() {
        assertRefused("bool", words("2"), "expected a bool, 0 or 1, found a number of 2 bits");
        assertRefused("bool", words("1" + "0".repeat(63)), "expected a bool");
    }

    @Test
    void decode_dirtyAddress_isRefused() {
        assertRefused("address", words("1" + "0".repeat(40)), "zeros in front of an address");
        assertThat(AbiParameters.parse("address").decode("Answer", words("f".repeat(40))))
                .containsExactly(Address.parse("0x" + "f".repeat(40)));
    }

    @Test
    void decode_numbersOutOfRange_areRefused() {
        assertRefused("uint8", words("100"), "expected a uint8, found a number of 9 bits");
        assertRefused("uint248", words(MOST), "expected a uint248");
        assertRefused("int8", words("80"), "expected an int8, found a number of 9 bits");
        assertRefused("int8", words(MOST.substring(2) + "7f"), "expected an int8");
        assertThat(AbiParameters.parse("int8").decode("Answer", words(MOST))).containsExactly(BigInteger.ONE.negate());
        assertThat(AbiParameters.parse("int8").decode("Answer", words(MOST.substring(2) + "80")))
                .containsExactly(BigInteger.valueOf(-128));
    }

    @Test
    void decode_dirtyPadding_isRefused() {
        assertRefused(
                "bytes4", words("deadbeef01" + "0".repeat(54)), "byte 4: expected zeros behind 4 bytes of bytes4");
        assertRefused("function", words("1"), "zeros behind 24 bytes of function");
        assertRefused("bytes", words("20", "1", "61" + "0".repeat(61) + "1"), "byte 95: expected zeros behind 1 bytes");
        assertRefused("string", words("20", "1", "6100ff" + "0".repeat(58)), "zeros behind 1 bytes of string");
    }

    @Test
    void decode_textThatIsNotUtf8_readsAsReplacementAndHidesNothingBesideIt() {
        assertThat(AbiParameters.parse("string").decode("text", words("20", "1", "ff" + "0".repeat(62))))
                .containsExactly("\ufffd");
        // Overlong, and half of a surrogate pair.
        assertThat((String) AbiParameters.parse("string")
                        .decode("text", words("20", "2", "c080" + "0".repeat(60)))
                        .get(0))
                .matches("\ufffd+");
        assertThat((String) AbiParameters.parse("string")
                        .decode("text", words("20", "3", "eda080" + "0".repeat(58)))
                        .get(0))
                .matches("\ufffd+");
    }

    @Test
    void decode_nothingWhereSomethingIsDue_saysThatThereMayBeNoContract() {
        assertThatThrownBy(() ->
                        AbiFunction.parse("function f() view returns (bool)").decodeOutput(new byte[0]))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("f()")
                .hasMessageContaining("no contract at this address");
        assertThat(AbiFunction.parse("function f()").decodeOutput(new byte[0])).isEmpty();
    }

    @Test
    void decodeInput_ofAnotherFunction_isRefused() {
        byte[] call = AbiFunction.parse("function f(uint256)").encode(1);

        assertThatThrownBy(() -> AbiFunction.parse("function g(uint256)").decodeInput(call))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("expected selector");
        assertThatThrownBy(() -> AbiFunction.parse("function g(uint256)").decodeInput(new byte[3]))
                .isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void decodeLog_ofAnotherEvent_isRefused() {
        AbiEvent event = AbiEvent.parse("event E(uint8 indexed a, string indexed b, bool c)");
        Hash text = Hash.keccak256(new byte[0]);
        Hash seven = Hash.decode(words("7"));

        assertThat(event.decode(List.of(event.topic(), seven, text), words("1")))
                .containsExactly(BigInteger.valueOf(7), text, true);
        assertEventRefused(event, List.of(event.topic(), seven), words("1"), "expected 3 topics, found 2");
        assertEventRefused(event, List.of(event.topic(), seven, text, text), words("1"), "found 4");
        assertEventRefused(event, List.of(text, seven, text), words("1"), "expected the first topic");
        assertEventRefused(event, List.of(event.topic(), text, text), words("1"), "topic of a", "uint8");
        assertEventRefused(event, List.of(event.topic(), seven, text), words("2"), "expected a bool");
        assertEventRefused(event, List.of(event.topic(), seven, text), new byte[31], "expected 32 bytes");
    }

    private static void assertEventRefused(AbiEvent event, List<Hash> topics, byte[] data, String... parts) {
        assertThatThrownBy(() -> event.decode(topics, data))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContainingAll(parts);
    }

    private static void assertRefused(String types, byte[] answer, String... parts) {
        assertThatThrownBy(() -> AbiParameters.parse(types).decode("Answer", answer))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageStartingWith("Answer, byte ")
                .hasMessageContainingAll(parts);
    }

    private static long allocatedBy(String types, byte[] answer) {
        AbiParameters parameters = AbiParameters.parse(types);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            parameters.decode("Answer", answer);
        } catch (LedgerEvidenceException e) {
            return THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        throw new AssertionError("it was accepted");
    }

    private static byte[] words(String... numbers) {
        StringBuilder hex = new StringBuilder();
        for (String number : numbers) {
            hex.append("0".repeat(64 - number.length())).append(number);
        }
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] concatenated(byte[]... parts) {
        StringBuilder hex = new StringBuilder();
        for (byte[] part : parts) {
            hex.append(HexFormat.of().formatHex(part));
        }
        return HexFormat.of().parseHex(hex);
    }
}
