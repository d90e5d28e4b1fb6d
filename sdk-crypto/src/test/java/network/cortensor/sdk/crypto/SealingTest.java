package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SealingTest {

    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 65_535, 65_536, 65_537, MIB + 1})
    void sealAndOpen_bodyOfAnySize_everyRecipientReadsIt(int length) {
        Scene scene = Scene.withBody(length);
        Envelope stored = Envelope.decode(scene.envelope.encoded());

        for (Participant reader : List.of(scene.client, scene.miner, scene.validator)) {
            assertThat(scene.read(stored, reader.identity(), scene.payload)).isEqualTo(scene.body);
        }
    }

    @Test
    void open_everyCheckPasses_theClaimsAreThoseOfTheSender() {
        Scene scene = Scene.withBody(10);

        try (OpenedEnvelope opened = scene.envelope.open(scene.miner.identity(), scene.expected(), Scene.NOW)) {
            assertThat(opened.context()).isEqualTo(scene.context());
            assertThat(opened.payload()).isEqualTo(Scene.PAYLOAD_ID);
            assertThat(opened.recipients())
                    .containsExactlyInAnyOrder(
                            scene.client.recipient().keyId(),
                            scene.miner.recipient().keyId(),
                            scene.validator.recipient().keyId())
                    .isSorted();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 100, 247, 248})
    void encrypt_shortBodies_allHaveOneSize(int length) {
        try (Sealing sealing = Sealing.create(Identity.generate().recipient())) {
            assertThat(Scene.encrypt(sealing, new byte[length])).hasSize(16 + 256 + 16);
        }
    }

    @Test
    void encrypt_sameBodyTwice_ciphertextsShareNothing() {
        Recipient self = Identity.generate().recipient();
        try (Sealing one = Sealing.create(self);
                Sealing other = Sealing.create(self)) {
            assertThat(Scene.encrypt(one, new byte[100])).isNotEqualTo(Scene.encrypt(other, new byte[100]));
        }
    }

    @Test
    void encrypt_secondTime_isRefused() {
        Scene scene = Scene.withBody(1);

        assertThatThrownBy(() -> scene.sealing.encrypt(InputStream.nullInputStream(), 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one payload");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, (1L << 40) + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void encrypt_lengthOutOfRange_isRefusedAndUsesNothingUp(long length) {
        try (Sealing sealing = Sealing.create(Identity.generate().recipient())) {
            assertThatThrownBy(() -> sealing.encrypt(InputStream.nullInputStream(), length))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(Scene.encrypt(sealing, new byte[3])).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 11})
    void encrypt_plaintextOfAnotherLength_failsAndStaysFailed(int announced) {
        try (Sealing sealing = Sealing.create(Identity.generate().recipient())) {
            InputStream ciphertext = sealing.encrypt(new ByteArrayInputStream(new byte[10]), announced);

            assertThatThrownBy(ciphertext::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("length of " + announced);
            assertThatThrownBy(ciphertext::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void encrypt_sealingClosedBeforeReading_streamStillWorks() throws IOException {
        InputStream ciphertext;
        try (Sealing sealing = Sealing.create(Identity.generate().recipient())) {
            ciphertext = sealing.encrypt(new ByteArrayInputStream(new byte[10]), 10);
        }
        assertThat(ciphertext.readAllBytes()).hasSize(288);
    }

    @Test
    void envelope_nodeReplaced_newNodeReadsTheSamePayload() {
        Scene scene = Scene.withBody(70_000);
        Participant replacement = Participant.create();
        Envelope again = scene.sealing.envelope(
                scene.context(), List.of(replacement.recipient()), Scene.PAYLOAD_ID, scene.client.wallet());

        assertThat(scene.read(again, replacement.identity(), scene.payload)).isEqualTo(scene.body);
        assertThatThrownBy(() -> scene.read(again, scene.miner.identity(), scene.payload))
                .isInstanceOf(NotForMeException.class);
        assertThatThrownBy(() -> scene.read(scene.envelope, replacement.identity(), scene.payload))
                .isInstanceOf(NotForMeException.class);
    }

    @Test
    void resume_afterRestart_grantsTheSamePayloadAgain() {
        Scene scene = Scene.withBody(70_000);
        Participant replacement = Participant.create();
        Envelope stored = Envelope.decode(scene.envelope.encoded());

        Envelope again;
        try (Sealing resumed = Sealing.resume(stored, scene.client.identity(), scene.expected())) {
            again = resumed.envelope(
                    scene.context(), List.of(replacement.recipient()), Scene.PAYLOAD_ID, scene.client.wallet());
        }
        assertThat(scene.read(again, replacement.identity(), scene.payload)).isEqualTo(scene.body);
        assertThat(scene.read(again, scene.client.identity(), scene.payload)).isEqualTo(scene.body);
    }

    @Test
    void resume_thenEncrypt_isRefused() {
        Scene scene = Scene.withBody(1);
        try (Sealing resumed = Sealing.resume(scene.envelope, scene.client.identity(), scene.expected())) {
            assertThatThrownBy(() -> resumed.encrypt(InputStream.nullInputStream(), 0))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void resume_envelopeOfSomebodyElse_isRejected() {
        Scene scene = Scene.withBody(1);
        Envelope.Expected mine = new Envelope.Expected(
                new TaskRef(Scene.CHAIN, Scene.SESSION, Scene.TASK), Direction.PROMPT, scene.miner.address());

        assertThatThrownBy(() -> Sealing.resume(scene.envelope, scene.miner.identity(), mine))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(RejectedException.Check.CONTEXT));
    }

    @Test
    void envelope_senderAmongTheRecipients_isCountedOnce() {
        Scene scene = Scene.withBody(1);
        Envelope envelope = scene.sealing.envelope(
                scene.context(),
                List.of(scene.client.recipient(), scene.miner.recipient(), scene.miner.recipient()),
                Scene.PAYLOAD_ID,
                scene.client.wallet());

        assertThat(envelope.recipients()).hasSize(2);
    }

    @Test
    void envelope_64RecipientsWithTheSender_isTheLimitAndDecodes() {
        Scene scene = Scene.withBody(1);
        List<Recipient> recipients = new ArrayList<>(IntStream.range(0, 63)
                .mapToObj(i -> Identity.generate().recipient())
                .toList());
        String longest = "a".repeat(256);
        Envelope envelope = scene.sealing.envelope(scene.context(), recipients, longest, scene.client.wallet());

        assertThat(Envelope.decode(envelope.encoded()).recipients()).hasSize(64);
        assertThat(envelope.encoded().length).isBetween(100 * 1024, 101 * 1024).isLessThan(Envelope.MAX_BYTES);

        recipients.add(Identity.generate().recipient());
        assertThatThrownBy(() -> scene.sealing.envelope(scene.context(), recipients, longest, scene.client.wallet()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 64");
    }

    @Test
    void envelope_signerIsNotTheSender_isRefused() {
        Scene scene = Scene.withBody(1);

        assertThatThrownBy(() ->
                        scene.sealing.envelope(scene.context(), scene.nodes(), Scene.PAYLOAD_ID, scene.miner.wallet()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(scene.miner.address().toString());
    }

    @Test
    void envelope_signerThatSignsWithAnotherKey_isRejected() {
        Scene scene = Scene.withBody(1);
        WalletSigner confused = new WalletSigner() {
            @Override
            public WalletAddress address() {
                return scene.client.address();
            }

            @Override
            public WalletSignature sign(byte[] digest) {
                return scene.miner.wallet().sign(digest);
            }
        };

        assertThatThrownBy(() -> scene.sealing.envelope(scene.context(), scene.nodes(), Scene.PAYLOAD_ID, confused))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\n", "a:b", "../a", "ä", "bafy "})
    void envelope_payloadThatIsNoContentId_isRefused(String payload) {
        Scene scene = Scene.withBody(1);

        assertThatThrownBy(() -> scene.sealing.envelope(scene.context(), scene.nodes(), payload, scene.client.wallet()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_thenUse_isRefused() {
        Scene scene = Scene.withBody(1);
        scene.sealing.close();
        scene.sealing.close();

        assertThatThrownBy(() ->
                        scene.sealing.envelope(scene.context(), scene.nodes(), Scene.PAYLOAD_ID, scene.client.wallet()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        Sealing unused = Sealing.create(scene.client.recipient());
        unused.close();
        assertThatThrownBy(() -> unused.encrypt(InputStream.nullInputStream(), 0))
                .isInstanceOf(IllegalStateException.class);
    }
}
