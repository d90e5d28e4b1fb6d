package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a user of the module can reach: pinned in {@code public-api.txt}, and free of ways to misuse a key. */
class PublicSurfaceTest {

    private static final String PACKAGE = "network.cortensor.sdk.crypto";
    private static final Set<String> FORBIDDEN_NAMES = Set.of(
            "nonce",
            "iv",
            "aad",
            "ad",
            "associatedData",
            "salt",
            "seed",
            "secret",
            "secretKey",
            "privateKey",
            "fileKey",
            "random");
    private static final Set<Class<?>> SECRET_TYPES =
            Set.of(Wallet.class, Identity.class, Sealing.class, OpenedEnvelope.class);

    @Test
    void publicApi_isWhatIsCheckedIn() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Class<?> type : publicTypes()) {
            lines.add(describe(type));
            executables(type).map(PublicSurfaceTest::describe).sorted().forEach(line -> lines.add("  " + line));
        }
        String actual = String.join("\n", lines) + "\n";
        Files.writeString(Path.of("target", "public-api.txt"), actual);
        try (InputStream in = PublicSurfaceTest.class.getResourceAsStream("/public-api.txt")) {
            String expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(actual)
                    .as("the public API changed; if that is meant, copy target/public-api.txt to src/test/resources")
                    .isEqualTo(expected);
        }
    }

    @Test
    void parameters_noneLetsACallerChooseANonceOrARawKey() {
        for (Class<?> type : publicTypes()) {
            executables(type).flatMap(e -> Arrays.stream(e.getParameters())).forEach(parameter -> {
                assertThat(parameter.isNamePresent()).isTrue();
                assertThat(FORBIDDEN_NAMES).as("%s of %s", parameter, type).doesNotContain(parameter.getName());
            });
        }
    }

    @Test
    void secretTypes_takeAndGiveNoRawBytes() {
        for (Class<?> type : SECRET_TYPES) {
            executables(type).forEach(executable -> {
                boolean digest = executable.getName().equals("sign");
                if (!digest) {
                    assertThat(executable.getParameterTypes())
                            .as("%s", executable)
                            .doesNotContain(byte[].class);
                }
                if (executable instanceof Method method) {
                    assertThat(method.getReturnType()).as("%s", executable).isNotEqualTo(byte[].class);
                }
            });
        }
    }

    @Test
    void signatures_nameOnlyTheJdkAndThisPackage() {
        for (Class<?> type : publicTypes()) {
            executables(type)
                    .flatMap(e -> Stream.concat(
                            Arrays.stream(e.getParameterTypes()),
                            e instanceof Method method ? Stream.of(method.getReturnType()) : Stream.empty()))
                    .filter(used -> !used.isPrimitive() && !used.isArray())
                    .forEach(used -> assertThat(used.getPackageName())
                            .as("%s used by %s", used, type)
                            .matches(name -> name.equals(PACKAGE) || name.startsWith("java."), "JDK or own"));
        }
    }

    @Test
    void types_cannotBeExtendedOrConstructedFromOutside() {
        for (Class<?> type : publicTypes()) {
            int modifiers = type.getModifiers();
            assertThat(type.isInterface() || type.isSealed() || Modifier.isFinal(modifiers))
                    .as("%s is final, sealed or an interface", type)
                    .isTrue();
            if (!type.isRecord()) {
                assertThat(type.getConstructors())
                        .as("public constructors of %s", type)
                        .isEmpty();
            }
            assertThat(type.getFields()).as("public fields of %s", type).allMatch(field -> field.isEnumConstant());
        }
    }

    private static List<Class<?>> publicTypes() {
        try {
            Path classes = Path.of(Envelope.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(classes.resolve(PACKAGE.replace('.', '/')))) {
                List<Class<?>> types = new ArrayList<>();
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(".class") && !name.equals("package-info.class")) {
                        Class<?> type = Class.forName(PACKAGE + '.' + name.substring(0, name.length() - 6));
                        if (isPublic(type)) {
                            types.add(type);
                        }
                    }
                }
                types.sort(Comparator.comparing(Class::getName));
                assertThat(types).hasSizeGreaterThan(20);
                return types;
            }
        } catch (IOException | URISyntaxException | ClassNotFoundException e) {
            throw new AssertionError("cannot list the classes of the module", e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> enclosing = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (enclosing == null || isPublic(enclosing));
    }

    private static Stream<Executable> executables(Class<?> type) {
        return Stream.<Executable>concat(
                        Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .filter(e -> Modifier.isPublic(e.getModifiers()) || Modifier.isProtected(e.getModifiers()))
                .filter(e -> !e.isSynthetic());
    }

    private static String describe(Class<?> type) {
        String kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        StringBuilder line = new StringBuilder(kind).append(' ').append(shortened(type.getName()));
        if (type.isEnum()) {
            line.append(' ').append(Arrays.toString(type.getEnumConstants()));
        }
        return line.toString();
    }

    private static String describe(Executable executable) {
        StringBuilder line = new StringBuilder();
        if (Modifier.isStatic(executable.getModifiers())) {
            line.append("static ");
        }
        if (executable instanceof Method method) {
            line.append(shortened(method.getGenericReturnType().getTypeName()))
                    .append(' ')
                    .append(method.getName());
        } else if (executable instanceof Constructor<?>) {
            line.append("new");
        }
        line.append('(');
        String separator = "";
        for (Parameter parameter : executable.getParameters()) {
            line.append(separator)
                    .append(shortened(parameter.getParameterizedType().getTypeName()))
                    .append(' ')
                    .append(parameter.getName());
            separator = ", ";
        }
        return line.append(')').toString();
    }

    private static String shortened(String typeName) {
        return typeName.replaceAll("\\b[a-z][a-z0-9]*\\.", "").replace('$', '.');
    }
}
