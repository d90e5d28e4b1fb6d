package network.cortensor.sdk.ipfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks as files {@code blocks/<the two characters before the last>/<CIDv1>.data}, the common layout of IPFS block
 * folders; files being written are in {@code tmp/}.
 *
 * <p>A block is written to a file of its own in {@code tmp/} and then renamed, which the file system does in one step. What
 * a killed process leaves in {@code tmp/} is removed when the folder is opened. That may hit the file of a process that is
 * writing right then: its rename fails, and it writes again.
 */
final class FileBlockStore implements BlockStore {
    private static final String BLOCK_SUFFIX = ".data";
    private static final String TEMP_SUFFIX = ".tmp";
    private static final int ATTEMPTS = 3;

    private final Path folder;
    private final Path blocks;
    private final Path temps;
    private final FileBlockStoreOptions options;
    private final BlockWriter writer;
    private final AtomicLong used = new AtomicLong();
    // Renaming and deleting change the files and the count together; reading and writing bytes go on outside.
    private final ReentrantLock naming = new ReentrantLock();
    private volatile boolean closed;

    /** Writes all bytes to a new file and forces them to the disk if asked; replaced in tests by disks that fail. */
    interface BlockWriter {
        void write(Path file, ByteBuffer bytes, boolean force) throws IOException;
    }

    private FileBlockStore(Path folder, FileBlockStoreOptions options, BlockWriter writer) {
        this.folder = folder;
        this.blocks = folder.resolve("blocks");
        this.temps = folder.resolve("tmp");
        this.options = options;
        this.writer = writer;
    }

    static FileBlockStore open(Path folder, FileBlockStoreOptions options) {
        return open(folder, options, FileBlockStore::writeNewFile);
    }

    static FileBlockStore open(Path folder, FileBlockStoreOptions options, BlockWriter writer) {
        FileBlockStore store = new FileBlockStore(folder, options, writer);
        try {
            Files.createDirectories(store.blocks);
            Files.createDirectories(store.temps);
            store.removeLeftovers();
            if (store.hasQuota()) {
                store.used.set(store.countBytes());
            }
        } catch (IOException e) {
            throw store.failure("open", 0, e);
        }
        return store;
    }

    @Override
    public void put(Block block) {
        requireOpen();
        Path target = path(block.cid());
        try {
            long existing = sizeOf(target);
            // A name alone proves nothing: the file may have been damaged since, and this put is the chance to heal it.
            if (existing == block.size() && holds(target, block)) {
                return;
            }
            createShard(shard(block.cid()));
            // A block that is only healed was counted when it came, so a full store can heal too.
            long reserved = existing < 0 ? reserve(block.size()) : 0;
            boolean added = false;
            try {
                added = write(block, target);
            } finally {
                count((added ? block.size() : 0) - reserved);
            }
            if (options.durability() == Durability.BLOCK_AND_NAME) {
                forceFolder(shard(block.cid()));
            }
        } catch (IOException e) {
            throw failure("store block " + block.cid(), block.size(), e);
        }
    }

    @Override
    public Optional<Block> get(Cid cid) {
        requireOpen();
        try (FileChannel file = FileChannel.open(path(cid), StandardOpenOption.READ)) {
            long size = file.size();
            if (size > Block.MAX_SIZE) {
                throw refuseOversized(cid, file, size);
            }
            return Optional.of(Block.adoptVerified(cid, readUpTo(file, (int) size)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read block " + cid, 0, e);
        }
    }

    @Override
    public boolean has(Cid cid) {
        requireOpen();
        try {
            return sizeOf(path(cid)) >= 0;
        } catch (IOException e) {
            throw failure("look for block " + cid, 0, e);
        }
    }

    @Override
    public boolean delete(Cid cid) {
        requireOpen();
        Path target = path(cid);
        naming.lock();
        try {
            long size = sizeOf(target);
            boolean deleted = Files.deleteIfExists(target);
            if (deleted) {
                count(-Math.max(size, 0));
            }
            return deleted;
        } catch (IOException e) {
            throw failure("delete block " + cid, 0, e);
        } finally {
            naming.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Returns whether the block is new here, rather than in place of a damaged one. */
    private boolean write(Block block, Path target) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path temp = temps.resolve(UUID.randomUUID() + TEMP_SUFFIX);
            try {
                writer.write(temp, block.buffer(), options.durability() != Durability.NONE);
                return rename(temp, target);
            } catch (NoSuchFileException e) {
                // Another store that was opened on this folder took our file for a leftover.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } finally {
                Files.deleteIfExists(temp);
            }
        }
    }

    private boolean rename(Path temp, Path target) throws IOException {
        naming.lock();
        try {
            boolean added = sizeOf(target) < 0;
            Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return added;
        } finally {
            naming.unlock();
        }
    }

    private void createShard(Path shard) throws IOException {
        if (!Files.isDirectory(shard)) {
            Files.createDirectories(shard);
            if (options.durability() == Durability.BLOCK_AND_NAME) {
                forceFolder(blocks);
            }
        }
    }

    private static void writeNewFile(Path file, ByteBuffer bytes, boolean force) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(true);
            }
        }
    }

    private static void forceFolder(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static boolean holds(Path file, Block block) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
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

    private static IpfsException refuseOversized(Cid cid, FileChannel file, long size) throws IOException {
        MessageDigest sha256 = HashFunction.platformDigest("SHA-256");
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        while (file.read(chunk) >= 0) {
            sha256.update(chunk.flip());
            chunk.clear();
        }
        byte[] found = sha256.digest();
        return cid.hash() != HashFunction.SHA2_256 || cid.hasDigest(found)
                ? Block.tooLarge(cid, size)
                : BlockMismatchException.of(cid, found, size);
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
        try (DirectoryStream<Path> shards = Files.newDirectoryStream(blocks, Files::isDirectory)) {
            for (Path shard : shards) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(shard, "*" + BLOCK_SUFFIX)) {
                    for (Path file : files) {
                        bytes += Math.max(sizeOf(file), 0);
                    }
                }
            }
        }
        return bytes;
    }

    /** Returns the file's size, or -1 if there is no file. */
    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private Path shard(Cid cid) {
        String name = cid.toV1().toString();
        return blocks.resolve(name.substring(name.length() - 3, name.length() - 1));
    }

    private Path path(Cid cid) {
        return shard(cid).resolve(cid.toV1() + BLOCK_SUFFIX);
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

    private StoreException failure(String attempt, long needed, IOException cause) {
        if (needed > 0 && isDiskFull(cause)) {
            return new StoreFullException("disk of block store " + folder, needed, usableSpace(), cause);
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
