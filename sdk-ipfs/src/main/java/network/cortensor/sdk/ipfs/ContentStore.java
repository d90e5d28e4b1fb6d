package network.cortensor.sdk.ipfs;

import java.io.InputStream;
import java.nio.file.Path;

/** Stores and reads content of any size by its hash. */
public final class ContentStore implements AutoCloseable {
    private final BlockStore blocks;

    private ContentStore(BlockStore blocks) {
        this.blocks = blocks;
    }

    public static ContentStore on(BlockStore blocks) {
        return new ContentStore(blocks);
    }

    public Cid add(InputStream content) {
        throw new UnsupportedOperationException("coming");
    }

    public Cid add(byte[] content) {
        throw new UnsupportedOperationException("coming");
    }

    public Cid add(Path file) {
        throw new UnsupportedOperationException("coming");
    }

    public InputStream get(Cid cid) {
        throw new UnsupportedOperationException("coming");
    }

    public byte[] get(Cid cid, long maxBytes) {
        throw new UnsupportedOperationException("coming");
    }

    public long size(Cid cid) {
        throw new UnsupportedOperationException("coming");
    }

    public boolean has(Cid cid) {
        throw new UnsupportedOperationException("coming");
    }

    public BlockStore blocks() {
        return blocks;
    }

    @Override
    public void close() {
        blocks.close();
    }
}
