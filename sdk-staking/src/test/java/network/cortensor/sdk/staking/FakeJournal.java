package network.cortensor.sdk.staking;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A journal in memory whose writes can be made to fail. */
final class FakeJournal implements Journal {
    private final Journal entries = Journal.memory();
    private volatile boolean failing;

    void failWrites(boolean fail) {
        failing = fail;
    }

    /** Keys of the ledger's records, in order. */
    List<String> records() {
        return List.copyOf(entries.entries("ledger/record/").keySet());
    }

    @Override
    public Optional<byte[]> read(String key) {
        return entries.read(key);
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, byte[]> visitor) {
        entries.forEach(prefix, visitor);
    }

    @Override
    public void write(Batch batch) {
        if (failing) {
            throw new LedgerUnavailableException("The disk is full");
        }
        entries.write(batch);
    }

    @Override
    public void close() {
        entries.close();
    }
}
