package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The expected values were computed with ethers 6; that of "Some data" stands in the web3.js documentation too. */
class PersonalMessageTest {

    @ParameterizedTest
    @CsvSource({
        "Some data,1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655",
        "hello world,d9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68",
        "'',5f35dce98ba4fba25530a026ed80b2cecdaa31091ba4958b99b52ea1d068adad",
        "grüße 🙂,c00fa3599aad5a4a72f631de8380a3101206f5025d76ec71b70637962bdac71b",
        "0x1234,088c70f4a0e94d341cd3100ca998ff87d69afc9d638ca43483f3cccafec99e93",
    })
    void digest_text_isThatOfAnotherImplementation(String text, String digest) {
        assertThat(PersonalMessage.of(text).digest()).isEqualTo(Known.hex(digest));
        assertThat(PersonalMessage.of(text.getBytes(StandardCharsets.UTF_8)).digest())
                .isEqualTo(Known.hex(digest));
    }

    @Test
    void digest_everyByte_isThatOfAnotherImplementation() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(PersonalMessage.of(bytes).digest())
                .isEqualTo(Known.hex("60d850d8cb3b6e69bd77dc3309f91a02ce92ce3d55caec8bcf9be08c0aac3b35"));
    }

    @Test
    void sign_text_isTheSignatureOfAnotherImplementation() {
        WalletSignature signature = PersonalMessage.of("grüße 🙂").sign(Known.cow());

        assertThat(signature.bytes())
                .isEqualTo(Known.hex("b2e412c65d8c25f2ba2c3e19dd0ca33b4cc062cc05dab978e5e96f5a4a0a640f"
                        + "2ef404c01595bd2630a66effff0b2ad9959daccd6977f33ebe108b17dd540173"
                        + "1c"));
    }

    @Test
    void recover_signatureOfTheDocumentation_isItsAccount() {
        WalletSignature signature =
                WalletSignature.decode(Known.hex("b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
                        + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a029"
                        + "1c"));

        assertThat(PersonalMessage.of("Some data").recover(signature))
                .isEqualTo(WalletAddress.parse("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"));
    }

    @Test
    void recover_otherMessage_isAnotherAddress() {
        WalletSignature signature = PersonalMessage.of("pay 1").sign(Known.cow());

        assertThat(PersonalMessage.of("pay 1").recover(signature)).isEqualTo(Known.COW);
        assertThat(PersonalMessage.of("pay 10").recover(signature)).isNotEqualTo(Known.COW);
        assertThat(PersonalMessage.of("pay 1 ").recover(signature)).isNotEqualTo(Known.COW);
    }

    /** The attack: have a person sign a harmless text whose bytes are typed data. The prefix makes it another digest. */
    @Test
    void digest_bytesThatAreTypedData_isNotItsDigest() {
        TypedData typed =
                TypedData.builder("S", "Example", "1", 1).uint64("n", 1).build();
        assertThat(PersonalMessage.of(typed.digest()).digest()).isNotEqualTo(typed.digest());
    }

    @Test
    void sign_foreignSignerOfAnotherKey_isRejected() {
        try (Wallet wallet = Wallet.generate()) {
            WalletSigner impostor = new WalletSigner() {
                @Override
                public WalletAddress address() {
                    return Known.COW;
                }

                @Override
                public WalletSignature sign(byte[] digest) {
                    return wallet.sign(digest);
                }
            };
            assertThatThrownBy(() -> PersonalMessage.of("text").sign(impostor))
                    .isInstanceOfSatisfying(
                            RejectedException.class,
                            e -> assertThat(e.check()).isEqualTo(RejectedException.Check.SIGNATURE));
        }
    }

    @Test
    void of_loneSurrogate_isRefused() {
        assertThatThrownBy(() -> PersonalMessage.of("a\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }
}
