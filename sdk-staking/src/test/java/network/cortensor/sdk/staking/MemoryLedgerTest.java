package network.cortensor.sdk.staking;

import java.time.Duration;

/** {@link LedgerConformance} of an embedded ledger on a journal in memory. */
final class MemoryLedgerTest extends LedgerConformance {
    private final FakeClock clock = new FakeClock();
    private final EmbeddedLedger ledger = EmbeddedLedger.open(EmbeddedLedgerOptions.builder()
            .clock(clock)
            .minStake(MIN_STAKE)
            .slashBasisPoints(SLASH_BASIS_POINTS)
            .ackTimeout(ACK_TIMEOUT)
            .build());

    @Override
    Ledger openLedger() {
        return ledger;
    }

    @Override
    LedgerAccount fundedAccount(String name, TokenAmount balance) {
        Address address = Accounts.signer(name).address();
        ledger.fund(address, balance);
        return ledger.account(address);
    }

    @Override
    void advance(Duration time) {
        clock.advance(time);
        ledger.closeOverduePhases();
    }
}
