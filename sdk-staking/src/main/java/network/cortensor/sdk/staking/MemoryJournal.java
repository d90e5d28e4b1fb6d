package network.cortensor.sdk.staking;

import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;

/** {@link Journal#memory}. */
final class MemoryJournal implements Journal {
    private final ConcurrentSkipListMap<String, byte[]> entries = new ConcurrentSkipListMap<>();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    @Override
    public Optional<byte[]> read(String key) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(entries.get(key)).map(byte[]::clone);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, byte[]> visitor) {
        for (var entry : entries.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                return;
            }
            visitor.accept(entry.getKey(), entry.getValue().clone());
        }
    }

    @Override
    public void write(Batch batch) {
        lock.writeLock().lock();
        try {
            for (Batch.Change change : batch.changes()) {
                if (change instanceof Batch.Put put) {
                    entries.put(put.key(), put.value());
                } else {
                    entries.remove(change.key());
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        // Nothing is held open; the entries stay, so that a ledger can be opened on them again.
    }
}
