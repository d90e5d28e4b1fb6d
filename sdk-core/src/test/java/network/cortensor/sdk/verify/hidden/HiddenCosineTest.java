package network.cortensor.sdk.verify.hidden;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.sharing.DotProductShare;
import network.cortensor.sdk.crypto.sharing.FixedPoint;
import network.cortensor.sdk.crypto.sharing.PairingMessage;
import network.cortensor.sdk.crypto.sharing.VectorShare;
import network.cortensor.sdk.verify.EmbeddingModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

/** Owners, three servers and somebody who opens, all in one JVM; everything goes over bytes. */
class HiddenCosineTest {

    private static final String MODEL = "a-model";
    private static final long SEED = Long.getLong("cortensor.seed", 20261123);

    private List<ComparisonServer> servers = List.of();

    @BeforeEach
    void pairServers() {
        servers = List.of(ComparisonServer.create(1), ComparisonServer.create(2), ComparisonServer.create(3));
        for (int i = 0; i < 3; i++) {
            try (PairingMessage message = servers.get((i + 1) % 3).pairing()) {
                servers.get(i).pair(message);
            }
        }
    }

    @AfterEach
    void closeServers() {
        servers.forEach(ComparisonServer::close);
    }

    /** Over the way that shares take: as bytes. */
    private static List<EmbeddingShare> dealt(String model, float... embedding) {
        return EmbeddingShare.deal(model, embedding).stream()
                .map(share -> EmbeddingShare.decode(share.encoded()))
                .toList();
    }

    private List<DotProductShare> products(List<EmbeddingShare> x, List<EmbeddingShare> y) {
        return IntStream.range(0, 3)
                .mapToObj(i -> DotProductShare.decode(
                        servers.get(i).product(x.get(i), y.get(i)).encoded()))
                .toList();
    }

    private double cosine(List<EmbeddingShare> x, List<EmbeddingShare> y) {
        return HiddenCosine.open(x.get(0).id(), y.get(0).id(), products(x, y));
    }

