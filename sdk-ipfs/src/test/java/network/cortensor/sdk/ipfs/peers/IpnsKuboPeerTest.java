package network.cortensor.sdk.ipfs.peers;

import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** IPNS records from and to a real Kubo. */
class IpnsKuboPeerTest {
    private static final String PATH = "/ipfs/bafkqaddwgevxmmraojswg33smq";

    private static KuboDaemon kubo;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        kubo = KuboDaemon.start(IpnsKuboPeerTest.class);
    }

    @AfterAll
    static void stop() {
        if (kubo != null) {
            kubo.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa"})
    void verify_recordPublishedByKubo_isRead(String type) throws IOException {
        IpnsName name =
                IpnsName.parse(kubo.run("key", "gen", "--type=" + type, type).strip());
        Instant before = Instant.now();
        for (String path : new String[] {"/ipfs/bafkqaaa", PATH}) {
            kubo.run("name", "publish", "--allow-offline", "--key=" + type, "--lifetime=24h", "--ttl=1m", path);
        }
        byte[] bytes;
        try (InputStream in = kubo.gateway()
                .resolve("/ipns/" + name + "?format=ipns-record")
                .toURL()
                .openStream()) {
            bytes = in.readAllBytes();
        }
        IpnsRecord record = IpnsRecord.verify(name, bytes, Instant.now());
        assertThat(record.path()).isEqualTo(PATH);
        assertThat(record.timeToLive()).isEqualTo(Duration.ofMinutes(1));
        assertThat(record.validUntil())
                .isBetween(before.plus(Duration.ofHours(24)), Instant.now().plus(Duration.ofHours(24)));
        assertThat(record.sequence()).as("the second version").isEqualTo(1);
        bytes[bytes.length / 2] ^= 1;
        Path flipped = Files.write(folder.resolve("flipped"), bytes);
        assertThatThrownBy(() -> IpnsRecord.verify(name, bytes, Instant.now()))
                .as(() -> "what Kubo says: " + inspected(name, flipped))
                .isInstanceOf(RuntimeException.class);
    }

    private static String inspected(IpnsName name, Path record) {
        try {
            return kubo.run("name", "inspect", "--verify=" + name, record.toString());
        } catch (AssertionError | IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sign_recordOfOurs_isValidForKubo(boolean legacySignature) throws Exception {
        KeyPair keys = keys();
        IpnsRecord record = IpnsRecord.builder(PATH, 3, Instant.now().plus(Duration.ofHours(24)))
                .legacySignature(legacySignature)
                .sign(keys);
        Path file = Files.write(folder.resolve("record"), record.encoded());
        assertThat(kubo.run("name", "inspect", "--verify=" + record.name(), file.toString()))
                .contains(PATH)
                .containsPattern("Sequence: +3")
                .containsPattern("Signature Type: +" + (legacySignature ? "V1\\+V2" : "V2"))
                .containsPattern("Valid: +true");
        kubo.run("routing", "put", "--allow-offline", "/ipns/" + record.name(), file.toString());
        assertThat(kubo.run("name", "resolve", "--offline", record.name().toString())
                        .strip())
                .isEqualTo(PATH);
    }

    @Test
    void sign_recordThatHasEnded_isNotValidForKubo() throws Exception {
        IpnsRecord record =
                IpnsRecord.builder(PATH, 3, Instant.now().minusSeconds(60)).sign(keys());
        Path file = Files.write(folder.resolve("record"), record.encoded());
        assertThat(kubo.run("name", "inspect", "--verify=" + record.name(), file.toString()))
                .containsPattern("Valid: +false");
    }

    private static KeyPair keys() throws NoSuchAlgorithmException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
}
