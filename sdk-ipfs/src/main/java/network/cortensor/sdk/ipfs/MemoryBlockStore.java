package network.cortensor.sdk.ipfs;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Blocks in a concurrent map, by CIDv1. */
final class MemoryBlockStore implements BlockStore {
    private final Map<Cid, Block> blocks = new ConcurrentHashMap<>();
    private final Pins pins = Pins.memory();
    private final AtomicLong used = new AtomicLong();
    private final long maxBytes;
    private volatile boolean closed;

    MemoryBlockStore(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative, is " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    @Override
    public void put(Block block) {
        requireOpen();
        if (block.cid().hash() == HashFunction.IDENTITY) {
            return;
        }
        Cid key = block.cid().toV1();
        // The same number of bytes, so nothing to count; replacing heals what has changed in memory.
        if (blocks.replace(key, block) != null) {
            return;
        }
        reserve(block.size());
        if (blocks.putIfAbsent(key, block) != null) {
            used.addAndGet(-block.size());
        }
    }

    @Override
    public Optional<Block> get(Cid cid) {
        requireOpen();
        return cid.hash() == HashFunction.IDENTITY
                ? Optional.of(Block.adoptVerified(cid, cid.digest()))
                : Optional.ofNullable(blocks.get(cid.toV1())).map(block -> block.reverified(cid));
    }

    @Override
    public boolean has(Cid cid) {
        return size(cid).isPresent();
    }

    @Override
    public OptionalLong size(Cid cid) {
        requireOpen();
        if (cid.hash() == HashFunction.IDENTITY) {
            return OptionalLong.of(cid.digest().length);
        }
        Block block = blocks.get(cid.toV1());
        return block == null ? OptionalLong.empty() : OptionalLong.of(block.size());
    }

    @Override
    public boolean delete(Cid cid) {
        requireOpen();
        Block removed = blocks.remove(cid.toV1());
        if (removed == null) {
            return false;
        }
        used.addAndGet(-removed.size());
        return true;
    }

    @Override
    public Stream<Cid> cids() {
        requireOpen();
        return blocks.keySet().stream();
    }

    @Override
    public Optional<Pins> pins() {
        requireOpen();
        return Optional.of(pins);
    }

    @Override
    public void close() {
        closed = true;
        blocks.clear();
    }

    private void reserve(int size) {
        long before = used.getAndUpdate(now -> size <= maxBytes - now ? now + size : now);
        if (size > maxBytes - before) {
            throw new StoreFullException(
                    "memory block store with a quota of " + maxBytes + " bytes", size, maxBytes - before, null);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the block store is closed");
        }
    }
}
