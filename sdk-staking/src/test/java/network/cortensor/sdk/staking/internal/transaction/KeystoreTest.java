package network.cortensor.sdk.staking.internal.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeystoreTest {
    private static final int WALLETS = 7;
    private static final String SECRET = "c85ef7d79691fe79573b1a7064c19c1a9819ebdbd1faaab1a8ec92344438aaf4";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Written by ethers 6; the passphrase has a ligature that normal form KC takes apart. */
    private static final String LIGATURE = """
            {"address":"cd2a3d9f938e13cd947ec05abc7fe734df8dd826","id":"49e54b2f-4c68-4c4d-8a51-04291eab3ff7","version":3,
             "Crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"8af87ee0014ceb0cf5757859074e61cd"},
              "ciphertext":"140d4f1bfe188995e5be36d47949b5eff21365cb8f4e903ee49fc75571e009ab","kdf":"scrypt",
              "kdfparams":{"salt":"3ce0d7fa71b561bbf35d4135f9ab49f22679170633a48588a67425dfcbc2a09a","n":1024,"dklen":32,
               "p":1,"r":8},"mac":"92a3f31d0d24bbe3df1e9d627900c404780783b3334fd26a4a20d4d19253aada"}}
            """;

    @Test
    void open_walletsOfEthers_giveTheirKeys() throws IOException {
        int wallets = 0;
        try (InputStream in = new GZIPInputStream(
                Files.newInputStream(Peers.ethersTestcases(KeystoreTest.class, "wallets.json.gz")))) {
            for (JsonNode vector : new ObjectMapper().readTree(in)) {
                if (vector.get("type").textValue().equals("secret-storage")) {
                    Keystore keystore = Keystore.decode(
                            "Keystore", vector.get("json").textValue().getBytes(UTF_8));

                    assertThat(keystore.open(vector.get("password").textValue().toCharArray()))
                            .as(vector.get("name").textValue())
                            .isEqualTo(HexFormat.of()
                                    .parseHex(
                                            vector.get("privateKey").textValue().substring(2)));
                    wallets++;
                }
            }
        }
        System.out.println("wallets.json.gz of @ethersproject/testcases: " + wallets + " keystores opened");
        assertThat(wallets).isEqualTo(WALLETS);
    }

    @Test
    void open_passphraseInAnotherNormalForm_isTriedInBoth() {
        assertThat(decode(LIGATURE).open("\ufb01sh".toCharArray()))
                .isEqualTo(HexFormat.of().parseHex(SECRET));
        assertThat(decode(LIGATURE).open("fish".toCharArray()))
                .isEqualTo(HexFormat.of().parseHex(SECRET));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode(LIGATURE).open("\ud800".toCharArray()))
                .withMessageContaining("half a surrogate pair");
    }

    @Test
    void decode_withoutAddress_opensAllTheSame() {
        String json = LIGATURE.replace("\"address\":\"cd2a3d9f938e13cd947ec05abc7fe734df8dd826\",", "");

        assertThat(decode(json).open("fish".toCharArray()))
                .isEqualTo(HexFormat.of().parseHex(SECRET));
    }

    /** Whoever can write the file, but not read the key, makes funds go to an account of nobody. */
    @Test
    void open_anotherIv_isNoticedByTheAddress() {
        assertThatThrownBy(
                        () -> decode(LIGATURE.replace("8af87ee0", "9af87ee0")).open("fish".toCharArray()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("expected the key of 0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826, found another");
    }

    @ParameterizedTest
    @CsvSource({
        "cd2a3d9f,dd2a3d9f,expected the key of 0x",
        "140d4f1b,150d4f1b,expected the passphrase",
        "92a3f31d,82a3f31d,expected the passphrase",
        "3ce0d7fa,2ce0d7fa,expected the passphrase",
        "'\"n\":1024','\"n\":2048',expected the passphrase",
        "'\"r\":8','\"r\":4',expected the passphrase",
        "'\"p\":1','\"p\":2',expected the passphrase"
    })
    void open_alteredFile_isRefused(String from, String to, String message) {
        assertThatThrownBy(() -> decode(LIGATURE.replace(from, to)).open("fish".toCharArray()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"version\":3','\"version\":1',expected version 3",
        "'\"version\":3','\"version\":3,\"Version\":3',expected one member version",
        "'\"version\":3','\"version\":3,\"version\":3',expected JSON",
        "aes-128-ctr,aes-128-cbc,expected the cipher aes-128-ctr",
        "'\"scrypt\"','\"argon2\"',expected the kdf scrypt or pbkdf2",
        "'\"scrypt\"','\"pbkdf2\"',expected prf",
        "'\"dklen\":32','\"dklen\":16',expected a dklen of 32",
        "cd2a3d9f,cd2a3d,expected address as 20 bytes",
        "140d4f1b,140d4f1b00,expected ciphertext as 32 bytes",
        "8af87ee0,8af87e,expected iv as 16 bytes",
        "92a3f31d,92a3f31g,expected mac as 32 bytes",
        "'\"n\":1024','\"n\":1000',expected scrypt with n a power of two",
        "'\"n\":1024','\"n\":1',expected scrypt with n a power of two",
        "'\"n\":1024','\"n\":-1024',expected scrypt with n a power of two",
        "'\"n\":1024','\"n\":\"1024\"',expected n as a whole number",
        "'\"n\":1024','\"n\":1024.5',expected n as a whole number",
        "'\"n\":1024','\"n\":4294967296',expected n as a whole number",
        "'\"n\":1024','\"n\":524288',expected scrypt of at most 256 MiB",
        "'\"n\":1024','\"n\":1073741824',expected scrypt of at most 256 MiB",
        "'\"r\":8','\"r\":0',expected scrypt with n a power of two",
        "'\"r\":8','\"r\":2147483647',expected scrypt of at most 256 MiB",
        "'\"p\":1','\"p\":0',expected scrypt with n a power of two",
        "'\"p\":1','\"p\":2147483647',expected scrypt of at most 256 MiB",
        "'\"p\":1','\"p\":8192',expected scrypt of at most 256 MiB"
    })
    void decode_whatIsNoKeystore_isRefusedBeforeAnyWork(String from, String to, String message) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> decode(LIGATURE.replace(from, to)))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageStartingWith("Keystore: ")
                .hasMessageContaining(message);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
    }

    @Test
    void decode_pbkdf2WithoutEnd_isRefused() {
        String json = LIGATURE.replace("\"scrypt\"", "\"pbkdf2\"")
                .replace("\"n\":1024", "\"prf\":\"hmac-sha256\",\"c\":2147483647");

        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("expected pbkdf2 of 1 to 10000000 rounds");
    }

    @Test
    void decode_otherThings_areRefused() {
        for (String json : new String[] {"", "[]", "3", "{}", "null", "{\"version\":3}", "[".repeat(60_000)}) {
            assertThatThrownBy(() -> decode(json)).isInstanceOf(LedgerEvidenceException.class);
        }
        assertThatThrownBy(() -> decode(" ".repeat(64 * 1024) + LIGATURE))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("at most 65536 bytes");
    }

    private static Keystore decode(String json) {
        return Keystore.decode("Keystore", json.getBytes(UTF_8));
    }
}
