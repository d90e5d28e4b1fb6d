package network.cortensor.sdk.crypto.internal.ohttp;

import network.cortensor.sdk.crypto.RejectedException;

/**
 * Seals or opens the chunks of one direction in their order. The nonce is never an argument: every call takes the next
 * one. Not thread-safe.
 */
public interface ChunkAead {

    byte[] seal(byte[] associatedData, byte[] plaintext);

    /**
     * Opens the next chunk.
     *
     * @throws RejectedException with {@link RejectedException.Check#CIPHERTEXT} if it is not authentic at this place
     */
    byte[] open(byte[] associatedData, byte[] sealed);
}
