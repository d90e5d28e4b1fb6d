package network.cortensor.sdk.ipfs;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A lock on the file {@code lock} in the folder of a block store. The system ends it with the process, however that ends.
 *
 * <p>To the system a process is one holder, and closing the file anywhere in it ends all its locks (POSIX fcntl). So there is
 * one lock for a folder in a process, behind one gate that the stores on this folder share.
 */
final class FolderLock implements CollectionGate.ProcessLock {
    private static final Map<Path, WeakReference<CollectionGate>> GATES = new HashMap<>();

    private final Path folder;
    private @Nullable FileChannel file;
    private @Nullable FileLock held;

    private FolderLock(Path folder) {
        this.folder = folder;
    }

    /** Returns the one gate of a folder that is there. */
    static CollectionGate gateOf(Path folder) throws IOException {
        Path real = folder.toRealPath();
        synchronized (GATES) {
            GATES.values().removeIf(gate -> gate.get() == null);
            WeakReference<CollectionGate> known = GATES.get(real);
            CollectionGate gate = known == null ? null : known.get();
            if (gate == null) {
                gate = new CollectionGate(new FolderLock(real));
                GATES.put(real, new WeakReference<>(gate));
            }
            return gate;
        }
    }

    @Override
    public boolean tryLock(boolean shared) throws IOException {
        try {
            FileChannel channel = open();
            try {
                held = channel.tryLock(0, Long.MAX_VALUE, shared);
                return held != null;
            } catch (OverlappingFileLockException e) {
                // This module, loaded twice into one process.
                return false;
            }
        } catch (IOException e) {
            // Where files cannot be written or locked, nobody gets the lock that collecting takes, so adding needs
            // none.
            boolean lockable = file == null && Files.isWritable(folder);
            if (shared && !lockable) {
                return true;
            }
            throw e;
        }
    }

    private FileChannel open() throws IOException {
        FileChannel channel = file;
        if (channel == null) {
            channel = FileChannel.open(
                    folder.resolve("lock"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE);
            file = channel;
        }
        return channel;
    }

    @Override
    public void unlock() throws IOException {
        FileLock lock = held;
        held = null;
        if (lock != null) {
            lock.release();
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel channel = file;
        file = null;
        if (channel != null) {
            channel.close();
        }
    }
}
