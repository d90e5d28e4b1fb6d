package network.cortensor.sdk.crypto.internal.ohttp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Turns plaintexts into the chunks of one direction as they go over the wire. Not thread-safe. */
public final class ChunkSealer {

    private static final byte[] FINAL = "final".getBytes(StandardCharsets.US_ASCII);

    private final ChunkAead aead;
    private final byte[] binding;

    /**
     * Makes a sealer.
     *
     * @param aead the direction's own, not used elsewhere
     * @param binding what the associated data of every chunk starts with; empty in the draft
     */
    public ChunkSealer(ChunkAead aead, byte[] binding) {
        this.aead = aead;
        this.binding = binding.clone();
    }

    /** Returns the associated data of the last chunk. */
    static byte[] finalData(byte[] binding) {
        return ByteBuffer.allocate(binding.length + FINAL.length)
                .put(binding)
                .put(FINAL)
                .array();
    }

    /** Seals a chunk that is not the last: its length, then the ciphertext. */
    public byte[] chunk(byte[] plaintext) {
        byte[] sealed = aead.seal(binding, plaintext);
        return framed(sealed.length, sealed);
    }

    /** Seals the last chunk: a zero, then the ciphertext. */
    public byte[] last(byte[] plaintext) {
        return framed(0, aead.seal(finalData(binding), plaintext));
    }

    private static byte[] framed(int length, byte[] sealed) {
        byte[] prefix = VarInt.encode(length);
        return ByteBuffer.allocate(prefix.length + sealed.length)
                .put(prefix)
                .put(sealed)
                .array();
    }
}
