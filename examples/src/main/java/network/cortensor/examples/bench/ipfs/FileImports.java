package network.cortensor.examples.bench.ipfs;

import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ImportProfile;

import java.nio.file.Path;

/**
 * Main class of a child process that finds out the CID of a file, again and again, and prints it with the nanoseconds of every
 * time.
 */
public final class FileImports {

    private FileImports() {}

    /** Takes the profile, the file, and for how many milliseconds to go on. */
    public static void main(String[] args) {
        AddOptions options =
                AddOptions.builder().profile(ImportProfile.valueOf(args[0])).build();
        Path file = Path.of(args[1]);
        long end = System.nanoTime() + Long.parseLong(args[2]) * 1_000_000;
        try (ContentStore store = ContentStore.on(BlockStore.discarding())) {
            do {
                long start = System.nanoTime();
                Cid cid = store.add(file, options);
                System.out.println(cid + " " + (System.nanoTime() - start));
            } while (System.nanoTime() < end);
        }
    }
}
