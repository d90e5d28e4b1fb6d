package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.chain.RevertedException;
import network.cortensor.sdk.staking.internal.abi.AbiError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalsTest {

    @ParameterizedTest
    @CsvSource({
        "UnknownSession, UNKNOWN_SESSION",
        "StakeTooLow, STAKE_TOO_LOW",
        "InsufficientBalance, INSUFFICIENT_BALANCE",
        "NotEnoughNodes, NOT_ENOUGH_NODES",
        "TaskLimit, TASK_LIMIT",
        "SessionExpired, SESSION_EXPIRED",
        "NotYetDue, WRONG_PHASE",
        "ValidationOver, WRONG_PHASE",
        "TextTooLong, TEXT_TOO_LONG"
    })
    void explain_errorOfTheContracts_isItsReasonWithWhatItFound(String name, Reason reason) {
        AbiError error = AbiError.parse("error " + name + "(uint256 one, uint256 two)");
        String declared = name.startsWith("Unknown") ? "sessions: 302" : "302";

        LedgerRefusedException refused = explain(error.encode(501, 302));

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.attempt()).isEqualTo("try something");
        assertThat(refused.found()).contains(declared);
        assertThat(refused.getSuppressed()).hasOnlyElementsOfType(RevertedException.class);
    }

    @Test
    void explain_verdictThatIsNotProvedFalse_saysWhatWasHandedIn() {
        AbiError error = AbiError.parse("error NotProved(string found)");

        LedgerRefusedException refused = explain(error.encode("other bytes"));

        assertThat(refused.reason()).isEqualTo(Reason.NOT_PROVED);
        assertThat(refused.found()).isEqualTo("other bytes");
    }

    @Test
    void explain_sameNameWithOtherArguments_isNotTakenForOurs() {
        AbiError error = AbiError.parse("error UnknownSession(uint256 one)");

        assertThat(explain(error.encode(1))).isInstanceOfSatisfying(RevertedException.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.REVERTED);
            assertThat(refused.found()).contains("unknown error");
            assertThat(refused.data()).isEqualTo(error.encode(1));
        });
    }

    @Test
    void explain_errorWithoutAReason_keepsNameArgumentsAndBytes() {
        AbiError error = AbiError.parse("error StillUnbonding(uint256 expected, uint256 found)");

        assertThat(explain(error.encode(9, 8))).isInstanceOfSatisfying(RevertedException.class, refused -> {
            assertThat(refused.found()).isEqualTo("StillUnbonding(expected: 9, found: 8)");
            assertThat(refused.data()).isEqualTo(error.encode(9, 8));
        });
    }

    @Test
    void explain_solidityTextsAndCutErrors_sayWhatIsKnown() {
        assertThat(explain(AbiError.REASON.encode("paused")).found()).contains("paused");
        assertThat(explain(AbiError.PANIC.encode(0x11)).found()).contains("0x11");
        assertThat(explain(new byte[0]).found()).isEqualTo("no reason given");
        byte[] cut = Arrays.copyOf(
                AbiError.parse("error TaskLimit(uint256 one, uint256 two)").encode(1, 2), 40);
        assertThat(explain(cut).reason()).isEqualTo(Reason.REVERTED);
        assertThat(explain(cut).found()).contains("TaskLimit");
    }

    private static LedgerRefusedException explain(byte[] data) {
        return Interfaces.REFUSALS.explain("try something", new RevertedException("call", "bytes", data));
    }
}
