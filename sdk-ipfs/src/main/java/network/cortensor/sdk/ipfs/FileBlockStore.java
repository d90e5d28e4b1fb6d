package network.cortensor.sdk.ipfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Blocks as files {@code blocks/<the two characters before the last>/<CIDv1>.data}, the common layout of IPFS block
 * folders; files being written are in {@code tmp/}, {@link FilePins} in {@code pins/}, and {@link FolderLock} is the file
 * {@code lock}.
 *
 * <p>A block is written to a file of its own in {@code tmp/} and then renamed, which the file system does in one step. What
 * a killed process leaves in {@code tmp/} is removed when the folder is opened. That may hit the file of a process that is
 * writing right then: its rename fails, and it writes again.
 *
 * <p>The two characters are ten bits of the digest, whatever the length of the CID: 1024 folders. The last character may be
 * padding in part.
 */
final class FileBlockStore implements BlockStore, ReleasesBlocks {
    private static final String BLOCK_SUFFIX = ".data";
    private static final String TEMP_SUFFIX = ".tmp";
    private static final int ATTEMPTS = 3;
    // Other tools store larger blocks than we read, but not larger than this; a file without end is not worth the
    // reading.
    private static final int LARGEST_HASHED = 4 * Block.MAX_SIZE;
    // A link in the place of a block may lead to anything: a device that never ends, a pipe that never begins.
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    private final Path folder;
    private final Path blocks;
    private final Path temps;
    private final FileBlockStoreOptions options;
    private final BlockWriter writer;
    private final FilePins pins;
    // Apart from those of every other store on this folder.
    private final String tempPrefix = UUID.randomUUID() + "-";
    private final AtomicLong tempCount = new AtomicLong();
    /** The folders in {@code blocks} that were there when last looked for; saves looking again for each block. */
    private final Set<Path> shardsSeen = ConcurrentHashMap.newKeySet();

    private final AtomicLong used = new AtomicLong();
    // With a quota, renaming and deleting change the files and the count together; reading and writing bytes go on
    // outside.
    private final ReentrantLock naming = new ReentrantLock();
    private volatile boolean closed;

    /** What reaches for the disk; replaced in tests by disks that fail. */
    interface BlockWriter {
        /** Writes all bytes to a new file and forces them to the disk if asked. */
        void write(Path file, ByteBuffer bytes, boolean force) throws IOException;

        /** Forces the names in a folder to the disk. */
        default void forceFolder(Path path) throws IOException {
            FileBlockStore.forceFolder(path);
        }
    }

    private FileBlockStore(Path folder, FileBlockStoreOptions options, BlockWriter writer) throws IOException {
        this.folder = folder;
        this.blocks = folder.resolve("blocks");
        this.temps = folder.resolve("tmp");
        this.options = options;
        this.writer = writer;
        createFolder();
        Files.createDirectories(blocks);
        Files.createDirectories(temps);
        if (options.durability() == Durability.BLOCK_AND_NAME) {
            writer.forceFolder(folder);
        }
        this.pins = FilePins.in(folder, options.durability());
    }

    /** Makes the store's folder and those above it, and forces the names of the new ones if names are to be durable. */
    private void createFolder() throws IOException {
        List<Path> above = new ArrayList<>();
        for (Path each = folder.toAbsolutePath();
                each.getParent() != null && !Files.isDirectory(each);
                each = each.getParent()) {
            above.add(each.getParent());
        }
        Files.createDirectories(folder);
        if (options.durability() == Durability.BLOCK_AND_NAME) {
            for (Path each : above) {
                writer.forceFolder(each);
            }
        }
    }

    static FileBlockStore open(Path folder, FileBlockStoreOptions options) {
        return open(folder, options, FileBlockStore::writeNewFile);
    }

    static FileBlockStore open(Path folder, FileBlockStoreOptions options, BlockWriter writer) {
        try {
            FileBlockStore store = new FileBlockStore(folder, options, writer);
            store.removeLeftovers();
            if (store.hasQuota()) {
                store.used.set(store.countBytes());
            }
            return store;
        } catch (IOException e) {
            throw failure(folder, "open", e);
        }
    }

