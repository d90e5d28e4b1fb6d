package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransactionSignerTest {
    /** The key of the example in EIP-712, the hash of {@code cow}. */
    private static final String SECRET = "c85ef7d79691fe79573b1a7064c19c1a9819ebdbd1faaab1a8ec92344438aaf4";

    private static final Address ADDRESS = Address.parse("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826");
    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    /** Written by ethers 6, with less work than it does for real files. */
    private static final String KEYSTORE = """
            {"address":"cd2a3d9f938e13cd947ec05abc7fe734df8dd826","id":"d7c9f69a-ae19-4f1c-b9f1-ef0b9a5f74ec","version":3,
             "Crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"0dd211232e9da50a14c2cb749f6b48f6"},
              "ciphertext":"a98ac731738d7f3185a20fbb8b37da2be7ea8e791bad2f1fd992ecb9c169ef90","kdf":"scrypt",
              "kdfparams":{"salt":"9b87714744045e6de1d90357886c998ad3f5e77c89fe4b2d8e0a53a64f7e18cf","n":1024,"dklen":32,
               "p":1,"r":8},"mac":"fc683a520db7eed0046b424bea0b2a021a1f39d86cd75ec2237178d433b9c8d8"}}
            """;

    @TempDir
    private Path folder;

    @Test
    void ofKey_knownKey_signsForItsAddress() {
        try (TransactionSigner signer = TransactionSigner.ofKey(secret())) {
            assertThat(signer.address()).isEqualTo(ADDRESS);
            byte[] signature = signer.sign(Hash.keccak256(new byte[0]));

            assertThat(signature).hasSize(TransactionSigner.SIGNATURE_LENGTH);
            assertThat(signature[64]).isIn((byte) 27, (byte) 28);
            // RFC 6979: nothing random in it.
            assertThat(signer.sign(Hash.keccak256(new byte[0]))).isEqualTo(signature);
        }
    }

    @Test
    void ofKey_callersArray_isCopied() {
        byte[] secret = secret();
        TransactionSigner signer = TransactionSigner.ofKey(secret);
        byte[] before = signer.sign(Hash.keccak256(new byte[0]));
        Arrays.fill(secret, (byte) 0);

        assertThat(signer.sign(Hash.keccak256(new byte[0]))).isEqualTo(before);
        signer.close();
    }

    @Test
    void ofKey_whatIsNoKey_isRefusedWithoutShowingIt() {
        byte[] order = HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransactionSigner.ofKey(order))
                .withMessageContaining("out of this range")
                .withMessageNotContaining("ebaaedce");
        assertThatIllegalArgumentException().isThrownBy(() -> TransactionSigner.ofKey(new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> TransactionSigner.ofKey(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> TransactionSigner.ofKey(Arrays.copyOf(secret(), 33)));
        assertThatIllegalArgumentException().isThrownBy(() -> TransactionSigner.ofKey(new byte[0]));
    }

    @Test
    void toString_shows_theAddressOnly() {
        try (TransactionSigner signer = TransactionSigner.ofKey(secret())) {
            assertThat(signer).hasToString("TransactionSigner[" + ADDRESS + "]");
        }
    }

    @Test
    void sign_afterClose_isRefused() {
        TransactionSigner signer = TransactionSigner.ofKey(secret());
        signer.close();
        signer.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> signer.sign(Hash.keccak256(new byte[0])))
                .withMessageContaining(ADDRESS.toString());
        assertThat(signer.address()).isEqualTo(ADDRESS);
    }

    @Test
    void keystore_ofEthers_opens() throws IOException {
        char[] passphrase = PASSPHRASE.clone();
        try (TransactionSigner signer = TransactionSigner.keystore(file(KEYSTORE), passphrase);
                TransactionSigner same = TransactionSigner.ofKey(secret())) {
            Hash digest = Hash.keccak256(new byte[] {1});

            assertThat(signer.address()).isEqualTo(ADDRESS);
            assertThat(signer.sign(digest)).isEqualTo(same.sign(digest));
            assertThat(passphrase).isEqualTo(PASSPHRASE);
        }
    }

    @Test
    void keystore_wrongPassphrase_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> TransactionSigner.keystore(file(KEYSTORE), "wrong horse".toCharArray()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("key.json")
                .hasMessageContaining("expected the passphrase that opens it")
                .hasMessageNotContaining("horse");
    }

    @Test
    void keystore_thatIsNotThere_couldNotBeAsked() {
        assertThatThrownBy(() -> TransactionSigner.keystore(folder.resolve("none.json"), PASSPHRASE))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("none.json");
    }

    private Path file(String content) throws IOException {
        return Files.write(folder.resolve("key.json"), content.getBytes(UTF_8));
    }

    private static byte[] secret() {
        return HexFormat.of().parseHex(SECRET);
    }
}
