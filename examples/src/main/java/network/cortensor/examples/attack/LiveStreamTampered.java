package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.channel.ChannelOpening;
import network.cortensor.sdk.crypto.channel.ChannelReader;
import network.cortensor.sdk.crypto.channel.ClientChannel;
import network.cortensor.sdk.crypto.channel.NodeChannel;
import network.cortensor.sdk.crypto.channel.ReplayGuard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Who: a router, or anybody else on the way. Wants: that a reader takes a part of a live answer for the whole, or another
 * sequence of its chunks for the answer. Stopped by: the counter and the final mark in each chunk's seal, and the keys, which are
 * those of one exchange ({@link ChannelReader}).
 */
final class LiveStreamTampered implements Attack {

    private static final TaskRef TASK = new TaskRef(1, 2, 3);

    /** Length of the frame, of the payload, 32 bytes of payload and padding, tag. */
    private static final int SHORT_CHUNK = 1 + 2 + 32 + 16;

    private static final int FINAL_CHUNK = 1 + 16;

    @Override
    public String name() {
        return "live-stream-tampered";
    }

    @Override
    public String description() {
        return "Somebody on the way cuts a live answer short, or reorders, repeats, drops or swaps its chunks.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Exchange exchange = Exchange.open();
                Exchange other = Exchange.open()) {
            byte[] first = exchange.answer("The bridge ");
            byte[] second = exchange.answer("was built ");
            byte[] third = exchange.answer("in 1844.");
            byte[] end = exchange.end();
            byte[] foreign = other.answer("The bridge ");
            byte[] foreignSecond = other.answer("was blown up ");

            // A reader takes one stream, so each variant reads an exchange of its own that was sent the same way.
            record Variant(String name, Check check, List<Integer> order) {}
            for (Variant variant : List.of(
                    new Variant("cut before its end", Check.CHANNEL_CUT, List.of(0, 1, 2)),
                    new Variant("two chunks swapped", Check.CIPHERTEXT, List.of(0, 2, 1, 3)),
                    new Variant("a chunk twice", Check.CIPHERTEXT, List.of(0, 1, 1, 2, 3)),
                    new Variant("a chunk dropped", Check.CIPHERTEXT, List.of(0, 2, 3)),
                    new Variant("ended by its own end, early", Check.CIPHERTEXT, List.of(0, 1, 3)))) {
                trial.rejected(variant.name(), variant.check(), "", () -> replay(variant.order()));
            }
            ChannelReader reader = exchange.client.response();
            take(reader, first);
            trial.rejected("a chunk of another answer", Check.CIPHERTEXT, "", () -> take(reader, foreignSecond));
            trial.holds(
                    "lengths",
                    second.length == SHORT_CHUNK && third.length == SHORT_CHUNK && end.length == FINAL_CHUNK,
                    "one size for short words",
                    foreign.length + ", " + second.length + ", " + third.length + ", " + end.length);
        }
        return trial.outcome();
    }

    private static void replay(List<Integer> order) {
        try (Exchange exchange = Exchange.open()) {
            List<byte[]> sent = List.of(
                    exchange.answer("The bridge "),
                    exchange.answer("was built "),
                    exchange.answer("in 1844."),
                    exchange.end());
            ChannelReader reader = exchange.client.response();
            order.forEach(at -> take(reader, sent.get(at)));
            reader.end();
        }
    }

    private static void take(ChannelReader reader, byte[] bytes) {
        reader.accept(ByteBuffer.wrap(bytes), payload -> {});
    }

    /** A client and a node, at the point where the node answers. */
    private static final class Exchange implements AutoCloseable {

        private final Wallet app;
        private final Identity key;
        private final ClientChannel client;
        private final NodeChannel node;

        private Exchange(Wallet app, Identity key, ClientChannel client, NodeChannel node) {
            this.app = app;
            this.key = key;
            this.client = client;
            this.node = node;
        }

        static Exchange open() {
            Wallet app = Wallet.generate();
            Identity key = Identity.generate();
            ClientChannel client = ClientChannel.create(key.recipient(), TASK, Moments.IN_AN_HOUR, app);
            ByteBuffer request = ByteBuffer.wrap(client.request().finish());
            byte[] opening = new byte[ChannelOpening.size()];
            request.get(opening);
            NodeChannel node = ChannelOpening.decode(opening)
                    .accept(
                            key,
                            new ChannelOpening.Expected(TASK, app.address()),
                            ReplayGuard.inMemory(1),
                            Moments.NOW);
            node.request().accept(request, payload -> {});
            node.request().end();
            return new Exchange(app, key, client, node);
        }

        byte[] answer(String token) {
            return node.response().write(token.getBytes(StandardCharsets.UTF_8));
        }

        byte[] end() {
            return node.response().finish();
        }

        @Override
        public void close() {
            node.close();
            client.close();
            key.close();
            app.close();
        }
    }
}