    @Override
    public void put(Block block) {
        requireOpen();
        if (block.cid().hash() == HashFunction.IDENTITY) {
            return;
        }
        String name = block.cid().toV1().toString();
        Path shard = shard(name);
        Path target = shard.resolve(name + BLOCK_SUFFIX);
        try {
            long existing = sizeOf(target);
            // A name alone proves nothing: the file may have been damaged since, and this put is the chance to heal it.
            if (existing != block.size() || !holds(target, block)) {
                // A block that is only healed was counted when it came, so a full store can heal too.
                long reserved = existing < 0 ? reserve(block.size()) : 0;
                boolean written = false;
                try {
                    write(block, shard, target, reserved);
                    written = true;
                } finally {
                    if (!written) {
                        count(-reserved);
                    }
                }
            }
            if (options.durability() == Durability.BLOCK_AND_NAME) {
                // Also when it was there: who put it may not have come this far.
                writer.forceFolder(shard);
            }
        } catch (IOException e) {
            throw failure("store block " + block.cid(), block.size(), e);
        }
    }

    @Override
    public Optional<Block> get(Cid cid) {
        requireOpen();
        if (cid.hash() == HashFunction.IDENTITY) {
            return Optional.of(Block.adoptVerified(cid, cid.digest()));
        }
        Path path = path(cid);
        try {
            // Asked before it is opened, since opening a pipe would wait for its other end.
            if (sizeOf(path) < 0) {
                return Optional.empty();
            }
            try (FileChannel file = FileChannel.open(path, READ)) {
                long size = file.size();
                if (size > Block.MAX_SIZE) {
                    throw refuseOversized(cid, file, size);
                }
                return Optional.of(Block.adoptVerified(cid, readUpTo(file, (int) size)));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read block " + cid, 0, e);
        }
    }

    @Override
    public boolean has(Cid cid) {
        return size(cid).isPresent();
    }

    @Override
    public OptionalLong size(Cid cid) {
        requireOpen();
        if (cid.hash() == HashFunction.IDENTITY) {
            return OptionalLong.of(cid.digest().length);
        }
        try {
            long size = sizeOf(path(cid));
            return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
        } catch (IOException e) {
            throw failure("look for block " + cid, 0, e);
        }
    }

    @Override
    public boolean delete(Cid cid) {
        requireOpen();
        if (cid.hash() == HashFunction.IDENTITY) {
            return false;
        }
        Path target = path(cid);
        naming.lock();
        try {
            long size = sizeOf(target);
            // What is no block is not ours to delete.
            boolean deleted = size >= 0 && Files.deleteIfExists(target);
            if (deleted) {
                count(-size);
            }
            return deleted;
        } catch (IOException e) {
            throw failure("delete block " + cid, 0, e);
        } finally {
            naming.unlock();
        }
    }

    @Override
    public Stream<Cid> cids() {
        requireOpen();
        try {
            return CidFiles.stream(blockFiles(), this::listed, e -> failure("list the blocks", 0, e));
        } catch (IOException e) {
            throw failure("list the blocks", 0, e);
        }
    }

    /** Returns what is listed for a file: nothing if no block would be looked for there. */
    private Optional<Cid> listed(CidFiles.Found found) {
        return found.cid()
                .filter(cid ->
                        cid.hash() != HashFunction.IDENTITY && found.file().equals(path(cid)));
    }

    private CidFiles blockFiles() throws IOException {
        List<Path> shards = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(blocks, "??")) {
            folders.forEach(shards::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new CidFiles(shards, BLOCK_SUFFIX);
    }

    @Override
    public Optional<Pins> pins() {
        requireOpen();
        return Optional.of(pins);
    }

    @Override
    public void close() {
        closed = true;
        pins.close();
    }

    /** Writes and names; then the bytes that were reserved are counted for good, as far as they were needed. */
    private void write(Block block, Path shard, Path target, long reserved) throws IOException {
        for (int attempt = 1; ; attempt++) {
            seeShard(shard);
            Path temp = temps.resolve(tempPrefix + Long.toString(tempCount.getAndIncrement(), 36) + TEMP_SUFFIX);
            boolean named = false;
            try {
                writer.write(temp, block.buffer(), options.durability() != Durability.NONE);
                rename(temp, target, block.size(), reserved);
                named = true;
                return;
            } catch (NoSuchFileException e) {
                // Another store that was opened on this folder took our file for a leftover, or somebody deleted a
                // folder.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                shardsSeen.clear();
                Files.createDirectories(temps);
            } finally {
                if (!named) {
                    Files.deleteIfExists(temp);
                }
            }
        }
    }

    private void rename(Path temp, Path target, long size, long reserved) throws IOException {
        if (!hasQuota()) {
            move(temp, target);
            return;
        }
        naming.lock();
        try {
            long before = Math.max(sizeOf(target), 0);
            move(temp, target);
            // A file that had grown was changed by somebody else, maybe after it was counted: rather count too much.
            count(Math.max(size - before, 0) - reserved);
        } finally {
            naming.unlock();
        }
    }

    private static void move(Path temp, Path target) throws IOException {
        Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes sure that the folder is there, and is durable if names are to be. */
    private void seeShard(Path shard) throws IOException {
        if (!shardsSeen.contains(shard)) {
            Files.createDirectories(shard);
            if (options.durability() == Durability.BLOCK_AND_NAME) {
                writer.forceFolder(blocks);
            }
            shardsSeen.add(shard);
        }
    }

    private static void writeNewFile(Path file, ByteBuffer bytes, boolean force) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(true);
            }
        }
    }

