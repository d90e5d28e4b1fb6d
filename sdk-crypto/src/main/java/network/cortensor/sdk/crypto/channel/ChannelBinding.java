package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;
import network.cortensor.sdk.crypto.internal.hpke.Suite;
import network.cortensor.sdk.crypto.internal.ohttp.Aead;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkAead;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkOpener;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkSealer;
import network.cortensor.sdk.crypto.internal.ohttp.RequestHeader;
import network.cortensor.sdk.crypto.internal.ohttp.ResponseKeys;
import org.bouncycastle.crypto.hpke.HPKEContext;

import java.nio.charset.StandardCharsets;

/** How a context gets into keys, associated data and the signature (SPEC §14.2 to §14.5). */
final class ChannelBinding {

    static final int VERSION = 1;

    /** Bytes of a commitment to a key: a collision costs 2^128. */
    static final int COMMITMENT_BYTES = 32;

    private static final String REQUEST = "cortensor.network/live v1 request";
    private static final String RESPONSE = "cortensor.network/live v1 response";
    private static final String COMMIT = "cortensor commit";

    private ChannelBinding() {}

    static RequestHeader header(ChannelContext context) {
        return new RequestHeader(context.node().bytes()[0] & 0xff, Suite.KEM, Suite.KDF, Suite.AEAD);
    }

    static byte[] words(ChannelContext context) {
        return AbiWords.concat(
                AbiWords.uint64(VERSION),
                AbiWords.uint64(context.task().chainId()),
                AbiWords.uint64(context.task().sessionId()),
                AbiWords.uint64(context.task().taskId()),
                AbiWords.address(context.client()),
                context.node().bytes(),
                AbiWords.uint64(context.expiry().getEpochSecond()));
    }

    /** Returns the {@code info} of the HPKE context. */
    static byte[] info(ChannelContext context) {
        return AbiWords.concat(header(context).info(REQUEST), words(context));
    }

    /** Returns the message that the client signs. */
    static TypedData signed(ChannelContext context, byte[] encapsulation, byte[] commitment) {
        return TypedData.builder(
                        "ChannelOpening",
                        "Cortensor live channel",
                        "1",
                        context.task().chainId())
                .uint64("version", VERSION)
                .uint64("chainId", context.task().chainId())
                .uint64("sessionId", context.task().sessionId())
                .uint64("taskId", context.task().taskId())
                .address("client", context.client())
                .bytes32("node", context.node().bytes())
                .uint64("expiry", context.expiry().getEpochSecond())
                .bytes32("encapsulation", Hashes.keccak256(header(context).encoded(), encapsulation))
                .bytes32("commitment", commitment)
                .build();
    }

    static byte[] requestCommitment(HPKEContext context) {
        return context.export(ascii(COMMIT), COMMITMENT_BYTES);
    }

    static byte[] responseCommitment(ResponseKeys keys) {
        return keys.expand(COMMIT, COMMITMENT_BYTES);
    }

    /** Returns the secret that the keys of the response are made of. */
    static byte[] responseSecret(HPKEContext context) {
        return context.export(ascii(RESPONSE), ResponseKeys.entropyBytes(Aead.CHACHA20_POLY1305));
    }

    static ChunkSealer sealRequest(ChunkAead aead, ChannelOpening opening) {
        return new ChunkSealer(aead, requestTranscript(opening));
    }

    static ChunkOpener openRequest(ChunkAead aead, ChannelOpening opening) {
        return new ChunkOpener(aead, requestTranscript(opening));
    }

    static ChunkSealer sealResponse(ChunkAead aead, ChannelOpening opening, byte[] responseOpening) {
        return new ChunkSealer(aead, responseTranscript(opening, responseOpening));
    }

    static ChunkOpener openResponse(ChunkAead aead, ChannelOpening opening, byte[] responseOpening) {
        return new ChunkOpener(aead, responseTranscript(opening, responseOpening));
    }

    private static byte[] requestTranscript(ChannelOpening opening) {
        return Hashes.sha256(AbiWords.concat(ascii(REQUEST), new byte[1], opening.encoded()));
    }

    private static byte[] responseTranscript(ChannelOpening opening, byte[] responseOpening) {
        return Hashes.sha256(AbiWords.concat(ascii(RESPONSE), new byte[1], opening.encoded(), responseOpening));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
