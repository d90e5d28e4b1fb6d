package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Known;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An exchange that was recorded once, between the account of the EIP-712 example and the example identity of the age
 * specification: the bytes of version 1 do not change by accident. The file also holds the values on the way, for who
 * writes another implementation.
 */
class KnownAnswerTest {

    private static final String FILE = "live-channel-v1.properties";

    private final Properties recorded = read();

    @Test
    void request_recorded_opensToThePrompt() {
        byte[] request = hex("request");
        ChannelOpening opening = ChannelOpening.decode(Arrays.copyOf(request, ChannelOpening.size()));
        assertThat(ChannelBinding.info(opening.context())).isEqualTo(hex("info"));
        assertThat(ChannelBinding.signed(opening.context(), opening.encapsulation(), commitment(opening))
                        .digest())
                .isEqualTo(hex("signedDigest"));
        try (Identity identity = Known.ageIdentity();
                NodeChannel channel = opening.accept(
                        identity,
                        new ChannelOpening.Expected(Exchange.TASK, Known.COW),
                        ReplayGuard.inMemory(1),
                        Exchange.NOW)) {
            ByteBuffer rest = ByteBuffer.wrap(request, ChannelOpening.size(), request.length - ChannelOpening.size());
            Reading.of(channel.request(), rest, Integer.MAX_VALUE).assertComplete(texts("prompt"));
        }
    }

    @Test
    void response_recorded_opensToTheAnswer() {
        byte[] exported = hex("exported");
        ChannelOpening opening = ChannelOpening.decode(Arrays.copyOf(hex("request"), ChannelOpening.size()));
        try (Identity identity = Known.ageIdentity()) {
            HPKEContext hpke = IdentityAccess.keyOf(identity).receiver(opening.encapsulation(), hex("info"));
            assertThat(ChannelBinding.responseSecret(hpke)).isEqualTo(exported);
        }
        ChannelReader reader = new ChannelReader(
                ResponseOpening.SIZE,
                prologue -> ResponseOpening.check(opening, exported, prologue).opener());
        Reading.of(reader, ByteBuffer.wrap(hex("response")), Integer.MAX_VALUE).assertComplete(texts("answer"));
    }

    private byte[] commitment(ChannelOpening opening) {
        byte[] encoded = opening.encoded();
        return Arrays.copyOfRange(encoded, encoded.length - 65 - 32, encoded.length - 65);
    }

    private byte[] hex(String name) {
        return Known.hex(text(name));
    }

    private List<byte[]> texts(String name) {
        return Stream.of(text(name).split("[|]", -1))
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private String text(String name) {
        return Objects.requireNonNull(recorded.getProperty(name), name);
    }

    private static Properties read() {
        try (InputStream in = KnownAnswerTest.class.getResourceAsStream(FILE)) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(in, FILE));
            return properties;
        } catch (IOException e) {
            throw new AssertionError("cannot read " + FILE, e);
        }
    }
}
