package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RevertsTest {
    private static final AbiError LOCKED =
            AbiError.parse("error Locked(address owner, uint256 until, bytes proof, uint8[] marks)");
    private static final AbiError SAID = AbiError.parse("error Said(string)");
    private static final Reverts REVERTS = Reverts.of(
            Abi.of("error Said(string)"),
            Abi.of("error Locked(address owner, uint256 until, bytes proof, uint8[] marks)"));

    @Test
    void describe_customError_namesItAndItsArguments() {
        byte[] data = LOCKED.encode(Address.decode(new byte[20]), 7, new byte[] {(byte) 0xab}, List.of(1, 2));

        assertThat(REVERTS.describe(data))
                .isEqualTo(
                        "Locked(owner: 0x0000000000000000000000000000000000000000, until: 7, proof: 0xab, marks: [1, 2])");
        assertThat(REVERTS.error(data).orElseThrow().signature()).isEqualTo("Locked(address,uint256,bytes,uint8[])");
    }

    @Test
    void describe_reason_isQuoted() {
        assertThat(REVERTS.describe(AbiError.REASON.encode("Ownable: caller is not the owner")))
                .isEqualTo("Error(\"Ownable: caller is not the owner\")");
        // What every Solidity contract of the last years returns for it.
        assertThat(HexFormat.of().formatHex(AbiError.REASON.selector())).isEqualTo("08c379a0");
    }

    @Test
    void describe_panic_saysWhatTheCodeMeans() {
        assertThat(HexFormat.of().formatHex(AbiError.PANIC.selector())).isEqualTo("4e487b71");
        assertThat(REVERTS.describe(AbiError.PANIC.encode(0x11))).isEqualTo("Panic(0x11: arithmetic overflow)");
        assertThat(REVERTS.describe(AbiError.PANIC.encode(0x32))).isEqualTo("Panic(0x32: array index out of bounds)");
        assertThat(REVERTS.describe(AbiError.PANIC.encode(0x99))).isEqualTo("Panic(0x99)");
        assertThat(REVERTS.describe(AbiError.PANIC.encode(BigInteger.ONE.shiftLeft(200))))
                .startsWith("Panic(0x1000");
    }

    @Test
    void describe_longText_isCut() {
        String shown = REVERTS.describe(AbiError.REASON.encode("a".repeat(100_000)));

        assertThat(shown).isEqualTo("Error(\"" + "a".repeat(199) + "…\")");
        assertThat(REVERTS.describe(AbiError.REASON.encode("\ud83d\ude00".repeat(200)))
                        .length())
                .isLessThan(220);
    }

    /** Lines of a log that were never logged, colours of a terminal, text that reads the other way round. */
    @Test
    void describe_textThatPretends_isClearedOfControlCharacters() {
        assertThat(REVERTS.describe(
                        SAID.encode("a\n2026-01-01 INFO paid\r\t\u0000\u001b[31m\u202e\u2028\u200b\ufeff\ue000z")))
                .isEqualTo("Said(\"a2026-01-01 INFO paid[31mz\")");
    }

    @Test
    void describe_manyArguments_areCut() {
        byte[] data = AbiError.parse("error Said2(string[])").encode(Collections.nCopies(500, "x".repeat(500)));
        String shown = Reverts.of(Abi.of("error Said2(string[])")).describe(data);

        assertThat(shown.length()).isLessThan(1300);
        assertThat(shown).endsWith("…])");
        byte[] bytes = AbiError.parse("error Raw(bytes)").encode(new byte[1000]);
        assertThat(Reverts.of(Abi.of("error Raw(bytes)")).describe(bytes))
                .isEqualTo("Raw(0x" + "00".repeat(32) + "… of 1000 bytes)");
    }

    @Test
    void describe_whatIsUnknownOrMalformed_neverFails() {
        assertThat(REVERTS.describe(new byte[0])).isEqualTo("no reason given");
        assertThat(REVERTS.describe(new byte[] {1, 2})).isEqualTo("an unknown error 0x0102 of 2 bytes");
        assertThat(REVERTS.describe(new byte[] {1, 2, 3, 4, 5})).isEqualTo("an unknown error 0x01020304 of 5 bytes");
        byte[] cut = AbiError.REASON.encode("reason");
        assertThat(REVERTS.describe(Arrays.copyOf(cut, 50)))
                .isEqualTo("Error with 50 bytes that are not its arguments");
    }

    @Test
    void decode_anotherError_isRefused() {
        assertThatThrownBy(() -> SAID.decode(AbiError.PANIC.encode(1)))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("Said(string)");
        assertThatThrownBy(() -> SAID.describe(SAID.selector())).isInstanceOf(LedgerEvidenceException.class);
    }
}
