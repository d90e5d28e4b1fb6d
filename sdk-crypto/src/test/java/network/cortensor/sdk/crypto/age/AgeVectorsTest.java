package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Vectors;
import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.age.TextLines;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every file of the age test kit (C2SP/CCTV) through the public API, and compares the class of failure and the
 * SHA-256 of all that was released before it. The counts are those of the kit's files, so that a file that is missing
 * fails the test and a new one is noticed.
 */
class AgeVectorsTest {

    private static final int FILES = 95;

    private static final Map<String, Integer> GROUPS = Map.of(
            "armor", 23, "empty", 1, "header", 1, "hmac", 4, "hybrid", 14, "scrypt", 17, "stanza", 11, "stream", 15,
            "x25519", 9);

    private static final Map<String, Integer> OUTCOMES = Map.of(
            "success", 17,
            "no match", 7,
            "HMAC failure", 1,
            "header failure", 44,
            "armor failure", 15,
            "payload failure", 11);

    @Test
    void decrypt_ageTestKit_everyVectorEndsAsItSays() throws IOException {
        Path folder = Vectors.folder(AgeVectorsTest.class, "age");
        List<Path> files;
        try (Stream<Path> listing = Files.list(folder)) {
            files = listing.sorted().toList();
        }
        Map<String, Integer> groups = new TreeMap<>();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Path file : files) {
            Vector vector = Vector.read(file);
            vector.check();
            groups.merge(vector.group(), 1, Integer::sum);
            outcomes.merge(vector.expected(), 1, Integer::sum);
        }
        System.out.println("age test kit: " + files.size() + " of " + FILES + " vectors end as they say, by group "
                + groups + ", by outcome " + outcomes);
        assertThat(groups).as("vectors by group").isEqualTo(GROUPS);
        assertThat(outcomes).as("vectors by outcome").isEqualTo(OUTCOMES);
        assertThat(files).as("files of the kit").hasSize(FILES);
    }

    private record Vector(String name, Map<String, List<String>> fields, ByteArrayInputStream file) {

        static Vector read(Path path) throws IOException {
            byte[] content = Files.readAllBytes(path);
            TextLines lines = new TextLines(path.toString(), content, 0);
            Map<String, List<String>> fields = new TreeMap<>();
            for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
                int colon = line.indexOf(": ");
                fields.computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>())
                        .add(line.substring(colon + 2));
            }
            byte[] file = Arrays.copyOfRange(content, lines.offset(), content.length);
            if (fields.containsKey("compressed")) {
                try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(file))) {
                    file = in.readAllBytes();
                }
            }
            return new Vector(path.getFileName().toString(), fields, new ByteArrayInputStream(file));
        }

        String group() {
            return name.replaceFirst("_.*", "");
        }

        String expected() {
            return field("expect").get(0);
        }

        void check() throws IOException {
            ByteArrayOutputStream released = new ByteArrayOutputStream();
            assertThat(outcome(released)).as(name).isEqualTo(expected());
            if (fields.containsKey("payload")) {
                assertThat(HexFormat.of().formatHex(Hashes.sha256(released.toByteArray())))
                        .as("what " + name + " released")
                        .isEqualTo(field("payload").get(0));
            } else {
                assertThat(released.size())
                        .as("bytes that " + name + " released")
                        .isZero();
            }
        }

        private String outcome(ByteArrayOutputStream released) throws IOException {
            List<AgeIdentity> identities = identities();
            AgeDecryption decryption = AgeDecryption.with(identities);
            decryption = fields.containsKey("armored") ? decryption.armored() : decryption.binary();
            try (InputStream plaintext = decryption.decrypt(file)) {
                return payload(plaintext, released);
            } catch (ArmorException e) {
                return "armor failure";
            } catch (MalformedException e) {
                return "header failure";
            } catch (NotForMeException e) {
                return "no match";
            } catch (RejectedException e) {
                assertThat(e.check()).isEqualTo(RejectedException.Check.CIPHERTEXT);
                return "HMAC failure";
            } finally {
                identities.forEach(AgeIdentity::close);
            }
        }

        private static String payload(InputStream plaintext, ByteArrayOutputStream released) throws IOException {
            try {
                plaintext.transferTo(released);
                return "success";
            } catch (ArmorException e) {
                return "armor failure";
            } catch (RejectedException e) {
                assertThat(e.check()).isEqualTo(RejectedException.Check.CIPHERTEXT);
                return "payload failure";
            }
        }

        private List<AgeIdentity> identities() {
            List<AgeIdentity> identities = new ArrayList<>();
            field("identity").forEach(text -> identities.add(AgeIdentity.parse(text.toCharArray())));
            field("passphrase").forEach(text -> identities.add(Passphrase.of(text.toCharArray())));
            if (identities.isEmpty()) {
                // A vector that needs none, because it fails before.
                identities.add(X25519Identity.generate());
            }
            return identities;
        }

        private List<String> field(String key) {
            return fields.getOrDefault(key, List.of());
        }
    }
}
