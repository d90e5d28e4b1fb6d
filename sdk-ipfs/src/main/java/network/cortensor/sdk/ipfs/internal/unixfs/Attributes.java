package network.cortensor.sdk.ipfs.internal.unixfs;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Permissions and modification time of a file, folder or symlink, as far as its author kept them (UnixFS specification,
 * "Optional Metadata").
 *
 * <p>Immutable and thread-safe. Two are equal when they are written alike.
 */
public final class Attributes {
    /** Neither permissions nor a time, which is what importers write unless they are asked for more. */
    public static final Attributes NONE = new Attributes(false, 0, false, 0, 0);

    /** The bits that have a meaning: rwx for user, group and others, setuid, setgid and sticky. */
    public static final int MODE_MASK = 07777;

    private static final int MODE = 7;
    private static final int MTIME = 8;
    private static final int MTIME_SECONDS = 1;
    private static final int MTIME_NANOS = 2;
    private static final long MAX_MODE = 0xffff_ffffL;
    private static final long MAX_NANOS = 999_999_999;

    private final boolean hasMode;
    private final int mode;
    private final boolean hasTime;
    private final long seconds;
    private final int nanos;

    private Attributes(boolean hasMode, int mode, boolean hasTime, long seconds, int nanos) {
        this.hasMode = hasMode;
        this.mode = mode;
        this.hasTime = hasTime;
        this.seconds = seconds;
        this.nanos = nanos;
    }

    /** Returns a copy with these permissions, of which {@link #MODE_MASK} may have bits set. */
    public Attributes withMode(int newMode) {
        if ((newMode & ~MODE_MASK) != 0) {
            throw new IllegalArgumentException(
                    "permissions are at most 07777, found 0" + Integer.toOctalString(newMode));
        }
        return new Attributes(true, newMode, hasTime, seconds, nanos);
    }

    /** Returns a copy with this time. */
    public Attributes withModificationTime(Instant time) {
        return new Attributes(hasMode, mode, true, time.getEpochSecond(), time.getNano());
    }

    /** Returns the permissions without the bits that have no meaning yet; empty if the author did not keep them. */
    public OptionalInt mode() {
        return hasMode ? OptionalInt.of(mode & MODE_MASK) : OptionalInt.empty();
    }

    /**
     * Returns the modification time; empty if the author did not keep it. A time outside what {@link Instant} can hold is the
     * earliest or latest that it can, as the specification has it.
     */
    public Optional<Instant> modificationTime() {
        if (!hasTime) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(seconds, nanos));
        } catch (DateTimeException outOfRange) {
            return Optional.of(seconds < 0 ? Instant.MIN : Instant.MAX);
        }
    }

    /** Tells whether nothing was kept. */
    public boolean isEmpty() {
        return !hasMode && !hasTime;
    }

    /** Reads field 7 at the reader's position. */
    Attributes decodeMode(ProtobufReader in) {
        long value = in.number();
        if (value > MAX_MODE) {
            throw in.malformed("the mode has 32 bits, found " + value);
        }
        return new Attributes(true, (int) value, hasTime, seconds, nanos);
    }

    /** Reads field 8 at the reader's position. */
    Attributes decodeTime(ProtobufReader message) {
        ProtobufReader in = message.message("modification time");
        if (in.atEnd() || in.field() != MTIME_SECONDS) {
            throw in.malformed("must start with the seconds");
        }
        long readSeconds = in.signed();
        long readNanos = 0;
        if (!in.atEnd()) {
            if (in.field() != MTIME_NANOS) {
                throw in.malformed("only nanoseconds may follow the seconds");
            }
            readNanos = in.fixed32();
            // Zero is written by leaving the field out (UnixFS specification, "mtime Field").
            if (readNanos == 0 || readNanos > MAX_NANOS) {
                throw in.malformed("expected 1 to 999999999 nanoseconds, found " + readNanos);
            }
        }
        if (!in.atEnd()) {
            throw in.malformed("nothing may follow the nanoseconds");
        }
        return new Attributes(hasMode, mode, true, readSeconds, (int) readNanos);
    }

    /** Appends what there is to a UnixFS message; must come last, as the fields have the highest numbers. */
    void encode(ProtobufWriter message) {
        if (hasMode) {
            message.number(MODE, Integer.toUnsignedLong(mode));
        }
        if (hasTime) {
            ProtobufWriter time = new ProtobufWriter().signed(MTIME_SECONDS, seconds);
            if (nanos != 0) {
                time.fixed32(MTIME_NANOS, nanos);
            }
            message.bytes(MTIME, time.toBytes());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that
                && hasMode == that.hasMode
                && mode == that.mode
                && hasTime == that.hasTime
                && seconds == that.seconds
                && nanos == that.nanos;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(seconds) * 31 + mode;
    }

    @Override
    public String toString() {
        return "Attributes[mode "
                + (hasMode ? "0" + Integer.toOctalString(mode) : "unknown")
                + ", modified "
                + modificationTime().map(Instant::toString).orElse("unknown")
                + "]";
    }
}
