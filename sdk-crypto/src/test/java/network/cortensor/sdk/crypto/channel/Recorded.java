package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.Participant;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;
import network.cortensor.sdk.crypto.internal.ohttp.HpkeChunks;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole exchange as it went over the wire, which can be read as often as a test likes: it keeps the secret that a real
 * {@link ClientChannel} uses once.
 */
final class Recorded {

    /** Which half of the exchange is read. */
    enum Half {
        REQUEST,
        RESPONSE
    }

    final Participant client;
    final Participant node;
    final ChannelOpening opening;
    private final byte[] exported;
    /** The first is the opening, the last the final chunk. */
    private final List<byte[]> request = new ArrayList<>();

    private final List<byte[]> response = new ArrayList<>();
    private final List<byte[]> prompt = new ArrayList<>();
    private final List<byte[]> answer = new ArrayList<>();

    private Recorded(Participant client, Participant node, int chunks) {
        this.client = client;
        this.node = node;
        ChannelContext context = context(client, node);
        HPKEContextWithEncapsulation hpke = HybridKey.sender(node.recipient().encoded(), ChannelBinding.info(context));
        this.opening = ChannelOpening.sign(
                context, hpke.getEncapsulation(), ChannelBinding.requestCommitment(hpke), client.wallet());
        this.exported = ChannelBinding.responseSecret(hpke);
        request.add(opening.encoded());
        record(
                new ChannelWriter(new byte[0], ChannelBinding.sealRequest(new HpkeChunks(hpke), opening)),
                "prompt",
                chunks,
                prompt,
                request);
        ChannelWriter answering = accept(opening.encoded()).response();
        byte[] first = answering.write(Exchange.utf8("answer"));
        response.add(Arrays.copyOf(first, ResponseOpening.SIZE));
        response.add(Arrays.copyOfRange(first, ResponseOpening.SIZE, first.length));
        answer.add(Exchange.utf8("answer"));
        record(answering, "answer", chunks - 1, answer, response);
    }

    private static void record(
            ChannelWriter writer, String name, int chunks, List<byte[]> payloads, List<byte[]> frames) {
        for (int i = 0; i < chunks; i++) {
            byte[] payload = Exchange.utf8((name + " " + i + " ").repeat(1 + 4 * i));
            payloads.add(payload);
            frames.add(writer.write(payload));
        }
        frames.add(writer.finish());
    }

    static Recorded of(int chunks) {
        return new Recorded(Participant.create(), Participant.create(), chunks);
    }

    /** Records another exchange of the same two about the same task. */
    Recorded again() {
        return new Recorded(client, node, prompt.size());
    }

    static ChannelContext context(Participant client, Participant node) {
        return new ChannelContext(
                Exchange.TASK, client.address(), node.recipient().keyId(), Exchange.EXPIRY);
    }

    List<byte[]> frames(Half half) {
        return List.copyOf(half == Half.REQUEST ? request : response);
    }

    List<byte[]> payloads(Half half) {
        return List.copyOf(half == Half.REQUEST ? prompt : answer);
    }

    byte[] wire(Half half) {
        return Exchange.concat(frames(half).toArray(byte[][]::new));
    }

    NodeChannel accept(byte[] encoded) {
        return ChannelOpening.decode(encoded)
                .accept(
                        node.identity(),
                        new ChannelOpening.Expected(Exchange.TASK, client.address()),
                        ReplayGuard.inMemory(1),
                        Exchange.NOW);
    }

    ChannelReader responseReader() {
        return new ChannelReader(
                ResponseOpening.SIZE,
                prologue -> ResponseOpening.check(opening, exported, prologue).opener());
    }

    /** Goes on behind the opening, whose checks are left to {@link ChannelOpeningTest}: they would take most of the time. */
    ChannelReader requestReader() {
        HPKEContext hpke = IdentityAccess.keyOf(node.identity())
                .receiver(opening.encapsulation(), ChannelBinding.info(opening.context()));
        return new ChannelReader(0, nothing -> ChannelBinding.openRequest(new HpkeChunks(hpke), opening));
    }

    /** Reads one half as its receiver would, in pieces of a size. */
    Reading read(Half half, byte[] wire, int pieces) {
        if (half == Half.RESPONSE) {
            return Reading.of(responseReader(), ByteBuffer.wrap(wire), pieces);
        }
        int size = ChannelOpening.size();
        assertThat(wire).startsWith(opening.encoded());
        return Reading.of(requestReader(), ByteBuffer.wrap(wire, size, wire.length - size), pieces);
    }

    Reading read(Half half, byte[] wire) {
        return read(half, wire, Integer.MAX_VALUE);
    }

    Reading read(Half half, List<byte[]> frames) {
        return read(half, Exchange.concat(frames.toArray(byte[][]::new)));
    }
}
