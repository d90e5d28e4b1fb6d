package network.cortensor.sdk.staking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * How many entries a file journal has, and the sum of their 64-bit checksums, whatever their order. Against accidents, not
 * against forgery: who can write the file can write this too.
 */
record Tally(long entries, long sum) {
    static final Tally EMPTY = new Tally(0, 0);
    /** What no entries have: there must have been a tally, and it cannot be read. */
    static final Tally LOST = new Tally(-1, 0);

    private static final int BYTES = 2 * Long.BYTES;

    @Override
    public String toString() {
        return this.equals(LOST) ? "entries whose tally is lost" : entries + " entries";
    }

    /** Reads what {@link #encode} wrote; anything else is a tally that no entries have. */
    static Tally decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            return LOST;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Tally(in.getLong(), in.getLong());
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES).putLong(entries).putLong(sum).array();
    }

    Tally with(String key, byte[] bytes) {
        return new Tally(entries + 1, sum + checksum(key, bytes));
    }

    Tally without(String key, byte[] bytes) {
        return new Tally(entries - 1, sum - checksum(key, bytes));
    }

    private static long checksum(String key, byte[] bytes) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        CRC32C high = new CRC32C();
        high.update(name);
        high.update(bytes);
        CRC32 low = new CRC32();
        low.update(name);
        low.update(bytes);
        return high.getValue() << Integer.SIZE | low.getValue();
    }
}
