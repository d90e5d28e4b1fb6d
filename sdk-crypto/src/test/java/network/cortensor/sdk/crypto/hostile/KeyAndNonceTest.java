package network.cortensor.sdk.crypto.hostile;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Participant;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import network.cortensor.sdk.crypto.age.X25519Identity;
import network.cortensor.sdk.crypto.channel.ChannelOpening;
import network.cortensor.sdk.crypto.channel.ClientChannel;
import network.cortensor.sdk.crypto.channel.NodeChannel;
import network.cortensor.sdk.crypto.channel.ReplayGuard;
import network.cortensor.sdk.crypto.sharing.SecretSharing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * No key is used twice with a nonce: within one object, in all that the platform's cipher is asked for, and when a process
 * dies and another one goes on. How a channel counts, its own package tests.
 */
class KeyAndNonceTest {

    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS = 1 << 20;
    private static final TaskRef TASK = new TaskRef(Scene.CHAIN, Scene.SESSION, Scene.TASK);

    private final WatchedCiphers ciphers = WatchedCiphers.install();

    @AfterEach
    void removeTheWatch() {
        ciphers.close();
    }

    /** 64 GiB, whose bytes are neither read nor encrypted: what counts is what the cipher is asked for. */
    @Test
    void payload_manyChunks_useEachNonceOnce() throws IOException {
        InputStream plaintext = new InputStream() {
            private long left = (long) CHUNKS * CHUNK;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                int count = (int) Math.min(length, left);
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        AgeEncryption to = AgeEncryption.to(X25519Identity.generate().recipient());
        long before;
        try (InputStream file = to.encrypt(plaintext)) {
            before = ciphers.pairs();
            ciphers.pretend();
            byte[] buffer = new byte[CHUNK];
            while (file.read(buffer) >= 0) {
                // What comes out is not looked at.
            }
        }
        assertThat(ciphers.pairs() - before).isEqualTo(CHUNKS);
        print("payload");
    }

    @Test
    void everything_manyObjects_haveKeysOfTheirOwn() {
        Identity self = Identity.generate();
        X25519Identity classical = X25519Identity.generate();
        byte[] body = Scene.bytes(2 * CHUNK);
        for (int i = 0; i < 100; i++) {
            try (Sealing sealing = Sealing.create(self.recipient());
                    SecretSharing sharing = SecretSharing.split(new byte[32], 1, 1)) {
                Scene.encrypt(sealing, body);
                Scene.readAll(AgeEncryption.to(classical.recipient()).encrypt(new ByteArrayInputStream(body)));
                assertThat(sharing.shares()).hasSize(1);
            }
        }
        // A sealing has one key, an age file two, a sharing one.
        assertThat(ciphers.keys()).isEqualTo(400);
        assertThat(ciphers.pairs()).isEqualTo(100 * (3 + 1 + 2 + 1));
        print("objects");
    }

    /** The sender dies while it encrypts; the next process has the envelope, and takes the content key out of it. */
    @Test
    void sealing_crashAndResume_cannotEncryptAgain() throws IOException {
        Scene scene = Scene.withBody(3 * CHUNK);
        Sealing dying = Sealing.create(scene.client.recipient());
        byte[] some;
        try (InputStream half = dying.encrypt(new ByteArrayInputStream(scene.body), scene.body.length)) {
            some = half.readNBytes(CHUNK);
        }
        long before = ciphers.pairs();

        try (Sealing resumed = Sealing.resume(scene.envelope, scene.client.identity(), scene.expected())) {
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> resumed.encrypt(new ByteArrayInputStream(scene.body), scene.body.length))
                        .isInstanceOf(IllegalStateException.class);
            }
            resumed.envelope(scene.context(), scene.nodes(), Scene.PAYLOAD_ID, scene.client.wallet());
        }
        assertThatThrownBy(() -> dying.encrypt(new ByteArrayInputStream(scene.body), scene.body.length))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ciphers.pairs()).isEqualTo(before);

        // What is left is a new object, with a new key.
        int keys = ciphers.keys();
        try (Sealing again = Sealing.create(scene.client.recipient())) {
            assertThat(Arrays.copyOf(Scene.encrypt(again, scene.body), some.length))
                    .isNotEqualTo(some);
        }
        assertThat(ciphers.keys()).isEqualTo(keys + 1);
        print("sealing, crash and resume");
    }

    /** The node dies while it answers, forgets what it has accepted, and gets the same opening once more. */
    @Test
    void response_nodeCrashesAndAcceptsTheOpeningAgain_hasOtherKeys() {
        Participant asking = Participant.create();
        Participant answering = Participant.create();
        try (ClientChannel client = ClientChannel.create(
                answering.recipient(), TASK, Scene.NOW.plus(Duration.ofMinutes(1)), asking.wallet())) {
            byte[] opening = Arrays.copyOf(client.request().keepAlive(), ChannelOpening.size());
            for (int life = 1; life <= 50; life++) {
                try (NodeChannel node = ChannelOpening.decode(opening)
                        .accept(
                                answering.identity(),
                                new ChannelOpening.Expected(TASK, asking.address()),
                                ReplayGuard.inMemory(1),
                                Scene.NOW)) {
                    for (int token = 0; token < 20; token++) {
                        node.response().write(new byte[] {1});
                    }
                }
                assertThat(ciphers.keys()).isEqualTo(life);
            }
        }
        assertThat(ciphers.pairs()).isEqualTo(50 * 20);
        print("response, crash and replay");
    }

    private void print(String what) {
        System.out.println("pairs of key and nonce, each used once: " + ciphers.pairs() + " under " + ciphers.keys()
                + " keys (" + what + ")");
    }
}
