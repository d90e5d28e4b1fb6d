package network.cortensor.sdk.node;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LlamaEngineOptionsTest {

    private static EngineException failure(Path model) {
        return catchThrowableOfType(
                EngineException.class,
                () -> LlamaEngine.open(LlamaEngineOptions.builder(model).build()));
    }

    @Test
    void open_fileThatIsNotThere_saysSo(@TempDir Path folder) {
        EngineException failure = failure(folder.resolve("none.gguf"));
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("none.gguf").hasMessageContaining("Check that the file is there");
    }

    @Test
    void open_fileOfAnotherKind_saysSo(@TempDir Path folder) throws IOException {
        for (String content : new String[] {"", "GGU", "PK\3\4 something else"}) {
            Path file = Files.writeString(folder.resolve("model.gguf"), content);
            EngineException failure = failure(file);
            assertThat(failure.kind()).isEqualTo(EngineException.Kind.MALFORMED);
            assertThat(failure).hasMessageContaining("does not start with 'GGUF'");
        }
    }

    @Test
    void open_dependencyNotOnTheClassPath_saysWhatToAdd(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("m.gguf"), "GGUF....".getBytes(StandardCharsets.US_ASCII));
        ClassLoader without = new WithoutLlama(getClass().getClassLoader());
        Class<?> options = without.loadClass(LlamaEngineOptions.class.getName());
        Object builder = options.getMethod("builder", Path.class).invoke(null, file);
        Object built = builder.getClass().getMethod("build").invoke(builder);
        assertThatThrownBy(() -> without.loadClass(LlamaEngine.class.getName())
                        .getMethod("open", options)
                        .invoke(null, built))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .hasMessageContaining("Add the dependency de.kherud:llama")
                .satisfies(cause -> assertThat(cause.getClass().getSimpleName()).isEqualTo("EngineException"));
    }

    @Test
    void options_outsideTheirRange_areRefused() {
        LlamaEngineOptions.Builder builder = LlamaEngineOptions.builder(Path.of("m.gguf"));
        for (int wrong : new int[] {0, 63, -1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> builder.contextTokens(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int wrong : new int[] {0, 257}) {
            assertThatThrownBy(() -> builder.threads(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> builder.seed(-1)).isInstanceOf(IllegalArgumentException.class);
        LlamaEngineOptions options =
                builder.contextTokens(100).threads(1).seed(7).build();
        assertThat(options.contextTokens()).isEqualTo(100);
        assertThat(options.threads()).isEqualTo(1);
        assertThat(options.seed()).isEqualTo(7);
        assertThat(options).hasToString("LlamaEngineOptions(m.gguf, 100 tokens, 1 threads)");
    }

    /** Sees the SDK, but not the binding. */
    private static final class WithoutLlama extends ClassLoader {
        WithoutLlama(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("de.kherud.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("network.cortensor.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] all = bytes.readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
