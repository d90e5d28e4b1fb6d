package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.crypto.internal.Secret;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;
import network.cortensor.sdk.crypto.internal.ohttp.HpkeChunks;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

import java.time.Instant;

/**
 * The client's side of one request: seals the prompt for a node and reads its answer.
 *
 * <p>Only the holder of the node's key can read the prompt or make an answer that this channel accepts. The two
 * directions are independent: the answer may begin before the prompt has ended. Each channel has keys of its own and is
 * good for one exchange; asking again takes another channel.
 *
 * <p>Thread-safe as far as {@link ChannelWriter} and {@link ChannelReader} are. Whoever made the channel closes it;
 * {@link #close()} drops the keys and later calls on writer and reader fail with {@link IllegalStateException}.
 */
public final class ClientChannel implements AutoCloseable {

    private final ChannelContext context;
    private final Secret responseSecret;
    private final ChannelWriter request;
    private final ChannelReader response;

    private ClientChannel(ChannelOpening opening, HPKEContextWithEncapsulation hpke) {
        this.context = opening.context();
        this.responseSecret = Secret.taking("response secret", ChannelBinding.responseSecret(hpke));
        this.request = new ChannelWriter(opening.encoded(), ChannelBinding.sealRequest(new HpkeChunks(hpke), opening));
        this.response = new ChannelReader(
                ResponseOpening.SIZE,
                prologue -> responseSecret
                        .use(secret -> ResponseOpening.check(opening, secret, prologue))
                        .opener());
    }

    /**
     * Makes a channel: encapsulates a fresh key and has the opening signed. Sends nothing.
     *
     * @param node the node's key, from a {@link network.cortensor.sdk.crypto.KeyDirectory}
     * @param task the task that the node was given
     * @param expiry the first second at which the node refuses the opening: whole seconds, soon, and at most a day
     *     ahead
     * @param client the wallet that owns the session
     * @throws IllegalArgumentException if the expiry is not whole seconds
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if the signer returned a signature that
     *     is not its own
     */
    public static ClientChannel create(Recipient node, TaskRef task, Instant expiry, WalletSigner client) {
        ChannelContext context = new ChannelContext(task, client.address(), node.keyId(), expiry);
        HPKEContextWithEncapsulation hpke = HybridKey.sender(node.encoded(), ChannelBinding.info(context));
        ChannelOpening opening =
                ChannelOpening.sign(context, hpke.getEncapsulation(), ChannelBinding.requestCommitment(hpke), client);
        return new ClientChannel(opening, hpke);
    }

    /** Returns what the channel belongs to. */
    public ChannelContext context() {
        return context;
    }

    /** Returns the writer of the prompt. What it returns first starts with the opening. */
    public ChannelWriter request() {
        return request;
    }

    /** Returns the reader of the answer. */
    public ChannelReader response() {
        return response;
    }

    /** Drops the keys of both directions. May be called more than once. */
    @Override
    public void close() {
        request.close();
        response.close();
        responseSecret.close();
    }

    /** Names the context, never a key. */
    @Override
    public String toString() {
        return "ClientChannel[" + context + "]";
    }
}
