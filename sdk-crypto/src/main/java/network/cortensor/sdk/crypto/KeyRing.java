package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.KeyFile;
import network.cortensor.sdk.crypto.internal.Limits;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The encryption keys of one participant over time (SPEC §8.6): the current one, which is announced, and those before it,
 * which still open what was sealed for them, until they are destroyed. That is what gives forward secrecy at the receiver.
 *
 * <p>A rotation is: {@link #rotate()}, announce the new key with {@link KeyAnnouncement#next}, and when the announcement is
 * out {@link #retireEarlier} those before it. A ring in a folder survives the end of the process between any two of these; whoever
 * opens it again announces {@link #current()} when something else is announced. A key is on the disk before it is returned.
 *
 * <p>Thread-safe. One process at a time can open a folder. Whoever opened the ring closes it; {@link #close()} wipes every key
 * in memory and leaves the files, and later calls fail with {@link IllegalStateException}. The identities that it hands out
 * are its own: they are closed with the ring, and when they are destroyed.
 */
public final class KeyRing implements AutoCloseable {

    private static final Pattern FILE = Pattern.compile("([0-9]{10})-([0-9a-f]{64})(?:\\.until-([0-9]{1,12}))?\\.key");

    private final Keeping keeping;
    private final List<Held> held;
    private boolean closed;

    private KeyRing(Keeping keeping, List<Held> held) {
        this.keeping = keeping;
        this.held = held;
    }

    /** A key of the ring; {@code file} is null in memory, {@code until} as long as the key is not retired. */
    private record Held(
            long sequence,
            Identity identity,
            @Nullable Path file,
            @Nullable Instant until) {}

    /** Where keys are kept. */
    private interface Keeping extends AutoCloseable {

        boolean rotates();

        /** Writes a new key down, and returns where. */
        @Nullable
        Path keep(long sequence, Identity identity);

        /** Writes down that a key is to go, and returns where it is now. */
        @Nullable
        Path retire(Held one, Instant until);

        void destroy(Held one);

        @Override
        void close();
    }

    /**
     * A ring of one key that is never rotated.
     *
     * @param identity stays the caller's to close
     */
    public static KeyRing of(Identity identity) {
        return new KeyRing(new Memory(false), new ArrayList<>(List.of(new Held(0, identity, null, null))));
    }

    /** A ring that is gone with the process, with a first key. */
    public static KeyRing inMemory() {
        return started(new KeyRing(new Memory(true), new ArrayList<>()));
    }

    /**
     * Opens a ring whose keys are files in a folder, <strong>not encrypted</strong>, readable by their owner alone; makes
     * folder and first key when there is none.
     *
     * @throws KeyFileException if the folder or a key in it cannot be read or written
     */
    public static KeyRing open(Path folder) {
        return open(new Folder(folder, null));
    }

    /**
     * Opens a ring whose keys are files in a folder, each encrypted with a passphrase; makes folder and first key when there
     * is none. Each key takes about a second and 256 MiB of heap.
     *
     * @param passphrase copied, the copy is wiped with the ring; the caller's to wipe
     * @throws KeyFileException if the folder or a key in it cannot be read or written, or the passphrase is another one
     * @throws IllegalArgumentException if the passphrase is empty or has half a surrogate pair
     */
    public static KeyRing open(Path folder, char[] passphrase) {
        return open(new Folder(folder, passphrase.clone()));
    }

    private static KeyRing open(Folder folder) {
        boolean opened = false;
        try {
            KeyRing ring = started(new KeyRing(folder, folder.read()));
            opened = true;
            return ring;
        } finally {
            if (!opened) {
                folder.close();
            }
        }
    }

    private static KeyRing started(KeyRing ring) {
        // A key that was retired is announced no more, even when the one after it has been lost.
        if (ring.held.isEmpty() || ring.held.get(ring.held.size() - 1).until() != null) {
            ring.rotate();
        }
        return ring;
    }

    /** Returns the key to announce: the newest. */
    public synchronized Identity current() {
        requireOpen();
        return held.get(held.size() - 1).identity();
    }

    /** Says whether {@link #rotate()} draws a new key. */
    public boolean rotates() {
        return keeping.rotates();
    }

    /**
     * Draws a new key and makes it the current one. The keys before it stay, to open what was sealed for them.
     *
     * @return the new key, or the only one if this ring does not rotate
     * @throws KeyFileException if it cannot be written; the current key stays what it was
     */
    public synchronized Identity rotate() {
        requireOpen();
        if (!rotates()) {
            return current();
        }
        long sequence = held.isEmpty() ? 1 : held.get(held.size() - 1).sequence() + 1;
        Identity identity = Identity.generate();
        boolean kept = false;
        try {
            held.add(new Held(sequence, identity, keeping.keep(sequence, identity), null));
            kept = true;
            return identity;
        } finally {
            if (!kept) {
                identity.close();
            }
        }
    }

    /**
     * Sets the time until which the keys before the current one are needed: the end of the validity of the last announcement
     * of one of them, and the time that an envelope may stay unopened after that. A key whose time was set before keeps it.
     *
     * @throws IllegalArgumentException if it is before 1970 or after the year 9999
     * @throws KeyFileException if it cannot be written down
     */
    public synchronized void retireEarlier(Instant until) {
        requireOpen();
        if (until.getEpochSecond() < 0 || until.getEpochSecond() > Limits.LAST_SECOND) {
            throw new IllegalArgumentException("until must be between 1970 and 9999, found " + until);
        }
        for (int i = 0; i < held.size() - 1; i++) {
            Held one = held.get(i);
            if (one.until() == null) {
                held.set(i, new Held(one.sequence(), one.identity(), keeping.retire(one, until), until));
            }
        }
    }

    /**
     * Closes the keys whose time is over and destroys their files, as {@link Identity#destroy} does. Keys that were never
     * retired stay.
     *
     * @return how many there were
     * @throws KeyFileException if a file cannot be destroyed; its key then stays in the ring, the others have been destroyed,
     *     and the next call tries again. A file that is gone counts as destroyed
     */
    public synchronized int destroyRetired(Instant now) {
        requireOpen();
        int destroyed = 0;
        Optional<KeyFileException> failure = Optional.empty();
        for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
            Held one = each.next();
            if (one.until() != null && !now.isBefore(one.until())) {
                try {
                    keeping.destroy(one);
                    one.identity().close();
                    each.remove();
                    destroyed++;
                } catch (KeyFileException e) {
                    // One that cannot be destroyed does not keep the others alive.
                    failure.ifPresent(e::addSuppressed);
                    failure = Optional.of(e);
                }
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return destroyed;
    }

    /** Returns the key of this id, current or earlier. */
    public synchronized Optional<Identity> find(KeyId key) {
        requireOpen();
        return held.stream()
                .map(Held::identity)
                .filter(identity -> identity.recipient().keyId().equals(key))
                .findFirst();
    }

    /**
     * Opens an envelope with whichever key of this ring it is for, as {@link Envelope#open} does.
     *
     * @throws NotForMeException if it is for none of them: never was, or the key has been destroyed
     * @throws RejectedException as {@link Envelope#open}
     * @throws MalformedException as {@link Envelope#open}
     */
    public synchronized OpenedEnvelope open(Envelope envelope, Envelope.Expected expected, Instant now) {
        Identity identity = envelope.recipients().stream()
                .flatMap(key -> find(key).stream())
                .findFirst()
                // Which then says that it is not for this key.
                .orElseGet(this::current);
        return envelope.open(identity, expected, now);
    }

    /** Wipes all keys in memory. May be called more than once. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (rotates()) {
                held.forEach(one -> one.identity().close());
            }
            keeping.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the key ring has been closed");
        }
    }

    /** Names the current key and says how many there are. */
    @Override
    public synchronized String toString() {
        return "KeyRing[" + held.size() + " keys"
                + (held.isEmpty()
                        ? ""
                        : ", current "
                                + held.get(held.size() - 1)
                                        .identity()
                                        .recipient()
                                        .keyId())
                + "]";
    }

    private record Memory(boolean rotates) implements Keeping {

        @Override
        public @Nullable Path keep(long sequence, Identity identity) {
            return null;
        }

        @Override
        public @Nullable Path retire(Held one, Instant until) {
            return null;
        }

        @Override
        public void destroy(Held one) {}

        @Override
        public void close() {}
    }

    /** One file for each key, named {@code <sequence>-<key id>[.until-<second>].key}, so that a rename retires a key. */
    private static final class Folder implements Keeping {

        private final Path folder;
        private final char @Nullable [] passphrase;
        /** Held as long as the ring is open; only its owner opens and closes it. */
        private @Nullable FileChannel lock;

        Folder(Path folder, char @Nullable [] passphrase) {
            this.folder = folder;
            this.passphrase = passphrase;
        }

        List<Held> read() {
            Map<KeyId, Held> found = new HashMap<>();
            boolean complete = false;
            try {
                createOwnerOnly();
                lock();
                KeyFile.sweep(folder);
                for (Path file : keys()) {
                    Held one = read(file, nameOf(file));
                    Held other = found.put(one.identity().recipient().keyId(), one);
                    if (other != null) {
                        other.identity().close();
                        throw new KeyFileException("cannot open the key ring in " + folder + ": " + file
                                + " holds a key that another file there holds too; remove one of them");
                    }
                }
                complete = true;
            } catch (IOException e) {
                throw new KeyFileException("cannot read the key ring in " + folder, e);
            } finally {
                if (!complete) {
                    found.values().forEach(one -> one.identity().close());
                }
            }
            return new ArrayList<>(found.values().stream()
                    .sorted(Comparator.comparingLong(Held::sequence))
                    .toList());
        }

        private List<Path> keys() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.getFileName().toString().endsWith(".key"))
                        .sorted()
                        .toList();
            }
        }

        /** A name that is not understood is a key that would be missed. */
        private static Matcher nameOf(Path file) {
            Matcher name = FILE.matcher(file.getFileName().toString());
            if (!name.matches()) {
                throw new KeyFileException("cannot open a key ring with " + file
                        + ": the name is not that of a key of a ring; move the file elsewhere");
            }
            return name;
        }

        private void lock() throws IOException {
            FileChannel file =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = file;
            try {
                if (file.tryLock() != null) {
                    return;
                }
            } catch (OverlappingFileLockException e) {
                throw inUse(e);
            }
            throw inUse(null);
        }

        private KeyFileException inUse(@Nullable Exception cause) {
            String message = "cannot open the key ring in " + folder + ": it is in use; one process at a time may";
            return cause == null ? new KeyFileException(message) : new KeyFileException(message, cause);
        }

        private Held read(Path file, Matcher name) {
            Identity identity = passphrase == null ? Identity.readFrom(file) : Identity.readFrom(file, passphrase);
            if (!identity.recipient().keyId().toString().equals(name.group(2))) {
                identity.close();
                throw new KeyFileException("cannot read an age identity from " + file
                        + ": it holds another key than its name says; restore the name or the file");
            }
            Instant until = name.group(3) == null ? null : Instant.ofEpochSecond(Long.parseLong(name.group(3)));
            return new Held(Long.parseLong(name.group(1)), identity, file, until);
        }

        private void createOwnerOnly() throws IOException {
            Path parent = folder.toAbsolutePath().getParent();
            boolean posix = parent != null
                    && Files.exists(parent)
                    && Files.getFileStore(parent).supportsFileAttributeView(PosixFileAttributeView.class);
            FileAttribute<?>[] ownerOnly = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];
            try {
                Files.createDirectory(folder, ownerOnly);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(folder)) {
                    throw new KeyFileException("cannot open a key ring in " + folder + ": it is not a folder", e);
                }
                requireOthersCannotWrite();
            }
        }

        /** Who can write to the folder can take keys away, and put another in the place of the newest. */
        private void requireOthersCannotWrite() throws IOException {
            PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
            if (view == null) {
                return;
            }
            Set<PosixFilePermission> permissions = view.readAttributes().permissions();
            if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new KeyFileException("refused to open a key ring in " + folder + ": its mode is "
                        + PosixFilePermissions.toString(permissions)
                        + ", other users can write to it; make it rwx------ (chmod 700) and look at what is in it");
            }
        }

        @Override
        public boolean rotates() {
            return true;
        }

        @Override
        public Path keep(long sequence, Identity identity) {
            Path file = folder.resolve(name(sequence, identity.recipient().keyId(), ".key"));
            if (passphrase == null) {
                identity.writeTo(file);
            } else {
                identity.writeTo(file, passphrase);
            }
            return file;
        }

        @Override
        public Path retire(Held one, Instant until) {
            Path file = fileOf(one);
            Path target = file.resolveSibling(name(
                    one.sequence(), one.identity().recipient().keyId(), ".until-" + until.getEpochSecond() + ".key"));
            try {
                // Not forced to the disk: what a power failure can undo is that a key is to go, never that it is there.
                return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new KeyFileException("cannot retire the key in " + file, e);
            }
        }

        @Override
        public void destroy(Held one) {
            Path file = fileOf(one);
            if (!Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                Identity.destroy(file);
            }
        }

        private static Path fileOf(Held one) {
            return Objects.requireNonNull(one.file(), "a key of a folder has a file");
        }

        private static String name(long sequence, KeyId key, String ending) {
            return String.format(Locale.ROOT, "%010d-%s%s", sequence, key, ending);
        }

        @Override
        public void close() {
            if (passphrase != null) {
                Arrays.fill(passphrase, '\0');
            }
            try {
                if (lock != null) {
                    lock.close();
                }
            } catch (IOException e) {
                throw new KeyFileException("cannot give back the key ring in " + folder, e);
            }
        }
    }
}
