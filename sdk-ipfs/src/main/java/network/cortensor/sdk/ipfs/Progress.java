package network.cortensor.sdk.ipfs;

/**
 * How far a call has come.
 *
 * @param bytes bytes of content, or of blocks where whole DAGs are moved, that are done
 * @param blocks blocks that are done
 * @param totalBytes what {@code bytes} will be at the end, as far as it is known now; -1 if it is not
 */
public record Progress(long bytes, long blocks, long totalBytes) {
    /** What {@link #totalBytes()} is when nobody knows. */
    public static final long UNKNOWN = -1;
}
