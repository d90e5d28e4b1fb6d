package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.StoreException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which shards of an upload are at the daemon: a line for the upload, one for each shard, one for the end.
 *
 * <pre>
 * cortensor-car-upload 1 &lt;root&gt; &lt;bytes of a shard&gt; &lt;check&gt;
 * shard &lt;number from 0&gt; &lt;blocks&gt; &lt;bytes of blocks&gt; &lt;check&gt;
 * done &lt;shards&gt; &lt;check&gt;
 * </pre>
 *
 * <p>The check is the start of the SHA-256 of the line and the check before it, so that lines cannot be lost, moved or changed
 * without notice. What a crash leaves of a line has no end of line, and is cut off: it was not forced to the disk, so nobody
 * relies on it.
 */
final class UploadJournal implements AutoCloseable {
    private static final String MAGIC = "cortensor-car-upload";
    private static final int CHECK_DIGITS = 16;
    private static final Pattern SHARD = Pattern.compile("shard [0-9]{1,9} [0-9]{1,18} [0-9]{1,18}");

    /** Some 500,000 shards: four tebibytes in the default size. */
    private static final long MAX_SIZE = 32L * 1024 * 1024;

    private final Path path;
    private final FileChannel file;
    private final FileLock lock;
    private final List<KuboImport> acknowledged = new ArrayList<>();
    private String check = "";
    private boolean done;

    private UploadJournal(Path path, FileChannel file, FileLock lock) {
        this.path = path;
        this.file = file;
        this.lock = lock;
    }

    /** Opens a journal, or begins one; nobody else can until it is closed. */
    static UploadJournal open(Path path, Cid root, long shardBytes) {
        try {
            FileChannel file = openFile(path);
            boolean opened = false;
            try {
                UploadJournal journal = new UploadJournal(path, file, lock(path, file));
                journal.load(root, shardBytes);
                opened = true;
                return journal;
            } finally {
                if (!opened) {
                    // The lock goes with it.
                    file.close();
                }
            }
        } catch (IOException e) {
            throw new StoreException("could not open the upload journal " + path + "; check its folder and disk", e);
        }
    }

    private static FileChannel openFile(Path path) throws IOException {
        try {
            FileAttribute<?>[] ownerOnly = isPosix()
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            Files.createFile(path, ownerOnly);
        } catch (FileAlreadyExistsException e) {
            // To be gone on with.
        }
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static FileLock lock(Path path, FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // By this process.
        }
        throw new StoreException("the upload journal " + path + " is being used by another upload", null);
    }

    private void load(Cid root, long shardBytes) throws IOException {
        if (file.size() > MAX_SIZE) {
            throw malformed("it has more than " + MAX_SIZE + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
            // read() moves the position
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        String header = String.join(" ", MAGIC, "1", root.toString(), Long.toString(shardBytes));
        int whole = text.lastIndexOf('\n') + 1;
        if (whole == 0) {
            begin(text, header);
            return;
        }
        String[] lines = text.substring(0, whole).split("\n", -1);
        // Behind the last end of line there is nothing.
        for (int number = 0; number < lines.length - 1; number++) {
            String content = checked(lines[number], number);
            if (number == 0) {
                requireSame(content, header);
            } else {
                take(content, number);
            }
        }
        file.truncate(whole);
        file.position(whole);
    }

    /** An empty file is a new journal, and so is the start of this first line, which a crash may have left. */
    private void begin(String found, String header) throws IOException {
        if (!(header + " ").startsWith(found) && !found.startsWith(header + " ")) {
            throw malformed("it does not begin as one of this upload");
        }
        file.truncate(0);
        file.position(0);
        append(header);
        forceName();
    }

    /** Else a power failure could take the journal with all that is in it. Windows has no way to do this. */
    private void forceName() throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null && isPosix()) {
            try (FileChannel folder = FileChannel.open(parent, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private String checked(String line, int number) {
        int space = line.length() - CHECK_DIGITS - 1;
        if (space < 0 || line.charAt(space) != ' ') {
            throw malformed("line " + (number + 1) + " is not one of a journal");
        }
        String content = line.substring(0, space);
        String expected = check(content);
        if (!line.endsWith(expected)) {
            throw malformed("line " + (number + 1) + " does not match its check, so it or one before it was changed");
        }
        check = expected;
        return content;
    }

    private void requireSame(String found, String expected) {
        if (!found.startsWith(MAGIC + " 1 ")) {
            throw malformed("expected version 1 of the format");
        }
        if (!found.equals(expected)) {
            String[] parts = found.split(" ", -1);
            throw new IllegalArgumentException("the upload journal " + path + " is that of root "
                    + parts[2] + " with shards of " + parts[3] + " bytes, not that of '" + expected
                    + "'; use one journal for each upload");
        }
    }

    private void take(String content, int number) {
        String[] words = content.split(" ", -1);
        boolean isShard = SHARD.matcher(content).matches() && words[1].equals(Integer.toString(number - 1));
        if (isShard && !done) {
            acknowledged.add(new KuboImport(Long.parseLong(words[2]), Long.parseLong(words[3])));
        } else if (!done && content.equals("done " + acknowledged.size())) {
            done = true;
        } else {
            throw malformed("line " + (number + 1) + " is not the one that comes next");
        }
    }

    /** Returns the shards that are at the daemon, in their order. */
    List<KuboImport> acknowledged() {
        return List.copyOf(acknowledged);
    }

    long shards() {
        return acknowledged.size();
    }

    long blocks() {
        return acknowledged.stream().mapToLong(KuboImport::blocks).sum();
    }

    long bytes() {
        return acknowledged.stream().mapToLong(KuboImport::bytes).sum();
    }

    boolean isDone() {
        return done;
    }

    /** Notes the next shard; returns when the note is on the disk. */
    void acknowledge(KuboImport sent) {
        write(String.join(
                " ",
                "shard",
                Integer.toString(acknowledged.size()),
                Long.toString(sent.blocks()),
                Long.toString(sent.bytes())));
        acknowledged.add(sent);
    }

    /** Notes that everything is there and was looked for. */
    void done() {
        write("done " + acknowledged.size());
        done = true;
    }

    private void write(String content) {
        try {
            append(content);
        } catch (IOException e) {
            throw new StoreException(
                    "could not write to the upload journal " + path + "; free space on its disk, then go on", e);
        }
    }

    private void append(String content) throws IOException {
        String next = check(content);
        ByteBuffer line = StandardCharsets.US_ASCII.encode(content + " " + next + "\n");
        while (line.hasRemaining()) {
            file.write(line);
        }
        file.force(true);
        check = next;
    }

    private String check(String content) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha256.digest((check + content).getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest).substring(0, CHECK_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("a Java platform without SHA-256", e);
        }
    }

    private MalformedException malformed(String problem) {
        return new MalformedException("upload journal " + path + ": " + problem + "; delete it to begin anew");
    }

    @Override
    public void close() {
        try {
            lock.close();
            file.close();
        } catch (IOException e) {
            throw new StoreException("could not close the upload journal " + path, e);
        }
    }
}
