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

    /** Reads what {@code path} leads to and writes it. */
    void write(ContentStore store, IpfsPath path, Console console) {
        try (TransferDisplay display = TransferDisplay.open(console, "read")) {
            CallOptions call = CallOptions.builder().progress(display).build();
            if (target != null) {
                store.export(path, target, call);
            } else {
                print(store, path, call, console);
            }
        } catch (UncheckedIOException e) {
            throw new CommandFailedException(
                    e.getCause() instanceof FileAlreadyExistsException ? ExitCode.BAD_INPUT : ExitCode.UNAVAILABLE,
                    "The output " + target + " cannot be written: " + e.getMessage() + ".",
                    e);
        }
    }

    private static void print(ContentStore store, IpfsPath path, CallOptions call, Console console) {
        if (store.stat(path, call).kind() == ContentKind.FOLDER) {
            throw new InvalidRequestException(path + " is a folder; name where it goes with -o DIR.");
        }
        try (InputStream content = store.get(path, call)) {
            StandardStreams.copy(content, console.out(), new StandardStreams.Counter());
        } catch (IOException e) {
            throw StandardStreams.unreadable(e);
        }
    }
}
