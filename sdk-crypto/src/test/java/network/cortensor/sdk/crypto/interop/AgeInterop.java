package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Participant;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import network.cortensor.sdk.crypto.age.AgeIdentity;
import network.cortensor.sdk.crypto.age.AgeRecipient;
import network.cortensor.sdk.crypto.age.Passphrase;
import network.cortensor.sdk.crypto.age.X25519Identity;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.AgeStream;
import network.cortensor.sdk.crypto.interop.AgePeer.Form;
import network.cortensor.sdk.crypto.interop.AgePeer.KeyText;
import network.cortensor.sdk.crypto.interop.AgePeer.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sealed objects, age files and identities, exchanged with one implementation of age. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AgeInterop<P extends AgePeer> {

    private static final int CHUNK = AgeStream.CHUNK_BYTES;

    /** Bytes of the length in front of the body of a sealed object (SPEC §4.3). */
    private static final int PREFIX = 8;

    private static final String PASSPHRASE = "correct horse battery staple";

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

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
        KeyText key = peer().generate(Kind.HYBRID);
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

    static Stream<Arguments> files() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Form.values())
                        .flatMap(form -> IntStream.of(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 300_000)
                                .mapToObj(size -> Arguments.of(kind, form, size))));
    }

    @ParameterizedTest
    @MethodSource("files")
    void file_ofOurs_isReadByThePeer(Kind kind, Form form, int size) throws IOException {
        byte[] plaintext = Scene.bytes(size);
        KeyText key = peer().generate(kind);
        byte[] file = encrypt(AgeEncryption.to(AgeRecipient.parse(key.recipient())), form, plaintext);
        assertThat(peer().decrypt(file, List.of(key.identity()))).isEqualTo(plaintext);
        exchanges.peerRead();
    }

    @ParameterizedTest
    @MethodSource("files")
    void file_ofThePeer_isReadHere(Kind kind, Form form, int size) throws IOException {
        byte[] plaintext = Scene.bytes(size);
        KeyText key = peer().generate(kind);
        byte[] file = peer().encrypt(form, plaintext, List.of(key.recipient()));
        assertThat(decrypt(file, form, key)).isEqualTo(plaintext);
        exchanges.peerWrote();
    }

    @ParameterizedTest
    @EnumSource
    void file_forSeveralRecipients_isReadByEach(Kind kind) throws IOException {
        byte[] plaintext = Scene.bytes(1000);
        List<KeyText> keys =
                Stream.generate(() -> peer().generate(kind)).limit(3).toList();
        List<String> recipients = keys.stream().map(KeyText::recipient).toList();

        byte[] ours = encrypt(
                AgeEncryption.to(recipients.stream().map(AgeRecipient::parse).toList()), Form.BINARY, plaintext);
        byte[] theirs = peer().encrypt(Form.BINARY, plaintext, recipients);
        for (KeyText key : keys) {
            assertThat(peer().decrypt(ours, List.of(key.identity()))).isEqualTo(plaintext);
            exchanges.peerRead();
            assertThat(decrypt(theirs, Form.BINARY, key)).isEqualTo(plaintext);
            exchanges.peerWrote();
        }
    }

    @Test
    void file_forBothKindsByName_isReadByEach() throws IOException {
        byte[] plaintext = Scene.bytes(1000);
        List<KeyText> keys = Stream.of(Kind.values()).map(peer()::generate).toList();
        byte[] file = encrypt(
                AgeEncryption.toMixed(keys.stream()
                        .map(key -> AgeRecipient.parse(key.recipient()))
                        .toList()),
                Form.BINARY,
                plaintext);
        for (KeyText key : keys) {
            assertThat(peer().decrypt(file, List.of(key.identity()))).isEqualTo(plaintext);
            exchanges.peerRead();
        }
    }

    @ParameterizedTest
    @EnumSource
    void file_withPassphrase_isReadByTheOther(Form form) throws IOException {
        byte[] plaintext = Scene.bytes(CHUNK + 1);
        try (Passphrase passphrase = Passphrase.of(PASSPHRASE.toCharArray())) {
            byte[] ours = encrypt(AgeEncryption.with(passphrase), form, plaintext);
            assertThat(peer().decrypt(ours, PASSPHRASE)).isEqualTo(plaintext);
            exchanges.peerRead();

            byte[] theirs = peer().encrypt(form, plaintext, PASSPHRASE);
            assertThat(decrypt(theirs, form, passphrase)).isEqualTo(plaintext);
            exchanges.peerWrote();
        }
    }

    @ParameterizedTest
    @EnumSource
    void file_ofThePeer_isReadHereAtAnyPosition(Kind kind) throws IOException {
        byte[] plaintext = Scene.bytes(3 * CHUNK + 10);
        KeyText key = peer().generate(kind);
        Path file = Files.write(
                Files.createTempFile(folder, "file", ".age"),
                peer().encrypt(Form.BINARY, plaintext, List.of(key.recipient())));
        try (AgeIdentity identity = AgeIdentity.parse(key.identity().toCharArray());
                SeekableByteChannel in = AgeDecryption.with(identity).decrypt(Files.newByteChannel(file))) {
            assertThat(in.size()).isEqualTo(plaintext.length);
            for (int position : new int[] {3 * CHUNK + 9, 2 * CHUNK - 1, 0, CHUNK}) {
                ByteBuffer buffer = ByteBuffer.allocate(Math.min(CHUNK + 2, plaintext.length - position));
                in.position(position);
                while (buffer.hasRemaining() && in.read(buffer) >= 0) {}
                assertThat(buffer.array())
                        .as("from %d", position)
                        .isEqualTo(Arrays.copyOfRange(plaintext, position, position + buffer.capacity()));
            }
            exchanges.peerWrote();
        }
    }

    @Test
    void protectedIdentityFile_isReadByTheOther() throws IOException {
        Path ours = folder.resolve("ours.age");
        Path theirs = Files.createFile(folder.resolve("theirs.age"), OWNER_ONLY);
        try (Identity identity = Identity.generate()) {
            identity.writeTo(ours, PASSPHRASE.toCharArray());
            assertThat(LinePeer.text(peer().decrypt(Files.readAllBytes(ours), PASSPHRASE)))
                    .contains(text(identity));
            exchanges.peerRead();
        }
        KeyText key = peer().generate(Kind.HYBRID);
        byte[] content = key.identity().getBytes(StandardCharsets.US_ASCII);
        Files.write(theirs, peer().encrypt(Form.ARMORED, content, PASSPHRASE));
        try (Identity identity = Identity.readFrom(theirs, PASSPHRASE.toCharArray())) {
            assertThat(identity.recipient()).hasToString(key.recipient());
            exchanges.peerWrote();
        }
    }

    @Test
    void identity_ofThePeer_hasTheSameRecipientHere() {
        KeyText hybrid = peer().generate(Kind.HYBRID);
        KeyText x25519 = peer().generate(Kind.X25519);
        try (Identity identity = Identity.parse(hybrid.identity().toCharArray());
                X25519Identity classical =
                        X25519Identity.parse(x25519.identity().toCharArray())) {
            assertThat(identity.recipient()).hasToString(hybrid.recipient());
            exchanges.peerWrote();
            assertThat(classical.recipient()).hasToString(x25519.recipient());
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

    private static byte[] encrypt(AgeEncryption encryption, Form form, byte[] plaintext) {
        AgeEncryption formed = form == Form.ARMORED ? encryption.armored() : encryption;
        return Scene.readAll(formed.encrypt(new ByteArrayInputStream(plaintext)));
    }

    private static byte[] decrypt(byte[] file, Form form, KeyText key) throws IOException {
        try (AgeIdentity identity = AgeIdentity.parse(key.identity().toCharArray())) {
            return decrypt(file, form, identity);
        }
    }

    private static byte[] decrypt(byte[] file, Form form, AgeIdentity identity) throws IOException {
        AgeDecryption any = AgeDecryption.with(identity);
        AgeDecryption formed = form == Form.ARMORED ? any.armored() : any.binary();
        return Scene.readAll(formed.decrypt(new ByteArrayInputStream(file)));
    }

    private static String text(Identity identity) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        identity.writeTo(out);
        return out.toString(StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining());
    }
}
