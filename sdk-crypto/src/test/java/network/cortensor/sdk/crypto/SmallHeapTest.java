package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Keystores in a JVM whose heap is too small for scrypt with the usual parameters: told before, instead of running out. */
class SmallHeapTest {

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void keystore_heapTooSmall_isSaidBeforeItRunsOut() throws IOException, InterruptedException {
        Path file = folder.resolve("keystore.json");

        List<String> lines = run("-Xmx200m", SmallHeap.class, file.toString());

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("write -> IllegalStateException: ").contains("256 MiB", "-Xmx");
        assertThat(lines.get(1)).startsWith("read r 8 -> MalformedException: ").contains("256 MiB", "-Xmx");
        assertThat(lines.get(2)).startsWith("read r 1 -> MalformedException: ").contains("256 MiB", "-Xmx");
        assertThat(file).doesNotExist();
    }

    private static List<String> run(String heap, Class<?> main, String argument)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-cp",
                        // Where the class path of tests is in a jar, Surefire tells the real one.
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName(),
                        argument)
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
