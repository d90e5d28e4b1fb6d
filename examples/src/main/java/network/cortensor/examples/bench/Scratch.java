package network.cortensor.examples.bench;

import network.cortensor.sdk.UnavailableException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A new folder for the files of one measurement, where the system has such; closing it removes it with all that is in it. */
public final class Scratch implements AutoCloseable {

    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /** Creates it. */
    public static Scratch create() {
        try {
            return new Scratch(Files.createTempDirectory("cortensor-bench-"));
        } catch (IOException e) {
            throw new UnavailableException("Cannot create a folder for scratch files: " + e.getMessage(), e);
        }
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /**
     * Makes sure that there is room.
     *
     * @throws UnavailableException if there is not
     */
    public void requireFree(long bytes) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < bytes) {
                throw new UnavailableException("The measurement needs " + Units.bytes(bytes) + " of disk in "
                        + folder.getParent() + ", where " + Units.bytes(free)
                        + " are free. Make room, choose another folder with JAVA_OPTS=-Djava.io.tmpdir=DIR, or use"
                        + " --quick.");
            }
        } catch (IOException e) {
            throw new UnavailableException("Cannot find out how much disk is free: " + e.getMessage(), e);
        }
    }

    /** Removes a folder in it that is not needed any more. */
    public void remove(Path inside) {
        try {
            // One after the other: a list of a million files would take more memory than what is measured.
            Files.walkFileTree(inside, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure) throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(left);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the scratch files in " + inside, e);
        }
    }

    @Override
    public void close() {
        remove(folder);
    }
}
