package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.internal.ohttp.HpkeChunks;
import org.bouncycastle.crypto.hpke.HPKEContext;

import java.util.Arrays;

/**
 * The node's side of one request, made by {@link ChannelOpening#accept}: reads the prompt and seals the answer.
 *
 * <p>Everything in {@link #context()} has been checked, and the prompt can only be by the client named there. Whoever
 * needs the whole prompt waits until {@link ChannelReader#isComplete()}: what came before is an authentic beginning.
 *
 * <p>Thread-safe as far as {@link ChannelWriter} and {@link ChannelReader} are. Whoever accepted the channel closes it;
 * {@link #close()} drops the keys and later calls on writer and reader fail with {@link IllegalStateException}.
 */
public final class NodeChannel implements AutoCloseable {

    private final ChannelContext context;
    private final ChannelReader request;
    private final ChannelWriter response;

    private NodeChannel(ChannelContext context, ChannelReader request, ChannelWriter response) {
        this.context = context;
        this.request = request;
        this.response = response;
    }

    static NodeChannel accepted(ChannelOpening opening, HPKEContext hpke) {
        byte[] secret = ChannelBinding.responseSecret(hpke);
        try {
            ResponseOpening response = ResponseOpening.draw(opening, secret);
            return new NodeChannel(
                    opening.context(),
                    new ChannelReader(0, nothing -> ChannelBinding.openRequest(new HpkeChunks(hpke), opening)),
                    new ChannelWriter(response.encoded(), response.sealer()));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Returns what the channel belongs to. */
    public ChannelContext context() {
        return context;
    }

    /** Returns the reader of the prompt; it continues behind the opening. */
    public ChannelReader request() {
        return request;
    }

    /** Returns the writer of the answer. */
    public ChannelWriter response() {
        return response;
    }

    /** Drops the keys of both directions. May be called more than once. */
    @Override
    public void close() {
        request.close();
        response.close();
    }

    /** Names the context, never a key. */
    @Override
    public String toString() {
        return "NodeChannel[" + context + "]";
    }
}
