package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Seed;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Three parties and the dot products they compute, against integers without bounds. */
class PartyTest {

    private static final Seed SEED = Seed.of(PartyTest.class);
    private static final int WORD = 4 + 32 + 1;

    private final Random random = SEED.random();
    private final List<Party> parties = paired();

    private static List<Party> paired() {
        List<Party> parties = List.of(Party.create(1), Party.create(2), Party.create(3));
        for (Party party : parties) {
            try (PairingMessage message = parties.get(party.number() % 3).pairing()) {
                party.pair(PairingMessage.decode(message.encoded()));
            }
        }
        return parties;
    }

    private static List<DotProductShare> products(List<Party> parties, List<VectorShare> x, List<VectorShare> y) {
        return parties.stream()
                .map(party -> party.dotProduct(x.get(party.number() - 1), y.get(party.number() - 1)))
                .toList();
    }

    private static long open(List<VectorShare> x, List<VectorShare> y, List<DotProductShare> shares) {
        return DotProductShare.open(x.get(0).id(), y.get(0).id(), shares);
    }

    private static long expected(long[] x, long[] y) {
        BigInteger sum = BigInteger.ZERO;
        for (int at = 0; at < x.length; at++) {
            sum = sum.add(BigInteger.valueOf(x[at]).multiply(BigInteger.valueOf(y[at])));
        }
        return sum.mod(BigInteger.ONE.shiftLeft(64)).longValue();
    }

    // ---- what comes out

    @Test
    void dotProduct_randomVectors_isThatOfBruteForce() {
        for (int round = 0; round < 500; round++) {
            int dimensions = 1 + random.nextInt(round < 490 ? 50 : 5_000);
            long[] x = random.longs(dimensions).toArray();
            long[] y = random.longs(dimensions).toArray();
            List<VectorShare> sharesX = VectorShare.deal(x);
            List<VectorShare> sharesY = VectorShare.deal(y);
            List<DotProductShare> products = new ArrayList<>(products(parties, sharesX, sharesY));
            Collections.shuffle(products, random);

            assertThat(open(sharesX, sharesY, products))
                    .as("round %d, %s", round, SEED)
                    .isEqualTo(expected(x, y));
        }
    }

