package network.cortensor.sdk;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The public API is the text file {@code api.txt} of each module. A change of the API is a change of that file, so that it is
 * seen in review; {@code mvn verify -Dcortensor.api.update=true} writes it anew.
 */
class PublicApiTest {

    private static final String ROOT = "network.cortensor.sdk";

    @ParameterizedTest
    @CsvSource({
        "sdk-crypto,  crypto crypto.age crypto.channel crypto.sharing",
        "sdk-ipfs,    ipfs ipfs.car ipfs.gateway ipfs.ipns ipfs.kubo ipfs.pinning",
        "sdk-staking, staking staking.chain staking.contracts staking.proof",
        "sdk-core,    . client node privacy verify verify.canary verify.compare verify.consensus verify.hidden verify.replay",
    })
    void publicApi_comparedWithCheckedInText_isEqual(String module, String packages) throws Exception {
        String api = dump(Arrays.stream(packages.split(" "))
                .map(name -> name.equals(".") ? ROOT : ROOT + '.' + name)
                .toList());
        Path file = Path.of("..", module, "api.txt");
        if (Boolean.getBoolean("cortensor.api.update")) {
            Files.writeString(file, api);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "").isEqualTo(api);
    }

    private static String dump(List<String> packages) throws ClassNotFoundException {
        TreeSet<String> names = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(packages).stream()
                        .filter(type -> packages.contains(type.getPackageName()))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
            if (isVisible(type)) {
                text.append(declarationOf(type)).append('\n');
                membersOf(type)
                        .forEach(member -> text.append("    ").append(member).append('\n'));
            }
        }
        return text.toString();
    }

    private static boolean isVisible(Class<?> type) {
        boolean visible = isVisible(type.getModifiers());
        return visible && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String declarationOf(Class<?> type) {
        List<String> supertypes = new ArrayList<>();
        if (type.getSuperclass() != null && type.getSuperclass() != Object.class) {
            supertypes.add(type.getSuperclass().getName());
        }
        Arrays.stream(type.getInterfaces()).map(Class::getName).forEach(supertypes::add);
        return type.toGenericString() + (supertypes.isEmpty() ? "" : " : " + String.join(", ", supertypes));
    }

    private static Stream<String> membersOf(Class<?> type) {
        Stream<String> fields = Arrays.stream(type.getDeclaredFields())
                .filter(field -> isVisible(field.getModifiers()))
                .map(Field::toGenericString);
        Stream<String> methods = Stream.<Executable>concat(
                        Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
                .filter(member -> !(member instanceof Method method && method.isBridge()))
                // How a method keeps threads apart is its own affair.
                .map(member -> member.toGenericString().replace(" synchronized ", " "));
        return Stream.concat(fields, methods).sorted();
    }
}
