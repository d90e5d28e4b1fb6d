package network.cortensor.sdk.ipfs;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.abort;

/** Finds the vectors of others, which are not part of this project. */
public final class Vectors {
    private Vectors() {}

    /**
     * Returns a file below the folder that {@code -Dcortensor.vectors} names, or below its {@code vectors} folder. Without
     * the property the suite is skipped, audibly; with it a missing file is a failure. A relative folder may start where Maven
     * was started, which is above the module that the tests run in.
     */
    public static Path file(String suite, String name) {
        String folder = System.getProperty("cortensor.vectors", "");
        if (folder.isEmpty()) {
            System.out.println("SKIPPED: " + suite + ": set -Dcortensor.vectors to the folder of vectors");
            abort("no -Dcortensor.vectors");
        }
        Path given = Path.of(folder);
        Path root = Files.isDirectory(given) ? given : Path.of("..").resolve(given);
        Path direct = root.resolve(name);
        return Files.exists(direct) ? direct : root.resolve("vectors").resolve(name);
    }
}
