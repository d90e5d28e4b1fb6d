package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.internal.abi.Abi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The interface files of the network's own contracts, which are not part of this repository: the folder {@code abi} beside or
 * below that of {@code -Dcortensor.vectors=}. Without the property, whoever asks is skipped and says so.
 */
final class NetworkInterfaces {
    private static final String PROPERTY = "cortensor.vectors";

    /** Who has said that it is skipped: once is enough. */
    private static final Set<Class<?>> SKIPPED = ConcurrentHashMap.newKeySet();

    private NetworkInterfaces() {}

    /** One of the files; {@code SessionV2.2025-11.chaplin}, for example. */
    static Path file(Class<?> test, String name) {
        String given = System.getProperty(PROPERTY, "").trim();
        if (given.isEmpty() && SKIPPED.add(test)) {
            System.out.println("SKIPPED: " + test.getSimpleName() + " needs the interface files of -D" + PROPERTY
                    + ", which is not set");
        }
        assumeTrue(!given.isEmpty(), "the network's interface files are not there");
        Path folder = Path.of(given).resolve("abi");
        if (!Files.isDirectory(folder)) {
            folder = Path.of(given).resolveSibling("abi");
        }
        Path file = folder.resolve(name + ".json");
        assertThat(file)
                .as("-D" + PROPERTY + " is set, so the file must be there")
                .exists();
        return file.toAbsolutePath();
    }

    static Abi read(Class<?> test, String name) {
        try {
            return Abi.parse(Files.readString(file(test, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
