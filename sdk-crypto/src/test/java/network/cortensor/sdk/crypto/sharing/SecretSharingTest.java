package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Seed;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretSharingTest {

    private static final Seed SEED = Seed.of(SecretSharingTest.class);
    private static final byte[] FIELD = "IBAN of the patient".getBytes(StandardCharsets.US_ASCII);

    private final Random random = SEED.random();
    private final SecretSharing sharing = SecretSharing.split(FIELD, 3, 5);
    private final List<SecretShare> shares = sharing.shares();

    // ---- what combines

    @Test
    void combine_everySubsetOfUpToSixShares_givesTheSecretFromTheThresholdOnAndElseNothing() {
        int combined = 0;
        int refused = 0;
        for (int count = 1; count <= 6; count++) {
            for (int threshold = 1; threshold <= count; threshold++) {
                SecretSharing each = SecretSharing.split(FIELD, threshold, count);
                for (int subset = 0; subset < 1 << count; subset++) {
                    List<SecretShare> given = chosen(each.shares(), subset);
                    Collections.shuffle(given, random);
                    if (given.size() >= threshold) {
                        assertThat(combined(each.id(), given)).as("%s", SEED).isEqualTo(FIELD);
                        combined++;
                    } else {
                        refused(each.id(), given);
                        refused++;
                    }
                }
            }
        }
        // For n shares, the sum over k of the subsets with at least k (fewer than k) members.
        assertThat(combined).isEqualTo(1 + 4 + 12 + 32 + 80 + 192);
        assertThat(combined + refused).isEqualTo(2 + 2 * 4 + 3 * 8 + 4 * 16 + 5 * 32 + 6 * 64);
    }

    private static List<SecretShare> chosen(List<SecretShare> shares, int subset) {
        List<SecretShare> chosen = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            if ((subset & (1 << i)) != 0) {
                chosen.add(shares.get(i));
            }
        }
        return chosen;
    }

    @Test
    void combine_all255Of255_givesTheSecretAndOneFewerNothing() {
        SecretSharing widest = SecretSharing.split(FIELD, 255, 255);

        assertThat(combined(widest.id(), widest.shares())).isEqualTo(FIELD);
        refused(widest.id(), widest.shares().subList(1, 255));
    }

    @Test
    void combine_secretsOfEverySize_giveThem() {
        for (int size : new int[] {1, 2, 31, 32, 33, 255, 4096, 65_535, 65_536}) {
            byte[] data = new byte[size];
            random.nextBytes(data);
            SecretSharing each = SecretSharing.split(data, 2, 3);
            SecretShare first = SecretShare.decode(each.shares().get(2).encoded());
            SecretShare second = SecretShare.decode(each.shares().get(0).encoded());
            assertThat(combined(each.id(), List.of(first, second)))
                    .as("%d bytes, %s", size, SEED)
                    .isEqualTo(data);
        }
    }

    @Test
    void split_sameSecretTwice_sharesTellNothing() {
        SecretSharing again = SecretSharing.split(FIELD, 3, 5);

        assertThat(again.id()).isNotEqualTo(sharing.id());
        assertThat(again.shares().get(0).encoded()).isNotEqualTo(shares.get(0).encoded());
    }

    @Test
    void split_outOfRange_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SecretSharing.split(new byte[0], 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretSharing.split(new byte[65_537], 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretSharing.split(FIELD, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretSharing.split(FIELD, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretSharing.split(FIELD, 4, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretSharing.split(FIELD, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretSharing.split(FIELD, 1, 256));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretSharing.split(FIELD, 256, 256));
    }

    // ---- attacks on combining

    @Test
    void combine_forgedSharesAmongEnoughGoodOnes_areNamedAndTheSecretIsRight() {
        SecretSharing other = SecretSharing.split(FIELD, 3, 5);
        List<SecretShare> given = List.of(
                altered(shares.get(4), -1),
                shares.get(0),
                other.shares().get(1),
                shares.get(3),
                shares.get(0),
                withIndex(shares.get(1), 3),
                shares.get(2));
        try (CombinedSecret combined = SecretSharing.combine(sharing.id(), given)) {
            assertThat(combined.bytes()).isEqualTo(FIELD);
            assertThat(combined.refused())
                    .containsExactly(
                            new RefusedShare(0, 5, RefusedShare.Reason.ALTERED),
                            new RefusedShare(2, 2, RefusedShare.Reason.OTHER_SHARING),
                            new RefusedShare(4, 1, RefusedShare.Reason.DUPLICATE),
                            new RefusedShare(5, 3, RefusedShare.Reason.ALTERED));
        }
    }

    @Test
    void combine_forgedSharesAndTooFewGoodOnes_areNamedInTheRefusal() {
        assertThatThrownBy(() -> SecretSharing.combine(
                        sharing.id(), List.of(shares.get(0), altered(shares.get(1), -1), shares.get(2))))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("needs 3 shares, and 2 hold")
                .hasMessageContaining("position=1, index=2, reason=ALTERED");
    }

    @Test
    void combine_oneShareRepeated_countsOnce() {
        refused(sharing.id(), Collections.nCopies(5, shares.get(0)));
        refused(
                sharing.id(),
                List.of(
                        shares.get(0),
                        shares.get(1),
                        SecretShare.decode(shares.get(1).encoded())));
    }

    @Test
    void combine_aWholeSharingOfSomebodyElse_isRefused() {
        // Enough consistent shares, made by an attacker who knows everything but the dealer's id.
        SecretSharing forged = SecretSharing.split("IBAN of the attacker".getBytes(StandardCharsets.US_ASCII), 3, 5);
        refused(sharing.id(), forged.shares());
    }

    @Test
    void combine_nothing_isRefused() {
        refused(sharing.id(), List.of());
    }

    @Test
    void combine_thresholdLowered_isRefused() {
        // Two colluding holders rewrite their shares to say that two are enough.
        for (int threshold = 1; threshold <= 5; threshold++) {
            byte claimed = (byte) threshold;
            List<SecretShare> lowered = shares.subList(0, 3).stream()
                    .map(share -> edited(share, bytes -> bytes[4] = claimed))
                    .toList();
            if (threshold != 3) {
                refused(sharing.id(), lowered);
                refused(sharing.id(), lowered.subList(0, 2));
            }
        }
    }

    @Test
    void combine_everyBitOfEveryShareFlipped_isRefusedAndNamed() {
        int malformed = 0;
        int named = 0;
        for (int at = 0; at < shares.size(); at++) {
            byte[] good = shares.get(at).encoded();
            for (int bit = 0; bit < 8 * good.length; bit++) {
                byte[] bad = good.clone();
                bad[bit / 8] ^= (byte) (1 << (bit % 8));
                SecretShare share;
                try {
                    share = SecretShare.decode(bad);
                } catch (MalformedException e) {
                    malformed++;
                    continue;
                }
                List<SecretShare> given = new ArrayList<>(shares);
                given.set(at, share);
                try (CombinedSecret combined = SecretSharing.combine(sharing.id(), given)) {
                    assertThat(combined.bytes())
                            .as("bit %d of share %d", bit, at + 1)
                            .isEqualTo(FIELD);
                    assertThat(combined.refused())
                            .as("bit %d of share %d", bit, at + 1)
                            .hasSize(1);
                    assertThat(combined.refused().get(0).position()).isEqualTo(at);
                    named++;
                }
                refused(sharing.id(), List.of(shares.get((at + 1) % 5), shares.get((at + 2) % 5), share));
            }
        }
        assertThat(malformed + named).isEqualTo(5 * 8 * shares.get(0).encoded().length);
        assertThat(named).isGreaterThan(malformed);
    }

    @Test
    void combine_valuesSwappedBetweenShares_areBothNamed() {
        byte[] first = shares.get(0).encoded();
        byte[] second = shares.get(1).encoded();
        List<SecretShare> given = List.of(
                SecretShare.decode(joined(first, second)),
                SecretShare.decode(joined(second, first)),
                shares.get(2),
                shares.get(3),
                shares.get(4));
        try (CombinedSecret combined = SecretSharing.combine(sharing.id(), given)) {
            assertThat(combined.bytes()).isEqualTo(FIELD);
            assertThat(combined.refused())
                    .containsExactly(
                            new RefusedShare(0, 1, RefusedShare.Reason.ALTERED),
                            new RefusedShare(1, 2, RefusedShare.Reason.ALTERED));
        }
    }

    private static byte[] joined(byte[] front, byte[] back) {
        byte[] joined = front.clone();
        int from = front.length - SecretShare.VALUE_BYTES;
        System.arraycopy(back, from, joined, from, SecretShare.VALUE_BYTES);
        return joined;
    }

    @Test
    void verify_eachShare_saysWhetherItIsTheDealers() {
        shares.forEach(share -> share.verify(sharing.id()));

        rejected(() -> altered(shares.get(0), -1).verify(sharing.id()));
        rejected(() -> withIndex(shares.get(0), 2).verify(sharing.id()));
        rejected(() -> SecretSharing.split(FIELD, 3, 5).shares().get(0).verify(sharing.id()));
    }

    // ---- dishonest dealers

    @Test
    void combine_dealerWhoseLastShareIsOffThePolynomial_isRefusedToEverySubset() {
        byte[][] coefficients = new byte[2][32];
        random.nextBytes(coefficients[0]);
        random.nextBytes(coefficients[1]);
        List<byte[]> values = new ArrayList<>();
        for (int index = 1; index <= 4; index++) {
            values.add(Gf256.evaluate(coefficients, index));
        }
        values.get(3)[0] ^= 1;
        try (SecretSharing.DerivedKeys keys = SecretSharing.DerivedKeys.of(coefficients[0])) {
            everyPairIsRefused(SecretSharing.deal(2, keys.commitment, keys.seal(FIELD), values));
        }
    }

    @Test
    void combine_dealerWithAHigherDegreeThanStated_isRefusedToEverySubset() {
        byte[][] coefficients = new byte[3][32];
        for (byte[] coefficient : coefficients) {
            random.nextBytes(coefficient);
        }
        List<byte[]> values = new ArrayList<>();
        for (int index = 1; index <= 4; index++) {
            values.add(Gf256.evaluate(coefficients, index));
        }
        try (SecretSharing.DerivedKeys keys = SecretSharing.DerivedKeys.of(coefficients[0])) {
            everyPairIsRefused(SecretSharing.deal(2, keys.commitment, keys.seal(FIELD), values));
        }
    }

    @Test
    void combine_dealerWhoSealedWithAnotherKeyOrCommittedToOne_isRefusedToEverySubset() {
        byte[][] coefficients = new byte[2][32];
        random.nextBytes(coefficients[0]);
        random.nextBytes(coefficients[1]);
        try (SecretSharing.DerivedKeys keys = SecretSharing.DerivedKeys.of(coefficients[0]);
                SecretSharing.DerivedKeys others = SecretSharing.DerivedKeys.of(coefficients[1])) {
            List<byte[]> values = new ArrayList<>();
            for (int index = 1; index <= 4; index++) {
                values.add(Gf256.evaluate(coefficients, index));
            }
            everyPairIsRefused(SecretSharing.deal(2, others.commitment, keys.seal(FIELD), values));
            everyPairIsRefused(SecretSharing.deal(2, keys.commitment, others.seal(FIELD), values));
            List<SecretShare> honest = SecretSharing.deal(2, keys.commitment, keys.seal(FIELD), values);
            assertThat(combined(honest.get(0).sharing(), honest.subList(1, 3))).isEqualTo(FIELD);
        }
    }

    private static void everyPairIsRefused(List<SecretShare> shares) {
        for (int first = 0; first < shares.size(); first++) {
            for (int second = first + 1; second < shares.size(); second++) {
                List<SecretShare> pair = List.of(shares.get(first), shares.get(second));
                assertThatThrownBy(() -> SecretSharing.combine(pair.get(0).sharing(), pair))
                        .isInstanceOf(RejectedException.class)
                        .hasMessageContaining("dealer");
            }
        }
    }

    // ---- encoding

    @Test
    void decode_whatWasEncoded_isTheSameShare() {
        for (SecretShare share : shares) {
            SecretShare read = SecretShare.decode(share.encoded());
            assertThat(read.encoded()).isEqualTo(share.encoded());
            assertThat(read.index()).isEqualTo(share.index());
            assertThat(read.threshold()).isEqualTo(3);
            assertThat(read.count()).isEqualTo(5);
            assertThat(read.sharing()).isEqualTo(sharing.id());
        }
        assertThat(shares).extracting(SecretShare::index).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void decode_cutOrExtendedAnywhere_isMalformed() {
        byte[] good = shares.get(0).encoded();
        for (int length = 0; length < good.length; length++) {
            malformed(Arrays.copyOf(good, length));
            malformed(Arrays.copyOfRange(good, good.length - length, good.length));
        }
        for (int more = 1; more <= 40; more++) {
            malformed(Arrays.copyOf(good, good.length + more));
        }
    }

    @Test
    void decode_eachFieldOutOfRange_isMalformed() {
        malformed(edit(bytes -> bytes[0] = 'c'));
        malformed(edit(bytes -> bytes[3] = 2));
        malformed(edit(bytes -> bytes[4] = 0));
        malformed(edit(bytes -> bytes[4] = 6));
        malformed(edit(bytes -> bytes[4] = (byte) 255));
        malformed(edit(bytes -> bytes[5] = 0));
        malformed(edit(bytes -> bytes[5] = 4));
        malformed(edit(bytes -> bytes[5] = (byte) 255));
        malformed(edit(bytes -> bytes[198] = (byte) 0x80));
        malformed(edit(bytes -> bytes[201]++));
        malformed(edit(bytes -> bytes[bytes.length - 33] = 0));
        malformed(edit(bytes -> bytes[bytes.length - 33] = 6));
        malformed(new byte[100_000]);
    }

    @Test
    void decode_sealedSecretLongerThanAllowed_isMalformed() {
        byte[] longest =
                SecretSharing.split(new byte[65_536], 1, 2).shares().get(0).encoded();
        byte[] longer = new byte[longest.length + 1];
        int sealed = 38 + 2 * 32;
        System.arraycopy(longest, 0, longer, 0, sealed + 4);
        longer[sealed + 3]++;
        longer[longer.length - 33] = 1;
        malformed(longer);
    }

    // ---- secrets in memory

    @Test
    void close_wipesAndEndsUse() {
        SecretShare decoded = SecretShare.decode(shares.get(0).encoded());
        CombinedSecret combined = SecretSharing.combine(sharing.id(), shares);
        sharing.close();
        combined.close();

        assertThatIllegalStateException().isThrownBy(() -> shares.get(0).encoded());
        assertThatIllegalStateException().isThrownBy(() -> SecretSharing.combine(sharing.id(), shares));
        assertThatIllegalStateException().isThrownBy(combined::bytes);
        // A holder's own copy lives on.
        decoded.verify(sharing.id());
    }

    @Test
    void toString_everyType_namesOnlyWhatIsPublic() {
        SecretShare share = shares.get(1);
        String value = HexFormat.of().formatHex(share.encoded()).substring(2 * (share.encoded().length - 32));
        try (CombinedSecret combined = SecretSharing.combine(sharing.id(), shares)) {
            assertThat(share.toString())
                    .contains("2 of 5", "threshold 3", sharing.id().toString());
            for (Object each : List.of(share, sharing, combined)) {
                assertThat(each.toString())
                        .doesNotContain(value, "IBAN", HexFormat.of().formatHex(FIELD));
            }
        }
    }

    // ---- steps

    private interface Edit {
        void apply(byte[] bytes);
    }

    private byte[] edit(Edit edit) {
        byte[] bytes = shares.get(0).encoded();
        edit.apply(bytes);
        return bytes;
    }

    private static SecretShare edited(SecretShare share, Edit edit) {
        byte[] bytes = share.encoded();
        edit.apply(bytes);
        return SecretShare.decode(bytes);
    }

    private static SecretShare altered(SecretShare share, int offsetFromEnd) {
        return edited(share, bytes -> bytes[bytes.length + offsetFromEnd] ^= 1);
    }

    private static SecretShare withIndex(SecretShare share, int index) {
        return edited(share, bytes -> bytes[bytes.length - 33] = (byte) index);
    }

    private static byte[] combined(SharingId id, List<SecretShare> given) {
        try (CombinedSecret combined = SecretSharing.combine(id, given)) {
            assertThat(combined.refused()).isEmpty();
            return combined.bytes();
        }
    }

    private static void refused(SharingId id, List<SecretShare> given) {
        rejected(() -> SecretSharing.combine(id, given));
    }

    private static void rejected(Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(RejectedException.Check.SHARE));
    }

    private static void malformed(byte[] bytes) {
        assertThatThrownBy(() -> SecretShare.decode(bytes)).isInstanceOf(MalformedException.class);
    }
}
