package network.cortensor.sdk;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import network.cortensor.sdk.crypto.internal.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The directions of the design: examples -> core -> { crypto, ipfs, staking }, no cycle, no foreign internals. */
class ArchitectureTest {

    private static final String ROOT = "network.cortensor.sdk";

    private static final List<String> LEAVES = List.of("crypto", "ipfs", "staking");

    private static final JavaClasses SDK = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"crypto", "ipfs", "staking"})
    void leaf_dependencies_stayInsideTheLeaf(String leaf) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + leaf + "..")
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("are of another module") {
                    @Override
                    public boolean test(JavaClass target) {
                        return target.getPackageName().startsWith(ROOT)
                                && !target.getPackageName().startsWith(ROOT + "." + leaf);
                    }
                })
                .check(SDK);
    }

    @Test
    void crypto_dependencies_areBouncyCastleAndTheJdk() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".crypto..")
                // Keystores and signing requests are JSON, and come from outside: one class reads it, with one parser.
                .and()
                .doNotBelongToAnyOf(JsonObject.class)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "javax.crypto..", "org.bouncycastle..", "org.jspecify..", ROOT + ".crypto..")
                .check(SDK);
    }

    @Test
    void packages_dependencies_areFreeOfCycles() {
        slices().assignedFrom(ROOMS).should().beFreeOfCycles().check(SDK);
    }

    /**
     * A leaf with its own internals is one room, and so is verification with its layers and its consensus: evidence names the
     * layer that it comes from, and a layer reads the canonical text that evidence is about. Each other package of sdk-core is
     * one of its own.
     */
    private static final SliceAssignment ROOMS = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return Stream.concat(LEAVES.stream(), Stream.of("verify"))
                    .filter(room -> name.startsWith(ROOT + "." + room))
                    .findFirst()
                    .map(SliceIdentifier::of)
                    .orElseGet(() -> SliceIdentifier.of(name));
        }

        @Override
        public String getDescription() {
            return "the rooms of the design";
        }
    };

    @Test
    void core_internalsOfLeaves_areNotUsed() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT,
                        ROOT + ".client..",
                        ROOT + ".verify..",
                        ROOT + ".node..",
                        ROOT + ".privacy..",
                        ROOT + ".internal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".crypto.internal..", ROOT + ".ipfs.internal..", ROOT + ".staking.internal..")
                .check(SDK);
    }

    @Test
    void publicSignatures_foreignTypes_doNotShow() {
        List<String> foreign = new ArrayList<>();
        for (JavaClass type : SDK) {
            if (!isApi(type)) {
                continue;
            }
            type.getMembers().stream()
                    .filter(member -> isVisible(member.getModifiers()))
                    .forEach(member -> typesOf(member)
                            .filter(ArchitectureTest::isForeign)
                            .forEach(t -> foreign.add(member.getFullName() + " shows " + t.getName())));
        }
        assertThat(foreign).isEmpty();
    }

    @Test
    void errors_roots_areOnePerModule() {
        for (String root : List.of(
                ROOT + ".CortensorException",
                ROOT + ".crypto.CryptoException",
                ROOT + ".ipfs.IpfsException",
                ROOT + ".staking.LedgerException")) {
            JavaClass type = SDK.get(root);
            assertThat(type.getModifiers()).as(root).contains(JavaModifier.ABSTRACT, JavaModifier.PUBLIC);
            assertThat(type.isAssignableTo(RuntimeException.class)).as(root).isTrue();
        }
    }

    /** What is nested in something that does not show does not show either: members of interfaces are always public. */
    private static boolean isApi(JavaClass type) {
        return !type.getPackageName().contains(".internal")
                && isVisible(type.getModifiers())
                && type.getEnclosingClass().map(ArchitectureTest::isApi).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> typesOf(JavaMember member) {
        return member.getAllInvolvedRawTypes().stream()
                .map(JavaClass::getBaseComponentType)
                .filter(type -> !type.isPrimitive());
    }

    private static boolean isForeign(JavaClass type) {
        boolean own = type.getPackageName().startsWith(ROOT)
                && !type.getPackageName().contains(".internal")
                && type.getModifiers().contains(JavaModifier.PUBLIC);
        return !own && !type.getPackageName().startsWith("java.");
    }
}
