package network.cortensor.sdk.staking;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/**
 * {@link Journal#file}: an H2 MVStore in one file.
 *
 * <p>The store writes each commit as a chunk of its own and, when opened, goes back to the last whole one, which makes a
 * batch all or nothing. What it does not notice is noticed here: a damaged value, by a CRC-32C in front of each; a damaged
 * tree, which leads past entries or to old ones, by a {@link Tally} that each batch writes along and that is taken again
 * when the file is opened; a last whole chunk that is not the last finished one, by a {@link ChunkScan}.
 *
 * <p>One thread does all reading and writing. The store's file is a channel, and a channel is closed by the interruption
 * of the thread that uses it: no caller's thread may touch it.
 */
final class FileJournal implements Journal {
    private static final int CACHE_MIB = 1;
    private static final int PAGE_BYTES = 4 * 1024;
    private static final int CRC_BYTES = 4;
    private static final int HIGHEST_BIT = 0x80;
    private static final int READ_AHEAD = 256;
    /** Before every other key, and refused as one of a batch. */
    private static final String TALLY_KEY = "";

    private final Path file;
    private final Sync sync;
    private final ExecutorService io;
    private final MVStore store;
    private final MVMap<String, byte[]> entries;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Of the journal's thread alone. */
    private Tally tally = Tally.EMPTY;

    private FileJournal(Path file, Sync sync, ExecutorService io, MVStore store) {
        this.file = file;
        this.sync = sync;
        this.io = io;
        this.store = store;
        this.entries = store.openMap(
                "journal",
                new MVMap.Builder<String, byte[]>()
                        .keyType(new BoundedDataType<>(StringDataType.INSTANCE))
                        .valueType(new BoundedDataType<>(ByteArrayDataType.INSTANCE)));
    }

