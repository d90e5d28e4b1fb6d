package network.cortensor.examples;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples use what every application can use. */
class ArchitectureTest {

    @Test
    void examples_sources_useNoInternalsOfTheSdk() throws IOException {
        List<Path> offenders;
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            offenders = sources.filter(source -> source.toString().endsWith(".java"))
                    .filter(ArchitectureTest::namesAnInternalPackage)
                    .toList();
        }
        assertThat(offenders).isEmpty();
    }

    private static boolean namesAnInternalPackage(Path source) {
        try {
            return Files.readString(source).matches("(?s).*network\\.cortensor\\.sdk\\.(\\w+\\.)?internal\\..*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
