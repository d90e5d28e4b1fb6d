package network.cortensor.sdk.ipfs;

import java.nio.file.Path;
import java.util.Optional;

/** Keeps blocks by CID. */
public interface BlockStore extends AutoCloseable {
    static BlockStore memory() {
        return Pending.value();
    }

    static BlockStore memory(long maxBytes) {
        return Pending.value();
    }

    static BlockStore files(Path folder) {
        return files(folder, FileBlockStoreOptions.builder().build());
    }

    static BlockStore files(Path folder, FileBlockStoreOptions options) {
        return Pending.value();
    }

    void put(Block block);

    Optional<Block> get(Cid cid);

    boolean has(Cid cid);

    boolean delete(Cid cid);

    @Override
    void close();
}