    static void forceFolder(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static boolean holds(Path file, Block block) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            return block.buffer().equals(ByteBuffer.wrap(readUpTo(channel, block.size())));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Reads {@code size} bytes, or fewer if the file has been cut meanwhile; the hash will tell. */
    private static byte[] readUpTo(FileChannel file, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
            // read() moves the position
        }
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }

    /** Says whether the block is too large, or there is damage that putting it again would heal. */
    private static IpfsException refuseOversized(Cid cid, FileChannel file, long size) throws IOException {
        if (size > LARGEST_HASHED) {
            return Block.tooLarge(cid, size);
        }
        byte[] found = cid.hash().hash(readUpTo(file, (int) size));
        return cid.hasDigest(found) ? Block.tooLarge(cid, size) : BlockMismatchException.of(cid, found, size);
    }

    private void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(temps, "*" + TEMP_SUFFIX)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private long countBytes() throws IOException {
        long bytes = 0;
        try (CidFiles files = blockFiles()) {
            for (Optional<CidFiles.Found> next = files.next(); next.isPresent(); next = files.next()) {
                bytes += next.get().size();
            }
        }
        return bytes;
    }

    /** Returns the file's size, or -1 if there is none: a link, a folder or a device in its place is no block. */
    private static long sizeOf(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile() ? found.size() : -1;
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private Path shard(String name) {
        return blocks.resolve(name.substring(name.length() - 3, name.length() - 1));
    }

    private Path path(Cid cid) {
        String name = cid.toV1().toString();
        return shard(name).resolve(name + BLOCK_SUFFIX);
    }

    private boolean hasQuota() {
        return options.maxBytes() != Long.MAX_VALUE;
    }

    /** Counts bytes that are about to come, unless they would exceed the quota; returns how many were counted. */
    private long reserve(long size) {
        if (!hasQuota()) {
            return size;
        }
        long max = options.maxBytes();
        long before = used.getAndUpdate(now -> size <= max - now ? now + size : now);
        if (size > max - before) {
            throw new StoreFullException(
                    "block store " + folder + " with a quota of " + max + " bytes",
                    size,
                    Math.max(max - before, 0),
                    null);
        }
        return size;
    }

    private void count(long change) {
        if (hasQuota()) {
            used.addAndGet(change);
        }
    }

    private IpfsException failure(String attempt, long needed, IOException cause) {
        return needed > 0 && isDiskFull(cause)
                ? new StoreFullException("disk of block store " + folder, needed, usableSpace(), cause)
                : failure(folder, attempt, cause);
    }

    /** Returns what to throw: a disk on which an interrupted thread gave up has nothing wrong with it. */
    static IpfsException failure(Path folder, String attempt, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new CancelledException(attempt + " in block store " + folder);
        }
        return new StoreException(
                "could not " + attempt + " in block store " + folder + "; check the folder and its disk, then retry",
                cause);
    }

    private static boolean isDiskFull(IOException cause) {
        // Java has no type for it; these are the words of POSIX systems (ENOSPC, EDQUOT) and of Windows.
        String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        return reason != null
                && (reason.contains("No space left")
                        || reason.contains("quota exceeded")
                        || reason.contains("not enough space"));
    }

    private long usableSpace() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the block store is closed");
        }
    }
}
