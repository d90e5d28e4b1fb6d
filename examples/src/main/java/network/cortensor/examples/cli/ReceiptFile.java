package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.verify.Receipt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where receipts are written: whole or not at all, on the disk before the answer is shown, and never over an existing file.
 */
final class ReceiptFile {

    private final Path folder;
    private final Optional<String> name;

    private ReceiptFile(Path folder, Optional<String> name) {
        this.folder = folder;
        this.name = name;
    }

    /** Receipts in a folder, named after session and task. */
    static ReceiptFile in(Path folder) {
        return new ReceiptFile(folder, Optional.empty());
    }

    /**
     * A receipt in a file that the caller names.
     *
     * @throws InvalidRequestException when its folder does not exist or may not be written to
     */
    static ReceiptFile named(Path file) {
        Path name = file.getFileName();
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        if (name == null || Files.isDirectory(file)) {
            throw new InvalidRequestException("The receipt's path " + file + " is a directory; name a file in it.");
        }
        return new ReceiptFile(folder, Optional.of(name.toString())).checked();
    }

    /** Checks before anything is paid that the receipt can be kept. */
    ReceiptFile checked() {
        Path absolute = folder.toAbsolutePath();
        if (!Files.isDirectory(absolute) || !Files.isWritable(absolute)) {
            throw new InvalidRequestException("The receipt cannot be written to " + absolute
                    + ": it is no directory that you may write to. Name another place with --receipt.");
        }
        return this;
    }

    /**
     * Writes a receipt.
     *
     * @return where it is: the wanted name, or one with a number when that was taken
     */
    Path write(Receipt receipt) throws IOException {
        String wanted = name.orElseGet(() -> nameOf(receipt.task()));
        Path unfinished =
                folder.resolve("." + wanted + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(receipt.encoded());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            return publish(unfinished, wanted);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static String nameOf(TaskId task) {
        return "receipt-" + task.session() + "-" + task.number() + ".json";
    }

    private Path publish(Path unfinished, String wanted) throws IOException {
        int dot = wanted.lastIndexOf('.') > 0 ? wanted.lastIndexOf('.') : wanted.length();
        for (int number = 1; ; number++) {
            String free = number == 1 ? wanted : wanted.substring(0, dot) + "-" + number + wanted.substring(dot);
            Path target = folder.resolve(free);
            if (placed(unfinished, target)) {
                return target;
            }
        }
    }

    /** Returns false when the name is taken. */
    private static boolean placed(Path unfinished, Path target) throws IOException {
        try {
            link(unfinished, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** A link is the one step that both appears at once and refuses to replace; not every file system has it. */
    private static void link(Path unfinished, Path target) throws IOException {
        try {
            Files.createLink(target, unfinished);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            Files.move(unfinished, target);
        }
    }
}
