package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.ethereum.Secp256k1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Values that were computed by other implementations from public examples. */
public final class Known {

    /** The account of the EIP-712 example: its key is the Keccak-256 of "cow". */
    public static final WalletAddress COW = WalletAddress.parse("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826");

    /** The example identity of the age specification, whose secret is therefore no secret. */
    public static final String AGE_IDENTITY =
            "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR";

    /** The SHA-256 of its encoded recipient. */
    public static final KeyId AGE_KEY_ID =
            KeyId.parse("5056b0a336f9428f482bc9c6c51c0b3f679cf104a9024403fe74066b0eed5374");

    private Known() {}

    public static byte[] cowKey() {
        return Hashes.keccak256("cow".getBytes(StandardCharsets.US_ASCII));
    }

    public static Identity ageIdentity() {
        return Identity.parse(AGE_IDENTITY.toCharArray());
    }

    /** Signs as the account of the EIP-712 example. */
    public static WalletSigner cow() {
        return new WalletSigner() {
            @Override
            public WalletAddress address() {
                return COW;
            }

            @Override
            public WalletSignature sign(byte[] digest) {
                return Secp256k1.sign(cowKey(), Secp256k1.publicKey(cowKey()), digest);
            }
        };
    }

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    public static byte[] repeated(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
