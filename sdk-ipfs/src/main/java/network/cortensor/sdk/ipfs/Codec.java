package network.cortensor.sdk.ipfs;

import java.util.Optional;

/**
 * The format of a block's bytes, as named in its {@link Cid} (multicodec table, tag {@code ipld}).
 *
 * <p>Files and folders are made of the first two. Blocks of the others can be stored, moved and checked; a CID with any other
 * codec is refused when it is parsed.
 */
public enum Codec {
    /** The bytes are content as it is: a whole small file, or one chunk of a larger one. */
    RAW(0x55),

    /** A protobuf node with links to other blocks; holds folders and the inner nodes of larger files. */
    DAG_PB(0x70),

    /** CBOR with links to other blocks. */
    DAG_CBOR(0x71),

    /** JSON with links to other blocks; never looked into. */
    DAG_JSON(0x0129);

    private final int code;

    Codec(int code) {
        this.code = code;
    }

    /** Returns the multicodec code that stands in a CID. */
    public int code() {
        return code;
    }

    static Optional<Codec> ofCode(long code) {
        for (Codec codec : values()) {
            if (codec.code == code) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
