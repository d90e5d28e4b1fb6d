package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * One import of a file, a folder with all that is in it, or a symlink. Holds the names and CIDs of the entries of the folder at
 * hand and of those above it.
 *
 * <p>Symlinks are kept, never followed. What is not a file, folder or symlink is refused, before it is opened: reading from a
 * pipe or device may never end. Java can only look first and then open, so whoever can write there can swap the one for the
 * other in between.
 */
final class PathImport {
    /** As deep as paths may be that are read. */
    private static final int MAX_DEPTH = 64;

    private final BlockStore blocks;
    private final AddOptions options;
    private final Watch watch;
    private final FolderImport folders;
    private final BlockBuffers buffers;

    PathImport(BlockStore blocks, AddOptions options, Watch watch) {
        this.blocks = blocks;
        this.options = options;
        this.watch = watch;
        this.buffers = FileImport.buffers(blocks, options.profile());
        this.folders = new FolderImport(blocks, options.profile(), watch);
    }

    Imported run(Path path) throws IOException {
        return add(path, 0);
    }

    private Imported add(Path path, int depth) throws IOException {
        watch.check();
        BasicFileAttributes attributes = read(path);
        if (attributes.isSymbolicLink()) {
            return folders.symlink(target(path), keep(path, attributes));
        }
        if (attributes.isDirectory()) {
            return folder(path, attributes, depth);
        }
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(
                    path.toString(), null, "is neither a file, a folder nor a symlink; leave it out");
        }
        return file(path, attributes, depth);
    }

    private static BasicFileAttributes read(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static String target(Path link) throws IOException {
        return FileNames.text(link, Files.readSymbolicLink(link));
    }

    private Imported folder(Path folder, BasicFileAttributes before, int depth) throws IOException {
        if (depth == MAX_DEPTH) {
            throw new FileSystemException(
                    folder.toString(), null, "is more than " + MAX_DEPTH + " folders deep, which nobody would read");
        }
        TreeMap<String, Path> found = new TreeMap<>(DirectoryNode.Entry.NAME_ORDER);
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder)) {
            for (Path path : listing) {
                watch.check();
                found.put(FileNames.name(path), path);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        requireSame(folder, before, read(folder));
        List<DirectoryNode.Entry> entries = new ArrayList<>(found.size());
        for (String name : List.copyOf(found.keySet())) {
            Imported imported = add(Objects.requireNonNull(found.remove(name)), depth + 1);
            entries.add(new DirectoryNode.Entry(name, imported.cid(), imported.dagSize()));
        }
        // All of them were opened through its path.
        requireSame(folder, before, read(folder));
        return folders.run(entries, keep(folder, before));
    }

    /** Whoever swaps a folder for a symlink while it is being listed, or what is in it read, would have it followed. */
    private static void requireSame(Path folder, BasicFileAttributes before, BasicFileAttributes after)
            throws FileSystemException {
        if (!after.isDirectory() || !Objects.equals(before.fileKey(), after.fileKey())) {
            throw changed(folder);
        }
    }

    private Imported file(Path file, BasicFileAttributes before, int depth) throws IOException {
        FileImport importer =
                new FileImport(blocks, buffers, options.profile(), options.threads(), watch, keep(file, before));
        if (depth == 0) {
            watch.expect(before.size());
        }
        Imported imported = read(file, before.size(), importer);
        BasicFileAttributes after = read(file);
        if (after.size() != before.size()
                || !after.lastModifiedTime().equals(before.lastModifiedTime())
                || !Objects.equals(after.fileKey(), before.fileKey())) {
            throw changed(file);
        }
        return imported;
    }

    private Imported read(Path file, long size, FileImport importer) throws IOException {
        // Files that the kernel makes up have a size of zero and content all the same.
        if (size == 0 || !file.getFileSystem().equals(FileSystems.getDefault())) {
            try (InputStream content = open(file)) {
                return importer.run(ContentChunks.of(content, options.profile(), watch));
            }
        }
        try (FileChannel content = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return importer.run(
                    ContentChunks.of(content, size, options.profile().chunkSize()));
        }
    }

    /** Opens a file, and nothing that a symlink in its place leads to. Archives have no such option. */
    static InputStream open(Path file) throws IOException {
        return file.getFileSystem().equals(FileSystems.getDefault())
                ? Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)
                : Files.newInputStream(file);
    }

    private static FileSystemException changed(Path path) {
        return new FileSystemException(
                path.toString(), null, "changed while it was read; add it again when nobody writes to it");
    }

    private Attributes keep(Path path, BasicFileAttributes attributes) throws IOException {
        Attributes kept = Attributes.NONE;
        if (options.keepModificationTime()) {
            kept = kept.withModificationTime(attributes.lastModifiedTime().toInstant());
        }
        if (options.keepMode() && !attributes.isSymbolicLink()) {
            int mode = FileMode.of(path);
            // Zero is how Kubo writes that it knows none.
            kept = mode == 0 ? kept : kept.withMode(mode);
        }
        return kept;
    }
}
