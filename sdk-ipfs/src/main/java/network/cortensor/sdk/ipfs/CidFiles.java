package network.cortensor.sdk.ipfs;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Walks over the files in some folders whose names are a CIDv1 in base32 and a suffix. One folder is open at a time, and no
 * more of it is in memory than the system has read ahead.
 *
 * <p>What goes away meanwhile is passed over, unless it is the {@linkplain #CidFiles(Path, String) one folder} that has to be
 * there; so is what is no regular file. Not thread-safe.
 */
final class CidFiles implements AutoCloseable {
    private final Iterator<Path> folders;
    private final boolean required;
    private final String suffix;
    private @Nullable DirectoryStream<Path> open;
    private Iterator<Path> files = Collections.emptyIterator();

    /**
     * A file and what its name says.
     *
     * @param size in bytes
     */
    record Found(Path file, long size, String name) {
        /** Returns the CID that is the name; empty if it is none of ours, such as one of a codec that we do not know. */
        Optional<Cid> cid() {
            try {
                // In each base a CID has one text, so base32 and version 1 make a name that we would look for.
                return name.indexOf(Multibase.BASE32.prefix()) == 0 ? Optional.of(Cid.parse(name)) : Optional.empty();
            } catch (MalformedException e) {
                return Optional.empty();
            }
        }
    }

    /** Walks over those of the folders that are there. */
    CidFiles(List<Path> folders, String suffix) {
        this(folders, suffix, false);
    }

    /** Walks over one folder; fails if that cannot be opened, for whatever reason. */
    CidFiles(Path folder, String suffix) {
        this(List.of(folder), suffix, true);
    }

    private CidFiles(List<Path> folders, String suffix, boolean required) {
        this.folders = folders.iterator();
        this.suffix = suffix;
        this.required = required;
    }

    /**
     * Walks lazily.
     *
     * @param cid what to list for a file; the file is passed over if that is empty
     * @param failure what to throw when a folder cannot be read
     */
    static Stream<Cid> stream(
            CidFiles files, Function<Found, Optional<Cid>> cid, Function<IOException, IpfsException> failure) {
        Spliterator<Cid> walk =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.DISTINCT | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super Cid> action) {
                        try {
                            for (Optional<Found> file = files.next(); file.isPresent(); file = files.next()) {
                                Optional<Cid> next = cid.apply(file.get());
                                if (next.isPresent()) {
                                    action.accept(next.get());
                                    return true;
                                }
                            }
                            return false;
                        } catch (IOException e) {
                            throw failure.apply(e);
                        }
                    }
                };
        return StreamSupport.stream(walk, false).onClose(() -> {
            try {
                files.close();
            } catch (IOException e) {
                throw failure.apply(e);
            }
        });
    }

    /** Returns the next file. */
    Optional<Found> next() throws IOException {
        try {
            while (files.hasNext() || openNext()) {
                if (files.hasNext()) {
                    Optional<Found> found = look(files.next());
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("StreamResourceLeak") // Closed by close(), and before the next one is opened.
    private boolean openNext() throws IOException {
        close();
        if (!folders.hasNext()) {
            return false;
        }
        try {
            open = Files.newDirectoryStream(folders.next());
            files = open.iterator();
        } catch (NoSuchFileException | NotDirectoryException e) {
            if (required) {
                throw e;
            }
            // It went away, or never was a folder of ours.
        }
        return true;
    }

    private Optional<Found> look(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!name.endsWith(suffix)) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    ? Optional.of(
                            new Found(file, attributes.size(), name.substring(0, name.length() - suffix.length())))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        files = Collections.emptyIterator();
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
