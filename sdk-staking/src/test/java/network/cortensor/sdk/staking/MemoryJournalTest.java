package network.cortensor.sdk.staking;

/** {@link JournalConformance} of {@link Journal#memory}. */
final class MemoryJournalTest extends JournalConformance {
    @Override
    Journal openJournal() {
        return Journal.memory();
    }

    @Override
    Journal reopen(Journal open) {
        open.close();
        return open;
    }
}
