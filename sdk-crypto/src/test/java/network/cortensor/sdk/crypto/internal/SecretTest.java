package network.cortensor.sdk.crypto.internal;

import network.cortensor.sdk.crypto.OpenedEnvelope;
import network.cortensor.sdk.crypto.Scene;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretTest {

    @Test
    void close_wipesTheBytesAndRefusesLaterUse() {
        byte[] bytes = Scene.bytes(32);
        Secret secret = Secret.taking("thing", bytes);
        secret.close();

        assertThat(bytes).containsOnly(0);
        assertThatThrownBy(() -> secret.use(copy -> copy.length))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the thing has been closed");
    }

    @Test
    void use_lendsACopyAndWipesItEvenOnFailure() {
        byte[] bytes = Scene.bytes(32);
        AtomicReference<byte[]> lent = new AtomicReference<>(new byte[0]);
        Secret secret = Secret.taking("thing", bytes.clone());

        assertThatThrownBy(() -> secret.use(copy -> {
                    assertThat(copy).isEqualTo(bytes);
                    lent.set(copy);
                    throw new IllegalArgumentException("stop");
                }))
                .hasMessage("stop");
        assertThat(lent.get()).hasSize(32).containsOnly(0);
        byte[] after = secret.use(byte[]::clone);
        assertThat(after).isEqualTo(bytes);
    }

    @Test
    void toString_ofWhatHoldsSecrets_namesPublicThingsOnly() {
        Scene scene = Scene.withBody(1);
        try (OpenedEnvelope opened = scene.envelope.open(scene.miner.identity(), scene.expected(), Scene.NOW)) {
            assertThat(opened).hasToString("OpenedEnvelope[" + Scene.PAYLOAD_ID + ", 3 recipients]");
        }
        assertThat(scene.sealing)
                .hasToString("Sealing[" + scene.client.recipient().keyId() + "]");
        assertThat(Secret.random("thing", 32)).hasToString("thing");
    }
}
