package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.StoreException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Files named by names, written aside, forced to the disk and renamed. */
final class FileIpnsRecordStore implements IpnsRecordStore {
    private static final String SUFFIX = ".ipns-record";

    private final Path folder;

    private FileIpnsRecordStore(Path folder) {
        this.folder = folder;
    }

    static FileIpnsRecordStore open(Path folder) {
        try {
            return new FileIpnsRecordStore(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new StoreException("cannot create the folder of IPNS records " + folder, e);
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
            Path aside = Files.createTempFile(folder, "new", ".tmp");
            try {
                write(aside, record);
                Files.move(aside, file(name), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw new StoreException("cannot keep the record of " + name + " in " + folder, e);
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
