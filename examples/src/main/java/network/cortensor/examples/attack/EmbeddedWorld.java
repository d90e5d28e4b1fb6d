package network.cortensor.examples.attack;

import network.cortensor.sdk.staking.DevelopmentLedger;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.TokenAmount;

import java.time.Clock;
import java.time.Duration;

/** An embedded ledger whose clock can be put forward. */
final class EmbeddedWorld implements Ground.World {

    private final ShiftedClock clock = new ShiftedClock();
    private final EmbeddedLedger ledger;

    EmbeddedWorld(TokenAmount minStake, Duration ackTimeout) {
        ledger = EmbeddedLedger.open(EmbeddedLedgerOptions.builder()
                .clock(clock)
                .minStake(minStake)
                .ackTimeout(ackTimeout)
                .build());
    }

    @Override
    public DevelopmentLedger ledger() {
        return ledger;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void pass(Duration time) {
        clock.forward(time);
        ledger.closeOverduePhases();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
