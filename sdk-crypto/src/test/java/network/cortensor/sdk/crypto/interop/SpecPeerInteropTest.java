package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.InclusionProof;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyDirectory;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.OpenedEnvelope;
import network.cortensor.sdk.crypto.Participant;
import network.cortensor.sdk.crypto.Peers;
import network.cortensor.sdk.crypto.ReceiptBatch;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.Seed;
import network.cortensor.sdk.crypto.SignedBatch;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.channel.ChannelOpening;
import network.cortensor.sdk.crypto.channel.ChannelReader;
import network.cortensor.sdk.crypto.channel.ChannelWriter;
import network.cortensor.sdk.crypto.channel.ClientChannel;
import network.cortensor.sdk.crypto.channel.NodeChannel;
import network.cortensor.sdk.crypto.channel.ReplayGuard;
import network.cortensor.sdk.crypto.internal.age.Bech32;
import network.cortensor.sdk.crypto.interop.SpecPeer.Account;
import network.cortensor.sdk.crypto.interop.SpecPeer.Batch;
import network.cortensor.sdk.crypto.interop.SpecPeer.Keys;
import network.cortensor.sdk.crypto.interop.SpecPeer.Received;
import network.cortensor.sdk.crypto.interop.SpecPeer.SealedObject;
import network.cortensor.sdk.crypto.sharing.CombinedSecret;
import network.cortensor.sdk.crypto.sharing.RefusedShare;
import network.cortensor.sdk.crypto.sharing.SecretShare;
import network.cortensor.sdk.crypto.sharing.SecretSharing;
import network.cortensor.sdk.crypto.sharing.SharingId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static network.cortensor.sdk.crypto.interop.SpecPeer.AS_SPECIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The formats of SPEC.md, exchanged with an implementation that was made from its text alone. What is altered has to be
 * refused by both for the same reason (SPEC §11).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpecPeerInteropTest {

    private static final String ACCEPTED = "ACCEPTED";
    private static final TaskRef TASK = new TaskRef(421614, 7, 42);
    private static final TaskRef OTHER_TASK = new TaskRef(421614, 7, 43);
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000L);
    private static final Instant EXPIRY = NOW.plus(Duration.ofHours(1));
    private static final String CONTEXT_STANZA = "-> cortensor.network/ctx v1\n";
    private static final int WORD = 32;
    private static final int ALTERATIONS = 150;
    private static final int[] PAYLOADS = {
        1, 31, 32, 33, 64, 65, 128, 129, 256, 257, 1024, 4097, 8192, 8193, 16_381, 16_382
    };

    /** What is at the limits of SPEC §12 and of the types, and just beyond. */
    private static final List<BigInteger> NUMBERS = List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            BigInteger.valueOf(3),
            BigInteger.valueOf(1 << 20),
            BigInteger.valueOf((1 << 20) + 1),
            BigInteger.valueOf(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond()),
            BigInteger.valueOf(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1),
            BigInteger.valueOf(0x647a00010003L),
            BigInteger.valueOf(0x647a00010002L),
            BigInteger.ONE.shiftLeft(48).add(BigInteger.valueOf(0x647a00010003L)),
            BigInteger.ONE.shiftLeft(63).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(64),
            BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(7)),
            BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(160),
            BigInteger.ONE.shiftLeft(255),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));

    private final Exchanges exchanges = new Exchanges();
    private final Seed seed = Seed.of(getClass());
    private final Random random = seed.random();
    private int judgements;

    /** Null when there is none and the test is skipped. */
    private @Nullable SpecPeer started;

    @BeforeAll
    void begin() throws IOException {
        started = new SpecPeer(Peers.spec(getClass()));
    }

    @AfterAll
    void end() {
        if (started != null) {
            exchanges.print(started.name(), "objects, announcements, commitments, channels, batches, shares");
            System.out.printf("interop: %d altered ones judged alike by both%n", judgements);
            started.close();
        }
    }

    private SpecPeer peer() {
        return Objects.requireNonNull(started, "the peer runs for as long as the tests do");
    }

    // Keys

    @Test
    void keys_haveTheSameTextsAndIdsForBoth() {
        Keys theirs = peer().keys();
        try (Identity identity = Identity.parse(theirs.identity().toCharArray())) {
            assertThat(identity.recipient()).isEqualTo(theirs.recipient());
            exchanges.peerWrote();
        }
        try (Identity identity = Identity.generate()) {
            Recipient recipient = identity.recipient();
            assertThat(peer().checkIdentity(Keys.of(identity).identity())).isEqualTo(recipient.toString());
            exchanges.peerRead();
            assertThat(peer().checkRecipient(recipient.toString()))
                    .isEqualTo(recipient.keyId().bytes());
            exchanges.peerRead();
        }
    }

    @Test
    void keys_altered_areRefusedByBothAlike() {
        Keys keys = peer().keys();
        String recipient = keys.recipient().toString();
        String identity = keys.identity();
        for (int i = 0; i < ALTERATIONS; i++) {
            assertTextJudgedAlike(alteredText(recipient));
            String altered = alteredText(identity);
            assertJudgedAlike(() -> Identity.parse(altered.toCharArray()).close(), () -> peer().checkIdentity(altered));
        }
        String lower = identity.toLowerCase(Locale.ROOT);
        assertJudgedAlike(() -> Identity.parse(lower.toCharArray()).close(), () -> peer().checkIdentity(lower));
        assertTextJudgedAlike(recipient.toUpperCase(Locale.ROOT));
        assertTextJudgedAlike(recipient.replaceFirst("age1pq1", "AGE1PQ1"));
    }

    /** SPEC §3.3, with points of low order in all their encodings and coefficients about the limit. */
    @Test
    void recipients_thatNobodyMaySealFor_areRefusedByBothAlike() {
        byte[] key = peer().keys().recipient().encoded();
        BigInteger prime = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
        BigInteger eight =
                new BigInteger("325606250916557431795983626356110631294008115727848805560023387167927233504");
        BigInteger otherEight =
                new BigInteger("39382357235489614581723060781553021112529911719440698176882885853963445705823");
        for (BigInteger x :
                List.of(BigInteger.ZERO, BigInteger.ONE, prime.subtract(BigInteger.ONE), eight, otherEight)) {
            for (BigInteger encoded = x; encoded.bitLength() <= 255; encoded = encoded.add(prime)) {
                for (boolean topBit : new boolean[] {false, true}) {
                    BigInteger value = topBit ? encoded.setBit(255) : encoded;
                    byte[] altered = key.clone();
                    for (int i = 0; i < WORD; i++) {
                        altered[altered.length - WORD + i] =
                                value.shiftRight(8 * i).byteValue();
                    }
                    assertRefused(
                            "MALFORMED",
                            () -> Recipient.decode(altered),
                            () -> peer().checkRecipient(recipientText(altered)));
                }
            }
        }
        for (int coefficient : new int[] {0, 3328, 3329, 3330, 4095}) {
            byte[] altered = key.clone();
            altered[300] = (byte) coefficient;
            altered[301] = (byte) ((altered[301] & 0xf0) | (coefficient >> 8));
            assertTextJudgedAlike(recipientText(altered));
        }
    }

    private static String recipientText(byte[] key) {
        return LinePeer.text(Bech32.encode("age1pq", key));
    }

    private void assertTextJudgedAlike(String recipient) {
        assertJudgedAlike(() -> Recipient.parse(recipient), () -> peer().checkRecipient(recipient));
    }

    // Sealed objects

    @Test
    void objects_ofAnySize_arePaddedAlike() {
        for (int i = 0; i < 24; i++) {
            int size = random.nextInt(1 << (random.nextInt(20) + 1));
            PeerScene theirs = new PeerScene(size);
            assertThat(theirs.openedHere(theirs.sealed.envelope, theirs.sealed.payload))
                    .as("%d bytes; %s", size, seed)
                    .isEqualTo(theirs.body);
            exchanges.peerWrote();

            Scene ours = Scene.withBody(size);
            Keys reader = Keys.of(ours.client.identity());
            assertThat(peer().open(ours.envelope.encoded(), ours.payload, reader, ours.expected(), NOW))
                    .as("%d bytes; %s", size, seed)
                    .isEqualTo(ours.body);
            exchanges.peerRead();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 247, 248, 249, 65_527, 65_528, 65_529, 300_000})
    void object_ofOurs_isOpenedByThePeer(int size) {
        Scene scene = Scene.withBody(size);
        Keys own = peer().keys();
        Envelope envelope = scene.sealing.envelope(
                scene.context(), List.of(own.recipient()), Scene.PAYLOAD_ID, scene.client.wallet());
        for (Keys reader : List.of(own, Keys.of(scene.client.identity()))) {
            assertThat(peer().open(envelope.encoded(), scene.payload, reader, scene.expected(), NOW))
                    .isEqualTo(scene.body);
            exchanges.peerRead();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 247, 248, 249, 65_527, 65_528, 65_529, 300_000})
    void object_ofThePeer_isOpenedHere(int size) {
        PeerScene scene = new PeerScene(size);
        assertThat(scene.openedHere(scene.sealed.envelope, scene.sealed.payload))
                .isEqualTo(scene.body);
        exchanges.peerWrote();
    }

    @Test
    void object_for64Recipients_isOpenedByTheOther() {
        PeerScene scene = new PeerScene(100);
        List<Recipient> recipients = new ArrayList<>(scene.recipients());
        while (recipients.size() < 64) {
            recipients.add(peer().keys().recipient());
        }
        SealedObject theirs =
                peer().seal(AS_SPECIFIED, scene.sender, scene.context(), Scene.PAYLOAD_ID, scene.body, recipients);
        assertThat(scene.openedHere(theirs.envelope, theirs.payload)).isEqualTo(scene.body);
        exchanges.peerWrote();

        try (Sealing sealing = Sealing.create(scene.own.recipient())) {
            byte[] payload = Scene.encrypt(sealing, scene.body);
            Envelope ours = sealing.envelope(scene.context(), recipients, Scene.PAYLOAD_ID, scene.sender);
            assertThat(peer().open(ours.encoded(), payload, scene.own, scene.expected(), NOW))
                    .isEqualTo(scene.body);
            exchanges.peerRead();
        }
    }

    @ParameterizedTest
    @EnumSource
    void object_grantedAgainByTheOther_isOpenedByTheReplacement(Direction direction) {
        PeerScene scene = new PeerScene(1000, direction);
        Participant replacement = Participant.create();
        Envelope sealed = Envelope.decode(scene.sealed.envelope);
        Identity own = Identity.parse(scene.own.identity().toCharArray());
        Instant later = EXPIRY.plus(Duration.ofHours(1));
        SealContext context = new SealContext(TASK, direction, scene.sender.address(), later);

        Envelope ours;
        try (Sealing resumed = Sealing.resume(sealed, own, scene.expected())) {
            ours = resumed.envelope(context, List.of(replacement.recipient()), Scene.PAYLOAD_ID, scene.sender);
        }
        assertThat(peer().open(
                                ours.encoded(),
                                scene.sealed.payload,
                                Keys.of(replacement.identity()),
                                scene.expected(),
                                EXPIRY))
                .isEqualTo(scene.body);
        exchanges.peerRead();

        byte[] theirs = peer().grant(
                        ours.encoded(),
                        scene.own,
                        scene.sender,
                        scene.expected(),
                        later,
                        List.of(scene.own.recipient(), replacement.recipient()));
        assertThat(opened(theirs, scene.sealed.payload, replacement.identity(), scene.expected(), EXPIRY))
                .isEqualTo(scene.body);
        exchanges.peerWrote();
    }

    @ParameterizedTest
    @CsvSource({
        "version 2, MALFORMED",
        "version 2 of the stanza, MALFORMED",
        "key ids descend, MALFORMED",
        "a stanza too few, MALFORMED",
        "a stanza too many, MALFORMED",
        "a stanza of another kind, MALFORMED",
        "context first, MALFORMED",
        "two spaces in the trailer, MALFORMED",
        "no line feed at the end, MALFORMED",
        "signature of v 0 or 1, MALFORMED",
        "signature with the higher s, MALFORMED",
        "signature with r of zero, MALFORMED",
        "signature with r above the order, MALFORMED",
        "point of low order, MALFORMED",
        "stanzas in another order, CIPHERTEXT",
        "another info, CIPHERTEXT",
        "another mac, CIPHERTEXT",
        "padding not zero, CIPHERTEXT",
        "padding of the next size, CIPHERTEXT",
        "length above what is there, CIPHERTEXT",
        "no last chunk, CIPHERTEXT",
    })
    void object_thatThePeerMakesWrongly_isRefusedByBoth(String deviation, String reason) {
        PeerScene scene = new PeerScene(1000);
        SealedObject wrong =
                peer().seal(deviation, scene.sender, scene.context(), Scene.PAYLOAD_ID, scene.body, scene.recipients());
        assertRefused(
                reason,
                () -> scene.openedHere(wrong.envelope, wrong.payload),
                () -> peer().open(
                                wrong.envelope,
                                wrong.payload,
                                Keys.of(scene.reader.identity()),
                                scene.expected(),
                                NOW));
    }

    @Test
    void object_withAPointOfLowOrder_isFirstRefusedForWhatElseIsWrong() {
        PeerScene scene = new PeerScene(10);
        SealedObject wrong = peer().seal(
                        "point of low order",
                        scene.sender,
                        scene.context(),
                        Scene.PAYLOAD_ID,
                        scene.body,
                        scene.recipients());
        Envelope.Expected another = new Envelope.Expected(OTHER_TASK, Direction.PROMPT, scene.sender.address());
        Identity reader = scene.reader.identity();
        assertRefused(
                "CONTEXT",
                () -> opened(wrong.envelope, wrong.payload, reader, another, NOW),
                () -> peer().open(wrong.envelope, wrong.payload, Keys.of(reader), another, NOW));
        Identity stranger = Identity.generate();
        assertRefused(
                "NOT_FOR_ME",
                () -> opened(wrong.envelope, wrong.payload, stranger, scene.expected(), NOW),
                () -> peer().open(wrong.envelope, wrong.payload, Keys.of(stranger), scene.expected(), NOW));
    }

    @Test
    void contentIds_areJudgedAlike() {
        PeerScene scene = new PeerScene(10);
        for (String contentId : List.of("", "-", "_", "a.b", "a/b", "ä", "a".repeat(256), "a".repeat(257))) {
            SealedObject sealed =
                    peer().seal(AS_SPECIFIED, scene.sender, scene.context(), contentId, scene.body, scene.recipients());
            assertJudgedAlike(
                    () -> scene.openedHere(sealed.envelope, sealed.payload),
                    () -> peer().open(sealed.envelope, sealed.payload, scene.own, scene.expected(), NOW));
        }
    }

    @Test
    void object_forNobodyOrTooMany_isRefusedByBoth() {
        PeerScene scene = new PeerScene(10);
        List<Recipient> recipients = new ArrayList<>(scene.recipients());
        while (recipients.size() < 65) {
            recipients.add(peer().keys().recipient());
        }
        for (List<Recipient> some : List.of(List.<Recipient>of(), recipients)) {
            SealedObject wrong =
                    peer().seal(AS_SPECIFIED, scene.sender, scene.context(), Scene.PAYLOAD_ID, scene.body, some);
            assertRefused(
                    "MALFORMED",
                    () -> scene.openedHere(wrong.envelope, wrong.payload),
                    () -> peer().open(wrong.envelope, wrong.payload, scene.own, scene.expected(), NOW));
        }
    }

    @Test
    void object_altered_isRefusedByBothAlike() {
        PeerScene scene = new PeerScene(1000);
        Identity stranger = Identity.generate();
        for (int i = 0; i < ALTERATIONS; i++) {
            byte[] envelope = scene.sealed.envelope;
            byte[] payload = scene.sealed.payload;
            switch (random.nextInt(8)) {
                case 0 -> payload = altered(payload);
                case 1 -> envelope = exchangedDigit(envelope, 0, envelope.length);
                // The last two lines and a half: MAC, content id, signature.
                case 2 -> envelope = exchangedDigit(envelope, envelope.length - 250, envelope.length);
                default -> envelope = altered(envelope);
            }
            // Sometimes two things are wrong, and both have to find the same one first.
            boolean other = random.nextInt(4) == 0;
            Envelope.Expected expected = new Envelope.Expected(
                    random.nextInt(8) == 0 ? OTHER_TASK : TASK,
                    random.nextInt(8) == 0 ? Direction.RESULT : Direction.PROMPT,
                    random.nextInt(8) == 0 ? scene.reader.address() : scene.sender.address());
            Instant now = random.nextInt(4) == 0 ? EXPIRY : NOW;
            Identity reader = other ? stranger : scene.reader.identity();
            byte[] givenEnvelope = envelope;
            byte[] givenPayload = payload;
            assertJudgedAlike(
                    () -> opened(givenEnvelope, givenPayload, reader, expected, now),
                    () -> peer().open(givenEnvelope, givenPayload, Keys.of(reader), expected, now));
        }
    }

    /** An object that the peer sealed. */
    private final class PeerScene {

        final Account sender = peer().account();
        final Keys own = peer().keys();
        final Participant reader = Participant.create();
        final Direction direction;
        final byte[] body;
        final SealedObject sealed;

        PeerScene(int size) {
            this(size, Direction.PROMPT);
        }

        PeerScene(int size, Direction direction) {
            this.direction = direction;
            this.body = Scene.bytes(size);
            this.sealed = peer().seal(AS_SPECIFIED, sender, context(), Scene.PAYLOAD_ID, body, recipients());
        }

        SealContext context() {
            return new SealContext(TASK, direction, sender.address(), EXPIRY);
        }

        Envelope.Expected expected() {
            return new Envelope.Expected(TASK, direction, sender.address());
        }

        List<Recipient> recipients() {
            return List.of(own.recipient(), reader.recipient());
        }

        byte[] openedHere(byte[] envelope, byte[] payload) {
            return opened(envelope, payload, reader.identity(), expected(), NOW);
        }
    }

    private static byte[] opened(
            byte[] envelope, byte[] payload, Identity identity, Envelope.Expected expected, Instant now) {
        try (OpenedEnvelope open = Envelope.decode(envelope).open(identity, expected, now)) {
            return Scene.readAll(open.decrypt(new ByteArrayInputStream(payload)));
        }
    }

    // Key announcements

    @Test
    void announcements_ofOurs_areTakenByThePeer() {
        Participant node = Participant.create();
        KeyAnnouncement first = KeyAnnouncement.begin(node.wallet(), TASK.chainId(), node.recipient(), 0, NOW, EXPIRY);
        Recipient other = Identity.generate().recipient();
        KeyAnnouncement second = first.next(node.wallet(), other, NOW, EXPIRY);

        assertThat(peer().check(first.text(), node.recipient(), TASK.chainId(), node.address(), NOW, List.of()))
                .isEqualTo(first.hash());
        exchanges.peerRead();
        assertThat(peer().check(second.text(), other, TASK.chainId(), node.address(), NOW, List.of(first)))
                .isEqualTo(second.hash());
        exchanges.peerRead();
        assertThatThrownBy(() -> peer().check(
                                first.text(), node.recipient(), TASK.chainId(), node.address(), NOW, List.of(second)))
                .hasMessageContaining("ANNOUNCEMENT_ROLLBACK");
    }

    @Test
    void announcements_ofThePeer_areTakenHere() {
        PeerNode node = new PeerNode();
        KeyDirectory directory = KeyDirectory.inMemory(List.of());
        KeyAnnouncement first = KeyAnnouncement.parse(node.announced(AS_SPECIFIED, 5, new byte[32]));
        KeyAnnouncement second = KeyAnnouncement.parse(node.announced(AS_SPECIFIED, 6, first.hash()));
        for (KeyAnnouncement announcement : List.of(first, second)) {
            assertThat(directory.admit(
                            announcement, node.keys.recipient(), node.account.address(), TASK.chainId(), NOW))
                    .isEqualTo(node.keys.recipient());
            exchanges.peerWrote();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "version 2, MALFORMED",
        "another suite, UNSUPPORTED_SUITE",
        "signature of v 0 or 1, MALFORMED",
        "signature with the higher s, MALFORMED",
        "signature with r of zero, MALFORMED",
        "signature with r above the order, MALFORMED",
    })
    void announcement_thatThePeerMakesWrongly_isRefusedByBoth(String deviation, String reason) {
        PeerNode node = new PeerNode();
        String text = node.announced(deviation, 0, new byte[32]);
        assertRefused(reason, () -> node.admittedHere(text, List.of()), () -> node.admittedThere(text, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "4, false, ANNOUNCEMENT_ROLLBACK",
        "5, false, ANNOUNCEMENT_FORK",
        "6, false, ANNOUNCEMENT_FORK",
        "6, true, ACCEPTED",
        "7, false, ACCEPTED",
        "7, true, ACCEPTED",
    })
    void announcement_afterEpoch5_isJudgedAlike(long epoch, boolean linked, String judgement) {
        PeerNode node = new PeerNode();
        KeyAnnouncement before = KeyAnnouncement.parse(node.announced(AS_SPECIFIED, 5, new byte[32]));
        String text = node.announced(AS_SPECIFIED, epoch, linked ? before.hash() : Scene.bytes(32));
        assertThat(judgedHere(() -> node.admittedHere(text, List.of(before)))).isEqualTo(judgement);
        assertJudgedAlike(
                () -> node.admittedHere(before.text(), List.of(before)),
                () -> node.admittedThere(before.text(), List.of(before)));
        assertJudgedAlike(
                () -> node.admittedHere(text, List.of(before)), () -> node.admittedThere(text, List.of(before)));
    }

    @Test
    void announcement_altered_isRefusedByBothAlike() {
        PeerNode node = new PeerNode();
        byte[] encoded = Base64.getUrlDecoder().decode(node.announced(AS_SPECIFIED, 5, Scene.bytes(32)));
        for (int i = 0; i < ALTERATIONS; i++) {
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(altered(encoded));
            assertJudgedAlike(() -> node.admittedHere(text, List.of()), () -> node.admittedThere(text, List.of()));
        }
    }

    /** A node whose wallet the peer has. */
    private final class PeerNode {

        final Account account = peer().account();
        final Keys keys = peer().keys();

        String announced(String deviation, long epoch, byte[] previous) {
            return peer().announce(
                            deviation,
                            account,
                            account.address(),
                            TASK.chainId(),
                            keys.recipient(),
                            epoch,
                            NOW,
                            EXPIRY,
                            previous);
        }

        Recipient admittedHere(String text, List<KeyAnnouncement> remembered) {
            return KeyDirectory.inMemory(remembered)
                    .admit(KeyAnnouncement.parse(text), keys.recipient(), account.address(), TASK.chainId(), NOW);
        }

        byte[] admittedThere(String text, List<KeyAnnouncement> remembered) {
            return peer().check(text, keys.recipient(), TASK.chainId(), account.address(), NOW, remembered);
        }
    }

    // Result commitments

    @Test
    void commitments_areCheckedByTheOther() {
        WalletAddress miner = peer().account().address();
        for (TaskRef task : List.of(TASK, new TaskRef(1, 0, 0), new TaskRef(Long.MAX_VALUE, Long.MAX_VALUE, 1))) {
            ResultCommitment ours = ResultCommitment.create(task, miner, Scene.PAYLOAD_ID);
            assertThat(peer().checkCommitment(ours.reveal(), ours.hash(), task, miner))
                    .isEqualTo(Scene.PAYLOAD_ID);
            exchanges.peerRead();

            List<byte[]> theirs = peer().commit(task, miner, Scene.PAYLOAD_ID);
            assertThat(ResultCommitment.verify(LinePeer.text(theirs.get(0)), theirs.get(1), task, miner)
                            .result())
                    .isEqualTo(Scene.PAYLOAD_ID);
            exchanges.peerWrote();
        }
    }

    @Test
    void commitment_altered_isRefusedByBothAlike() {
        WalletAddress miner = peer().account().address();
        byte[] text = peer().commit(TASK, miner, Scene.PAYLOAD_ID).get(0);
        for (int i = 0; i < ALTERATIONS; i++) {
            String changed = new String(altered(text), StandardCharsets.ISO_8859_1);
            // The hash is that of the altered text, so that this is judged; all else is one check.
            byte[] hash = peer().keccak256(changed.getBytes(StandardCharsets.UTF_8));
            assertJudgedAlike(
                    () -> ResultCommitment.verify(changed, hash, TASK, miner),
                    () -> peer().checkCommitment(changed, hash, TASK, miner));
        }
        ResultCommitment ours = ResultCommitment.create(TASK, miner, Scene.PAYLOAD_ID);
        assertRefused(
                "COMMITMENT",
                () -> ResultCommitment.verify(ours.reveal(), new byte[32], TASK, miner),
                () -> peer().checkCommitment(ours.reveal(), new byte[32], TASK, miner));
        assertRefused(
                "COMMITMENT",
                () -> ResultCommitment.verify(ours.reveal(), ours.hash(), OTHER_TASK, miner),
                () -> peer().checkCommitment(ours.reveal(), ours.hash(), OTHER_TASK, miner));
    }

    @Test
    void commitments_ofOtherForms_areRefusedByBothAlike() {
        WalletAddress miner = peer().account().address();
        String text = LinePeer.text(peer().commit(TASK, miner, Scene.PAYLOAD_ID).get(0));
        for (String changed : List.of(
                text,
                text + '\n',
                text + ':',
                text.toUpperCase(Locale.ROOT),
                text.replace(miner.toString(), miner.toString().toLowerCase(Locale.ROOT)),
                text.replace(miner.toString(), miner.toString().substring(2)),
                text.replace(":1:421614:", ":2:421614:"),
                text.replace(":421614:", ":0421614:"),
                text.replace(":421614:", ":+421614:"),
                text.replace(":421614:", ":0:"),
                text.replace(":421614:", ":-1:"),
                text.replace(":421614:", ":9223372036854775807:"),
                text.replace(":421614:", ":9223372036854775808:"),
                text.replace(":7:", ":0:"),
                text.replace(":7:", ":00:"),
                text.replace(":7:", "::"),
                text.replace(":7:", ":\u0667:"),
                text.replace(":7:42:", ":7:42:42:"),
                text.replace(Scene.PAYLOAD_ID, ""),
                text.replace(Scene.PAYLOAD_ID, "a".repeat(256)),
                text.replace(Scene.PAYLOAD_ID, "a".repeat(257)))) {
            byte[] hash = peer().keccak256(changed.getBytes(StandardCharsets.UTF_8));
            assertJudgedAlike(
                    () -> ResultCommitment.verify(changed, hash, TASK, miner),
                    () -> peer().checkCommitment(changed, hash, TASK, miner));
        }
    }

    // Live channel

    @Test
    void channel_ofOurClient_isAnsweredByThePeer() {
        Participant client = Participant.create();
        Keys node = peer().keys();
        try (ClientChannel asking = ClientChannel.create(node.recipient(), TASK, EXPIRY, client.wallet())) {
            byte[] request = written(asking.request());
            byte[] opening = Arrays.copyOf(request, ChannelOpening.size());
            byte[] answering =
                    peer().accept("one", opening, node, new ChannelOpening.Expected(TASK, client.address()), NOW);
            Received received = peer().receive(answering, Arrays.copyOfRange(request, opening.length, request.length));
            assertThat(received.state).isEqualTo("complete");
            assertThat(received.payloads).containsExactlyElementsOf(payloads());
            peer().receiveEnd(answering);
            exchanges.peerRead();

            byte[] response = joined(peer().respond(AS_SPECIFIED, answering), written(answering));
            Reading reading = new Reading(asking.response());
            // In pieces that respect no chunk.
            for (int from = 0; from < response.length; from += 1000) {
                reading.accept(Arrays.copyOfRange(response, from, Math.min(response.length, from + 1000)));
            }
            reading.end();
            assertThat(reading.payloads).containsExactlyElementsOf(payloads());
            exchanges.peerWrote();
        }
    }

    @Test
    void channel_ofThePeersClient_isAnsweredHere() {
        PeerClient client = new PeerClient(AS_SPECIFIED);
        byte[] request = written(client.channel);
        try (NodeChannel answering = client.acceptedHere(client.opening)) {
            Reading reading = new Reading(answering.request());
            for (int from = 0; from < request.length; from += 777) {
                reading.accept(Arrays.copyOfRange(request, from, Math.min(request.length, from + 777)));
            }
            reading.end();
            assertThat(reading.payloads).containsExactlyElementsOf(payloads());
            exchanges.peerWrote();

            Received received = peer().receive(client.channel, written(answering.response()));
            assertThat(received.state).isEqualTo("complete");
            assertThat(received.payloads).containsExactlyElementsOf(payloads());
            exchanges.peerRead();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "version 2, MALFORMED",
        "another suite, UNSUPPORTED_SUITE",
        "another key identifier, MALFORMED",
        "another length of the frame, MALFORMED",
        "signature of v 0 or 1, MALFORMED",
        "signature with the higher s, MALFORMED",
        "signature with r of zero, MALFORMED",
        "signature with r above the order, MALFORMED",
        "another info, CIPHERTEXT",
        "another commitment, CIPHERTEXT",
        "point of low order, MALFORMED",
    })
    void opening_thatThePeerMakesWrongly_isRefusedByBoth(String deviation, String reason) {
        PeerClient client = new PeerClient(deviation);
        assertRefused(
                reason,
                () -> client.acceptedHere(client.opening),
                () -> client.acceptedThere("of wrong openings", client.opening));
    }

    @Test
    void opening_thatWasAcceptedBefore_isRefusedByBoth() {
        PeerClient client = new PeerClient(AS_SPECIFIED);
        client.acceptedHere(client.opening).close();
        client.acceptedThere("of replays", client.opening);
        assertRefused(
                "CHANNEL_REPLAYED",
                () -> client.acceptedHere(client.opening),
                () -> client.acceptedThere("of replays", client.opening));
    }

    @Test
    void opening_altered_isRefusedByBothAlike() {
        PeerClient client = new PeerClient(AS_SPECIFIED);
        Identity stranger = Identity.generate();
        for (int i = 0; i < ALTERATIONS; i++) {
            byte[] opening = random.nextInt(16) == 0 ? client.opening : altered(client.opening);
            ChannelOpening.Expected expected = new ChannelOpening.Expected(
                    random.nextInt(8) == 0 ? OTHER_TASK : TASK,
                    random.nextInt(8) == 0 ? client.node.address() : client.account.address());
            Instant now = random.nextInt(4) != 0
                    ? NOW
                    : random.nextBoolean()
                            ? EXPIRY
                            : EXPIRY.minus(Duration.ofHours(24)).minusSeconds(random.nextInt(2));
            Identity node = random.nextInt(8) == 0 ? stranger : client.node.identity();
            String guard = "of alteration " + i;
            assertJudgedAlike(
                    () -> ChannelOpening.decode(opening).accept(node, expected, ReplayGuard.inMemory(1), now),
                    () -> peer().accept(guard, opening, Keys.of(node), expected, now));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "chunk of the next size, MALFORMED",
        "chunk of another size, MALFORMED",
        "chunk with padding not zero, MALFORMED",
        "chunk with a length above its size, MALFORMED",
        "chunk with a longer length of its length, MALFORMED",
        "chunk sealed as the final one, CIPHERTEXT",
        "final chunk not empty, CIPHERTEXT",
        "final chunk sealed as another, CIPHERTEXT",
    })
    void chunk_thatThePeerMakesWrongly_isRefusedByBoth(String deviation, String reason) {
        PeerClient client = new PeerClient(AS_SPECIFIED);
        byte[] request = joined(
                peer().send(AS_SPECIFIED, client.channel, Scene.bytes(10)),
                deviation.startsWith("final")
                        ? peer().finish(deviation, client.channel)
                        : peer().send(deviation, client.channel, Scene.bytes(40)));
        byte[] there = client.acceptedThere("of wrong requests", client.opening);
        try (NodeChannel here = client.acceptedHere(client.opening)) {
            Reading reading = new Reading(here.request());
            assertThat(judgedHere(() -> reading.accept(request))).isEqualTo(reason);
            assertThat(reading.payloads).containsExactly(Scene.bytes(10));
        }
        Received received = peer().receive(there, request);
        assertThat(received.state).startsWith(reason + ":");
        assertThat(received.payloads).containsExactly(Scene.bytes(10));
        judgements++;
    }

    @ParameterizedTest
    @CsvSource({
        "another commitment, CIPHERTEXT",
        "another length of the commitment, MALFORMED",
    })
    void response_thatThePeerOpensWrongly_isRefused(String deviation, String reason) {
        Participant client = Participant.create();
        Keys node = peer().keys();
        try (ClientChannel asking = ClientChannel.create(node.recipient(), TASK, EXPIRY, client.wallet())) {
            byte[] opening = Arrays.copyOf(asking.request().keepAlive(), ChannelOpening.size());
            byte[] answering = peer().accept(
                            "of wrong responses",
                            opening,
                            node,
                            new ChannelOpening.Expected(TASK, client.address()),
                            NOW);
            byte[] response =
                    joined(peer().respond(deviation, answering), peer().send(AS_SPECIFIED, answering, Scene.bytes(10)));
            Reading reading = new Reading(asking.response());
            assertThat(judgedHere(() -> reading.accept(response))).isEqualTo(reason);
            assertThat(reading.payloads).isEmpty();
            judgements++;
        }
    }

    @ParameterizedTest
    @CsvSource({"1024, ACCEPTED", "1025, MALFORMED"})
    void keepAlivesInARow_areCountedAlike(int count, String judgement) {
        PeerClient client = new PeerClient(AS_SPECIFIED);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            request.writeBytes(peer().send(AS_SPECIFIED, client.channel, new byte[0]));
        }
        request.writeBytes(peer().finish(AS_SPECIFIED, client.channel));
        byte[] there = client.acceptedThere("of keep-alives", client.opening);
        try (NodeChannel here = client.acceptedHere(client.opening)) {
            Reading reading = new Reading(here.request());
            assertThat(judgedHere(() -> reading.accept(request.toByteArray()))).isEqualTo(judgement);
        }
        assertThat(judgedThere(() -> {
                    peer().receive(there, request.toByteArray());
                    peer().receiveEnd(there);
                }))
                .isEqualTo(judgement);
        judgements++;
    }

    @Test
    void request_altered_isReadByBothAlike() {
        PeerClient client = new PeerClient(AS_SPECIFIED);
        List<byte[]> chunks = new ArrayList<>();
        for (int size : new int[] {1, 40, 0, 100, 0, 33}) {
            chunks.add(peer().send(AS_SPECIFIED, client.channel, Scene.bytes(size)));
        }
        chunks.add(peer().finish(AS_SPECIFIED, client.channel));
        byte[] whole = joined(chunks.toArray(byte[][]::new));
        for (int i = 0; i < ALTERATIONS; i++) {
            byte[] request;
            if (random.nextInt(4) == 0) {
                List<byte[]> shuffled = new ArrayList<>(chunks);
                Collections.swap(shuffled, random.nextInt(chunks.size()), random.nextInt(chunks.size()));
                request = joined(shuffled.toArray(byte[][]::new));
            } else {
                request = altered(whole);
            }
            byte[] there = client.acceptedThere("of alteration " + i, client.opening);
            try (NodeChannel here = client.acceptedHereAgain()) {
                Reading reading = new Reading(here.request());
                assertJudgedAlike(
                        () -> {
                            reading.accept(request);
                            reading.end();
                        },
                        () -> {
                            Received received = peer().receive(there, request);
                            assertThat(received.payloads).as(seed.toString()).hasSameSizeAs(reading.payloads);
                            assertThat(received.payloads)
                                    .as(seed.toString())
                                    .containsExactlyElementsOf(reading.payloads);
                            peer().receiveEnd(there);
                        });
            }
        }
    }

    /** A channel of the peer to a node of ours. */
    private final class PeerClient {

        final Account account = peer().account();
        final Participant node = Participant.create();
        final byte[] channel;
        final byte[] opening;
        private ReplayGuard guard = ReplayGuard.inMemory(1);

        PeerClient(String deviation) {
            List<byte[]> made = peer().connect(deviation, account, account.address(), node.recipient(), TASK, EXPIRY);
            this.channel = made.get(0);
            this.opening = made.get(1);
        }

        ChannelOpening.Expected expected() {
            return new ChannelOpening.Expected(TASK, account.address());
        }

        NodeChannel acceptedHere(byte[] given) {
            return ChannelOpening.decode(given).accept(node.identity(), expected(), guard, NOW);
        }

        /** Accepts once more, as a node that has forgotten would. */
        NodeChannel acceptedHereAgain() {
            guard = ReplayGuard.inMemory(1);
            return acceptedHere(opening);
        }

        byte[] acceptedThere(String guardName, byte[] given) {
            return peer().accept(guardName, given, Keys.of(node.identity()), expected(), NOW);
        }
    }

    /** Collects what a reader releases. */
    private static final class Reading {

        final List<byte[]> payloads = new ArrayList<>();
        private final ChannelReader reader;

        Reading(ChannelReader reader) {
            this.reader = reader;
        }

        void accept(byte[] bytes) {
            reader.accept(ByteBuffer.wrap(bytes), payloads::add);
        }

        void end() {
            reader.end();
        }
    }

    private static List<byte[]> payloads() {
        return IntStream.of(PAYLOADS).mapToObj(Scene::bytes).toList();
    }

    /** Writes payloads of all sizes, with keep-alives between them. */
    private static byte[] written(ChannelWriter writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] payload : payloads()) {
            out.writeBytes(writer.write(payload));
            out.writeBytes(writer.keepAlive());
        }
        out.writeBytes(writer.finish());
        return out.toByteArray();
    }

    /** As {@link #written(ChannelWriter)}, by the peer; it answers in a channel that it has accepted. */
    private byte[] written(byte[] channel) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] payload : payloads()) {
            out.writeBytes(peer().send(AS_SPECIFIED, channel, payload));
            out.writeBytes(peer().send(AS_SPECIFIED, channel, new byte[0]));
        }
        out.writeBytes(peer().finish(AS_SPECIFIED, channel));
        return out.toByteArray();
    }

    // Receipt batches

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 33})
    void batches_areCheckedByTheOther(int size) {
        List<byte[]> receipts = receipts(size);
        Account issuer = peer().account();
        Participant own = Participant.create();
        ReceiptBatch batch = ReceiptBatch.of(receipts);
        SignedBatch ours = batch.sign(own.wallet(), TASK.chainId());
        Batch theirs = peer().signBatch(AS_SPECIFIED, issuer, TASK.chainId(), receipts);
        SignedBatch decoded = SignedBatch.decode(theirs.signed);
        for (int i = 0; i < size; i++) {
            byte[] receipt = receipts.get(i);
            byte[] proof = batch.proof(i).encoded();
            assertThat(peer().checkBatch(ours.encoded(), proof, receipt, own.address(), TASK.chainId()))
                    .isEqualTo(i);
            exchanges.peerRead();

            assertThat(theirs.proofs.get(i)).isEqualTo(proof);
            decoded.verify(receipt, InclusionProof.decode(theirs.proofs.get(i)), issuer.address(), TASK.chainId());
            exchanges.peerWrote();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "version 2, MALFORMED",
        "signature of v 0 or 1, MALFORMED",
        "signature with the higher s, MALFORMED",
        "signature with r of zero, MALFORMED",
        "signature with r above the order, MALFORMED",
        "another size, RECEIPT_BATCH",
        "another root, RECEIPT_BATCH",
    })
    void batch_thatThePeerMakesWrongly_isRefusedByBoth(String deviation, String reason) {
        List<byte[]> receipts = receipts(5);
        Account issuer = peer().account();
        Batch batch = peer().signBatch(deviation, issuer, TASK.chainId(), receipts);
        assertRefused(
                reason,
                () -> verified(batch.signed, batch.proofs.get(3), receipts.get(3), issuer.address()),
                () -> peer().checkBatch(
                                batch.signed, batch.proofs.get(3), receipts.get(3), issuer.address(), TASK.chainId()));
    }

    @Test
    void batch_altered_isRefusedByBothAlike() {
        List<byte[]> receipts = receipts(11);
        Account issuer = peer().account();
        Batch batch = peer().signBatch(AS_SPECIFIED, issuer, TASK.chainId(), receipts);
        for (int i = 0; i < ALTERATIONS; i++) {
            int index = random.nextInt(receipts.size());
            byte[] receipt = random.nextInt(8) == 0 ? Scene.bytes(32) : receipts.get(index);
            byte[] signed = random.nextBoolean() ? altered(batch.signed) : batch.signed;
            byte[] proof = random.nextBoolean() ? altered(batch.proofs.get(index)) : batch.proofs.get(index);
            assertJudgedAlike(
                    () -> verified(signed, proof, receipt, issuer.address()),
                    () -> peer().checkBatch(signed, proof, receipt, issuer.address(), TASK.chainId()));
        }
    }

    private static void verified(byte[] signed, byte[] proof, byte[] receipt, WalletAddress issuer) {
        SignedBatch.decode(signed).verify(receipt, InclusionProof.decode(proof), issuer, TASK.chainId());
    }

    private static List<byte[]> receipts(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> ByteBuffer.allocate(32).putInt(28, i * i + 1).array())
                .toList();
    }

    // Secret sharing

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 3, 16", "2, 3, 32", "3, 5, 1000", "5, 5, 65536", "17, 40, 32", "128, 255, 5"})
    void sharings_areCombinedByTheOther(int threshold, int count, int size) {
        byte[] secret = Scene.bytes(size);
        try (SecretSharing ours = SecretSharing.split(secret, threshold, count)) {
            List<byte[]> shares = encoded(ours.shares());
            Collections.shuffle(shares, random);
            peer().checkShare(ours.id(), shares.get(0));
            List<byte[]> combined = peer().combine(ours.id(), shares.subList(0, threshold));
            assertThat(combined.get(0)).isEqualTo(secret);
            assertThat(combined.get(1)).isEmpty();
            exchanges.peerRead();
        }
        List<byte[]> theirs = new ArrayList<>(peer().split(AS_SPECIFIED, secret, threshold, count));
        SharingId id = SharingId.parse(LinePeer.text(theirs.remove(0)));
        Collections.shuffle(theirs, random);
        SecretShare.decode(theirs.get(0)).verify(id);
        try (CombinedSecret combined = combinedHere(id, theirs.subList(0, threshold))) {
            assertThat(combined.bytes()).isEqualTo(secret);
            assertThat(combined.refused()).isEmpty();
            exchanges.peerWrote();
        }
    }

    @Test
    void shares_ofBothMixed_areToldApartByBoth() {
        byte[] secret = Scene.bytes(32);
        List<byte[]> theirs = new ArrayList<>(peer().split(AS_SPECIFIED, secret, 3, 5));
        SharingId id = SharingId.parse(LinePeer.text(theirs.remove(0)));
        try (SecretSharing ours = SecretSharing.split(secret, 3, 5)) {
            byte[] forged = theirs.get(3).clone();
            forged[forged.length - 1] ^= 1;
            List<byte[]> mixed = List.of(
                    encoded(ours.shares()).get(0), theirs.get(4), forged, theirs.get(0), theirs.get(4), theirs.get(2));

            List<byte[]> combined = peer().combine(id, mixed);
            assertThat(combined.get(0)).isEqualTo(secret);
            assertThat(LinePeer.text(combined.get(1))).isEqualTo("0,2,4");
            exchanges.peerRead();
            try (CombinedSecret here = combinedHere(id, mixed)) {
                assertThat(here.bytes()).isEqualTo(secret);
                assertThat(here.refused())
                        .extracting(RefusedShare::position, RefusedShare::reason)
                        .containsExactly(
                                tuple(0, RefusedShare.Reason.OTHER_SHARING),
                                tuple(2, RefusedShare.Reason.ALTERED),
                                tuple(4, RefusedShare.Reason.DUPLICATE));
                exchanges.peerWrote();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a value off the polynomial", "another commitment", "another sealed secret"})
    void sharing_thatThePeerDealsWrongly_isRefusedByBoth(String deviation) {
        List<byte[]> shares = new ArrayList<>(peer().split(deviation, Scene.bytes(32), 2, 4));
        SharingId id = SharingId.parse(LinePeer.text(shares.remove(0)));
        for (List<byte[]> some : List.of(shares.subList(0, 2), shares.subList(2, 4))) {
            assertRefused("SHARE", () -> combinedHere(id, some), () -> peer().combine(id, some));
        }
    }

    @Test
    void shares_thatAreTooFew_areRefusedByBoth() {
        List<byte[]> shares = new ArrayList<>(peer().split(AS_SPECIFIED, Scene.bytes(32), 3, 4));
        SharingId id = SharingId.parse(LinePeer.text(shares.remove(0)));
        for (List<byte[]> some : List.of(
                List.<byte[]>of(), shares.subList(0, 2), List.of(shares.get(0), shares.get(1), shares.get(0)))) {
            assertRefused("SHARE", () -> combinedHere(id, some), () -> peer().combine(id, some));
        }
    }

    @Test
    void share_altered_isRefusedByBothAlike() {
        List<byte[]> shares = new ArrayList<>(peer().split(AS_SPECIFIED, Scene.bytes(20), 2, 3));
        SharingId id = SharingId.parse(LinePeer.text(shares.remove(0)));
        for (int i = 0; i < ALTERATIONS; i++) {
            byte[] share = altered(shares.get(random.nextInt(3)));
            assertJudgedAlike(() -> SecretShare.decode(share).verify(id), () -> peer().checkShare(id, share));
            List<byte[]> all = List.of(share, shares.get(random.nextInt(3)));
            assertJudgedAlike(() -> combinedHere(id, all).close(), () -> peer().combine(id, all));
        }
    }

    private static List<byte[]> encoded(List<SecretShare> shares) {
        return shares.stream().map(SecretShare::encoded).collect(Collectors.toCollection(ArrayList::new));
    }

    private static CombinedSecret combinedHere(SharingId id, List<byte[]> shares) {
        return SecretSharing.combine(
                id, shares.stream().map(SecretShare::decode).toList());
    }

    // Numbers

    @Test
    void words_ofEveryFormat_haveTheSameRangesForBoth() {
        PeerScene scene = new PeerScene(10);
        String envelope = new String(scene.sealed.envelope, StandardCharsets.US_ASCII);
        int begin = envelope.indexOf(CONTEXT_STANZA) + CONTEXT_STANZA.length();
        int end = envelope.indexOf("---", begin);
        byte[] context = Base64.getMimeDecoder().decode(envelope.substring(begin, end));
        forEachNumber(context, 0, 9, altered -> {
            byte[] given = (envelope.substring(0, begin) + lines(altered) + envelope.substring(end))
                    .getBytes(StandardCharsets.US_ASCII);
            assertJudgedAlike(
                    () -> scene.openedHere(given, scene.sealed.payload),
                    () -> peer().open(
                                    given,
                                    scene.sealed.payload,
                                    Keys.of(scene.reader.identity()),
                                    scene.expected(),
                                    NOW));
        });

        PeerNode node = new PeerNode();
        byte[] announcement = Base64.getUrlDecoder().decode(node.announced(AS_SPECIFIED, 5, Scene.bytes(32)));
        forEachNumber(announcement, 0, 9, altered -> {
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(altered);
            assertJudgedAlike(() -> node.admittedHere(text, List.of()), () -> node.admittedThere(text, List.of()));
        });

        PeerClient client = new PeerClient(AS_SPECIFIED);
        forEachNumber(
                client.opening,
                ChannelOpening.size() - 65 - 32 - 7 * WORD,
                7,
                altered -> assertJudgedAlike(
                        () -> client.acceptedHere(altered), () -> client.acceptedThere("of numbers", altered)));

        List<byte[]> receipts = receipts(11);
        Account issuer = peer().account();
        Batch batch = peer().signBatch(AS_SPECIFIED, issuer, TASK.chainId(), receipts);
        forEachNumber(
                batch.signed,
                0,
                4,
                altered -> assertJudgedAlike(
                        () -> verified(altered, batch.proofs.get(2), receipts.get(2), issuer.address()),
                        () -> peer().checkBatch(
                                        altered,
                                        batch.proofs.get(2),
                                        receipts.get(2),
                                        issuer.address(),
                                        TASK.chainId())));
        forEachNumber(
                batch.proofs.get(2),
                0,
                3,
                altered -> assertJudgedAlike(
                        () -> verified(batch.signed, altered, receipts.get(2), issuer.address()),
                        () -> peer().checkBatch(
                                        batch.signed, altered, receipts.get(2), issuer.address(), TASK.chainId())));
    }

    private static void forEachNumber(byte[] encoded, int offset, int words, Consumer<byte[]> judge) {
        for (int word = 0; word < words; word++) {
            for (BigInteger number : NUMBERS) {
                byte[] altered = encoded.clone();
                Arrays.fill(altered, offset + word * WORD, offset + (word + 1) * WORD, (byte) 0);
                byte[] digits = number.toByteArray();
                int length = Math.min(WORD, digits.length);
                System.arraycopy(digits, digits.length - length, altered, offset + (word + 1) * WORD - length, length);
                judge.accept(altered);
            }
        }
    }

    private static String lines(byte[] body) {
        String text =
                Base64.getMimeEncoder(64, new byte[] {'\n'}).withoutPadding().encodeToString(body);
        return text.length() % 65 == 64 ? text + "\n\n" : text + "\n";
    }

    // Judging

    private void assertRefused(String reason, Runnable here, Runnable there) {
        assertThat(List.of(judgedHere(here), judgedThere(there)))
                .as("judged here and there")
                .containsExactly(reason, reason);
        judgements++;
    }

    private void assertJudgedAlike(Runnable here, Runnable there) {
        String judgement = judgedHere(here);
        assertThat(judgedThere(there))
                .as("judged here: %s; %s", judgement, seed)
                .isEqualTo(judgement);
        judgements++;
    }

    /** The class of SPEC §11. */
    private static String judgedHere(Runnable reading) {
        try {
            reading.run();
            return ACCEPTED;
        } catch (RejectedException e) {
            return e.check().name();
        } catch (NotForMeException e) {
            return "NOT_FOR_ME";
        } catch (MalformedException e) {
            return "MALFORMED";
        }
    }

    private static String judgedThere(Runnable reading) {
        try {
            reading.run();
            return ACCEPTED;
        } catch (LinePeer.Refusal e) {
            // "<operation>: <class>: <reason>"
            return Objects.requireNonNull(e.getMessage()).split(": ", 3)[1];
        }
    }

    /** Flips a bit, cuts, extends, takes a byte out, or puts one in. */
    private byte[] altered(byte[] bytes) {
        int place = random.nextInt(bytes.length);
        return switch (random.nextInt(12)) {
            case 2 -> joined(Arrays.copyOf(bytes, place), Arrays.copyOfRange(bytes, place + 1, bytes.length));
            case 3 ->
                joined(
                        Arrays.copyOf(bytes, place),
                        new byte[] {(byte) " \n\r\t=-A\0".charAt(random.nextInt(8))},
                        Arrays.copyOfRange(bytes, place, bytes.length));
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
            default -> {
                byte[] copy = bytes.clone();
                copy[place] ^= (byte) (1 << random.nextInt(8));
                yield copy;
            }
        };
    }

    private String alteredText(String text) {
        return new String(altered(text.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.ISO_8859_1);
    }

    /** Puts another digit of base64 somewhere, which leaves most lines in form. */
    private byte[] exchangedDigit(byte[] text, int from, int to) {
        byte[] copy = text.clone();
        int place;
        do {
            place = from + random.nextInt(to - from);
        } while (copy[place] == '\n');
        copy[place] =
                (byte) "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".charAt(random.nextInt(64));
        return copy;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Stream.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
