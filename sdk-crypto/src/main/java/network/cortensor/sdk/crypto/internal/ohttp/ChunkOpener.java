package network.cortensor.sdk.crypto.internal.ohttp;

import network.cortensor.sdk.crypto.RejectedException;

/** Opens the chunks of one direction. Not thread-safe. */
public final class ChunkOpener {

    private final ChunkAead aead;
    private final byte[] binding;
    private final byte[] finalBinding;

    /** Makes an opener; the arguments are as those of {@link ChunkSealer}. */
    public ChunkOpener(ChunkAead aead, byte[] binding) {
        this.aead = aead;
        this.binding = binding.clone();
        this.finalBinding = ChunkSealer.finalData(binding);
    }

    /**
     * Opens the next chunk.
     *
     * @param last whether it came behind a length of zero
     * @throws RejectedException with {@link RejectedException.Check#CIPHERTEXT} if it is not authentic at this place
     */
    public byte[] open(byte[] sealed, boolean last) {
        return aead.open(last ? finalBinding : binding, sealed);
    }
}
