package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Participant;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.AgeStream;
import network.cortensor.sdk.crypto.internal.age.FileKey;
import network.cortensor.sdk.crypto.internal.age.HybridStanza;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sealed objects, age files and identities, exchanged with one implementation of age. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AgeInterop<P extends AgePeer> {

    private static final int CHUNK = AgeStream.CHUNK_BYTES;

    /** Bytes of the length in front of the body of a sealed object (SPEC §4.3). */
    private static final int PREFIX = 8;

    private final Exchanges exchanges = new Exchanges();

    /** Null when there is none and the test is skipped. */
    private @Nullable P started;

    @TempDir
    private Path folder;

    /** Starts the peer, or skips the test. */
    abstract P start(Path scratch) throws IOException;

    @BeforeAll
    void begin(@TempDir Path scratch) throws IOException {
        started = start(scratch);
    }

    @AfterAll
    void end() {
        if (started != null) {
            exchanges.print(started.name(), "sealed objects, age files, identities");
            started.close();
        }
    }

    P peer() {
        return Objects.requireNonNull(started, "the peer runs for as long as the tests do");
    }

    Exchanges exchanges() {
        return exchanges;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 247, 248, 249, CHUNK - PREFIX - 1, CHUNK - PREFIX, CHUNK - PREFIX + 1, 300_000})
    void sealedObject_eachRecipient_readsThePaddedBody(int size) throws IOException {
        Scene scene = Scene.withBody(size);
        byte[] file = ageFile(scene.envelope, scene.payload);
        for (Participant reader : List.of(scene.client, scene.miner, scene.validator)) {
            assertThat(peer().decrypt(file, List.of(text(reader.identity())))).isEqualTo(padded(scene.body));
            exchanges.peerRead();
        }
    }

    @Test
    void sealedObject_forAKeyOfThePeer_isReadByIt() {
        Scene scene = Scene.withBody(1000);
        AgePeer.Key key = peer().generate(AgePeer.Kind.HYBRID);
        Envelope envelope = scene.sealing.envelope(
                scene.context(), List.of(Recipient.parse(key.recipient())), Scene.PAYLOAD_ID, scene.client.wallet());

        assertThat(peer().decrypt(ageFile(envelope, scene.payload), List.of(key.identity())))
                .isEqualTo(padded(scene.body));
        exchanges.peerRead();
    }

    @Test
    void sealedObject_grantedAgainAfterARestart_isReadByTheReplacement() throws IOException {
        Scene scene = Scene.withBody(1000);
        Participant replacement = Participant.create();
        Envelope granted;
        try (Sealing resumed = Sealing.resume(scene.envelope, scene.client.identity(), scene.expected())) {
            granted = resumed.envelope(
                    scene.context(), List.of(replacement.recipient()), Scene.PAYLOAD_ID, scene.client.wallet());
        }

        byte[] file = ageFile(granted, scene.payload);
        assertThat(peer().decrypt(file, List.of(text(replacement.identity())))).isEqualTo(padded(scene.body));
        exchanges.peerRead();
        List<String> miner = List.of(text(scene.miner.identity()));
        assertThatThrownBy(() -> peer().decrypt(file, miner)).isInstanceOf(LinePeer.Refusal.class);
    }

    @Test
    void sealedObject_alteredAnywhere_isRefusedByThePeer() throws IOException {
        Scene scene = Scene.withBody(CHUNK);
        List<String> miner = List.of(text(scene.miner.identity()));
        byte[] file = ageFile(scene.envelope, scene.payload);
        peer().decrypt(file, miner);
        int header = file.length - scene.payload.length;
        for (int place : new int[] {header / 2, header - 2, header, header + 20, file.length - 1}) {
            byte[] altered = file.clone();
            altered[place] ^= 1;
            assertThatThrownBy(() -> peer().decrypt(altered, miner))
                    .as("byte %d flipped", place)
                    .isInstanceOf(LinePeer.Refusal.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 300_000})
    void hybridFile_ofThePeer_isReadByUs(int size) throws IOException {
        byte[] plaintext = Scene.bytes(size);
        try (Identity identity = Identity.generate()) {
            byte[] file = peer().encrypt(
                            AgePeer.Form.BINARY,
                            plaintext,
                            List.of(identity.recipient().toString()));
            assertThat(decrypt(file, identity)).isEqualTo(plaintext);
            exchanges.peerWrote();
        }
    }

    @Test
    void identity_ofThePeer_hasTheSameRecipientHere() {
        AgePeer.Key key = peer().generate(AgePeer.Kind.HYBRID);
        try (Identity identity = Identity.parse(key.identity().toCharArray())) {
            assertThat(identity.recipient()).hasToString(key.recipient());
            exchanges.peerWrote();
        }
    }

    @Test
    void identity_ofOurs_hasTheSameRecipientThere() throws IOException {
        try (Identity identity = Identity.generate()) {
            assertThat(peer().recipient(text(identity)))
                    .isEqualTo(identity.recipient().toString());
            exchanges.peerRead();
        }
    }

    /** An envelope's header and its payload are one age file (SPEC §1.2). */
    private static byte[] ageFile(Envelope envelope, byte[] payload) {
        byte[] header = AgeHeader.read(envelope.encoded()).encoded();
        return ByteBuffer.allocate(header.length + payload.length)
                .put(header)
                .put(payload)
                .array();
    }

    /** What an age tool sees (SPEC §4.3), computed another way than in the product. */
    private static byte[] padded(byte[] body) {
        double length = Math.max(256, PREFIX + body.length);
        int exponent = (int) Math.floor(Math.log(length) / Math.log(2));
        int mantissaBits = (int) Math.floor(Math.log(exponent) / Math.log(2)) + 1;
        double unit = Math.pow(2, exponent - mantissaBits);
        int size = (int) (Math.ceil(length / unit) * unit);
        return ByteBuffer.allocate(size).putLong(body.length).put(body).array();
    }

    private static byte[] decrypt(byte[] file, Identity identity) {
        AgeHeader header = AgeHeader.read(file);
        try (FileKey key = HybridStanza.parse(header.stanzas().get(0)).unwrap(IdentityAccess.keyOf(identity))) {
            assertThat(header.isAuthentic(key)).isTrue();
            ByteArrayInputStream payload = new ByteArrayInputStream(file);
            payload.skip(header.length());
            return Scene.readAll(AgeStream.decrypting(payload, key));
        }
    }

    private String text(Identity identity) throws IOException {
        Path file = Files.createTempDirectory(folder, "identity").resolve("key");
        identity.writeTo(file);
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElseThrow();
    }
}
