package network.cortensor.examples;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's code is code that the build compiles. */
class ReadmeTest {

    private static final Path SOURCE = Path.of("src/main/java/network/cortensor/examples/FirstAnswer.java");
    private static final Pattern MARKED = Pattern.compile("// README begins\n(.*?)\n *// README ends", Pattern.DOTALL);
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void readme_snippet_isCompiledCodeOfAtMost20Lines() throws IOException {
        String compiled = first(MARKED, Files.readString(SOURCE)).stripIndent();
        String shown = first(SNIPPET, Files.readString(Path.of("../README.md")));
        assertThat(shown).isEqualTo(compiled);
        assertThat(shown.lines().count()).isLessThanOrEqualTo(20);
    }

    @Test
    void readme_filesItLinksTo_exist() throws IOException {
        Matcher links = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(Path.of("../README.md")));
        while (links.find()) {
            assertThat(Path.of("..", links.group(1))).exists();
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }
}
