package network.cortensor.sdk.staking;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/** {@link LedgerConformance} of an embedded ledger on a journal in a file. */
final class FileLedgerTest extends LedgerConformance {
    private final FakeClock clock = new FakeClock();
    private final Journal journal;
    private final EmbeddedLedger ledger;

    FileLedgerTest(@TempDir Path folder) {
        this.journal = Journal.file(folder.resolve("ledger.journal"), Journal.Sync.OS);
        this.ledger = EmbeddedLedger.open(EmbeddedLedgerOptions.builder()
                .journal(journal)
                .clock(clock)
                .minStake(MIN_STAKE)
                .slashBasisPoints(SLASH_BASIS_POINTS)
                .ackTimeout(ACK_TIMEOUT)
                .build());
    }

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

    @AfterEach
    void closeJournal() {
        journal.close();
    }
}
