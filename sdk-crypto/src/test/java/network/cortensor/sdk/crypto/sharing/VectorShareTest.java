package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Seed;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VectorShareTest {

    private static final Seed SEED = Seed.of(VectorShareTest.class);
    private static final int OWN = 105 + 32;

    private final Random random = SEED.random();

    /** The coordinates of one of the two components in a share: 0 the own, 1 the next. */
    private static long[] component(VectorShare share, int which) {
        ByteBuffer bytes = ByteBuffer.wrap(share.encoded());
        int from = OWN + which * (32 + 8 * share.dimensions());
        return LongStream.range(0, share.dimensions())
                .map(at -> bytes.getLong((int) (from + 8 * at)))
                .toArray();
    }

    @Test
    void deal_anyVector_isTheSumOfThreeComponentsOfWhichEachPartyHasTwo() {
        for (int dimensions : new int[] {1, 2, 3, 384, 768, 65_536}) {
            long[] values = random.longs(dimensions).toArray();
            values[0] = Long.MIN_VALUE;
            values[dimensions - 1] = Long.MAX_VALUE;
            List<VectorShare> shares = VectorShare.deal(values);

            assertThat(shares).extracting(VectorShare::party).containsExactly(1, 2, 3);
            long[] sum = new long[dimensions];
            for (int party = 0; party < 3; party++) {
                VectorShare share = shares.get(party);
                assertThat(share.dimensions()).isEqualTo(dimensions);
                assertThat(share.id()).isEqualTo(shares.get(0).id());
                assertThat(component(share, 1)).isEqualTo(component(shares.get((party + 1) % 3), 0));
                long[] own = component(share, 0);
                Arrays.setAll(sum, at -> sum[at] + own[at]);
            }
            assertThat(sum).as("%s", SEED).isEqualTo(values);
        }
    }

    @Test
    void deal_noOrTooManyDimensions_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> VectorShare.deal(new long[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorShare.deal(new long[65_537]));
    }

    /** Perfect secrecy of one share: whatever the vector is, one choice of the third component gives the same share. */
    @Test
    void deal_componentsOfOneParty_fitToEveryVector() {
        for (int party = 1; party <= 3; party++) {
            long own = random.nextLong();
            long next = random.nextLong();
            for (long vector : new long[] {0, 1, -1, Long.MIN_VALUE, random.nextLong()}) {
                byte[][] components = new byte[3][40];
                ByteBuffer.wrap(components[party - 1]).putLong(32, own);
                ByteBuffer.wrap(components[party % 3]).putLong(32, next);
                ByteBuffer.wrap(components[(party + 1) % 3]).putLong(32, vector - own - next);
                VectorShare share = VectorShare.of(1, components).get(party - 1);
                assertThat(component(share, 0)).containsExactly(own);
                assertThat(component(share, 1)).containsExactly(next);
            }
        }
    }

    /** The same as a statistic, which also tests that the components are drawn well. */
    @Test
    void deal_viewOfOneParty_isUniformWhateverTheVectorIs() {
        for (long value : new long[] {0, -1, 1L << 24, Long.MIN_VALUE}) {
            for (int party = 0; party < 3; party++) {
                int at = party;
                assertThat(view(value, shares -> component(shares.get(at), 0), own -> own))
                        .as("own component of party %d for %d", party + 1, value)
                        .isTrue();
                assertThat(view(value, shares -> component(shares.get(at), 1), next -> next))
                        .as("next component of party %d for %d", party + 1, value)
                        .isTrue();
                assertThat(view(value, shares -> sum(shares.get(at)), sum -> sum))
                        .as("both components of party %d for %d", party + 1, value)
                        .isTrue();
                assertThat(view(value, shares -> sum(shares.get(at)), sum -> sum - value))
                        .as("both components of party %d against %d", party + 1, value)
                        .isTrue();
            }
        }
    }

    /** The limit of the scheme, and the proof that the test above would see a leak: two parties have the vector. */
    @Test
    void deal_viewOfTwoParties_isTheVector() {
        long[] values = random.longs(10).toArray();
        for (int party = 0; party < 3; party++) {
            List<VectorShare> shares = VectorShare.deal(values);
            long[] two = sum(shares.get(party));
            long[] third = component(shares.get((party + 1) % 3), 1);
            Arrays.setAll(two, at -> two[at] + third[at]);
            assertThat(two).as("%s", SEED).isEqualTo(values);
        }
        assertThat(view(
                        42,
                        shares -> {
                            long[] both = sum(shares.get(0));
                            long[] third = component(shares.get(1), 1);
                            Arrays.setAll(both, at -> both[at] + third[at]);
                            return both;
                        },
                        sum -> sum))
                .isFalse();
    }

    private interface View {
        long[] of(List<VectorShare> shares);
    }

    private static long[] sum(VectorShare share) {
        long[] sum = component(share, 0);
        long[] next = component(share, 1);
        Arrays.setAll(sum, at -> sum[at] + next[at]);
        return sum;
    }

    private static boolean view(long value, View view, LongUnaryOperator statistic) {
        long[] values = new long[2_000];
        Arrays.fill(values, value);
        Histogram histogram = new Histogram();
        for (int round = 0; round < 10; round++) {
            for (long word : view.of(VectorShare.deal(values))) {
                histogram.add(statistic.applyAsLong(word));
            }
        }
        return histogram.isUniform();
    }

    @Test
    void deal_sameVectorTwice_givesOtherSharesAndAnotherId() {
        VectorShare first = VectorShare.deal(new long[] {1}).get(0);
        VectorShare second = VectorShare.deal(new long[] {1}).get(0);

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.encoded()).isNotEqualTo(first.encoded());
    }

    // ---- encoding

    @Test
    void decode_everyBitFlipped_isRefusedOrAnotherVector() {
        int other = 0;
        for (VectorShare share : VectorShare.deal(new long[] {1, 2, 3})) {
            byte[] good = share.encoded();
            assertThat(VectorShare.decode(good).encoded()).isEqualTo(good);
            for (int bit = 0; bit < 8 * good.length; bit++) {
                byte[] bad = good.clone();
                bad[bit / 8] ^= (byte) (1 << (bit % 8));
                try {
                    assertThat(VectorShare.decode(bad).id()).as("bit %d", bit).isNotEqualTo(share.id());
                    other++;
                } catch (MalformedException e) {
                    assertThat(bit / 8).isLessThan(OWN);
                } catch (RejectedException e) {
                    assertThat(e.check()).isEqualTo(RejectedException.Check.SHARE);
                }
            }
        }
        // The digest of the component that the share does not have: nobody can check it, but the id tells.
        assertThat(other).isEqualTo(3 * 8 * 32);
    }

    @Test
    void decode_forAnotherParty_isRejected() {
        byte[] bytes = VectorShare.deal(new long[] {1, 2}).get(0).encoded();
        bytes[104] = 2;
        assertThatThrownBy(() -> VectorShare.decode(bytes)).isInstanceOf(RejectedException.class);
    }

    @Test
    void decode_componentsSwapped_isRejected() {
        byte[] good = VectorShare.deal(new long[] {1}).get(0).encoded();
        byte[] bad = good.clone();
        System.arraycopy(good, 105, bad, 145, 40);
        System.arraycopy(good, 145, bad, 105, 40);
        assertThatThrownBy(() -> VectorShare.decode(bad)).isInstanceOf(RejectedException.class);
    }

    @Test
    void decode_cutOrExtendedAnywhere_isMalformed() {
        byte[] good = VectorShare.deal(new long[] {1, 2}).get(0).encoded();
        for (int length = 0; length < good.length + 40; length++) {
            if (length != good.length) {
                malformed(Arrays.copyOf(good, length));
            }
        }
        malformed(new byte[2_000_000]);
    }

    @Test
    void decode_dimensionsOrPartyOutOfRange_isMalformed() {
        byte[] good = VectorShare.deal(new long[] {1, 2}).get(0).encoded();
        for (int dimensions : new int[] {0, 1, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 28 | 2}) {
            byte[] bad = good.clone();
            ByteBuffer.wrap(bad).putInt(4, dimensions);
            malformed(bad);
        }
        for (int party : new int[] {0, 4, 255}) {
            byte[] bad = good.clone();
            bad[104] = (byte) party;
            malformed(bad);
        }
    }

    private static void malformed(byte[] bytes) {
        assertThatThrownBy(() -> VectorShare.decode(bytes)).isInstanceOf(MalformedException.class);
    }

    // ---- secrets in memory

    @Test
    void close_wipesAndEndsUse() {
        VectorShare share = VectorShare.deal(new long[] {1}).get(0);
        share.close();

        assertThatIllegalStateException().isThrownBy(share::encoded);
        assertThatIllegalStateException().isThrownBy(() -> share.localProduct(share));
    }

    @Test
    void toString_share_namesOnlyWhatIsPublic() {
        VectorShare share = VectorShare.deal(new long[] {1}).get(1);
        byte[] bytes = share.encoded();
        String own = HexFormat.of().formatHex(bytes, OWN, OWN + 8);

        assertThat(share.toString())
                .contains("party 2", "1 dimensions", share.id().toString())
                .doesNotContain(own);
    }
}
