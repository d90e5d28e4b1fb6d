package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.internal.Secret;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Known answers, made by {@code src/test/peers/python/sharing.py}: SPEC §17 in another language, with other arithmetic (by
 * logarithms) and other libraries. It has the same author, so it shows mistakes of the code rather than of the text.
 */
class SharingVectorsTest {

    private static final byte[] SECRET = "the secret of the known answer".getBytes(StandardCharsets.US_ASCII);

    @Test
    void combine_sharesOfTheOtherImplementation_givesItsSecret() throws IOException {
        SharingId id = SharingId.decode(known("sharing").get(0));
        List<SecretShare> shares =
                known("share").stream().map(SecretShare::decode).toList();

        assertThat(shares).hasSize(4);
        for (int missing = 0; missing < 4; missing++) {
            List<SecretShare> three = new ArrayList<>(shares);
            three.remove(missing);
            try (CombinedSecret combined = SecretSharing.combine(id, three)) {
                assertThat(combined.bytes()).isEqualTo(SECRET);
                assertThat(combined.refused()).isEmpty();
            }
        }
    }

    @Test
    void split_itsCoefficients_makesItsShares() throws IOException {
        Random dealer = new Drawn(known("coefficient").toArray(byte[][]::new));
        SecretSharing sharing = SecretSharing.split(dealer, SECRET, 3, 4);

        assertThat(sharing.id().bytes()).isEqualTo(known("sharing").get(0));
        assertThat(sharing.shares().stream().map(SecretShare::encoded)).containsExactlyElementsOf(known("share"));
    }

    @Test
    void deal_itsComponents_makesItsShares() throws IOException {
        List<byte[]> parts = known("part");
        long[][] vectors = {{1, -2, Long.MAX_VALUE}, {Long.MIN_VALUE, 5, 3}};
        for (int vector = 0; vector < 2; vector++) {
            List<byte[]> expected = parts.subList(3 * vector, 3 * vector + 3);
            byte[][] components = expected.stream()
                    .map(part -> Arrays.copyOfRange(part, 105, 105 + 32 + 3 * 8))
                    .toArray(byte[][]::new);
            List<VectorShare> shares = VectorShare.deal(new Drawn(components), vectors[vector]);

            assertThat(shares.get(0).id().bytes()).isEqualTo(known("vector").get(vector));
            assertThat(shares.stream().map(VectorShare::encoded)).containsExactlyElementsOf(expected);
            assertThat(expected.stream().map(VectorShare::decode).map(VectorShare::encoded))
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void dotProduct_itsSeedsAndVectors_makesItsShares() throws IOException {
        List<byte[]> pairings = known("pairing");
        List<VectorShare> parts =
                known("part").stream().map(VectorShare::decode).toList();
        List<Party> parties = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            byte[] seed = Arrays.copyOfRange(pairings.get(number - 1), 5, 37);
            parties.add(Party.create(number, Secret.taking("known seed", seed)));
        }
        List<DotProductShare> products = new ArrayList<>();
        for (Party party : parties) {
            assertThat(party.pairing().encoded()).isEqualTo(pairings.get(party.number() - 1));
            party.pair(PairingMessage.decode(pairings.get(party.number() % 3)));
            products.add(party.dotProduct(parts.get(party.number() - 1), parts.get(party.number() + 2)));
        }
        assertThat(products.stream().map(DotProductShare::encoded)).containsExactlyElementsOf(known("product"));
        // -2^63 - 10 + 3 (2^63 - 1), modulo 2^64
        assertThat(DotProductShare.open(parts.get(0).id(), parts.get(3).id(), products))
                .isEqualTo(-13);
    }

    private static List<byte[]> known(String name) throws IOException {
        try (InputStream file = SharingVectorsTest.class.getResourceAsStream("known-answers.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        Objects.requireNonNull(file, "known-answers.txt"), StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> line.startsWith(name + ' '))
                    .map(line -> HexFormat.of().parseHex(line.substring(name.length() + 1)))
                    .toList();
        }
    }

    /** Gives what a dealer drew before. */
    private static final class Drawn extends Random {

        private static final long serialVersionUID = 1L;

        private final transient Iterator<byte[]> drawn;

        Drawn(byte[]... drawn) {
            this.drawn = Stream.of(drawn).iterator();
        }

        @Override
        public void nextBytes(byte[] target) {
            ByteBuffer.wrap(target).put(drawn.next());
        }
    }
}
