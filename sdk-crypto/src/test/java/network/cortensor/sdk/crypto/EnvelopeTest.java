package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.internal.Base64Text;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.FileKey;
import network.cortensor.sdk.crypto.internal.age.HybridStanza;
import network.cortensor.sdk.crypto.internal.age.Stanza;
import network.cortensor.sdk.crypto.internal.age.TextLines;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnvelopeTest {

    private final Scene scene = Scene.withBody(1000);

    @Test
    void decode_itsOwnBytes_isTheSameEnvelope() {
        Envelope copy = Envelope.decode(scene.envelope.encoded());

        assertThat(copy.encoded()).isEqualTo(scene.envelope.encoded());
        assertThat(copy.payload()).isEqualTo(Scene.PAYLOAD_ID);
        assertThat(copy.context()).isEqualTo(scene.context());
        assertThat(copy.recipients()).isEqualTo(scene.envelope.recipients());
        assertThat(copy).hasToString("Envelope[" + Scene.PAYLOAD_ID + ", 3 recipients]");
    }

    @Test
    void encoded_headerAndPayload_areACompleteAgeFile() {
        AgeHeader header = AgeHeader.read(scene.envelope.encoded());
        int own = scene.envelope.recipients().indexOf(scene.miner.recipient().keyId());
        try (FileKey key =
                HybridStanza.parse(header.stanzas().get(own)).unwrap(IdentityAccess.keyOf(scene.miner.identity()))) {
            assertThat(header.isAuthentic(key)).isTrue();
        }
        assertThat(header.stanzas().stream().map(Stanza::type))
                .containsExactly("mlkem768x25519", "mlkem768x25519", "mlkem768x25519", "cortensor.network/ctx");
    }

    @Test
    void signed_fixedContext_hasTheDigestOfAnotherImplementation() {
        SealContext context = new SealContext(
                new TaskRef(421614, 7, 42), Direction.PROMPT, Known.COW, Instant.ofEpochSecond(1_900_003_600L));
        String header = "age-encryption.org/v1\n-> x\n\n--- AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\n";

        assertThat(BoundContext.of(context, List.of(Known.AGE_KEY_ID))
                        .signed(AgeHeader.read(header.getBytes(StandardCharsets.US_ASCII)), "bafypayload")
                        .digest())
                .isEqualTo(Known.hex("51b747c78d319c3634f9b5e51ca1df649d2afca8a81a02e81d96853895207615"));
    }

    // What the reader expects

    @Test
    void open_replayedForAnotherChainSessionTaskDirectionOrSender_isRejected() {
        WalletAddress client = scene.client.address();
        for (Envelope.Expected other : List.of(
                new Envelope.Expected(new TaskRef(1, Scene.SESSION, Scene.TASK), Direction.PROMPT, client),
                new Envelope.Expected(
                        new TaskRef(Scene.CHAIN, Scene.SESSION + 1, Scene.TASK), Direction.PROMPT, client),
                new Envelope.Expected(
                        new TaskRef(Scene.CHAIN, Scene.SESSION, Scene.TASK + 1), Direction.PROMPT, client),
                new Envelope.Expected(new TaskRef(Scene.CHAIN, Scene.SESSION, Scene.TASK), Direction.RESULT, client),
                new Envelope.Expected(
                        new TaskRef(Scene.CHAIN, Scene.SESSION, Scene.TASK),
                        Direction.PROMPT,
                        scene.miner.address()))) {
            rejected(Check.CONTEXT, () -> scene.envelope.open(scene.miner.identity(), other, Scene.NOW));
        }
    }

    @Test
    void open_atTheSecondOfExpiry_isRejected() {
        assertThat(scene.envelope.open(
                        scene.miner.identity(), scene.expected(), Scene.EXPIRY.minus(Duration.ofNanos(1))))
                .isNotNull();
        rejected(Check.EXPIRED, () -> scene.envelope.open(scene.miner.identity(), scene.expected(), Scene.EXPIRY));
        rejected(Check.EXPIRED, () -> scene.envelope.open(scene.miner.identity(), scene.expected(), Instant.MAX));
    }

    @Test
    void open_identityThatIsNotListed_isNotForMe() {
        try (Identity stranger = Identity.generate()) {
            assertThatThrownBy(() -> scene.envelope.open(stranger, scene.expected(), Scene.NOW))
                    .isInstanceOf(NotForMeException.class)
                    .hasMessageContaining(stranger.recipient().keyId().toString());
        }
    }

    @Test
    void open_severalThingsWrong_theFirstCheckInOrderDecides() {
        Identity stranger = Identity.generate();
        Envelope.Expected other = new Envelope.Expected(
                new TaskRef(1, Scene.SESSION, Scene.TASK), Direction.PROMPT, scene.client.address());
        Envelope unsigned = Parts.of(scene.envelope).signedBy(Wallet.generate());

        rejected(Check.CONTEXT, () -> unsigned.open(stranger, other, Instant.MAX));
        rejected(Check.EXPIRED, () -> unsigned.open(stranger, scene.expected(), Instant.MAX));
        assertThatThrownBy(() -> unsigned.open(stranger, scene.expected(), Scene.NOW))
                .isInstanceOf(NotForMeException.class);
        rejected(Check.SENDER_SIGNATURE, () -> unsigned.open(scene.miner.identity(), scene.expected(), Scene.NOW));
    }

    // Attacks

    @Test
    void open_recipientForgesThePromptOfTheSender_isRejected() {
        // A recipient has the content key, so it can write a valid header for another task and a valid payload for it.
        FileKey key = scene.envelope.reopen(scene.miner.identity(), scene.expected());
        SealContext forged = new SealContext(
                new TaskRef(Scene.CHAIN, Scene.SESSION, Scene.TASK + 1),
                Direction.PROMPT,
                scene.client.address(),
                Scene.EXPIRY);
        Envelope envelope =
                Parts.of(scene.envelope).withContext(forged).withMacOf(key).build();
        Envelope.Expected expected = new Envelope.Expected(
                new TaskRef(Scene.CHAIN, Scene.SESSION, Scene.TASK + 1), Direction.PROMPT, scene.client.address());

        rejected(Check.SENDER_SIGNATURE, () -> envelope.open(scene.validator.identity(), expected, Scene.NOW));
    }

    @Test
    void open_recipientSignsTheForgeryItself_isRejected() {
        FileKey key = scene.envelope.reopen(scene.miner.identity(), scene.expected());
        Envelope envelope = Parts.of(scene.envelope).withMacOf(key).signedBy(scene.miner.wallet());

        rejected(Check.SENDER_SIGNATURE, () -> envelope.open(scene.validator.identity(), scene.expected(), Scene.NOW));
    }

    @Test
    void open_signedHeaderWithAnotherPayloadId_isRejected() {
        Envelope envelope = Parts.of(scene.envelope).withPayload("bafkreiother").build();

        rejected(Check.SENDER_SIGNATURE, () -> envelope.open(scene.miner.identity(), scene.expected(), Scene.NOW));
    }

    @Test
    void open_signatureOfAnotherEnvelopeOfTheSender_isRejected() {
        Envelope again =
                scene.sealing.envelope(scene.context(), scene.nodes(), Scene.PAYLOAD_ID, scene.client.wallet());
        Envelope spliced =
                Parts.of(scene.envelope).withSignatureOf(Parts.of(again)).build();

        rejected(Check.SENDER_SIGNATURE, () -> spliced.open(scene.miner.identity(), scene.expected(), Scene.NOW));
    }

    @Test
    void open_senderSignsAHeaderWithAWrongMac_isRejectedAsCiphertext() {
        Envelope envelope =
                Parts.of(scene.envelope).withMacOf(FileKey.generate()).signedBy(scene.client.wallet());

        rejected(Check.CIPHERTEXT, () -> envelope.open(scene.miner.identity(), scene.expected(), Scene.NOW));
    }

    @Test
    void open_senderSignsSwappedStanzas_isRejectedAsCiphertext() {
        FileKey key = scene.envelope.reopen(scene.client.identity(), scene.expected());
        Envelope envelope =
                Parts.of(scene.envelope).swapFirstTwo().withMacOf(key).signedBy(scene.client.wallet());
        int untouched = 2;

        for (Participant reader : List.of(scene.client, scene.miner, scene.validator)) {
            if (envelope.recipients().indexOf(reader.recipient().keyId()) != untouched) {
                rejected(Check.CIPHERTEXT, () -> envelope.open(reader.identity(), scene.expected(), Scene.NOW));
            }
        }
    }

    @Test
    void decrypt_payloadOfAnotherSealing_isRejectedAsCiphertext() {
        Scene other = Scene.withBody(1000);

        rejected(Check.CIPHERTEXT, () -> scene.read(scene.envelope, scene.miner.identity(), other.payload));
    }

    @Test
    void open_anyByteFlipped_failsInADeclaredWay() {
        byte[] good = scene.envelope.encoded();
        for (int i = 0; i < good.length; i++) {
            for (int mask : new int[] {0x01, 0x20, 0x80}) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) mask;
                refused(bad, "byte " + i + " xor " + mask);
            }
        }
    }

    @Test
    void open_cutAnywhereOrExtended_isMalformed() {
        byte[] good = scene.envelope.encoded();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Envelope.decode(cut))
                    .as("cut to " + length)
                    .isInstanceOf(MalformedException.class);
        }
        for (String surplus : List.of("\n", " ", "a", "cortensor.network/signed v1 a b\n", "\0")) {
            String extended = new String(good, StandardCharsets.ISO_8859_1) + surplus;
            assertThatThrownBy(() -> Envelope.decode(extended.getBytes(StandardCharsets.ISO_8859_1)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    // Form

    @Test
    void decode_otherVersionsTypesAndOrders_areMalformed() {
        String good = new String(scene.envelope.encoded(), StandardCharsets.US_ASCII);
        for (String bad : List.of(
                good.replace("age-encryption.org/v1", "age-encryption.org/v2"),
                good.replace("ctx v1", "ctx v2"),
                good.replace("ctx v1", "ctx v1 more"),
                good.replace("ctx v1", "ctx"),
                good.replace("cortensor.network/ctx", "cortensor.network/other"),
                good.replace("signed v1", "signed v2"),
                good.replace("cortensor.network/signed", "cortensor.network/sealed"),
                good.replace("\n", "\r\n"),
                good.replace(Scene.PAYLOAD_ID, "a/b"),
                good.replace(Scene.PAYLOAD_ID, "a".repeat(257)),
                good.replace("signed v1 ", "signed v1  "),
                good.replace("-> mlkem768x25519", "-> MLKEM768X25519"),
                good.replaceFirst("(?s)-> mlkem768x25519.*?(?=-> )", ""),
                good.replaceFirst("(?s)-> cortensor.*?(?=---)", ""),
                good.replaceFirst("(?s)(-> cortensor.*?)(?=---)", "$1-> grease\n\n"),
                good.replaceFirst("(?s)(-> mlkem.*)(-> cortensor.*?)(?=---)", "$2$1"))) {
            assertThat(bad).isNotEqualTo(good);
            assertThatThrownBy(() -> Envelope.decode(bad.getBytes(StandardCharsets.ISO_8859_1)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void decode_tooManyBytes_isMalformedWithoutParsing() {
        assertThatThrownBy(() -> Envelope.decode(new byte[Envelope.MAX_BYTES + 1]))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void decode_contextWordOutOfRange_isMalformed() {
        Parts parts = Parts.of(scene.envelope);
        byte[] body = parts.context().body();
        int words = 7;
        for (int word = 0; word < words; word++) {
            byte[] high = body.clone();
            high[word * 32] = 1;
            malformed(parts.withContextBody(high));
        }
        for (int word : new int[] {1, 2, 3, 6}) {
            byte[] negative = body.clone();
            negative[word * 32 + 24] = (byte) 0x80;
            malformed(parts.withContextBody(negative));
        }
        malformed(parts.withContextBody(withWord(body, 0, 2)));
        malformed(parts.withContextBody(withWord(body, 1, 0)));
        malformed(parts.withContextBody(withWord(body, 4, 0)));
        malformed(parts.withContextBody(withWord(body, 4, 3)));
        malformed(parts.withContextBody(withWord(body, 6, 0)));
        malformed(parts.withContextBody(withWord(body, 6, 253_402_300_800L)));
        malformed(parts.withContextBody(Arrays.copyOf(body, body.length - 1)));
        malformed(parts.withContextBody(Arrays.copyOf(body, body.length + 31)));
        malformed(parts.withContextBody(Arrays.copyOf(body, 7 * 32)));
        malformed(parts.withContextBody(Arrays.copyOf(body, 6 * 32)));
        malformed(parts.withContextBody(Arrays.copyOf(body, body.length + 32)));
        malformed(parts.withContextBody(Arrays.copyOf(body, body.length - 32)));
    }

    @Test
    void decode_recipientsUnsortedOrDoubled_isMalformed() {
        Parts parts = Parts.of(scene.envelope);
        byte[] body = parts.context().body();
        byte[] swapped = body.clone();
        System.arraycopy(body, 7 * 32, swapped, 8 * 32, 32);
        System.arraycopy(body, 8 * 32, swapped, 7 * 32, 32);
        malformed(parts.withContextBody(swapped));
        byte[] doubled = body.clone();
        System.arraycopy(body, 7 * 32, doubled, 8 * 32, 32);
        malformed(parts.withContextBody(doubled));
    }

    private static byte[] withWord(byte[] body, int index, long value) {
        byte[] changed = body.clone();
        System.arraycopy(AbiWords.uint64(value), 0, changed, index * 32, 32);
        return changed;
    }

    private static void malformed(Parts parts) {
        assertThatThrownBy(parts::build).isInstanceOf(MalformedException.class);
    }

    @Test
    void expected_valuesOutOfRange_areRefused() {
        WalletAddress client = scene.client.address();
        assertThatThrownBy(() -> new Envelope.Expected(new TaskRef(0, 1, 1), Direction.PROMPT, client))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Envelope.Expected(new TaskRef(1, -1, 1), Direction.PROMPT, client))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Envelope.Expected(new TaskRef(1, 1, -1), Direction.PROMPT, client))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sealContext_expiryOutOfRange_isRefused() {
        for (Instant expiry : List.of(
                Instant.EPOCH,
                Instant.MIN,
                Instant.MAX,
                Instant.ofEpochSecond(1, 1),
                Instant.ofEpochSecond(253_402_300_800L))) {
            assertThatThrownBy(() -> new SealContext(new TaskRef(1, 0, 0), Direction.RESULT, Known.COW, expiry))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void refused(byte[] bad, String what) {
        assertThatThrownBy(() -> scene.read(bad, scene.payload))
                .as(what)
                .isInstanceOfAny(MalformedException.class, RejectedException.class, NotForMeException.class);
    }

    private static void rejected(Check check, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(check));
    }

    /** An envelope taken apart, to be put together in ways that no sender would. */
    private record Parts(List<Stanza> stanzas, FileKey macKey, String payload, WalletSignature signature) {

        static Parts of(Envelope envelope) {
            byte[] encoded = envelope.encoded();
            AgeHeader header = AgeHeader.read(encoded);
            String trailer = new TextLines("trailer", encoded, header.length()).next();
            byte[] signature = Base64Text.STANDARD.decode(
                    "signature", TextLines.words("trailer", trailer).get(3));
            return new Parts(
                    header.stanzas(), FileKey.generate(), envelope.payload(), WalletSignature.decode(signature));
        }

        Stanza context() {
            return stanzas.get(stanzas.size() - 1);
        }

        Parts withContext(SealContext context) {
            List<KeyId> recipients = BoundContext.parse(context()).recipients();
            return withContextBody(BoundContext.of(context, recipients).stanza().body());
        }

        Parts withContextBody(byte[] body) {
            List<Stanza> changed = new ArrayList<>(stanzas);
            changed.set(stanzas.size() - 1, Stanza.of(context().arguments(), body));
            return new Parts(changed, macKey, payload, signature);
        }

        Parts withMacOf(FileKey key) {
            return new Parts(stanzas, key, payload, signature);
        }

        Parts withPayload(String other) {
            return new Parts(stanzas, macKey, other, signature);
        }

        Parts withSignatureOf(Parts other) {
            return new Parts(stanzas, macKey, payload, other.signature);
        }

        Parts swapFirstTwo() {
            List<Stanza> changed = new ArrayList<>(stanzas);
            Collections.swap(changed, 0, 1);
            return new Parts(changed, macKey, payload, signature);
        }

        Envelope signedBy(WalletSigner signer) {
            AgeHeader header = AgeHeader.create(stanzas, macKey);
            WalletSignature own =
                    BoundContext.parse(context()).signed(header, payload).sign(signer);
            return new Parts(stanzas, macKey, payload, own).build();
        }

        Envelope build() {
            String header = new String(AgeHeader.create(stanzas, macKey).encoded(), StandardCharsets.US_ASCII);
            String trailer = "cortensor.network/signed v1 " + payload + " "
                    + Base64Text.STANDARD.encode(signature.bytes()) + "\n";
            return Envelope.decode((header + trailer).getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
