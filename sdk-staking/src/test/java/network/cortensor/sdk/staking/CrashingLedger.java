package network.cortensor.sdk.staking;

import java.nio.file.Path;

/** The child of {@link KillTest}: random calls on a file ledger until it is killed; each is reported once it is done. */
final class CrashingLedger {
    private CrashingLedger() {}

    /** Arguments: file, sync, seed. */
    public static void main(String[] arguments) {
        Journal journal = Journal.file(Path.of(arguments[0]), Journal.Sync.valueOf(arguments[1]));
        FakeClock clock = new FakeClock();
        RandomOperations operations = new RandomOperations(Long.parseLong(arguments[2]), clock);
        EmbeddedLedger ledger = RandomOperations.open(journal, clock);
        RandomLedgerTest.fundAndRegister(ledger);
        for (long done = 1; ; done++) {
            System.out.println("done " + done);
            System.out.flush();
            operations.step(ledger);
        }
    }
}
