package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ImportProfile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What is imported, and how: the parameters of the commands that make CIDs of files. */
final class ImportOptions {

    private static final String STANDARD_INPUT = "-";

    @Parameters(
            index = "0",
            paramLabel = "FILE|DIR",
            description = "File, or folder with all that is in it; links are kept as links. '-' is the standard input.")
    private String source = "";

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "v1-2025",
            converter = ProfileConverter.class,
            completionCandidates = ProfileConverter.Names.class,
            description =
                    "How content is cut up: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}; v0-2015 gives the CIDs"
                            + " that Kubo gives by default.")
    private ImportProfile profile = ImportProfile.UNIXFS_V1_2025;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that hash, 1 to 64. Default: one for each processor.")
    private int threads = Math.min(Runtime.getRuntime().availableProcessors(), 64);

    /** Imports what was named into a store and returns its CID. */
    Cid into(ContentStore store, Console console, boolean pin) {
        if (threads < 1 || threads > 64) {
            throw new InvalidRequestException("--threads must be 1 to 64, found " + threads + ".");
        }
        try (TransferDisplay display = TransferDisplay.open(console, "hashed")) {
            AddOptions options = AddOptions.builder()
                    .profile(profile)
                    .threads(threads)
                    .pin(pin)
                    .call(CallOptions.builder().progress(display).build())
                    .build();
            return source.equals(STANDARD_INPUT) ? store.add(console.in(), options) : store.add(path(), options);
        } catch (UncheckedIOException e) {
            throw new InvalidRequestException(
                    "The source " + source + " cannot be read to its end: " + e.getMessage() + ".", e);
        }
    }

    private Path path() {
        Path path = Path.of(source);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidRequestException("The source " + path + " does not exist; check the path.");
        }
        return path;
    }
}
