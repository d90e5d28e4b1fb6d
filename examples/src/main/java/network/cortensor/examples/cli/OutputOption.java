package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.ContentKind;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.IpfsPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Where content goes: a new file or folder, or the standard output. */
final class OutputOption {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|DIR",
            description = "New file or folder to write to. Default: a file goes to the standard output.")
    private @Nullable Path target;

    /** Opens a file that a path leads to. */
    @FunctionalInterface
    interface Opener {
        InputStream open(IpfsPath path, CallOptions call);
    }

    /** Reads what {@code path} leads to and writes it; what goes to the standard output is read through {@code files}. */
    void write(ContentStore store, Opener files, IpfsPath path, Console console) {
        try (TransferDisplay display = TransferDisplay.open(console, "read")) {
            CallOptions call = CallOptions.builder().progress(display).build();
            if (target != null) {
                store.export(path, target, call);
            } else {
                print(store, files, path, call, console);
            }
        } catch (UncheckedIOException e) {
            throw new CommandFailedException(
                    e.getCause() instanceof FileAlreadyExistsException ? ExitCode.BAD_INPUT : ExitCode.UNAVAILABLE,
                    "The output " + target + " cannot be written: " + e.getMessage() + ".",
                    e);
        }
    }

    private static void print(ContentStore store, Opener files, IpfsPath path, CallOptions call, Console console) {
        if (store.stat(path, call).kind() == ContentKind.FOLDER) {
            throw new InvalidRequestException(path + " is a folder; name where it goes with -o DIR.");
        }
        try (InputStream content = files.open(path, call)) {
            StandardStreams.copy(content, console.out(), new StandardStreams.Counter());
        } catch (IOException e) {
            throw StandardStreams.unreadable(e);
        }
    }
}
