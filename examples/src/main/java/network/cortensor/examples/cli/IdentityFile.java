package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.age.AgeIdentities;
import network.cortensor.sdk.crypto.age.AgeIdentity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A file of identities that the caller names. Takes what age tools take, pipes too; where the SDK refuses a file that other
 * users can read, this warns, because a file that was made by another tool is often found that way.
 */
final class IdentityFile {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Path path;
    private final Console console;

    private IdentityFile(Path path, Console console) {
        this.path = path;
        this.console = console;
    }

    static IdentityFile of(Path path, Console console) {
        return new IdentityFile(path, console);
    }

    /** Returns the identities, which the caller closes. */
    List<AgeIdentity> read(Supplier<char[]> passphrase) {
        if (path.toString().startsWith("AGE-SECRET-KEY-")) {
            throw new InvalidRequestException("-i takes a file, and got an identity itself: write it to a file, and"
                    + " consider it known if others saw the command.");
        }
        byte[] content = InputFile.of("identity file", path).bytes(MAX_BYTES, InvalidRequestException::new);
        boolean[] encrypted = {false};
        try {
            List<AgeIdentity> identities = AgeIdentities.readFrom(new ByteArrayInputStream(content), () -> {
                        encrypted[0] = true;
                        return passphrase.get();
                    })
                    .all();
            if (!encrypted[0]) {
                warnIfOpen();
            }
            return identities;
        } catch (MalformedException | NotForMeException | RejectedException e) {
            throw new InvalidRequestException(
                    "The identity file " + path + " cannot be used: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can be read", e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private void warnIfOpen() {
        try {
            if (Files.isRegularFile(path)
                    && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                console.warning("Other users can read or write the identity file " + path
                        + "; make it yours alone with chmod 600.");
            }
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without modes says nothing about who can read it.
            return;
        }
    }
}
