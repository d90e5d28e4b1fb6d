package network.cortensor.sdk.crypto;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Finds vectors of others, which are not part of this repository. */
public final class Vectors {

    private static final String PROPERTY = "cortensor.vectors";

    private Vectors() {}

    /** Returns the folder of one suite, or skips the calling test when the property is not set. */
    public static Path folder(Class<?> test, String suite) {
        String given = System.getProperty(PROPERTY, "");
        if (given.isBlank()) {
            System.out.println("SKIPPED: " + test.getSimpleName() + " needs -D" + PROPERTY
                    + "=<folder of vectors>, suite '" + suite + "'");
        }
        assumeFalse(given.isBlank(), "-D" + PROPERTY + " is not set");
        // Maven runs tests in the module's folder; a relative path was most likely meant from the one above.
        Path asGiven = Path.of(given.trim());
        Path root = Files.isDirectory(asGiven) ? asGiven : Path.of("..").resolve(asGiven);
        Path direct = root.resolve(suite);
        Path folder =
                Files.isDirectory(direct) ? direct : root.resolve("vectors").resolve(suite);
        assertThat(folder)
                .as("-D" + PROPERTY + " is set, so the suite must be there")
                .isDirectory();
        return folder;
    }
}