    @Test
    void dotProduct_extremeVectors_wrapsAroundAsTheRingDoes() {
        long[] extremes = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE};
        for (long first : extremes) {
            for (long second : extremes) {
                long[] x = {first, second, first};
                long[] y = {second, second, first};
                List<VectorShare> sharesX = VectorShare.deal(x);
                List<VectorShare> sharesY = VectorShare.deal(y);
                assertThat(open(sharesX, sharesY, products(parties, sharesX, sharesY)))
                        .isEqualTo(expected(x, y));
            }
        }
    }

    @Test
    void dotProduct_vectorWithItself_isItsSquare() {
        long[] x = random.longs(100).toArray();
        List<VectorShare> shares = VectorShare.deal(x);

        assertThat(open(shares, shares, products(parties, shares, shares)))
                .as("%s", SEED)
                .isEqualTo(expected(x, x));
    }

    @Test
    void dotProduct_partiesThatTakeTheVectorsInDifferentOrder_agree() {
        long[] x = {3, 4};
        long[] y = {5, 6};
        List<VectorShare> sharesX = VectorShare.deal(x);
        List<VectorShare> sharesY = VectorShare.deal(y);
        List<DotProductShare> products = List.of(
                parties.get(0).dotProduct(sharesX.get(0), sharesY.get(0)),
                parties.get(1).dotProduct(sharesY.get(1), sharesX.get(1)),
                parties.get(2).dotProduct(sharesX.get(2), sharesY.get(2)));

        assertThat(open(sharesX, sharesY, products)).isEqualTo(39);
        assertThat(open(sharesY, sharesX, products)).isEqualTo(39);
    }

    @Test
    void dotProduct_allThroughTheirEncodings_isTheSame() {
        long[] x = random.longs(20).toArray();
        long[] y = random.longs(20).toArray();
        List<VectorShare> sharesX = sent(VectorShare.deal(x));
        List<VectorShare> sharesY = sent(VectorShare.deal(y));
        List<DotProductShare> products = products(parties, sharesX, sharesY).stream()
                .map(share -> DotProductShare.decode(share.encoded()))
                .toList();

        assertThat(open(sharesX, sharesY, products)).as("%s", SEED).isEqualTo(expected(x, y));
    }

    private static List<VectorShare> sent(List<VectorShare> shares) {
        return shares.stream().map(share -> VectorShare.decode(share.encoded())).toList();
    }

    // ---- what does not come out

    /** The vectors stay, their local products stay, only the masks change: the words show nothing but their sum. */
    @Test
    void dotProduct_wordsOfOneOrTwoParties_areUniformWhateverTheVectorsAre() {
        for (long value : new long[] {0, 1L << 24}) {
            List<VectorShare> x = VectorShare.deal(new long[] {value});
            List<VectorShare> y = VectorShare.deal(new long[] {value});
            Histogram[] words = {new Histogram(), new Histogram(), new Histogram()};
            Histogram[] pairs = {new Histogram(), new Histogram(), new Histogram()};
            Histogram all = new Histogram();
            for (int round = 0; round < 6_000; round++) {
                List<DotProductShare> products = products(paired(), x, y);
                long[] word = products.stream().mapToLong(PartyTest::word).toArray();
                for (int party = 0; party < 3; party++) {
                    words[party].add(word[party]);
                    pairs[party].add(word[party] + word[(party + 1) % 3]);
                }
                all.add(word[0] + word[1] + word[2]);
            }
            for (int party = 0; party < 3; party++) {
                assertThat(words[party].isUniform())
                        .as("word of party %d", party + 1)
                        .isTrue();
                assertThat(pairs[party].isUniform())
                        .as("words of %d and the next", party + 1)
                        .isTrue();
            }
            assertThat(all.isUniform()).as("the sum of all is the product").isFalse();
        }
    }

    /** What one party knows of the masks of the others does not take them off. */
    @Test
    void dotProduct_masks_addUpToZeroAndEachIsUnknownToOneParty() {
        List<VectorShare> x = VectorShare.deal(new long[] {7});
        List<VectorShare> y = VectorShare.deal(new long[] {6});
        List<DotProductShare> products = products(parties, x, y);
        long sum = 0;
        for (int party = 0; party < 3; party++) {
            long mask = word(products.get(party)) - x.get(party).localProduct(y.get(party));
            assertThat(mask).isNotZero();
            sum += mask;
        }
        assertThat(sum).isZero();
    }

    /** Equal masks would show, in the difference of two words, what the masks are there to hide. */
    @Test
    void dotProduct_otherVectorsOrOtherDealing_hasOtherMasks() {
        long[] values = {7};
        List<VectorShare> x = VectorShare.deal(values);
        List<VectorShare> y = VectorShare.deal(values);
        List<VectorShare> z = VectorShare.deal(values);
        for (int party = 0; party < 3; party++) {
            Set<Long> masks = new HashSet<>();
            for (List<VectorShare> other : List.of(x, y, z)) {
                VectorShare own = x.get(party);
                VectorShare others = other.get(party);
                masks.add(word(parties.get(party).dotProduct(own, others)) - own.localProduct(others));
            }
            assertThat(masks).as("masks of party %d", party + 1).hasSize(3);
        }
    }

    private static long word(DotProductShare share) {
        return ByteBuffer.wrap(share.encoded()).getLong(WORD);
    }

    // ---- misuse

    @Test
    void dotProduct_secondTimeForTheSameVectors_isRefused() {
        List<VectorShare> x = VectorShare.deal(new long[] {1});
        List<VectorShare> y = VectorShare.deal(new long[] {2});
        Party first = parties.get(0);
        first.dotProduct(x.get(0), y.get(0));
        first.dotProduct(x.get(0), x.get(0));

        rejected(() -> first.dotProduct(x.get(0), y.get(0)));
        rejected(() -> first.dotProduct(y.get(0), x.get(0)));
        rejected(() -> first.dotProduct(x.get(0), x.get(0)));
        rejected(() -> first.dotProduct(sent(x).get(0), sent(y).get(0)));
        first.dotProduct(y.get(0), y.get(0));
    }

    @Test
    void dotProduct_oneVectorWithMoreThan64Others_isRefused() {
        // An owner of many vectors would read the coordinates of this one.
        VectorShare victim = VectorShare.deal(new long[] {1, 2, 3}).get(0);
        Party first = parties.get(0);
        for (int product = 0; product < 64; product++) {
            first.dotProduct(victim, VectorShare.deal(new long[] {0, 1, 0}).get(0));
        }
        VectorShare next = VectorShare.deal(new long[] {0, 0, 1}).get(0);
        rejected(() -> first.dotProduct(victim, next));
        rejected(() -> first.dotProduct(next, victim));
        rejected(() -> first.dotProduct(victim, victim));
        first.dotProduct(next, next);
    }

    @Test
    void dotProduct_moreThan65536_asksForNewParties() {
        Party first = parties.get(0);
        for (int block = 0; block < 16; block++) {
            List<VectorShare> left = manyShares();
            List<VectorShare> right = manyShares();
            left.forEach(x -> right.forEach(y -> first.dotProduct(x, y)));
        }
        VectorShare one = VectorShare.deal(new long[] {1}).get(0);
        assertThatIllegalStateException()
                .isThrownBy(() -> first.dotProduct(one, one))
                .withMessageContaining("create and pair new parties");
    }

    private static List<VectorShare> manyShares() {
        List<VectorShare> shares = new ArrayList<>();
        for (int vector = 0; vector < 64; vector++) {
            shares.add(VectorShare.deal(new long[] {vector}).get(0));
        }
        return shares;
    }

    @Test
    void dotProduct_sharesThatDoNotFit_areRefused() {
        List<VectorShare> x = VectorShare.deal(new long[] {1, 2});
        List<VectorShare> y = VectorShare.deal(new long[] {1, 2});
        List<VectorShare> longer = VectorShare.deal(new long[] {1, 2, 3});
        Party first = parties.get(0);

        rejected(() -> first.dotProduct(x.get(1), y.get(0)));
        rejected(() -> first.dotProduct(x.get(0), y.get(2)));
        rejected(() -> first.dotProduct(x.get(0), longer.get(0)));
        // A refused call has used nothing up.
        first.dotProduct(x.get(0), y.get(0));
    }

    @Test
    void dotProduct_notPairedOrClosed_isRefused() {
        VectorShare share = VectorShare.deal(new long[] {1}).get(0);
        assertThatIllegalStateException().isThrownBy(() -> Party.create(1).dotProduct(share, share));

        Party closed = parties.get(0);
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> closed.dotProduct(share, share));
        assertThatIllegalStateException().isThrownBy(closed::pairing);
        assertThatIllegalStateException().isThrownBy(() -> {
            Party unpaired = Party.create(1);
            unpaired.close();
            unpaired.pair(Party.create(2).pairing());
        });
    }

    @Test
    void dotProduct_closedShare_isRefusedAndUsesNothingUp() {
        VectorShare share = VectorShare.deal(new long[] {1}).get(0);
        VectorShare copy = VectorShare.decode(share.encoded());
        copy.close();

        assertThatIllegalStateException().isThrownBy(() -> parties.get(0).dotProduct(share, copy));
        parties.get(0).dotProduct(share, share);
    }

    @Test
    void create_anyOtherNumber_isRefused() {
        for (int number : new int[] {Integer.MIN_VALUE, -1, 0, 4, 257}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Party.create(number));
        }
    }

    @Test
    void pair_wrongPartyOrTwice_isRefused() {
        Party first = Party.create(1);
        rejected(() -> first.pair(Party.create(3).pairing()));
        rejected(() -> first.pair(first.pairing()));
        byte[] reflected = first.pairing().encoded();
        reflected[4] = 2;
        rejected(() -> first.pair(PairingMessage.decode(reflected)));

        first.pair(Party.create(2).pairing());
        assertThatIllegalStateException()
                .isThrownBy(() -> first.pair(Party.create(2).pairing()));
        PairingMessage closed = Party.create(2).pairing();
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> Party.create(1).pair(closed));
    }

    // ---- opening

    @Test
    void open_sharesThatDoNotFit_isRefused() {
        List<VectorShare> x = VectorShare.deal(new long[] {1});
        List<VectorShare> y = VectorShare.deal(new long[] {2});
        List<VectorShare> z = VectorShare.deal(new long[] {3});
        List<DotProductShare> xy = products(parties, x, y);
        List<DotProductShare> xz = products(parties, x, z);

        assertThat(open(x, y, xy)).isEqualTo(2);
        rejected(() -> open(x, z, xy));
        rejected(() -> open(x, y, List.of(xy.get(0), xy.get(1), xz.get(2))));
        rejected(() -> open(x, y, List.of(xy.get(0), xy.get(1), xy.get(1))));
        rejected(() -> open(x, y, List.of(xy.get(2), xy.get(2), xy.get(2))));
    }

    @Test
    void open_wrongNumberOfParties_isRefused() {
        List<VectorShare> x = VectorShare.deal(new long[] {1});
        List<DotProductShare> products = products(parties, x, x);
        for (int count : new int[] {0, 1, 2}) {
            assertThatIllegalArgumentException().isThrownBy(() -> open(x, x, products.subList(0, count)));
        }
        List<DotProductShare> four = new ArrayList<>(products);
        four.add(products.get(0));
        assertThatIllegalArgumentException().isThrownBy(() -> open(x, x, four));
    }

    @Test
    void open_oneServerThatStartedAgain_isRefused() {
        // Party 2 lost its seeds; what it computes with new ones does not add up, and says so.
        List<Party> others = paired();
        List<VectorShare> x = VectorShare.deal(new long[] {1});
        for (int party = 0; party < 3; party++) {
            List<Party> mixed = new ArrayList<>(paired());
            List<Party> rest = paired();
            mixed.set((party + 1) % 3, rest.get((party + 1) % 3));
            rejected(() -> open(x, x, products(mixed, x, x)));
        }
        assertThat(open(x, x, products(others, x, x))).isEqualTo(1);
    }

    @Test
    void open_everyBitFlipped_isRefusedSaveInTheWord() {
        List<VectorShare> x = VectorShare.deal(new long[] {5});
        List<DotProductShare> products = products(parties, x, x);
        int wrong = 0;
        for (int party = 0; party < 3; party++) {
            byte[] good = products.get(party).encoded();
            for (int bit = 0; bit < 8 * good.length; bit++) {
                byte[] bad = good.clone();
                bad[bit / 8] ^= (byte) (1 << (bit % 8));
                try {
                    List<DotProductShare> given = new ArrayList<>(products);
                    given.set(party, DotProductShare.decode(bad));
                    assertThat(open(x, x, given)).isNotEqualTo(25);
                    assertThat(bit / 8).isBetween(WORD, WORD + 7);
                    wrong++;
                } catch (MalformedException e) {
                    assertThat(bit / 8).isLessThan(WORD);
                } catch (RejectedException e) {
                    assertThat(e.check()).isEqualTo(RejectedException.Check.SHARE);
                }
            }
        }
        // Semi-honest, as stated: whoever can alter the word alters the result. The channel has to be authenticated.
        assertThat(wrong).isEqualTo(3 * 64);
    }

    /** The limit of the scheme, so that nobody takes it for more: a party that lies is not detected. */
    @Test
    void open_partyThatLies_isOffByWhatItAdded() {
        List<VectorShare> x = VectorShare.deal(new long[] {5});
        List<DotProductShare> products = new ArrayList<>(products(parties, x, x));
        byte[] lie = products.get(1).encoded();
        ByteBuffer.wrap(lie).putLong(WORD, word(products.get(1)) + 1_000);
        products.set(1, DotProductShare.decode(lie));

        assertThat(open(x, x, products)).isEqualTo(1_025);
    }

    // ---- encoding of messages

    @Test
    void decode_messagesCutExtendedOrOutOfRange_areMalformed() {
        byte[] pairing = parties.get(0).pairing().encoded();
        List<VectorShare> x = VectorShare.deal(new long[] {5});
        byte[] product = products(parties, x, x).get(0).encoded();
        for (int length = 0; length < 100; length++) {
            int size = length;
            if (size != pairing.length) {
                malformed(() -> PairingMessage.decode(Arrays.copyOf(pairing, size)));
            }
            if (size != product.length) {
                malformed(() -> DotProductShare.decode(Arrays.copyOf(product, size)));
            }
        }
        for (byte bad : new byte[] {0, 4, -1}) {
            byte[] otherPairing = pairing.clone();
            otherPairing[4] = bad;
            malformed(() -> PairingMessage.decode(otherPairing));
            byte[] otherProduct = product.clone();
            otherProduct[WORD - 1] = bad;
            malformed(() -> DotProductShare.decode(otherProduct));
        }
        byte[] otherVersion = pairing.clone();
        otherVersion[3] = 2;
        malformed(() -> PairingMessage.decode(otherVersion));
        byte[] otherKind = product.clone();
        otherKind[2] = 'M';
        malformed(() -> DotProductShare.decode(otherKind));
    }

    @Test
    void toString_everyType_namesOnlyWhatIsPublic() {
        List<VectorShare> x = VectorShare.deal(new long[] {5});
        assertThat(parties.get(0)).hasToString("Party[1]");
        assertThat(parties.get(1).pairing()).hasToString("PairingMessage[from party 2]");
        assertThat(products(parties, x, x).get(2)).hasToString("DotProductShare[party 3]");
    }

    private static void rejected(Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(RejectedException.Check.SHARE));
    }

    private static void malformed(Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOf(MalformedException.class);
    }
}
