package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Vectors;
import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
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
 * Runs the age test kit (C2SP/CCTV) through the parts that this module has: header, MAC, payload, and the one recipient
 * type {@code mlkem768x25519}.
 *
 * <p>Vectors about headers, MACs and payloads were made with X25519, which this module does not have; they run with the
 * file key that the vector states. Vectors about armor, X25519 and scrypt themselves are counted as left. The counts are
 * those of the kit's files, so that a file that is missing fails the test and a new one is noticed.
 */
class AgeVectorsTest {

    private static final String PQ = "AGE-SECRET-KEY-PQ-";

    private static final int FILES = 95;
    private static final Map<String, Integer> RUN =
            Map.of("empty", 1, "header", 1, "hmac", 4, "hybrid", 13, "stanza", 11, "stream", 15);

    /** The one of the hybrid group is {@code hybrid_x25519_arg}: an X25519 stanza. */
    private static final Map<String, Integer> LEFT = Map.of("armor", 23, "hybrid", 1, "scrypt", 17, "x25519", 9);

    @Test
    void read_ageTestKit_everyVectorEndsAsItSays() throws IOException {
        Path folder = Vectors.folder(AgeVectorsTest.class, "age");
        Map<String, Integer> run = new TreeMap<>();
        Map<String, Integer> left = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> listing = Files.list(folder)) {
            files = listing.sorted().toList();
        }
        for (Path file : files) {
            Vector vector = Vector.read(file);
            if (vector.isOurs()) {
                vector.check();
                run.merge(vector.group(), 1, Integer::sum);
            } else {
                left.merge(vector.group(), 1, Integer::sum);
            }
        }
        System.out.println("age test kit: " + files.size() + " vectors, run " + run + ", left for other parts " + left);
        assertThat(run).as("vectors run, by group").isEqualTo(RUN);
        assertThat(left).as("vectors left, by group").isEqualTo(LEFT);
        assertThat(files).as("files of the kit").hasSize(FILES);
    }

    private static final class Vector {

        private final String name;
        private final Map<String, List<String>> fields;
        private final byte[] file;

        private Vector(String name, Map<String, List<String>> fields, byte[] file) {
            this.name = name;
            this.fields = fields;
            this.file = file;
        }

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
            return new Vector(path.getFileName().toString(), fields, file);
        }

        String group() {
            return name.replaceFirst("_.*", "");
        }

        boolean isOurs() {
            boolean onlyPq = field("identity").stream().allMatch(identity -> identity.startsWith(PQ));
            return !fields.containsKey("armored")
                    && !fields.containsKey("passphrase")
                    && !group().equals("x25519")
                    && (onlyPq || !group().equals("hybrid"));
        }

        void check() throws IOException {
            ByteArrayOutputStream released = new ByteArrayOutputStream();
            assertThat(outcome(released)).as(name).isEqualTo(field("expect").get(0));
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
            try {
                AgeHeader header = AgeHeader.read(file);
                FileKey key = fileKey(header);
                if (!header.isAuthentic(key)) {
                    return "HMAC failure";
                }
                byte[] payload = Arrays.copyOfRange(file, header.length(), file.length);
                if (payload.length < AgeStream.NONCE_BYTES) {
                    // The kit counts the nonce as a part of the header.
                    return "header failure";
                }
                return decrypt(payload, key, released);
            } catch (MalformedException e) {
                return "header failure";
            } catch (RejectedException e) {
                return "no match";
            }
        }

        private static String decrypt(byte[] payload, FileKey key, ByteArrayOutputStream released) throws IOException {
            try (InputStream in = AgeStream.decrypting(new ByteArrayInputStream(payload), key)) {
                in.transferTo(released);
                return "success";
            } catch (RejectedException e) {
                return "payload failure";
            }
        }

        private FileKey fileKey(AgeHeader header) {
            List<HybridStanza> stanzas = header.stanzas().stream()
                    .filter(stanza -> stanza.type().equals(HybridStanza.TYPE))
                    .map(HybridStanza::parse)
                    .toList();
            List<String> identities = field("identity");
            if (identities.isEmpty() || !identities.get(0).startsWith(PQ)) {
                return FileKey.taking(HexFormat.of().parseHex(field("file key").get(0)));
            }
            try (Identity identity = Identity.parse(identities.get(0).toCharArray())) {
                for (HybridStanza stanza : stanzas) {
                    try {
                        return stanza.unwrap(IdentityAccess.keyOf(identity));
                    } catch (RejectedException e) {
                        assertThat(e.check()).isEqualTo(RejectedException.Check.CIPHERTEXT);
                    }
                }
            }
            throw RejectedException.ciphertext();
        }

        private List<String> field(String key) {
            return fields.getOrDefault(key, List.of());
        }
    }
}
