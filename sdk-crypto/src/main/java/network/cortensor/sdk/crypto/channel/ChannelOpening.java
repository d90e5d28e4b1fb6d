package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import network.cortensor.sdk.crypto.internal.Limits;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;
import network.cortensor.sdk.crypto.internal.hpke.Suite;
import network.cortensor.sdk.crypto.internal.ohttp.RequestHeader;
import network.cortensor.sdk.crypto.internal.ohttp.VarInt;
import org.bouncycastle.crypto.hpke.HPKEContext;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * The first {@link #size()} bytes of a request: who asks which node about which task, and the encapsulated key that the
 * rest is sealed with (SPEC §14.2).
 *
 * <p>A decoded opening has only been <em>parsed</em>. {@link #context()} is then a claim of whoever sent it, good for
 * finding out what to expect; {@link #accept} is what turns it into a fact.
 *
 * <p>Immutable and thread-safe.
 */
public final class ChannelOpening {

    private static final String WHAT = "the opening of a channel";

    private static final int CONTEXT_BYTES = 7 * AbiWords.SIZE;
    private static final int SIGNATURE_BYTES = 65;
    private static final byte[] FRAME_LENGTH =
            VarInt.encode(CONTEXT_BYTES + ChannelBinding.COMMITMENT_BYTES + SIGNATURE_BYTES);

    private static final int SIZE = RequestHeader.SIZE
            + HybridKey.ENCAPSULATION_BYTES
            + FRAME_LENGTH.length
            + CONTEXT_BYTES
            + ChannelBinding.COMMITMENT_BYTES
            + SIGNATURE_BYTES;

    private final ChannelContext context;
    private final byte[] encapsulation;
    private final byte[] commitment;
    private final WalletSignature signature;

    private ChannelOpening(ChannelContext context, byte[] encapsulation, byte[] commitment, WalletSignature signature) {
        this.context = context;
        this.encapsulation = encapsulation;
        this.commitment = commitment;
        this.signature = signature;
    }

    /** Has an opening signed; the client's side. */
    static ChannelOpening sign(ChannelContext context, byte[] encapsulation, byte[] commitment, WalletSigner client) {
        WalletSignature signature =
                ChannelBinding.signed(context, encapsulation, commitment).sign(client);
        return new ChannelOpening(context, encapsulation.clone(), commitment.clone(), signature);
    }

    /** Returns how many bytes of a request are its opening: always 1,450. */
    public static int size() {
        return SIZE;
    }

    /**
     * Parses an opening. Proves nothing about who made it.
     *
     * @param encoded the first {@link #size()} bytes of a request
     * @throws MalformedException if the bytes are not the canonical form of an opening of version 1
     * @throws RejectedException with {@link RejectedException.Check#UNSUPPORTED_SUITE} if it is for another suite
     */
    public static ChannelOpening decode(byte[] encoded) {
        if (encoded.length != SIZE) {
            throw new MalformedException(WHAT + " must have " + SIZE + " bytes, found " + encoded.length);
        }
        ByteBuffer in = ByteBuffer.wrap(encoded);
        RequestHeader header = RequestHeader.decode(take(in, RequestHeader.SIZE));
        Suite.require(WHAT, header.kem(), header.kdf(), header.aead());
        byte[] encapsulation = take(in, HybridKey.ENCAPSULATION_BYTES);
        if (!Arrays.equals(take(in, FRAME_LENGTH.length), FRAME_LENGTH)) {
            throw new MalformedException("the first frame of a request has another length than an opening");
        }
        ChannelContext context = context(take(in, CONTEXT_BYTES));
        if (!header.equals(ChannelBinding.header(context))) {
            throw new MalformedException(WHAT + " has a key identifier that is not the first byte of the key id");
        }
        byte[] commitment = take(in, ChannelBinding.COMMITMENT_BYTES);
        return new ChannelOpening(
                context, encapsulation, commitment, WalletSignature.decode(take(in, SIGNATURE_BYTES)));
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    private static ChannelContext context(byte[] encoded) {
        AbiWords.Reader words = new AbiWords.Reader(WHAT, encoded);
        long version = words.uint64("version");
        if (version != ChannelBinding.VERSION) {
            throw new MalformedException(
                    WHAT + " has version " + version + "; this reader knows " + ChannelBinding.VERSION);
        }
        long chainId = words.positive("chainId");
        TaskRef task = new TaskRef(chainId, words.uint64("sessionId"), words.uint64("taskId"));
        WalletAddress client = words.address("client");
        KeyId node = KeyId.decode(words.bytes32("node"));
        long expiry = words.uint64("expiry");
        if (!Limits.isSecond(expiry)) {
            throw new MalformedException(WHAT + ": expiry must lie after 1970 and before 10000");
        }
        return new ChannelContext(task, client, node, Instant.ofEpochSecond(expiry));
    }

    /** Returns what the channel claims to belong to: <strong>untrusted</strong> until {@link #accept} has returned. */
    public ChannelContext context() {
        return context;
    }

    byte[] encoded() {
        return ByteBuffer.allocate(SIZE)
                .put(ChannelBinding.header(context).encoded())
                .put(encapsulation)
                .put(FRAME_LENGTH)
                .put(ChannelBinding.words(context))
                .put(commitment)
                .put(signature.bytes())
                .array();
    }

    byte[] encapsulation() {
        return encapsulation.clone();
    }

    /**
     * Checks everything, then takes the channel. The checks run in this order and the first that fails decides: own key,
     * context, expiry, signature of the expected client, key commitment, replay (SPEC §14.4). Nothing is decapsulated
     * before the signature has been checked, and only an opening that passed all other checks is remembered.
     *
     * @param identity the node's key; not closed, and not needed after this call
     * @param expected what the node knows from the chain, never from the opening
     * @param guard remembers openings; one for all channels of the identity
     * @param now the node's clock
     * @return the node's side of the channel, which the caller closes
     * @throws NotForMeException if the opening is for another key; another identity of this node may fit
     * @throws RejectedException with {@code CONTEXT} (also when the expiry is more than a day ahead), {@code EXPIRED},
     *     {@code SENDER_SIGNATURE}, {@code CIPHERTEXT} or {@code CHANNEL_REPLAYED}
     * @throws MalformedException if the client signed an encapsulated key that no identity can unwrap
     * @throws IllegalStateException if the identity has been closed
     */
    public NodeChannel accept(Identity identity, Expected expected, ReplayGuard guard, Instant now) {
        KeyId own = identity.recipient().keyId();
        if (!own.equals(context.node())) {
            throw new NotForMeException(
                    WHAT + " is for key " + context.node() + " and not for " + own + "; try another identity");
        }
        require("task", expected.task(), context.task());
        require("client", expected.client(), context.client());
        requireInTime(now);
        TypedData message = ChannelBinding.signed(context, encapsulation, commitment);
        if (!isSignedByClient(message)) {
            throw new RejectedException(
                    RejectedException.Check.SENDER_SIGNATURE,
                    WHAT + " is not signed by " + expected.client() + " over these bytes, or was altered since");
        }
        HPKEContext hpke = IdentityAccess.keyOf(identity).receiver(encapsulation, ChannelBinding.info(context));
        if (!MessageDigest.isEqual(ChannelBinding.requestCommitment(hpke), commitment)) {
            throw RejectedException.ciphertext();
        }
        guard.admit(message.digest(), context.expiry(), now);
        return NodeChannel.accepted(this, hpke);
    }

    private static void require(String part, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new RejectedException(
                    RejectedException.Check.CONTEXT,
                    WHAT + " is for another " + part + ": expected " + expected + ", found " + found);
        }
    }

    private void requireInTime(Instant now) {
        if (!now.isBefore(context.expiry())) {
            throw new RejectedException(
                    RejectedException.Check.EXPIRED,
                    WHAT + " expired at " + context.expiry() + ", and it is " + now + "; the client has to ask anew");
        }
        if (context.expiry().isAfter(now.plus(ChannelLimits.MAX_LIFETIME))) {
            throw new RejectedException(
                    RejectedException.Check.CONTEXT,
                    WHAT + " expires at " + context.expiry() + ", more than " + ChannelLimits.MAX_LIFETIME + " after "
                            + now + "; the client has to choose an earlier time, or one of the clocks is wrong");
        }
    }

    private boolean isSignedByClient(TypedData message) {
        try {
            return message.recover(signature).equals(context.client());
        } catch (RejectedException e) {
            // No key can have made it; to the node that is the same as the wrong key.
            return false;
        }
    }

    /** Names the context. */
    @Override
    public String toString() {
        return "ChannelOpening[" + context + "]";
    }

    /**
     * What the node knows from elsewhere, as a rule from the chain. There is no wildcard.
     *
     * @param task the task that the node was given
     * @param client the wallet that may ask about it
     */
    public record Expected(TaskRef task, WalletAddress client) {

        /** Refuses null. */
        public Expected {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(client, "client");
        }
    }
}
