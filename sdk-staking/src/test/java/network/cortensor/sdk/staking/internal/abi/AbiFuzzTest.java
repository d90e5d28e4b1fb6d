package network.cortensor.sdk.staking.internal.abi;

import com.code_intelligence.jazzer.junit.FuzzTest;
import network.cortensor.sdk.staking.LedgerEvidenceException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What reads interfaces and answers, for Jazzer: with {@code JAZZER_FUZZ=1} (see {@code .ci/fuzz}) it searches for inputs
 * that break a rule, else it tries the inputs that are there.
 *
 * <p>The rules: an answer is refused with {@link LedgerEvidenceException}, or its values can be written again in no more
 * bytes and read again as the same; a text is an interface or an {@link IllegalArgumentException}; an error is described
 * in one line whatever it is.
 */
class AbiFuzzTest {
    private static final String DURATION = "10m";
    private static final List<AbiParameters> TYPES = List.of(
            AbiParameters.parse("uint256[][][]"),
            AbiParameters.parse("string,bytes,bool"),
            AbiParameters.parse("(uint8,string[],(bytes,address)[2])[],int16[3]"),
            AbiParameters.parse("(bytes32,bytes3,function)[2][],string[][]"),
            AbiParameters.parse("(uint256,bytes32,string,string,uint8,address[],string[],address[])[]"));
    private static final Reverts REVERTS =
            Reverts.of(Abi.of("error Said(string)", "error Listed((string,uint256[])[] parts)"));

    @FuzzTest(maxDuration = DURATION)
    void abiAnswer(byte[] input) {
        if (input.length == 0) {
            return;
        }
        AbiParameters parameters = TYPES.get(Byte.toUnsignedInt(input[0]) % TYPES.size());
        byte[] answer = Arrays.copyOfRange(input, 1, input.length);
        List<Object> values;
        try {
            values = parameters.decode("Answer", answer);
        } catch (LedgerEvidenceException e) {
            return;
        }
        byte[] again = parameters.encode(values.toArray());
        require(again.length <= answer.length, "it became longer");
        require(
                Comparables.of(parameters.decode("Answer", again)).equals(Comparables.of(values)),
                "it reads as something else");
    }

    @FuzzTest(maxDuration = DURATION)
    void abiRevert(byte[] input) {
        String line = REVERTS.describe(input);
        require(line.length() < 2000 && line.chars().noneMatch(Character::isISOControl), "it is fit for no message");
    }

    @FuzzTest(maxDuration = DURATION)
    void abiText(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            for (AbiFunction function : Abi.parse(text).functions()) {
                require(function.selector().length == AbiFunction.SELECTOR_LENGTH, "it has a selector");
            }
        } catch (IllegalArgumentException e) {
            // The rule for most inputs.
        }
        try {
            AbiFunction function = AbiFunction.parse(text);
            AbiFunction again = AbiFunction.parse("function " + function.signature());
            require(function.signature().equals(again.signature()), "its signature is none");
        } catch (IllegalArgumentException e) {
            // The rule for most inputs.
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
