package network.cortensor.sdk.ipfs;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** Bytes together with the CID that they hash to. */
public final class Block {
    public static final int MAX_SIZE = 2 * 1024 * 1024;

    private Block() {}

    public static Block of(Codec codec, byte[] bytes) {
        throw new UnsupportedOperationException("coming");
    }

    public static Block verify(Cid cid, byte[] bytes) {
        throw new UnsupportedOperationException("coming");
    }

    public Cid cid() {
        throw new UnsupportedOperationException("coming");
    }

    public int size() {
        throw new UnsupportedOperationException("coming");
    }

    public byte[] bytes() {
        throw new UnsupportedOperationException("coming");
    }

    public ByteBuffer buffer() {
        throw new UnsupportedOperationException("coming");
    }

    public InputStream stream() {
        throw new UnsupportedOperationException("coming");
    }
}
