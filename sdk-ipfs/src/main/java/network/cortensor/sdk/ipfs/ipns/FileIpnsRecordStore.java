package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.StoreException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Files named by names, written aside, forced to the disk and renamed. What a killed process leaves aside is removed when the
 * folder is opened. That may hit the file of a process that is writing right then: its rename fails, and it writes again.
 */
final class FileIpnsRecordStore implements IpnsRecordStore {
    private static final String SUFFIX = ".ipns-record";
    private static final String ASIDE_PREFIX = "new";
    private static final String ASIDE_SUFFIX = ".tmp";
    private static final int ATTEMPTS = 3;

    private final Path folder;
    // Elsewhere folders cannot be opened, so their entries cannot be forced.
    private final boolean forcesNames;

    private FileIpnsRecordStore(Path folder) {
        this.folder = folder;
        this.forcesNames = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    static FileIpnsRecordStore open(Path folder) {
        try {
            FileIpnsRecordStore store = new FileIpnsRecordStore(Files.createDirectories(folder));
            store.removeLeftovers();
            return store;
        } catch (IOException e) {
            throw new StoreException("cannot open the folder of IPNS records " + folder, e);
        }
    }

    private void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> leftovers =
                Files.newDirectoryStream(folder, ASIDE_PREFIX + "[0-9]*" + ASIDE_SUFFIX)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Returns at most one byte more than a record may have: whoever verifies it then refuses it. */
    @Override
    public Optional<byte[]> get(IpnsName name) {
        try (InputStream in = Files.newInputStream(file(name))) {
            return Optional.of(in.readNBytes(IpnsRecord.MAX_SIZE + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("cannot read the record of " + name + " in " + folder, e);
        }
    }

    @Override
    public void put(IpnsName name, byte[] record) {
        try {
            for (int attempt = 1; !replace(file(name), record, attempt == ATTEMPTS); attempt++) {
                // Another store was opened on this folder meanwhile.
            }
            if (forcesNames) {
                forceNames();
            }
        } catch (IOException e) {
            throw new StoreException("cannot keep the record of " + name + " in " + folder, e);
        }
    }

    /** Returns false if the file aside was taken away before it could be renamed, and this is not the last attempt. */
    private boolean replace(Path file, byte[] record, boolean last) throws IOException {
        Path aside = Files.createTempFile(folder, ASIDE_PREFIX, ASIDE_SUFFIX);
        try {
            write(aside, record);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            if (last) {
                throw e;
            }
            return false;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private void forceNames() throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** Base36 has no characters that a file system would take amiss. */
    private Path file(IpnsName name) {
        return folder.resolve(name + SUFFIX);
    }
}
