package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.Participant;
import network.cortensor.sdk.crypto.TaskRef;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** A client, a node, and one channel between them that has just been opened. */
final class Exchange {

    static final TaskRef TASK = new TaskRef(421614, 7, 42);
    static final Instant NOW = Instant.ofEpochSecond(1_900_000_000L);
    static final Instant EXPIRY = NOW.plus(Duration.ofMinutes(2));

    final Participant client;
    final Participant node;
    final ReplayGuard guard = ReplayGuard.inMemory(100);
    final ClientChannel asking;
    /** What the client sent first: the opening and one keep-alive. */
    final byte[] first;

    final NodeChannel answering;

    private Exchange(Participant client, Participant node) {
        this.client = client;
        this.node = node;
        this.asking = ClientChannel.create(node.recipient(), TASK, EXPIRY, client.wallet());
        this.first = asking.request().keepAlive();
        this.answering = opening().accept(node.identity(), expected(), guard, NOW);
        this.answering.request().accept(rest(), payload -> {
            throw new AssertionError("a keep-alive has no content");
        });
    }

    static Exchange open() {
        return new Exchange(Participant.create(), Participant.create());
    }

    /** Opens another channel between the same two. */
    Exchange again() {
        return new Exchange(client, node);
    }

    ChannelOpening.Expected expected() {
        return new ChannelOpening.Expected(TASK, client.address());
    }

    ChannelOpening opening() {
        return ChannelOpening.decode(encodedOpening());
    }

    byte[] encodedOpening() {
        return Arrays.copyOf(first, ChannelOpening.size());
    }

    private ByteBuffer rest() {
        return ByteBuffer.wrap(first, ChannelOpening.size(), first.length - ChannelOpening.size());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
