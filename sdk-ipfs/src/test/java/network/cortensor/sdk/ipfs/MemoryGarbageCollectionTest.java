package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MemoryGarbageCollectionTest extends GarbageCollectionContract {
    @Override
    BlockStore openBlocks() {
        return BlockStore.memory();
    }

    /** The pins belong to the blocks: a second content store knows what it must not delete. */
    @Test
    void pins_twoContentStoresOnOneBlockStore_areTheSame() {
        Cid file = addFile();
        store().pin(file);
        ContentStore other = ContentStore.on(store().blocks());
        assertThat(other.collectGarbage(NONE).kept()).isEqualTo(1);
        assertThat(other.unpin(file)).isTrue();
        assertThat(pinned()).isEmpty();
    }

    @Test
    void everyPinMethod_storeWithoutPins_saysSo() {
        ContentStore none = ContentStore.on(new ForgetfulBlockStore());
        Cid cid = none.add(new byte[1]);
        assertThatThrownBy(() -> none.pin(cid))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("ForgetfulBlockStore keeps no pins");
        assertThatThrownBy(() -> none.unpin(cid)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(none::pins).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> none.collectGarbage(NONE)).isInstanceOf(UnsupportedOperationException.class);
        none.holdGarbage(NONE).close();
    }
}