    private static float[] random(Random dice, int dimensions, double scale) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (scale * dice.nextGaussian());
        }
        return vector;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 384, 768, 65_536})
    void open_randomVectors_isThePlainCosine(int dimensions) {
        Random dice = new Random(SEED);
        double farthest = 0;
        for (int round = 0; round < (dimensions > 1000 ? 3 : 60); round++) {
            // Any length: it is scaled away, whether it is 1e-20 or 1e20.
            float[] x = random(dice, dimensions, Math.pow(10, dice.nextInt(41) - 20));
            float[] y = round % 2 == 0 ? random(dice, dimensions, 1) : nearby(x, dice);
            double plain = EmbeddingModel.cosine(x, y);
            double hidden = cosine(dealt(MODEL, x), dealt(MODEL, y));
            farthest = Math.max(farthest, Math.abs(plain - hidden));
            assertThat(hidden)
                    .as("seed %d, round %d", SEED, round)
                    .isCloseTo(plain, within(HiddenCosine.TOLERANCE))
                    .isBetween(-1.0, 1.0);
        }
        System.out.printf("hidden cosine of %d dimensions: at most %.1e from the plain one%n", dimensions, farthest);
    }

    private static float[] nearby(float[] x, Random dice) {
        float[] y = x.clone();
        y[dice.nextInt(y.length)] *= 1.5f;
        return y;
    }

    static Stream<EmbeddingModel> models() {
        return Stream.of(EmbeddingModel.miniLm(), EmbeddingModel.bgeSmall());
    }

    @ParameterizedTest
    @MethodSource("models")
    void open_realEmbeddings_isThePlainCosine(EmbeddingModel model) {
        List<String> answers = List.of(
                "The harbour bridge was opened in 1932.",
                "In 1932 the bridge over the harbour was opened.",
                "The harbour bridge was not opened in 1932.",
                "Bananas are rich in potassium.",
                "Brücken über Häfen sind schön.");
        List<float[]> vectors;
        try {
            vectors = answers.stream().map(model::embed).toList();
        } catch (UnavailableException e) {
            abort("the model does not run here");
            return;
        }
        List<List<EmbeddingShare>> shares =
                vectors.stream().map(vector -> dealt(model.id(), vector)).toList();
        double farthest = 0;
        for (int i = 0; i < answers.size(); i++) {
            for (int j = 0; j < i; j++) {
                double plain = EmbeddingModel.cosine(vectors.get(i), vectors.get(j));
                double hidden = cosine(shares.get(i), shares.get(j));
                farthest = Math.max(farthest, Math.abs(plain - hidden));
                assertThat(hidden).isCloseTo(plain, within(HiddenCosine.TOLERANCE));
            }
        }
        System.out.printf("hidden cosine of %s: at most %.1e from the plain one%n", model.id(), farthest);
    }

    @Test
    void open_sameOppositeAndRectangular_areOneMinusOneAndZero() {
        assertThat(cosine(dealt(MODEL, 3, 4), dealt(MODEL, 30, 40))).isCloseTo(1, within(1e-6));
        assertThat(cosine(dealt(MODEL, 3, 4), dealt(MODEL, -3, -4))).isCloseTo(-1, within(1e-6));
        assertThat(cosine(dealt(MODEL, 3, 4), dealt(MODEL, 4, -3))).isCloseTo(0, within(1e-6));
        assertThat(cosine(dealt(MODEL, Float.MAX_VALUE, 0), dealt(MODEL, Float.MIN_VALUE, 0)))
                .isCloseTo(1, within(1e-6));
    }

    /** That a share tells nothing follows from how it is drawn, which sdk-crypto tests; here, that nothing else is in it. */
    @Test
    void share_ofOneServer_holdsNoCoordinateInAnyForm() {
        float[] embedding = random(new Random(SEED), 64, 1);
        double length = Math.sqrt(IntStream.range(0, 64)
                .mapToDouble(i -> (double) embedding[i] * embedding[i])
                .sum());
        double[] unit =
                IntStream.range(0, 64).mapToDouble(i -> embedding[i] / length).toArray();
        long[] fixed = FixedPoint.encode(unit);
        for (EmbeddingShare share : dealt(MODEL, embedding)) {
            byte[] bytes = share.encoded();
            Set<Long> words = new HashSet<>();
            Set<Integer> halves = new HashSet<>();
            for (int i = 0; i + Long.BYTES <= bytes.length; i++) {
                words.add(ByteBuffer.wrap(bytes).getLong(i));
                halves.add(ByteBuffer.wrap(bytes).getInt(i));
            }
            for (int i = 0; i < 64; i++) {
                assertThat(words).as("seed %d", SEED).doesNotContain(fixed[i], Double.doubleToLongBits(unit[i]));
                assertThat(halves)
                        .as("seed %d", SEED)
                        .doesNotContain(Float.floatToIntBits(embedding[i]), Float.floatToIntBits((float) unit[i]));
            }
        }
    }

    @Test
    void deal_sameEmbeddingTwice_givesSharesWithoutACommonNumber() {
        List<EmbeddingShare> once = dealt(MODEL, 1, 2, 3);
        List<EmbeddingShare> again = dealt(MODEL, 1, 2, 3);
        assertThat(once.get(0).id()).isNotEqualTo(again.get(0).id());
        for (int server = 0; server < 3; server++) {
            byte[] first = once.get(server).encoded();
            byte[] second = again.get(server).encoded();
            int numbers = first.length - 2 * (32 + 3 * Long.BYTES);
            assertThat(Arrays.copyOfRange(first, numbers, first.length))
                    .isNotEqualTo(Arrays.copyOfRange(second, numbers, second.length));
        }
    }

    @Test
    void open_oneServerLies_isRefusedUnlessTheNumberIsSmall() {
        List<EmbeddingShare> x = dealt(MODEL, 1, 2, 3);
        List<EmbeddingShare> y = dealt(MODEL, 3, 2, 1);
        List<DotProductShare> honest = products(x, y);
        double cosine = HiddenCosine.open(x.get(0).id(), y.get(0).id(), honest);
        assertThatThrownBy(() -> HiddenCosine.open(x.get(0).id(), y.get(0).id(), lied(honest, 1L << 49)))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("beyond 1");
        // What the protocol does not promise: a small number is not noticed.
        assertThat(HiddenCosine.open(x.get(0).id(), y.get(0).id(), lied(honest, 1L << 45)))
                .isCloseTo(cosine + 0.125, within(1e-9));
    }

    /** The word of a share is before its two tags. */
    private static List<DotProductShare> lied(List<DotProductShare> honest, long more) {
        byte[] bytes = honest.get(1).encoded();
        int word = bytes.length - 2 * 16 - Long.BYTES;
        ByteBuffer.wrap(bytes).putLong(word, ByteBuffer.wrap(bytes).getLong(word) + more);
        return List.of(honest.get(0), DotProductShare.decode(bytes), honest.get(2));
    }

    @Test
    void requireUnit_ownEmbedding_holdsAndALongOneDoesNot() {
        List<EmbeddingShare> unit = dealt(MODEL, 1, 2, 3);
        assertThatCode(() -> HiddenCosine.requireUnit(unit.get(0).id(), products(unit, unit)))
                .doesNotThrowAnyException();

        List<EmbeddingShare> longer = smuggled(new double[] {2, 4, 6});
        assertThatThrownBy(() -> HiddenCosine.requireUnit(longer.get(0).id(), products(longer, longer)))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("squared length 56");
        assertThatThrownBy(() -> cosine(longer, unit)).hasMessageContaining("not of length 1");
    }

    /** What an owner can do who does not use {@link EmbeddingShare#deal}. */
    private static List<EmbeddingShare> smuggled(double[] vector) {
        List<EmbeddingShare> shares = new ArrayList<>();
        for (VectorShare share : VectorShare.deal(FixedPoint.encode(vector))) {
            byte[] numbers = share.encoded();
            shares.add(EmbeddingShare.decode(ByteBuffer.allocate(6 + MODEL.length() + numbers.length)
                    .put(new byte[] {'C', 'E', 'S', 1})
                    .putShort((short) MODEL.length())
                    .put(MODEL.getBytes(StandardCharsets.UTF_8))
                    .put(numbers)
                    .array()));
        }
        return shares;
    }

    @Test
    void product_otherModelOrDimensions_isRefused() {
        List<EmbeddingShare> x = dealt(MODEL, 1, 2, 3);
        assertThatThrownBy(() -> products(x, dealt("another", 1, 2, 3)))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("different models");
        assertThatThrownBy(() -> products(x, dealt(MODEL, 1, 2)))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("3 and 2 dimensions");
        // Refused for nobody's fault but the caller's, so the two can still be compared with others.
        assertThat(cosine(x, dealt(MODEL, 1, 2, 3))).isCloseTo(1, within(1e-6));
    }

    @Test
    void product_twiceOrForAnotherServer_isRefused() {
        List<EmbeddingShare> x = dealt(MODEL, 1, 2, 3);
        List<EmbeddingShare> y = dealt(MODEL, 3, 2, 1);
        cosine(x, y);
        assertThatThrownBy(() -> cosine(y, x))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("before");
        assertThatThrownBy(() -> servers.get(0).product(x.get(1), y.get(1)))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("is for party 2");
    }

    @Test
    void open_productsOfOthersOrOfOneServer_areRefused() {
        List<EmbeddingShare> x = dealt(MODEL, 1, 2, 3);
        List<EmbeddingShare> y = dealt(MODEL, 3, 2, 1);
        List<EmbeddingShare> z = dealt(MODEL, 1, 1, 1);
        List<DotProductShare> xy = products(x, y);
        List<DotProductShare> xz = products(x, z);
        assertThatThrownBy(() -> HiddenCosine.open(x.get(0).id(), z.get(0).id(), xy))
                .isInstanceOf(EvidenceException.class);
        assertThatThrownBy(
                        () -> HiddenCosine.open(x.get(0).id(), y.get(0).id(), List.of(xy.get(0), xy.get(1), xz.get(2))))
                .isInstanceOf(EvidenceException.class);
        assertThatThrownBy(
                        () -> HiddenCosine.open(x.get(0).id(), y.get(0).id(), List.of(xy.get(0), xy.get(0), xy.get(2))))
                .isInstanceOf(EvidenceException.class);
        assertThatThrownBy(() -> HiddenCosine.open(x.get(0).id(), y.get(0).id(), xy.subList(0, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pair_wrongServer_isRefused() {
        try (ComparisonServer alone = ComparisonServer.create(1);
                PairingMessage third = servers.get(2).pairing()) {
            assertThatThrownBy(() -> alone.pair(third))
                    .isInstanceOf(EvidenceException.class)
                    .hasMessageContaining("Server 1 was not paired");
            List<EmbeddingShare> x = dealt(MODEL, 1, 2);
            assertThatThrownBy(() -> alone.product(x.get(0), x.get(0))).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> ComparisonServer.create(4)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<float[]> noEmbeddings() {
        return Stream.of(
                new float[0],
                new float[] {0, 0, 0},
                new float[] {-0f},
                new float[] {1, Float.NaN},
                new float[] {Float.POSITIVE_INFINITY, 1},
                new float[] {1, Float.NEGATIVE_INFINITY},
                new float[65_537]);
    }

    @ParameterizedTest
    @MethodSource("noEmbeddings")
    void deal_noEmbedding_isRefused(float[] vector) {
        assertThatThrownBy(() -> EmbeddingShare.deal(MODEL, vector)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deal_tooManyCoordinates_isRefused() {
        float[] ones = new float[65_537];
        Arrays.fill(ones, 1);
        assertThatThrownBy(() -> EmbeddingShare.deal(MODEL, ones)).hasMessageContaining("65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "\ud800"})
    void deal_nameThatIsNone_isRefused(String model) {
        assertThatThrownBy(() -> EmbeddingShare.deal(model, new float[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decode_anyByteChangedOrCut_isRefusedOrAnotherEmbeddingsShare() {
        EmbeddingShare share = dealt("m", 1, 2, 3).get(1);
        byte[] genuine = share.encoded();
        for (int i = 0; i < genuine.length; i++) {
            byte[] altered = genuine.clone();
            altered[i] ^= 1;
            byte[] cut = Arrays.copyOf(genuine, i);
            assertThatThrownBy(() -> EmbeddingShare.decode(cut)).isInstanceOf(EvidenceException.class);
            try {
                EmbeddingShare read = EmbeddingShare.decode(altered);
                // The name is not covered by a digest, nor is the digest of the number that another server holds.
                assertThat(read.model().equals("m") && read.id().equals(share.id()))
                        .as("byte %d", i)
                        .isFalse();
            } catch (EvidenceException e) {
                assertThat(e).hasMessageContaining("share");
            }
        }
        assertThatThrownBy(() -> EmbeddingShare.decode(new byte[3 * 1024 * 1024]))
                .isInstanceOf(EvidenceException.class);
    }

    @Test
    void close_share_isUsedNoMore() {
        List<EmbeddingShare> x = dealt(MODEL, 1, 2, 3);
        x.forEach(EmbeddingShare::close);
        assertThatThrownBy(() -> products(x, dealt(MODEL, 1, 2, 3))).isInstanceOf(IllegalStateException.class);
        assertThat(x.get(0))
                .hasToString("EmbeddingShare[server 1, a-model, 3 dimensions, "
                        + x.get(0).id() + "]");
    }
}
