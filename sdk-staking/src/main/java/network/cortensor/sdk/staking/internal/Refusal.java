package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.TokenAmount;

/** Turns what a rule wants and what it found into a refusal of one attempt. */
record Refusal(String attempt) {
    LedgerRefusedException because(Reason reason, Object expected, Object found) {
        return new LedgerRefusedException(reason, attempt, expected.toString(), found.toString());
    }

    void unless(boolean holds, Reason reason, Object expected, Object found) {
        if (!holds) {
            throw because(reason, expected, found);
        }
    }

    void unlessCovered(TokenAmount needed, TokenAmount held) {
        unless(held.compareTo(needed) >= 0, Reason.INSUFFICIENT_BALANCE, "at least " + needed, held);
    }
}
