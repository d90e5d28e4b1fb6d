package network.cortensor.sdk.crypto.internal.ethereum;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.util.Pack;

import java.util.Arrays;

/**
 * scrypt with r = 1 for any n. The provider refuses n from 2^16 there, because RFC 7914 §2 does; but the example of the
 * Web3 Secret Storage Definition has n = 2^18, and geth and ethers read it. Reading only: this module never writes it.
 */
final class NarrowScrypt {

    private static final int WORDS = 32;
    private static final int HALF = WORDS / 2;
    private static final int BLOCK_BYTES = 4 * WORDS;

    private NarrowScrypt() {}

    static byte[] derive(byte[] password, byte[] salt, int n, int p, int size) {
        byte[] blocks = pbkdf2(password, salt, p * BLOCK_BYTES);
        int[] block = new int[WORDS];
        int[] memory = new int[n * WORDS];
        try {
            for (int i = 0; i < p; i++) {
                Pack.littleEndianToInt(blocks, i * BLOCK_BYTES, block);
                mix(block, memory, n);
                Pack.intToLittleEndian(block, blocks, i * BLOCK_BYTES);
            }
            return pbkdf2(password, blocks, size);
        } finally {
            Arrays.fill(blocks, (byte) 0);
            Arrays.fill(block, 0);
            Arrays.fill(memory, 0);
        }
    }

    /** RFC 7914 §5. */
    private static void mix(int[] block, int[] memory, int n) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(block, 0, memory, i * WORDS, WORDS);
            mixBlock(block);
        }
        for (int i = 0; i < n; i++) {
            int at = (block[HALF] & (n - 1)) * WORDS;
            for (int word = 0; word < WORDS; word++) {
                block[word] ^= memory[at + word];
            }
            mixBlock(block);
        }
    }

    /** RFC 7914 §4, with the two halves that a block has where r is 1. */
    private static void mixBlock(int[] block) {
        int[] x = Arrays.copyOfRange(block, HALF, WORDS);
        int[] mixed = new int[HALF];
        for (int half = 0; half < WORDS; half += HALF) {
            for (int word = 0; word < HALF; word++) {
                x[word] ^= block[half + word];
            }
            Salsa20Engine.salsaCore(8, x, mixed);
            System.arraycopy(mixed, 0, block, half, HALF);
            System.arraycopy(mixed, 0, x, 0, HALF);
        }
    }

    private static byte[] pbkdf2(byte[] password, byte[] salt, int size) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(SHA256Digest.newInstance());
        generator.init(password, salt, 1);
        return ((KeyParameter) generator.generateDerivedMacParameters(8 * size)).getKey();
    }
}
