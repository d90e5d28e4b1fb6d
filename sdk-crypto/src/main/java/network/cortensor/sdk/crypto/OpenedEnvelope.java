package network.cortensor.sdk.crypto;

import java.io.InputStream;
import java.util.List;

/** An envelope after every check has passed. */
public final class OpenedEnvelope implements AutoCloseable {
    private OpenedEnvelope() {}

    public SealContext context() {
        return Pending.pending();
    }

    public List<KeyId> recipients() {
        return Pending.pending();
    }

    public String payload() {
        return Pending.pending();
    }

    public InputStream decrypt(InputStream payload) {
        return Pending.pending();
    }

    @Override
    public void close() {
        Pending.pending();
    }
}
