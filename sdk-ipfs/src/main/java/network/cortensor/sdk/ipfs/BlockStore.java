package network.cortensor.sdk.ipfs;

import java.nio.file.Path;
import java.util.Optional;

/** Keeps blocks by CID. */
public interface BlockStore extends AutoCloseable {
    static BlockStore memory() {
        throw new UnsupportedOperationException("coming");
    }

    static BlockStore memory(long maxBytes) {
        throw new UnsupportedOperationException("coming");
    }

    static BlockStore files(Path folder) {
        return files(folder, FileBlockStoreOptions.builder().build());
    }

    static BlockStore files(Path folder, FileBlockStoreOptions options) {
        throw new UnsupportedOperationException("coming");
    }

    void put(Block block);

    Optional<Block> get(Cid cid);

    boolean has(Cid cid);

    boolean delete(Cid cid);

    @Override
    void close();
}
