package network.cortensor.examples.bench.crypto;

import network.cortensor.sdk.crypto.channel.ChannelOpening;
import network.cortensor.sdk.crypto.channel.ClientChannel;
import network.cortensor.sdk.crypto.channel.NodeChannel;
import network.cortensor.sdk.crypto.channel.ReplayGuard;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/** A live channel that has just been opened, both sides of it in this process. Whoever opens it closes it. */
final class Exchange implements AutoCloseable {

    private final ClientChannel client;
    private final NodeChannel node;
    private long received;

    private Exchange(ClientChannel client, NodeChannel node) {
        this.client = client;
        this.node = node;
    }

    /** Opens a channel between the wallet and the identity of the parties. */
    static Exchange open(Parties parties) {
        ClientChannel client = ClientChannel.create(
                parties.self().recipient(), Parties.TASK, parties.now().plus(Duration.ofHours(1)), parties.wallet());
        byte[] first = client.request().keepAlive();
        NodeChannel node = ChannelOpening.decode(Arrays.copyOf(first, ChannelOpening.size()))
                .accept(
                        parties.self(),
                        new ChannelOpening.Expected(
                                Parties.TASK, parties.wallet().address()),
                        ReplayGuard.inMemory(1),
                        parties.now());
        Exchange exchange = new Exchange(client, node);
        node.request().accept(ByteBuffer.wrap(first).position(ChannelOpening.size()), exchange::count);
        // The opening of the answer is no part of a chunk either.
        exchange.answer(new byte[1]);
        return exchange;
    }

    /** Sends a part of the prompt, and the node reads it; returns the bytes on the wire. */
    int ask(byte[] part) {
        byte[] wire = client.request().write(part);
        node.request().accept(ByteBuffer.wrap(wire), this::count);
        return wire.length;
    }

    /** Sends a part of the answer, and the client reads it; returns the bytes on the wire. */
    int answer(byte[] part) {
        byte[] wire = node.response().write(part);
        client.response().accept(ByteBuffer.wrap(wire), this::count);
        return wire.length;
    }

    private void count(byte[] content) {
        received += content.length;
    }

    /** Returns the bytes of content that have arrived on either side. */
    long received() {
        return received;
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }
}
