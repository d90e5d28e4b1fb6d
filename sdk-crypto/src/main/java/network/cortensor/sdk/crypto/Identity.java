package network.cortensor.sdk.crypto;

import java.nio.file.Path;

/** The secret side of a {@link Recipient}. */
public final class Identity implements AutoCloseable {
    private Identity() {}

    public static Identity generate() {
        return Pending.pending();
    }

    public static Identity readFrom(Path file) {
        return Pending.pending();
    }

    public static Identity parse(char[] text) {
        return Pending.pending();
    }

    public void writeTo(Path file) {
        Pending.pending();
    }

    public Recipient recipient() {
        return Pending.pending();
    }

    @Override
    public void close() {
        Pending.pending();
    }
}
