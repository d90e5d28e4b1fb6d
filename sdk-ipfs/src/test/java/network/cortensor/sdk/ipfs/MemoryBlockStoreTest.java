package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MemoryBlockStoreTest extends BlockStoreContract {
    @Override
    BlockStore open(long maxBytes) {
        return maxBytes == Long.MAX_VALUE ? BlockStore.memory() : BlockStore.memory(maxBytes);
    }

    @Test
    void get_bytesChangedInMemory_throwsMismatchUntilPutAgain() {
        byte[] bytes = random.bytes(100);
        Block right = Block.of(Codec.RAW, bytes);
        try (BlockStore store = open(100)) {
            store.put(Block.adopt(Codec.RAW, bytes));
            bytes[50] ^= 1;
            assertThatThrownBy(() -> store.get(right.cid())).isInstanceOf(BlockMismatchException.class);
            store.put(right);
            assertThat(store.get(right.cid())).contains(right);
        }
    }

    @Test
    void memory_negativeQuota_isTheCallersFault() {
        assertThatIllegalArgumentException().isThrownBy(() -> BlockStore.memory(-1));
    }
}
