package network.cortensor.sdk.crypto.internal.ohttp;

import network.cortensor.sdk.crypto.RejectedException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKEContext;

/** The chunks of a request: {@code ContextS.Seal} and {@code ContextR.Open}, which count by themselves (RFC 9180 §5.2). */
public final class HpkeChunks implements ChunkAead {

    private final HPKEContext context;

    /** Takes the context over: nobody else may seal or open with it. */
    public HpkeChunks(HPKEContext context) {
        this.context = context;
    }

    @Override
    public byte[] seal(byte[] associatedData, byte[] plaintext) {
        try {
            return context.seal(associatedData, plaintext);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("the HPKE context failed to seal a chunk", e);
        }
    }

    @Override
    public byte[] open(byte[] associatedData, byte[] sealed) {
        try {
            return context.open(associatedData, sealed);
        } catch (InvalidCipherTextException e) {
            throw RejectedException.ciphertext();
        }
    }
}
