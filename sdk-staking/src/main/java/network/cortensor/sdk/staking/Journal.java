package network.cortensor.sdk.staking;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A small ordered store of named byte strings that keeps what it was given: a ledger's events, a client's outbox, a
 * node's tasks.
 *
 * <p>Keys are ordered as {@link String#compareTo} does. Values are copied in and out. Safe for use by several threads.
 * Who opened a journal closes it.
 */
public interface Journal extends AutoCloseable {
    /** When a write of a file journal is done. */
    enum Sync {
        /** When the disk has it: survives the loss of power. */
        ALWAYS,
        /** When the operating system has it: survives the death of this process at any point, not the loss of power. */
        OS
    }

    /** A journal in memory. It lasts as long as the object: {@link #close} leaves its entries readable. */
    static Journal memory() {
        return new MemoryJournal();
    }

    /**
     * Opens or creates a journal in one file, for this process alone. A new file is readable by its owner only.
     *
     * <p>Killed at any point, the process leaves a file in which each finished write is present and an unfinished one is
     * absent.
     *
     * @throws LedgerUnavailableException if the file is in use, here or in another process, or cannot be opened
     * @throws LedgerEvidenceException if the file is damaged or not a journal
     */
    static Journal file(Path file, Sync sync) {
        return FileJournal.open(file, sync);
    }

    /**
     * Reads one entry; empty if there is none.
     *
     * @throws LedgerEvidenceException if the entry is damaged
     */
    Optional<byte[]> read(String key);

    /**
     * Hands over, in order of their keys, the entries whose keys start with {@code prefix}. Entries written meanwhile
     * may or may not be among them.
     *
     * @throws LedgerEvidenceException if an entry is damaged
     */
    void forEach(String prefix, BiConsumer<String, byte[]> visitor);

    /**
     * The entries whose keys start with {@code prefix}, copied.
     *
     * @throws LedgerEvidenceException if an entry is damaged
     */
    default NavigableMap<String, byte[]> entries(String prefix) {
        NavigableMap<String, byte[]> entries = new TreeMap<>();
        forEach(prefix, entries::put);
        return entries;
    }

    /**
     * Makes all changes of the batch, or none. They are durable, as far as {@link Sync} says, when this returns.
     *
     * @throws LedgerUnavailableException if the write failed; then it is open whether it took effect, and every later
     *     write fails until the journal is opened anew
     */
    void write(Batch batch);

    /** Closes the file. Again: no effect. Later calls throw {@link LedgerUnavailableException}. */
    @Override
    void close();

    /**
     * Changes that are made together. A key that occurs more than once gets what was said last.
     *
     * <p>Not safe for use by several threads.
     */
    final class Batch {
        private final List<Change> changes = new ArrayList<>();

        private Batch() {}

        /** A batch without changes. */
        public static Batch create() {
            return new Batch();
        }

        /** Adds: set an entry. The bytes are copied. */
        public Batch put(String key, byte[] value) {
            changes.add(new Put(checked(key), value.clone()));
            return this;
        }

        /** Adds: remove an entry, if there is one. */
        public Batch remove(String key) {
            changes.add(new Remove(checked(key)));
            return this;
        }

        /** Whether there is nothing to do. */
        public boolean isEmpty() {
            return changes.isEmpty();
        }

        List<Change> changes() {
            return Collections.unmodifiableList(changes);
        }

        private static String checked(String key) {
            if (key.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
                throw new IllegalArgumentException(
                        "Journal.Batch: expected a key of at least one well-formed character");
            }
            return key;
        }

        sealed interface Change {
            String key();
        }

        @SuppressWarnings("ArrayRecordComponent") // Stays inside the package; never compared.
        record Put(String key, byte[] value) implements Change {}

        record Remove(String key) implements Change {}
    }
}