    static FileJournal open(Path file, Sync sync) {
        ExecutorService io = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "cortensor-journal");
            thread.setDaemon(true);
            return thread;
        });
        boolean done = false;
        try {
            FileJournal journal = await(file, io, "open", () -> {
                createOwnerOnly(file);
                long newest = ChunkScan.newestVersion(file);
                MVStore store = new MVStore.Builder()
                        .fileName(file.toAbsolutePath().toString())
                        .autoCommitDisabled()
                        .cacheSize(CACHE_MIB)
                        .pageSplitSize(PAGE_BYTES)
                        .open();
                // One version ahead is what a kill leaves between a chunk and the file header that makes it reachable:
                // a
                // write that had not finished. More than one is damage, because each write finishes before the next.
                if (store.getCurrentVersion() + 1 < newest) {
                    store.closeImmediately();
                    throw new LedgerEvidenceException("Journal " + file + ": expected version " + newest
                            + ", whose traces are in the file, found whole only version " + store.getCurrentVersion()
                            + "; the file is damaged, restore it from a copy");
                }
                // A chunk is free once the next version is written, and each is written before another begins: there is
                // no reader of older versions and no delayed write to wait for.
                store.setVersionsToKeep(0);
                store.setRetentionTime(0);
                FileJournal opened = new FileJournal(file, sync, io, store);
                boolean sound = false;
                try {
                    opened.checkTally();
                    sound = true;
                } finally {
                    if (!sound) {
                        store.closeImmediately();
                    }
                }
                return opened;
            });
            done = true;
            return journal;
        } finally {
            if (!done) {
                io.shutdown();
            }
        }
    }

    private void checkTally() {
        Cursor<String, byte[]> cursor = entries.cursor(TALLY_KEY);
        // The first write has left a tally. Without one, a store that was written has lost its map, not its entries.
        Tally expected = store.getCurrentVersion() > 0 ? Tally.LOST : Tally.EMPTY;
        Optional<String> before = Optional.empty();
        while (cursor.hasNext()) {
            String key = cursor.next();
            byte[] value = cursor.getValue();
            requireInPlace(before, key, value);
            before = Optional.of(key);
            if (key.equals(TALLY_KEY)) {
                expected = Tally.decode(value);
            } else {
                tally = tally.with(key, value);
            }
        }
        if (!tally.equals(expected)) {
            throw new LedgerEvidenceException(
                    "Journal " + file + ": expected " + expected + " with their checksum, found " + tally
                            + " or others; the file is damaged, restore it from a copy");
        }
    }

    /** A damaged inner node leads past entries that are there, or round in circles. */
    private void requireInPlace(Optional<String> before, String key, byte[] value) {
        boolean ascending = before.filter(last -> last.compareTo(key) >= 0).isEmpty();
        if (!ascending || !Arrays.equals(entries.get(key), value)) {
            throw new LedgerEvidenceException("Journal " + file + ": entry " + key
                    + " is not where its key leads; the file is damaged, restore it from a copy");
        }
    }

    @Override
    public Optional<byte[]> read(String key) {
        if (key.equals(TALLY_KEY)) {
            return Optional.empty();
        }
        Optional<byte[]> framed = await(file, io, "read", () -> Optional.ofNullable(entries.get(key)));
        return framed.map(bytes -> unframe(key, bytes));
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, byte[]> visitor) {
        Optional<String> after = Optional.empty();
        do {
            String from = after.orElse(prefix);
            boolean inclusive = after.isEmpty();
            Map<String, byte[]> some = await(file, io, "read", () -> readSome(prefix, from, inclusive));
            after = Optional.empty();
            for (Map.Entry<String, byte[]> entry : some.entrySet()) {
                visitor.accept(entry.getKey(), unframe(entry.getKey(), entry.getValue()));
                after = Optional.of(entry.getKey());
            }
        } while (after.isPresent());
    }

    private Map<String, byte[]> readSome(String prefix, String from, boolean inclusive) {
        Map<String, byte[]> some = new LinkedHashMap<>();
        Cursor<String, byte[]> cursor = entries.cursor(from);
        while (cursor.hasNext() && some.size() < READ_AHEAD) {
            String key = cursor.next();
            if (!key.startsWith(prefix)) {
                break;
            }
            if (!key.equals(TALLY_KEY) && (inclusive || !key.equals(from))) {
                some.put(key, cursor.getValue());
            }
        }
        return some;
    }

    @Override
    public void write(Batch batch) {
        await(file, io, "write", () -> {
            boolean written = false;
            try {
                for (Batch.Change change : batch.changes()) {
                    apply(change);
                }
                entries.put(TALLY_KEY, tally.encode());
                store.commit();
                if (sync == Sync.ALWAYS) {
                    store.sync();
                }
                written = true;
            } finally {
                if (!written) {
                    // The store's memory may be ahead of its file: nothing may be read or written through it any more.
                    store.closeImmediately();
                }
            }
            return written;
        });
    }

    private void apply(Batch.Change change) {
        byte[] before;
        if (change instanceof Batch.Put put) {
            byte[] framed = frame(put.key(), put.value());
            before = entries.put(put.key(), framed);
            tally = tally.with(put.key(), framed);
        } else {
            before = entries.remove(change.key());
        }
        if (before != null) {
            tally = tally.without(change.key(), before);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            await(file, io, "close", () -> {
                io.shutdown();
                // A version without news, so that damage to the newest one, which looks like an unfinished write, costs
                // none.
                if (!store.isClosed()) {
                    entries.put(TALLY_KEY, tally.encode());
                    store.commit();
                }
                // Without compaction: its bookkeeping fails its own assertions now and then (2.4.240).
                store.close();
                return true;
            });
        }
    }

    private static void createOwnerOnly(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, ownerOnly);
        } catch (FileAlreadyExistsException e) {
            // It is there: whoever made it chose who may read it.
            return;
        }
    }

    /**
     * The checksum and the value with each highest bit turned over. Text from outside so cannot look like the store's own
     * headers and footers, which are ASCII: no UTF-8 turns into that.
     */
    private static byte[] frame(String key, byte[] value) {
        byte[] framed = new byte[CRC_BYTES + value.length];
        ByteBuffer.wrap(framed).putInt(checksum(key, value));
        for (int i = 0; i < value.length; i++) {
            framed[CRC_BYTES + i] = (byte) (value[i] ^ HIGHEST_BIT);
        }
        return framed;
    }

    private byte[] unframe(String key, byte[] framed) {
        byte[] value = new byte[Math.max(0, framed.length - CRC_BYTES)];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (framed[CRC_BYTES + i] ^ HIGHEST_BIT);
        }
        if (framed.length < CRC_BYTES || ByteBuffer.wrap(framed).getInt() != checksum(key, value)) {
            throw new LedgerEvidenceException(
                    "Journal " + file + ": entry " + key + " does not have its checksum; restore the file from a copy");
        }
        return value;
    }

    private static int checksum(String key, byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        crc.update(value);
        return (int) crc.getValue();
    }

    /** Runs on the journal's thread and waits, through interruptions: a started write is not left alone. */
    private static <T> T await(Path file, ExecutorService io, String verb, Callable<T> work) {
        Future<T> future;
        try {
            future = io.submit(work);
        } catch (RejectedExecutionException e) {
            throw new LedgerUnavailableException("Journal " + file + ": cannot " + verb + ", it is closed", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw translate(file, verb, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static LedgerException translate(Path file, String verb, ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof LedgerException known) {
            return known;
        }
        String attempt = "Journal " + file + ": cannot " + verb;
        int code = cause instanceof MVStoreException e ? e.getErrorCode() : DataUtils.ERROR_INTERNAL;
        if (code == DataUtils.ERROR_FILE_LOCKED) {
            return new LedgerUnavailableException(
                    attempt + ", the file is in use; one process at a time may open it", cause);
        }
        if (cause instanceof OutOfMemoryError) {
            // The store's own tables are read by lengths in the file, which may be damaged.
            return new LedgerUnavailableException(
                    attempt + ", no memory is left; if that stays so with a larger heap, the file is damaged", cause);
        }
        boolean outside = cause instanceof IOException
                || (cause.getCause() instanceof IOException && !(cause.getCause() instanceof EOFException));
        if (outside || code == DataUtils.ERROR_CLOSED || code == DataUtils.ERROR_WRITING_FAILED) {
            return new LedgerUnavailableException(
                    attempt + "; close the journal, see that the disk can be written, and open it again", cause);
        }
        // The store lost its way in its own file. It has many ways to say so, from a code to an exhausted stack.
        return new LedgerEvidenceException(
                attempt + ", the file is damaged or not a journal; restore it from a copy", cause);
    }
}
