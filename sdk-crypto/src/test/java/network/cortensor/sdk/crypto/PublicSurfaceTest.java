package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.age.AgeIdentities;
import network.cortensor.sdk.crypto.age.Passphrase;
import network.cortensor.sdk.crypto.age.X25519Identity;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing that a user of the module can reach lets a key be misused. What can be reached is listed in {@code api.txt}. */
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
    private static final Set<Class<?>> SECRET_TYPES = Set.of(
            Wallet.class,
            Identity.class,
            Sealing.class,
            OpenedEnvelope.class,
            X25519Identity.class,
            Passphrase.class,
            AgeIdentities.class);

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
                            .matches(name -> isExported(name) || name.startsWith("java."), "JDK or own"));
        }
    }

    @Test
    void types_cannotBeExtendedOrConstructedFromOutside() {
        for (Class<?> type : publicTypes()) {
            int modifiers = type.getModifiers();
            assertThat(type.isInterface() || type.isSealed() || Modifier.isFinal(modifiers))
                    .as("%s is final, sealed or an interface", type)
                    .isTrue();
            // Implementations of the interfaces have to refuse in the same terms.
            if (!type.isRecord() && !CryptoException.class.isAssignableFrom(type)) {
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
            Path root = classes.resolve(PACKAGE.replace('.', '/'));
            try (Stream<Path> files = Files.walk(root)) {
                List<Class<?>> types = new ArrayList<>();
                for (Path file : files.toList()) {
                    String name = classes.relativize(file).toString().replace(File.separatorChar, '.');
                    if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
                        Class<?> type = Class.forName(name.substring(0, name.length() - 6));
                        if (isPublic(type) && isExported(type.getPackageName())) {
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

    /** What module-info leaves inside is below {@code internal}. */
    private static boolean isExported(String packageName) {
        return (packageName + '.').startsWith(PACKAGE + '.') && !(packageName + '.').contains(".internal.");
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
}
