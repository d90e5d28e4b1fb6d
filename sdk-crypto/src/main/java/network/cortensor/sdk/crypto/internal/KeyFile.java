package network.cortensor.sdk.crypto.internal;

import network.cortensor.sdk.crypto.KeyFileException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** Reading and creating of files that hold one secret. */
public final class KeyFile {

    /** A key file is a few lines; more is the wrong file. */
    private static final int MAX_BYTES = 16 * 1024;

    /**
     * What makes a key file unsafe. Reading by the group is let through, because that is how container platforms hand
     * secrets to a process that is not root.
     */
    private static final Set<PosixFilePermission> UNSAFE = EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private static final String UNFINISHED = ".unfinished";
    private static final String DYING = ".dying";

    private KeyFile() {}

    /** Reads the whole file; the caller wipes the bytes. */
    public static byte[] read(String kind, Path file) {
        return read(kind, file, MAX_BYTES);
    }

    /** Reads the whole file, which has at most so many bytes; the caller wipes them. */
    public static byte[] read(String kind, Path file, int maxBytes) {
        try {
            if (!Files.exists(file)) {
                throw new KeyFileException("no " + kind + " file at " + file);
            }
            if (!Files.isRegularFile(file)) {
                throw new KeyFileException("cannot read " + a(kind) + " from " + file + ": it is not a file");
            }
            requireSafe(kind, file);
            try (InputStream in = Files.newInputStream(file)) {
                byte[] content = in.readNBytes(maxBytes + 1);
                if (content.length > maxBytes) {
                    Arrays.fill(content, (byte) 0);
                    throw new KeyFileException("cannot read " + a(kind) + " from " + file + ": larger than " + maxBytes
                            + " bytes, so it is something else");
                }
                return content;
            }
        } catch (AccessDeniedException e) {
            throw new KeyFileException("cannot read " + a(kind) + " from " + file + ": no permission", e);
        } catch (IOException e) {
            throw new KeyFileException("cannot read " + a(kind) + " from " + file, e);
        }
    }

    private static void requireSafe(String kind, Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.stream().anyMatch(UNSAFE::contains)) {
            throw new KeyFileException("refused to read " + a(kind) + " from " + file + ": its mode is "
                    + PosixFilePermissions.toString(permissions)
                    + ", other users can reach it; make it rw------- (chmod 600) and consider the key known");
        }
    }

    /**
     * Creates the file for its owner alone and writes it through to the disk, file and folder. Wipes the content. The file is
     * there whole or not at all: it is written beside its place first.
     *
     * @throws KeyFileException if something is there already: a key is never overwritten
     */
    public static void create(String kind, Path file, byte[] content) {
        Path unfinished = beside(file, UNFINISHED);
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            // What a crash left; nobody was told that this key is on the disk.
            overwriteAndDelete(unfinished);
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    ownerOnly(kind, file))) {
                write(unfinished, channel, ByteBuffer.wrap(content));
            }
            // A link and not a move: a move would replace what came there meanwhile.
            Files.createLink(file, unfinished);
            Files.delete(unfinished);
            forceFolderOf(file);
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(
                    "refused to write " + a(kind) + " to " + file + ": something is there and keys are not overwritten",
                    e);
        } catch (NoSuchFileException e) {
            throw new KeyFileException("cannot write " + a(kind) + " to " + file + ": the folder does not exist", e);
        } catch (IOException | UnsupportedOperationException e) {
            throw new KeyFileException("cannot write " + a(kind) + " to " + file, e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * Overwrites the file, writes that through to the disk, and deletes it. It loses its name first, so that a crash leaves
     * either the key or something that {@link #sweep} knows.
     *
     * @param isOne says whether the content is such a key; asked first
     * @throws KeyFileException if there is no such file, it is something else, or it could not be destroyed
     */
    public static void destroy(String kind, Path file, Predicate<byte[]> isOne) {
        try {
            requireOne(kind, file, isOne);
            Path dying = beside(file, DYING);
            Files.move(file, dying, StandardCopyOption.ATOMIC_MOVE);
            overwriteAndDelete(dying);
        } catch (NoSuchFileException e) {
            throw new KeyFileException("cannot destroy " + a(kind) + ": there is no file " + file, e);
        } catch (IOException e) {
            throw new KeyFileException(
                    "cannot destroy " + a(kind) + " in " + file + ": it is a link, or may not be written to or deleted",
                    e);
        }
    }

    private static void requireOne(String kind, Path file, Predicate<byte[]> isOne) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            int size = (int) Math.min(channel.size(), MAX_BYTES + 1L);
            byte[] content = Channels.newInputStream(channel).readNBytes(size);
            boolean safe = size <= MAX_BYTES && isOne.test(content);
            Arrays.fill(content, (byte) 0);
            if (!safe) {
                throw new KeyFileException(
                        "refused to destroy " + file + ": it does not hold " + a(kind) + ", so it is left as it was");
            }
        }
    }

    /**
     * Finishes what a crash interrupted in a folder of keys: destroys keys that were being destroyed, and those that were
     * being written, of which nobody was told.
     */
    public static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> leftovers =
                Files.newDirectoryStream(folder, ".*{" + UNFINISHED + "," + DYING + "}")) {
            for (Path leftover : leftovers) {
                overwriteAndDelete(leftover);
            }
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling("." + file.getFileName() + ending);
    }

    /** Does nothing if there is no such file. */
    private static void overwriteAndDelete(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer noise = ByteBuffer.wrap(Secret.randomBytes((int) Math.min(channel.size(), MAX_BYTES)));
            while (noise.hasRemaining()) {
                channel.write(noise);
            }
            channel.force(true);
        }
        Files.delete(file);
        forceFolderOf(file);
    }

    /** Makes a name, or its end, survive a power failure too, where folders can be opened (not on Windows). */
    private static void forceFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static String a(String kind) {
        return ("aeiouX".indexOf(kind.charAt(0)) < 0 ? "a " : "an ") + kind;
    }

    private static void write(Path file, FileChannel channel, ByteBuffer content) throws IOException {
        try {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        } catch (IOException e) {
            // Half a key, which would also stand in the way of the next attempt.
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static FileAttribute<?> ownerOnly(String kind, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        FileStore store = Files.getFileStore(folder == null ? file.toAbsolutePath() : folder);
        if (!store.supportsFileAttributeView(PosixFileAttributeView.class)) {
            throw new KeyFileException("refused to write " + a(kind) + " to " + file
                    + ": the file system has no owner-only mode; keep the key in a WalletSigner or on another volume");
        }
        return PosixFilePermissions.asFileAttribute(
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }
}
