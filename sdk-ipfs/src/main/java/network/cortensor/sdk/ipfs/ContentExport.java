package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.VerifiedRead;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.dag.DagLimits;
import network.cortensor.sdk.ipfs.internal.dag.FolderListing;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;
import network.cortensor.sdk.ipfs.internal.unixfs.SymlinkNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Writes one file or tree to disk.
 *
 * <p>Names are the author's, who may mean harm: each has to be one name in the folder at hand and nothing else. Nothing is ever
 * written over what is there, and the symlinks of a folder are made when all else in it is done, so that no path on which
 * something is written leads through one of them; names that a file system takes for the same do not change that.
 */
final class ContentExport {
    private static final int STEP = 1 << 16;

    /** What is to have permissions of its own is the owner's alone until it gets them, and has all its bytes. */
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private static final PosixFilePermission[] PERMISSIONS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ,
    };

    private final BlockStore blocks;
    private final Cid root;
    private final ExportOptions options;
    private final Watch watch;
    private final Deque<Folder> open = new ArrayDeque<>();
    private long bytes;
    private long entries;

    ContentExport(BlockStore blocks, Cid root, ExportOptions options, Watch watch) {
        this.blocks = blocks;
        this.root = root;
        this.options = options;
        this.watch = watch;
    }

    /** A folder that is being filled. */
    private static final class Folder {
        private final Cid cid;
        private final Path path;
        private final FolderListing listing;
        private final Attributes attributes;
        private final List<Symlink> symlinks = new ArrayList<>();
        private long index;

        Folder(Cid cid, Path path, FolderListing listing, Attributes attributes) {
            this.cid = cid;
            this.path = path;
            this.listing = listing;
            this.attributes = attributes;
        }
    }

    /** A symlink that is still to be made. The target is read again then: its author chooses how often it would be held. */
    private record Symlink(String name, Cid cid) {}

    void run(Path target) throws IOException {
        UnixFsNode node = read(root);
        if (node instanceof SymlinkNode symlink) {
            count();
            requireAbsent(target);
            link(target, symlink);
        } else {
            write(root, node, target, true);
        }
        while (!open.isEmpty()) {
            step(open.element());
        }
    }

    private void step(Folder folder) throws IOException {
        if (folder.listing.hasNext()) {
            DirectoryNode.Entry entry = folder.listing.next();
            folder.index++;
            Path path = child(folder, entry.name());
            UnixFsNode node = read(entry.cid());
            if (node instanceof SymlinkNode) {
                count();
                folder.symlinks.add(new Symlink(entry.name(), entry.cid()));
            } else {
                write(entry.cid(), node, path, false);
            }
        } else {
            for (Symlink symlink : folder.symlinks) {
                Path path = child(folder, symlink.name());
                requireAbsent(path);
                link(path, (SymlinkNode) read(symlink.cid()));
            }
            applyAttributes(folder.path, folder.attributes);
            open.pop();
        }
    }

    private UnixFsNode read(Cid cid) {
        watch.check();
        return UnixFsNode.of(VerifiedRead.require(blocks, cid));
    }

    private void write(Cid cid, UnixFsNode node, Path path, boolean top) throws IOException {
        count();
        if (node instanceof FileNode file) {
            writeFile(cid, file, path);
            return;
        }
        if (open.size() == DagLimits.FOLDER_DEPTH) {
            throw new MalformedException(
                    "folder " + cid + ": is within " + open.size() + " folders, the most that are written");
        }
        FolderListing listing = FolderListing.of(new WatchedSource(blocks, watch), cid, node);
        if (!(top && isEmptyFolder(path))) {
            Files.createDirectory(path, initial(path, node.attributes(), OWNER_FOLDER));
        }
        open.push(new Folder(cid, path, listing, node.attributes()));
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
            return !content.iterator().hasNext();
        }
    }

    /** Returns where the entry of this name belongs, which is in the folder and nowhere else. */
    private static Path child(Folder folder, String name) throws IOException {
        if (!name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('/') < 0) {
            Path single = path(folder.path, name);
            Path path = folder.path.resolve(single);
            // What else a system takes for a separator or a drive does not survive this.
            if (!single.isAbsolute()
                    && single.getNameCount() == 1
                    && FileNames.name(path).equals(name)) {
                return path;
            }
        }
        throw new MalformedException("folder " + folder.cid + ": the name of entry " + folder.index
                + " is none that a file can have here; nothing is written under another one");
    }

    /**
     * Returns {@code text} as a path of the system that {@code place} is on, without regard to the locale: Java would refuse what
     * that has no characters for, although the system takes the bytes.
     */
    private static Path path(Path place, String text) {
        try {
            boolean ascii = text.chars().allMatch(character -> character < 0x80);
            if (ascii || !place.getFileSystem().equals(FileSystems.getDefault())) {
                return place.getFileSystem().getPath(text);
            }
            StringBuilder uri = new StringBuilder("file://").append(text.startsWith("/") ? "" : "/");
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                uri.append(b == '/' ? "/" : String.format("%%%02X", b & 0xff));
            }
            Path absolute = Path.of(URI.create(uri.toString()));
            return text.startsWith("/") ? absolute : absolute.subpath(0, absolute.getNameCount());
        } catch (IllegalArgumentException e) {
            // Also InvalidPathException, whose message would quote the text.
            throw new MalformedException(
                    "a name or the target of a symlink for " + place + " is no path on this system");
        }
    }

    private void count() {
        entries++;
        if (entries > options.maxEntries()) {
            throw ContentTooLargeException.ofEntries(root, options.maxEntries());
        }
    }

    // ---- files

    private void writeFile(Cid cid, FileNode file, Path path) throws IOException {
        if (file.fileSize() > options.maxBytes() - bytes) {
            throw new ContentTooLargeException(
                    root, bytes + Math.min(file.fileSize(), Long.MAX_VALUE - bytes), options.maxBytes());
        }
        requireAbsent(path);
        Path temp = path.resolveSibling(".export-" + UUID.randomUUID() + ".tmp");
        try {
            try (InputStream content = ContentInputStream.open(blocks, cid, file, watch);
                    FileChannel out = create(temp, file.attributes())) {
                copy(content, out);
            }
            applyAttributes(temp, file.attributes());
            requireAbsent(path);
            Files.move(temp, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temp);
        }
        bytes += file.fileSize();
    }

    private static FileChannel create(Path temp, Attributes attributes) throws IOException {
        return FileChannel.open(
                temp,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
                initial(temp, attributes, OWNER_FILE));
    }

    private static FileAttribute<?>[] initial(Path path, Attributes attributes, Set<PosixFilePermission> permissions) {
        return mode(attributes) != 0 && hasPermissions(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static void copy(InputStream content, FileChannel out) throws IOException {
        byte[] step = new byte[STEP];
        for (int count = content.read(step); count >= 0; count = content.read(step)) {
            ByteBuffer buffer = ByteBuffer.wrap(step, 0, count);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
    }

    /** A rename would replace what is there without a word. */
    private static void requireAbsent(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(path.toString(), null, "nothing is written over it");
        }
    }

    // ---- symlinks and attributes

    private static void link(Path path, SymlinkNode symlink) throws IOException {
        Files.createSymbolicLink(path, path(path, symlink.target()));
    }

    /** A symlink keeps the time at which it is made: not every system can set another. */
    private static void applyAttributes(Path path, Attributes attributes) throws IOException {
        if (attributes.modificationTime().isPresent()) {
            FileTime time = FileTime.from(attributes.modificationTime().get());
            Files.getFileAttributeView(path, BasicFileAttributeView.class).setTimes(time, null, null);
        }
        // Last, as it may take away the right to do anything else.
        if (mode(attributes) != 0 && hasPermissions(path)) {
            Files.getFileAttributeView(path, PosixFileAttributeView.class)
                    .setPermissions(permissions(mode(attributes)));
        }
    }

    /** Returns the permissions, or zero, which is how some importers write that they know none. */
    private static int mode(Attributes attributes) {
        return attributes.mode().orElse(0);
    }

    private static boolean hasPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The bits above the nine would have a program of the author's run with the rights of whoever exports it. */
    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < PERMISSIONS.length; bit++) {
            if ((mode & 1 << bit) != 0) {
                permissions.add(PERMISSIONS[bit]);
            }
        }
        return permissions;
    }
}
