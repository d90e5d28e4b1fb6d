package network.cortensor.sdk.crypto;

import java.io.InputStream;
import java.util.Collection;

/** One content key: encrypts one payload and grants it to any number of recipients. */
public final class Sealing implements AutoCloseable {
    private Sealing() {}

    public static Sealing create(Recipient self) {
        return Pending.pending();
    }

    public static Sealing resume(Envelope own, Identity self, Envelope.Expected expected) {
        return Pending.pending();
    }

    public InputStream encrypt(InputStream plaintext, long length) {
        return Pending.pending();
    }

    public Envelope envelope(
            SealContext context, Collection<Recipient> recipients, String payload, WalletSigner signer) {
        return Pending.pending();
    }

    @Override
    public void close() {
        Pending.pending();
    }
}
