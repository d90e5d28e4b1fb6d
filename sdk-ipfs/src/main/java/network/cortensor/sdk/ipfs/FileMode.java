package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Permissions of files as the twelve bits that POSIX has for them. */
final class FileMode {
    private FileMode() {}

    /** Returns the bits of what is at {@code path}; zero where the file system has no such permissions. */
    static int of(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return 0;
        }
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (Integer) mode & Attributes.MODE_MASK;
    }
}
