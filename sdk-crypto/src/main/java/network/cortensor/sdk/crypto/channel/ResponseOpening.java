package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.Secret;
import network.cortensor.sdk.crypto.internal.ohttp.Aead;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkOpener;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkSealer;
import network.cortensor.sdk.crypto.internal.ohttp.ResponseChunks;
import network.cortensor.sdk.crypto.internal.ohttp.ResponseKeys;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** What a response starts with: its nonce, and one frame with the commitment to its keys (SPEC §14.5). */
final class ResponseOpening {

    private static final int NONCE_BYTES = ResponseKeys.entropyBytes(Aead.CHACHA20_POLY1305);

    static final int SIZE = NONCE_BYTES + 1 + ChannelBinding.COMMITMENT_BYTES;

    private final ChannelOpening request;
    private final byte[] encoded;
    private final ResponseChunks chunks;

    private ResponseOpening(ChannelOpening request, byte[] encoded, ResponseChunks chunks) {
        this.request = request;
        this.encoded = encoded;
        this.chunks = chunks;
    }

    /** Draws a nonce; the node's side. */
    static ResponseOpening draw(ChannelOpening request, byte[] exported) {
        byte[] nonce = Secret.randomBytes(NONCE_BYTES);
        try (ResponseKeys keys = keys(request, exported, nonce)) {
            byte[] encoded = ByteBuffer.allocate(SIZE)
                    .put(nonce)
                    .put((byte) ChannelBinding.COMMITMENT_BYTES)
                    .put(ChannelBinding.responseCommitment(keys))
                    .array();
            return new ResponseOpening(request, encoded, keys.chunks());
        }
    }

    /**
     * Reads what a node sent; the client's side.
     *
     * @throws MalformedException if the frame has another size
     * @throws RejectedException with {@link RejectedException.Check#CIPHERTEXT} if the commitment is not to the keys
     *     that follow from the request and the nonce
     */
    static ResponseOpening check(ChannelOpening request, byte[] exported, byte[] encoded) {
        if (encoded[NONCE_BYTES] != ChannelBinding.COMMITMENT_BYTES) {
            throw new MalformedException("the first frame of a response must have " + ChannelBinding.COMMITMENT_BYTES
                    + " bytes, found a length that starts with " + (encoded[NONCE_BYTES] & 0xff));
        }
        try (ResponseKeys keys = keys(request, exported, Arrays.copyOf(encoded, NONCE_BYTES))) {
            byte[] commitment = Arrays.copyOfRange(encoded, NONCE_BYTES + 1, SIZE);
            if (!MessageDigest.isEqual(ChannelBinding.responseCommitment(keys), commitment)) {
                throw RejectedException.ciphertext();
            }
            return new ResponseOpening(request, encoded.clone(), keys.chunks());
        }
    }

    private static ResponseKeys keys(ChannelOpening request, byte[] exported, byte[] nonce) {
        return ResponseKeys.extract(Aead.CHACHA20_POLY1305, exported, request.encapsulation(), nonce);
    }

    byte[] encoded() {
        return encoded.clone();
    }

    ChunkSealer sealer() {
        return ChannelBinding.sealResponse(chunks, request, encoded);
    }

    ChunkOpener opener() {
        return ChannelBinding.openResponse(chunks, request, encoded);
    }
}
