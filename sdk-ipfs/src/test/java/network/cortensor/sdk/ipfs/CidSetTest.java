package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CidSetTest {
    private final SeededRandom random = SeededRandom.create("CidSetTest");
    private final CidSet set = new CidSet();

    @Test
    void add_manyCids_knowsThoseAndNoOthers() {
        List<Cid> in = new ArrayList<>();
        List<Cid> out = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            in.add(Cid.of(Codec.RAW, random.bytes(32)));
            out.add(Cid.of(Codec.RAW, random.bytes(32)));
        }
        assertThat(in).as(random.seed()).allMatch(set::add);
        assertThat(in).as(random.seed()).noneMatch(set::add).allMatch(set::contains);
        assertThat(out).as(random.seed()).noneMatch(set::contains);
        assertThat(set.size()).isEqualTo(50_000);
    }

    @Test
    void add_sameDigestUnderOtherCodecOrFunction_isAnother() {
        byte[] digest = random.bytes(32);
        assertThat(set.add(Cid.of(Codec.RAW, digest))).isTrue();
        assertThat(set.add(Cid.of(Codec.DAG_PB, digest))).isTrue();
        assertThat(set.add(Cid.of(Codec.RAW, HashFunction.BLAKE2B_256, digest))).isTrue();
        assertThat(set.add(Cid.of(Codec.RAW, HashFunction.IDENTITY, digest))).isTrue();
        assertThat(set.add(Cid.of(Codec.DAG_PB, digest).toV0()))
                .as("another version only")
                .isFalse();
        assertThat(set.size()).isEqualTo(4);
    }
}
