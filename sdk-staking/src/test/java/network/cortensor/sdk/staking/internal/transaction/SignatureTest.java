package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.Seeds;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What signers answer that are broken or hostile. */
class SignatureTest {
    private static final TransactionSigner HONEST = TransactionSigner.ofKey(key("honest"));
    private static final TransactionSigner OTHER = TransactionSigner.ofKey(key("other"));
    private static final Hash DIGEST = Hash.keccak256("digest".getBytes(UTF_8));
    private static final byte[] ANSWER = HONEST.sign(DIGEST);

    @Test
    void by_honestSigner_isItsSignature() {
        Signature signature = Signature.by(HONEST, DIGEST);
        byte[] bytes = ANSWER;

        assertThat(signature.r().bytes()).isEqualTo(Arrays.copyOf(bytes, 32));
        assertThat(signature.s().bytes()).isEqualTo(Arrays.copyOfRange(bytes, 32, 64));
        assertThat(signature.v()).isEqualTo(bytes[64]).isEqualTo(27 + signature.yParity());
    }

    @Test
    void by_signerWithAnotherKey_isRefused() {
        assertRefused(
                bytes -> OTHER.sign(DIGEST), "expected a signature of this account, found one of " + OTHER.address());
    }

    @Test
    void by_signerOfAnotherDigest_isRefused() {
        assertRefused(bytes -> HONEST.sign(Hash.keccak256(new byte[0])), "expected a signature of this account");
    }

    @Test
    void by_malleatedSignature_isRefused() {
        assertRefused(SignatureTest::malleated, "s of at most half the order (EIP-2)");
    }

    @Test
    void by_flippedParity_isRefused() {
        assertRefused(
                bytes -> {
                    bytes[64] ^= 27 ^ 28;
                    return bytes;
                },
                "expected a signature of this account");
    }

    @Test
    void by_parityOfOtherConventions_isRefused() {
        for (int v : new int[] {0, 1, 26, 29, 37, 255}) {
            assertRefused(
                    bytes -> {
                        bytes[64] = (byte) v;
                        return bytes;
                    },
                    "expected a v of 27 or 28, found " + v);
        }
    }

    @Test
    void by_wrongLength_isRefused() {
        assertRefused(bytes -> Arrays.copyOf(bytes, 64), "expected 65 bytes, found 64 bytes");
        assertRefused(bytes -> Arrays.copyOf(bytes, 66), "found 66 bytes");
        assertRefused(bytes -> new byte[0], "found 0 bytes");
    }

    @Test
    void by_numbersOutOfRange_isRefused() {
        assertRefused(bytes -> filled(bytes, 0, (byte) 0), "r and s from 1 to the order");
        assertRefused(bytes -> filled(bytes, 32, (byte) 0), "r and s from 1 to the order");
        assertRefused(bytes -> filled(bytes, 0, (byte) 0xff), "r and s from 1 to the order");
        assertRefused(bytes -> filled(bytes, 32, (byte) 0xff), "s of at most half the order");
    }

    @Test
    void by_anyFlippedBit_isRefused() {
        for (int bit = 0; bit < 8 * TransactionSigner.SIGNATURE_LENGTH; bit++) {
            int flipped = bit;
            assertRefused(
                    bytes -> {
                        bytes[flipped / 8] ^= (byte) (1 << flipped % 8);
                        return bytes;
                    },
                    "Answer of the signer of " + HONEST.address());
        }
    }

    @Test
    void by_garbage_isRefused() {
        long seed = Seeds.next("SignatureTest");
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] garbage = new byte[65];
            random.nextBytes(garbage);
            // Else most of it would fail for its form.
            garbage[32] &= 0x7f;
            garbage[64] = (byte) (27 + random.nextInt(2));
            assertRefused(bytes -> garbage, "nothing was sent");
        }
    }

    @Test
    void by_signatureThatRecoversToAnyKey_isOfNobody() {
        // r of no point of the curve: 5 is the least x that has no y.
        byte[] bytes = new byte[65];
        bytes[31] = 5;
        bytes[63] = 1;
        bytes[64] = 27;
        assertRefused(honest -> bytes, "one that no key can make");
    }

    @Test
    void signTransaction_lyingSigner_isRefused() {
        DynamicFeeTransaction transaction = DynamicFeeTransaction.builder(1, 0).build();

        assertThatThrownBy(() -> transaction.sign(new LyingSigner(HONEST.address(), new byte[65])))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("nothing was sent");
    }

    private static void assertRefused(UnaryOperator<byte[]> lie, String message) {
        TransactionSigner liar = new LyingSigner(HONEST.address(), lie.apply(ANSWER.clone()));
        assertThatThrownBy(() -> Signature.by(liar, DIGEST))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining(message);
    }

    private static byte[] malleated(byte[] bytes) {
        BigInteger s = Web3jCrypto.ORDER.subtract(new BigInteger(1, bytes, 32, 32));
        byte[] high = filled(bytes, 32, (byte) 0);
        byte[] number = s.toByteArray();
        System.arraycopy(number, number.length - 32, high, 32, 32);
        high[64] ^= 27 ^ 28;
        return high;
    }

    private static byte[] filled(byte[] bytes, int at, byte value) {
        Arrays.fill(bytes, at, at + 32, value);
        return bytes;
    }

    private static byte[] key(String name) {
        return Hash.keccak256(name.getBytes(UTF_8)).bytes();
    }
}
