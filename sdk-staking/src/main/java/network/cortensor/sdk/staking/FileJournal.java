package network.cortensor.sdk.staking;

import java.nio.file.Path;

/** {@link Journal#file}. */
final class FileJournal {
    private FileJournal() {}

    static Journal open(Path file, Journal.Sync sync) {
        throw new UnsupportedOperationException(file + " " + sync);
    }
}
