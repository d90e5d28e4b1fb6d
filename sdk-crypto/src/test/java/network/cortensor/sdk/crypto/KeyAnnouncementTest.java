package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyAnnouncementTest {

    private static final Instant FROM = Instant.ofEpochSecond(1_900_000_000L);
    private static final Instant UNTIL = Instant.ofEpochSecond(1_900_086_400L);

    private final Recipient key = Known.ageIdentity().recipient();
    private final KeyAnnouncement first = KeyAnnouncement.begin(Known.cow(), 421614, key, 2, FROM, UNTIL);

    /** The digest and the signature were computed with ethers 6. */
    @Test
    void decode_fixedValues_hasTheDigestAndSignatureOfAnotherImplementation() {
        byte[] encoded = AbiWords.concat(
                AbiWords.uint64(1),
                AbiWords.uint64(421614),
                AbiWords.address(Known.COW),
                AbiWords.uint64(0x647a_0001_0003L),
                Known.AGE_KEY_ID.bytes(),
                AbiWords.uint64(3),
                AbiWords.uint64(1_900_000_000L),
                AbiWords.uint64(1_900_086_400L),
                Known.repeated(0x11),
                Known.hex("a847b96e3d2cf3634f15fe96a6770180a620fdad895508835a0712545bfe26b7"
                        + "3d914d0fdfa5de300216a03deee515568a444d225de72c4588e1c7e7a1523dca"
                        + "1c"));
        KeyAnnouncement announcement = KeyAnnouncement.decode(encoded);

        assertThat(announcement.hash())
                .isEqualTo(Known.hex("353ef27ac6ddf15616756ce23ff6a28256b74ea6c78f2bd39e3b0ea931d49bcd"));
        assertThat(announcement.previous()).contains(Known.repeated(0x11));
        assertThat(announcement.encoded()).isEqualTo(encoded).hasSize(353);
    }

    @Test
    void parse_itsOwnText_isEqualAndSaysTheSame() {
        KeyAnnouncement copy = KeyAnnouncement.parse(first.text());

        assertThat(first.text()).hasSize(471);
        assertThat(copy).isEqualTo(first).hasSameHashCodeAs(first);
        assertThat(copy.chainId()).isEqualTo(421614);
        assertThat(copy.node()).isEqualTo(Known.COW);
        assertThat(copy.keyId()).isEqualTo(Known.AGE_KEY_ID);
        assertThat(copy.epoch()).isEqualTo(2);
        assertThat(copy.validFrom()).isEqualTo(FROM);
        assertThat(copy.validUntil()).isEqualTo(UNTIL);
        assertThat(copy.previous()).isEmpty();
    }

    @Test
    void begin_withPrevious_namesItsHash() {
        KeyAnnouncement second = first.next(Known.cow(), key, FROM, UNTIL);
        assertThat(second.previous()).contains(first.hash());
    }

    @Test
    void decode_anyBitFlipped_isMalformedOrRejected() {
        byte[] good = first.encoded();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> KeyAnnouncement.decode(bad))
                    .as("bit " + bit)
                    .isInstanceOfAny(MalformedException.class, RejectedException.class);
        }
    }

    @Test
    void decode_otherSizes_areMalformed() {
        for (int size : new int[] {0, 288, 352, 354}) {
            assertThatThrownBy(() -> KeyAnnouncement.decode(Arrays.copyOf(first.encoded(), size)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void decode_signedByAnotherWallet_isRejected() {
        byte[] forged = first.encoded();
        try (Wallet stranger = Wallet.generate()) {
            System.arraycopy(stranger.sign(first.hash()).bytes(), 0, forged, 288, 65);
        }
        assertThatThrownBy(() -> KeyAnnouncement.decode(forged))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.ANNOUNCEMENT_SIGNATURE));
    }

    @Test
    void decode_downgradeToAnotherSuite_isUnsupported() {
        byte[] downgraded = first.encoded();
        // The word of the suite ends with KEM, KDF and AEAD; 0x0020 is X25519 alone.
        int suite = 4 * 32 - 6;
        downgraded[suite] = 0x00;
        downgraded[suite + 1] = 0x20;
        assertThatThrownBy(() -> KeyAnnouncement.decode(downgraded))
                .hasMessageContaining("0x0020")
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.UNSUPPORTED_SUITE));
    }

    @Test
    void parse_otherTexts_areMalformed() {
        for (String bad : List.of("", first.text() + "=", first.text() + "A", " " + first.text(), "+" + first.text())) {
            assertThatThrownBy(() -> KeyAnnouncement.parse(bad)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void begin_valuesOutOfRange_areRefused() {
        refused(0, 1, FROM, UNTIL);
        refused(1, -1, FROM, UNTIL);
        refused(1, 1, UNTIL, UNTIL);
        refused(1, 1, UNTIL, FROM);
        refused(1, 1, FROM.plusNanos(1), UNTIL);
        refused(1, 1, FROM, UNTIL.plusNanos(1));
        refused(1, 1, Instant.EPOCH, UNTIL);
        refused(1, 1, FROM, Instant.MAX);
    }

    private void refused(long chainId, long epoch, Instant from, Instant until) {
        assertThatThrownBy(() -> KeyAnnouncement.begin(Known.cow(), chainId, key, epoch, from, until))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void next_walletOfAnotherNode_isRefused() {
        try (Wallet other = Wallet.generate()) {
            assertThatThrownBy(() -> first.next(other, key, FROM, UNTIL)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void next_afterTheLastEpoch_isRefused() {
        KeyAnnouncement last = KeyAnnouncement.begin(Known.cow(), 421614, key, Long.MAX_VALUE, FROM, UNTIL);

        assertThatThrownBy(() -> last.next(Known.cow(), key, FROM, UNTIL)).isInstanceOf(IllegalStateException.class);
    }
}
