package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.Known;
import network.cortensor.sdk.crypto.Seed;
import network.cortensor.sdk.crypto.WalletSignature;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class Secp256k1Test {

    private final byte[] privateKey = Known.cowKey();
    private final ECPoint publicKey = Secp256k1.publicKey(privateKey);

    @Test
    void address_ofAKnownKey_isItsAddress() {
        assertThat(Secp256k1.address(publicKey)).isEqualTo(Known.COW);
    }

    @Test
    void sign_randomDigests_bothParitiesOccurAndEachRecovers() {
        Seed seed = Seed.of(Secp256k1Test.class);
        Random random = seed.random();
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            byte[] digest = new byte[32];
            random.nextBytes(digest);
            WalletSignature signature = Secp256k1.sign(privateKey, publicKey, digest);

            assertThat(signature.recover(digest)).as("%s, round %d", seed, i).isEqualTo(Known.COW);
            seen.add((int) signature.bytes()[64]);
        }
        assertThat(seen).as("%s", seed).containsExactly(27, 28);
    }

    /** Zero, the order, and more than the order: what RFC 6979 and verification reduce. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void sign_digestThatHasToBeReduced_recovers(String digest) {
        byte[] bytes = Known.hex(digest);
        assertThat(Secp256k1.sign(privateKey, publicKey, bytes).recover(bytes)).isEqualTo(Known.COW);
    }

    /** Stands for every fault while signing: the numbers that came out do not fit the key of the wallet. */
    @Test
    void sign_everyBitOfTheKeyFlippedOnTheWay_releasesNothing() {
        for (int bit = 0; bit < 256; bit++) {
            byte[] faulty = privateKey.clone();
            faulty[bit / 8] ^= (byte) (1 << bit % 8);
            if (Secp256k1.isScalar(faulty)) {
                assertThatThrownBy(() -> Secp256k1.sign(faulty, publicKey, new byte[32]))
                        .as("bit %d", bit)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("not released")
                        .hasMessageNotContaining(HexFormat.of().formatHex(Arrays.copyOf(faulty, 8)));
            }
        }
    }
}
