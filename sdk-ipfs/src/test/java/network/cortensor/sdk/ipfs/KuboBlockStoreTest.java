package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.kubo.KuboClient;
import network.cortensor.sdk.ipfs.peers.KuboDaemon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every block store must do, done by a real Kubo. */
class KuboBlockStoreTest extends BlockStoreContract {
    private static KuboDaemon daemon;

    @BeforeAll
    static void start() throws IOException {
        daemon = KuboDaemon.start(KuboBlockStoreTest.class);
    }

    @AfterAll
    static void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    @Override
    BlockStore open(long maxBytes) {
        return KuboClient.open(daemon.rpc());
    }

    @Override
    boolean hasQuota() {
        return false;
    }

    /** The one difference to other stores. */
    @Test
    @Override
    void get_sameBytesUnderOtherCodec_isAnotherBlock() {
        try (BlockStore store = open()) {
            Block raw = randomBlock(10);
            store.put(raw);
            Cid other = Cid.of(Codec.DAG_PB, raw.cid().digest());
            assertThat(store.get(other).orElseThrow().cid()).isEqualTo(other);
        }
    }

    /** With another block than the empty folder, which Kubo needs itself, and whose deletion it does not survive well. */
    @Test
    @Override
    void get_otherVersionOfTheCid_givesTheBlockUnderTheCidAsked() {
        try (BlockStore store = open()) {
            AddOptions options =
                    AddOptions.builder().profile(ImportProfile.UNIXFS_V0_2015).build();
            Cid old = ContentStore.on(store).add(random.bytes(10), options);
            assertThat(old.version()).isZero();
            assertThat(store.get(old).orElseThrow().cid()).isEqualTo(old);
            assertThat(store.get(old.toV1()).orElseThrow().cid()).isEqualTo(old.toV1());
            assertThat(store.delete(old.toV1())).isTrue();
            assertThat(store.has(old)).isFalse();
        }
    }

    @Test
    @Override
    void allMethods_everyHashFunctionAndCodec_treatTheBlockAlike() {
        try (BlockStore store = open()) {
            byte[] bytes = random.bytes(100);
            for (HashFunction hash : List.of(HashFunction.SHA2_256, HashFunction.SHA2_512, HashFunction.BLAKE2B_256)) {
                for (Codec codec : Codec.values()) {
                    Block block = Block.of(codec, hash, bytes);
                    assertThat(store.has(block.cid())).isFalse();
                    store.put(block);
                    assertThat(store.get(block.cid())).contains(block);
                    assertThat(store.size(block.cid())).hasValue(100);
                    assertThat(store.delete(block.cid())).isTrue();
                }
            }
        }
    }

    @Test
    @Override
    void allMethods_identityCid_answerFromTheCidAndStoreNothing() {
        try (BlockStore store = open()) {
            Block block = Block.of(Codec.RAW, HashFunction.IDENTITY, random.bytes(HashFunction.MAX_IDENTITY_SIZE));
            assertThat(store.get(block.cid()).orElseThrow().bytes()).isEqualTo(block.bytes());
            assertThat(store.has(block.cid())).isTrue();
            assertThat(store.size(block.cid())).hasValue(HashFunction.MAX_IDENTITY_SIZE);
            store.put(block);
            assertThat(store.delete(block.cid())).isFalse();
        }
    }

    @Test
    @Override
    void everyMethod_afterClose_isTheCallersFault() {
        BlockStore store = open();
        Block block = randomBlock(10);
        store.put(block);
        store.close();
        store.close();
        assertThatIllegalStateException().isThrownBy(() -> store.put(block));
        assertThatIllegalStateException().isThrownBy(() -> store.get(block.cid()));
        assertThatIllegalStateException().isThrownBy(() -> store.has(block.cid()));
        assertThatIllegalStateException().isThrownBy(() -> store.delete(block.cid()));
        assertThatIllegalStateException().isThrownBy(() -> store.size(block.cid()));
    }

    /** It names blocks by their hashes alone, so it has no CIDs to list. */
    @Test
    @Override
    void cids_blocksPutAndDeleted_listsWhatIsHereInVersion1() {
        try (BlockStore store = open()) {
            assertThatThrownBy(store::cids).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    // Not for a store that cannot list.
    @Override
    void cids_blocksComeAndGoMeanwhile_listsThoseThatStayOnce() {}

    @Override
    void cids_closedBeforeTheEnd_readsNoFurther() {}

    /** Its pins are its own. */
    @Test
    @Override
    void pins_askedTwice_areTheSame() {
        try (BlockStore store = open()) {
            assertThat(store.pins()).isEmpty();
        }
    }
}
