package network.cortensor.sdk.crypto.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.crypto.Known;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.Peers;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Seed;
import network.cortensor.sdk.crypto.WalletAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeystoreTest {

    /** The cases of {@code wallets.json.gz} by their type: keystores, and the wallets of a sale that are no keystores. */
    private static final Map<String, Integer> CASES = Map.of("crowdsale", 2, "secret-storage", 7);

    private static final char[] PASSWORD = "testpassword".toCharArray();
    private static final byte[] KEY = Known.hex("7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");
    private static final String ADDRESS = "008aeeda4d805471df9b2a5b0f38a0c3bcba786b";

    /** The two examples of the Web3 Secret Storage Definition. */
    private static final String PBKDF2 = keystore(
            "6087dab2f9fdbbfaddc31a909735c1e6",
            "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
            "pbkdf2",
            "\"c\":262144,\"dklen\":32,\"prf\":\"hmac-sha256\","
                    + "\"salt\":\"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd\"",
            "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2");

    private static final String SCRYPT = keystore(
            "83dbcc02d8ccb40e466191a123791e0e",
            "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
            "scrypt",
            "\"dklen\":32,\"n\":262144,\"r\":1,\"p\":8,"
                    + "\"salt\":\"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19\"",
            "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097");

    private static String keystore(String iv, String ciphertext, String kdf, String parameters, String mac) {
        return "{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"" + iv + "\"},\"ciphertext\":\""
                + ciphertext + "\",\"kdf\":\"" + kdf + "\",\"kdfparams\":{" + parameters + "},\"mac\":\"" + mac
                + "\"},\"id\":\"3198bc9c-6672-5ab3-d995-4942343ae5b6\",\"version\":3}";
    }

    private static byte[] open(String json, char[] password) {
        return Keystore.decode(json.getBytes(StandardCharsets.UTF_8)).open(password);
    }

    /** A keystore that opens fast; how hard a password is to guess is not what is tested here. */
    private static String quick(char[] password) {
        KeyDerivation derivation = KeyDerivation.Scrypt.of(Known.repeated(7), 16, 8, 1);
        return new String(Keystore.seal(KEY, derivation, password).encoded(), StandardCharsets.US_ASCII);
    }

    @Test
    void open_examplesOfTheDefinition_giveTheirKey() {
        assertThat(open(PBKDF2, PASSWORD)).isEqualTo(KEY);
        assertThat(open(SCRYPT, PASSWORD)).isEqualTo(KEY);
    }

    @Test
    void open_walletsOfEthers_giveTheirKeyAndTheirAddress() throws IOException {
        Map<String, Integer> cases = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(
                Files.newInputStream(Peers.ethersTestcases(KeystoreTest.class, "wallets.json.gz")))) {
            for (JsonNode wallet : new ObjectMapper().readTree(in)) {
                String type = wallet.get("type").textValue();
                cases.merge(type, 1, Integer::sum);
                String name = wallet.get("name").textValue();
                String json = wallet.get("json").textValue();
                if (type.equals("secret-storage")) {
                    byte[] key = open(json, wallet.get("password").textValue().toCharArray());
                    assertThat(key).as(name).isEqualTo(hex(wallet, "privateKey"));
                    assertThat(Secp256k1.address(Secp256k1.publicKey(key)))
                            .as(name)
                            .isEqualTo(WalletAddress.decode(hex(wallet, "address")));
                } else {
                    assertThatThrownBy(() -> open(json, PASSWORD))
                            .as("%s is no keystore", name)
                            .isInstanceOf(MalformedException.class);
                }
            }
        }
        System.out.println("wallets of @ethersproject/testcases: " + cases.get("secret-storage")
                + " keystores of version 3 opened, " + cases.get("crowdsale") + " of another format refused");
        assertThat(cases).isEqualTo(CASES);
    }

    private static byte[] hex(JsonNode wallet, String field) {
        return Known.hex(wallet.get(field).textValue().substring(2));
    }

    @Test
    void seal_bothDerivations_openAgainAndTheFormIsGeths() {
        for (KeyDerivation derivation : List.of(
                KeyDerivation.Scrypt.of(Known.repeated(7), 16, 8, 1), new KeyDerivation.Pbkdf2(Known.repeated(8), 3))) {
            String json = new String(Keystore.seal(KEY, derivation, PASSWORD).encoded(), StandardCharsets.US_ASCII);

            assertThat(json)
                    .matches("\\{\"address\":\"" + ADDRESS
                            + "\",\"crypto\":\\{\"cipher\":\"aes-128-ctr\",\"cipherparams\":\\{\"iv\":\"[0-9a-f]{32}\"},"
                            + "\"ciphertext\":\"[0-9a-f]{64}\",\"kdf\":\"[a-z0-9]+\",\"kdfparams\":\\{[^}]*},"
                            + "\"mac\":\"[0-9a-f]{64}\"},\"id\":\"[0-9a-f-]{36}\",\"version\":3}\n");
            assertThat(open(json, PASSWORD)).isEqualTo(KEY);
            assertThat(new String(
                            Keystore.decode(json.getBytes(StandardCharsets.US_ASCII))
                                    .encoded(),
                            StandardCharsets.US_ASCII))
                    .isEqualTo(json);
        }
    }

    /** The attack: two keystores of one password under one key stream give the XOR of the keys. */
    @Test
    void seal_again_sharesNoRandomNumber() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            JsonNode file = tree(quick(PASSWORD));
            assertThat(seen.add(file.at("/crypto/cipherparams/iv").textValue())).isTrue();
            assertThat(seen.add(file.at("/id").textValue())).isTrue();
        }
        assertThat(KeyDerivation.Scrypt.standard().json())
                .isNotEqualTo(KeyDerivation.Scrypt.standard().json());
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError("a keystore is no JSON", e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "testpassworD", "testpassword ", "testpasswor"})
    void open_wrongPassword_isRejected(String wrong) {
        rejected(quick(PASSWORD), wrong.toCharArray());
    }

    private static void rejected(String json, char[] password) {
        assertThatThrownBy(() -> open(json, password))
                .as(json)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.PASSWORD));
    }

    /** Every hexadecimal digit of every part that counts is changed; the key never comes out, and no other one either. */
    @ParameterizedTest
    @ValueSource(strings = {"address", "iv", "ciphertext", "salt", "mac"})
    void open_partAltered_isRejected(String part) {
        String json = quick(PASSWORD);
        int start = json.indexOf('"' + part + "\":\"") + part.length() + 4;
        int end = json.indexOf('"', start);
        for (int at = start; at < end; at++) {
            char other = json.charAt(at) == '0' ? '1' : '0';
            rejected(json.substring(0, at) + other + json.substring(at + 1), PASSWORD);
        }
    }

    @Test
    void open_parametersAltered_isRejected() {
        rejected(quick(PASSWORD).replace("\"n\":16", "\"n\":32"), PASSWORD);
        rejected(quick(PASSWORD).replace("\"r\":8", "\"r\":4"), PASSWORD);
        rejected(quick(PASSWORD).replace("\"p\":1", "\"p\":2"), PASSWORD);
        rejected(PBKDF2.replace("262144", "262143"), PASSWORD);
    }

    /** What the definition cannot prevent: its MAC leaves out the IV. With an address in the file it would be noticed. */
    @Test
    void open_ivAlteredWithoutAnAddress_isAnotherWallet() {
        String json = quick(PASSWORD).replace("\"address\":\"" + ADDRESS + "\",", "");
        int at = json.indexOf("\"iv\":\"") + 6;
        String altered = json.substring(0, at) + (json.charAt(at) == '0' ? '1' : '0') + json.substring(at + 1);

        assertThat(open(json, PASSWORD)).isEqualTo(KEY);
        assertThat(open(altered, PASSWORD)).isNotEqualTo(KEY);
    }

    static Stream<String> otherWritings() {
        return Stream.of(
                quick(PASSWORD).replace("\"crypto\"", "\"Crypto\""),
                quick(PASSWORD).replace("\"crypto\"", "\"CRYPTO\"").replace("\"version\"", "\"Version\""),
                quick(PASSWORD).replace("\"address\":\"", "\"address\":\"0x"),
                quick(PASSWORD).replace(ADDRESS, "008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b"),
                quick(PASSWORD)
                        .replace("{\"address\"", "{\"x-ethers\":{\"client\":\"x\",\"n\":[1.5,null]},\"address\""),
                quick(PASSWORD).replace("{\"address\"", "{\"x\":1e9999999999,\"y\":[-1e-9999999999],\"address\""),
                quick(PASSWORD).replace(",", " ,\n\t"));
    }

    @ParameterizedTest
    @MethodSource("otherWritings")
    void open_writtenAsOthersDo_givesTheKey(String json) {
        assertThat(open(json, PASSWORD)).isEqualTo(KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"version\":3|\"version\":1",
                "\"version\":3|\"version\":\"3\"",
                "\"version\":3|\"version\":3.0",
                "\"version\":3|\"version\":3,\"Version\":3",
                "\"version\":3|\"version\":3,\"version\":3",
                "\"version\":3}|\"version\":3} {}",
                "\"version\":3}|\"version\":3",
                "\"crypto\":|\"Crypto\":{},\"crypto\":",
                "\"crypto\":|\"krypto\":",
                "\"id\":\"|\"id\":\"x",
                "\"id\":|\"ident\":",
                "aes-128-ctr|aes-128-cbc",
                "aes-128-ctr|AES-128-CTR",
                "\"kdf\":\"scrypt\"|\"kdf\":\"argon2id\"",
                "\"kdf\":\"scrypt\"|\"kdf\":\"pbkdf2\"",
                "\"dklen\":32|\"dklen\":16",
                "\"dklen\":32|\"dklen\":64",
                "\"dklen\":32|\"dklen\":-1",
                "\"n\":16|\"n\":0",
                "\"n\":16|\"n\":1",
                "\"n\":16|\"n\":17",
                "\"n\":16|\"n\":16.0",
                "\"n\":16|\"n\":16e9999999999",
                "\"n\":16|\"n\":\"16\"",
                "\"n\":16|\"n\":-16",
                "\"n\":16|\"n\":18446744073709551632",
                "\"r\":8|\"r\":0",
                "\"p\":1|\"p\":0",
                "\"salt\":\"|\"salt\":\"0",
                "\"salt\":\"|\"salt\":\"0x",
                "\"salt\":\"|\"salts\":\"",
                "\"iv\":\"|\"iv\":\"00",
                "\"ciphertext\":\"|\"ciphertext\":\"00",
                "\"mac\":\"|\"mac\":\"00",
                "\"address\":\"|\"address\":\"00",
                "\"address\":\"|\"address\":\"zz",
            })
    void decode_broken_isMalformed(String written, String broken) {
        String json = quick(PASSWORD).replace(written, broken);
        assertThat(json).isNotEqualTo(quick(PASSWORD));
        assertThatThrownBy(() -> Keystore.decode(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    /** The attack: a file that takes all memory, or hours, before the password turns out to be wrong. */
    @ParameterizedTest
    @CsvSource({
        "2,2,32769",
        "524288,8,1",
        "262144,9,1",
        "262144,8,9",
        "2097152,2,1",
        "2,2097152,1",
        "2,1,16777216",
        "2,2,65536",
        "1073741824,1,1",
        "16,8,2097152"
    })
    void decode_scryptBeyondTheLimits_isMalformedAtOnce(int n, int r, int p) {
        String json = quick(PASSWORD).replace("\"n\":16,\"p\":1,\"r\":8", "\"n\":" + n + ",\"p\":" + p + ",\"r\":" + r);
        assertThat(json).contains("\"n\":" + n);
        assertThatThrownBy(() -> Keystore.decode(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void decode_scryptAtTheLimits_isAccepted() {
        for (String parameters : List.of("\"n\":262144,\"p\":8,\"r\":8", "\"n\":2097152,\"p\":8,\"r\":1")) {
            Keystore.decode(quick(PASSWORD)
                    .replace("\"n\":16,\"p\":1,\"r\":8", parameters)
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10000001", "4294967297"})
    void decode_roundsOutOfTheLimits_isMalformedAtOnce(String rounds) {
        byte[] json = PBKDF2.replace("262144", rounds).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Keystore.decode(json)).isInstanceOf(MalformedException.class);
    }

    @Test
    void decode_otherPrf_isMalformed() {
        byte[] json = PBKDF2.replace("hmac-sha256", "hmac-sha512").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Keystore.decode(json)).isInstanceOf(MalformedException.class);
    }

    /** Composed and decomposed letters, a ligature, and full-width digits: all have one normal form KC. */
    @Test
    void open_passwordTypedInAnotherForm_opensWhatWasWritten() {
        char[] composed = "gr\u00fc\u00dfe-fi-12".toCharArray();
        char[] decomposed = "gru\u0308\u00dfe-fi-12".toCharArray();
        char[] compatible = "gr\u00fc\u00dfe-\ufb01-\uff11\uff12".toCharArray();
        for (char[] written : List.of(composed, decomposed, compatible)) {
            String json = quick(written);
            for (char[] typed : List.of(composed, decomposed, compatible)) {
                assertThat(open(json, typed)).isEqualTo(KEY);
            }
            rejected(json, "gru\u00dfe-fi-12".toCharArray());
        }
    }

    /** geth writes what was typed, as it was typed. */
    @Test
    void open_fileOfAWriterThatDoesNotNormalise_opensWithWhatWasTypedThere() {
        char[] typed = "gru\u0308\u00dfe".toCharArray();
        String json = notNormalised("gru\u0308\u00dfe");

        assertThat(open(json, typed)).isEqualTo(KEY);
        rejected(json, "gr\u00fc\u00dfe".toCharArray());
    }

    private static String notNormalised(String password) {
        byte[] salt = Known.repeated(7);
        byte[] derived = KeyDerivation.Scrypt.of(salt, 16, 8, 1).derive(password.getBytes(StandardCharsets.UTF_8));
        return GethLike.keystore(KEY, derived, KeyDerivation.Scrypt.of(salt, 16, 8, 1));
    }

    @Test
    void open_passwordThatIsNoUnicode_isRefused() {
        assertThatThrownBy(() -> open(quick(PASSWORD), new char[] {'\ud800'}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }

    /** Whatever happens to the file, it opens to the key of its address or fails as declared. */
    @Test
    void decode_randomMutations_endInDeclaredExceptionsOnly() {
        Seed seed = Seed.of(KeystoreTest.class);
        Random random = seed.random();
        byte[] file = quick(PASSWORD).getBytes(StandardCharsets.US_ASCII);
        int opened = 0;
        int anonymous = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = file.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Keystore keystore = Keystore.decode(mutated);
                byte[] key = keystore.open(PASSWORD);
                if (keystore.address().isPresent()) {
                    assertThat(key).as("%s, round %d", seed, i).isEqualTo(KEY);
                    opened++;
                } else {
                    // Both the name of the address and the IV may have been hit; see the test of that.
                    anonymous++;
                }
            } catch (MalformedException e) {
                assertThat(e.getMessage()).as("%s, round %d", seed, i).startsWith("a ");
            } catch (RejectedException e) {
                assertThat(e.check()).as("%s, round %d", seed, i).isEqualTo(RejectedException.Check.PASSWORD);
            }
        }
        System.out.println("KeystoreTest: 20000 mutations, " + opened + " left the key as it was, " + anonymous
                + " took the address out of the file");
    }
}
