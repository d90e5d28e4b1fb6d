package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The expected values were computed with ethers 6, those of the mail example stand in EIP-712 too. */
class TypedDataTest {

    private static final long CHAIN = 421614;

    @Test
    void structHash_personsOfTheMailExample_areThoseOfTheEip() {
        assertThat(person("Cow", Known.COW))
                .isEqualTo(Known.hex("fc71e5fa27ff56c350aa531bc129ebdf613b772b6604664f5d8dbe21b85eb0c8"));
        assertThat(person("Bob", WalletAddress.parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB")))
                .isEqualTo(Known.hex("cd54f074a4af31b4411ff6a60c9719dbd559c221c8ac3492d9d872b041d703d1"));
    }

    private static byte[] person(String name, WalletAddress wallet) {
        return TypedData.builder("Person", "Ether Mail", "1", 1)
                .text("name", name)
                .address("wallet", wallet)
                .build()
                .structHash();
    }

    @Test
    void digest_everyType_isThatOfAnotherImplementation() {
        TypedData statement = statement("grüße", CHAIN);

        assertThat(statement.structHash())
                .isEqualTo(Known.hex("c02830a165425696eb52fa02e531441ebb4c3a8754b1219b3dfc513d802ff7e1"));
        assertThat(statement.digest())
                .isEqualTo(Known.hex("3832149d1825272688c529cc36a37f844d75ced27f7a445166e5cd368200588b"));
        assertThat(statement.sign(Known.cow()).bytes())
                .isEqualTo(Known.hex("6261480092177677e52f007cd4ca19bac452ec76b8e598384da79f923947e471"
                        + "72eb70971e8e0f793feb94dd6a5676f54961c729d95ea81289e3b46aa47bf457"
                        + "1c"));
    }

    @Test
    void digest_emptyList_isThatOfAnotherImplementation() {
        TypedData empty = TypedData.builder("S", "Example", "1", CHAIN)
                .bytes32List("list", List.of())
                .build();
        assertThat(empty.digest())
                .isEqualTo(Known.hex("c21ac92080e742e8128f6b45c8e15176c4110cb7114e8fe93c4d86f4ee73929c"));
    }

    @Test
    void sign_wallet_isTheSignatureThatAForeignSignerWouldGive() {
        try (Wallet wallet = Wallet.generate()) {
            TypedData statement = statement("grüße", CHAIN);
            WalletSignature signature = statement.sign(wallet);

            assertThat(statement.recover(signature)).isEqualTo(wallet.address());
            assertThat(statement.sign(signer(wallet.address(), wallet))).isEqualTo(signature);
        }
    }

    @Test
    void sign_foreignSignerWithAnotherKeyOrDigest_isRejected() {
        try (Wallet wallet = Wallet.generate()) {
            TypedData statement = statement("grüße", CHAIN);
            WalletSigner otherKey = signer(Known.COW, wallet);
            WalletSigner hashesAgain = new WalletSigner() {
                @Override
                public WalletAddress address() {
                    return wallet.address();
                }

                @Override
                public WalletSignature sign(byte[] digest) {
                    return wallet.sign(Hashes.keccak256(digest));
                }
            };
            for (WalletSigner wrong : List.of(otherKey, hashesAgain)) {
                assertThatThrownBy(() -> statement.sign(wrong))
                        .isInstanceOfSatisfying(
                                RejectedException.class,
                                e -> assertThat(e.check()).isEqualTo(RejectedException.Check.SIGNATURE));
            }
        }
    }

    private static WalletSigner signer(WalletAddress claimed, Wallet wallet) {
        return new WalletSigner() {
            @Override
            public WalletAddress address() {
                return claimed;
            }

            @Override
            public WalletSignature sign(byte[] digest) {
                return wallet.sign(digest);
            }
        };
    }

    @Test
    void recover_otherMessageOrChain_isAnotherAddress() {
        WalletSignature signature = statement("grüße", CHAIN).sign(Known.cow());

        assertThat(statement("grüße", CHAIN).recover(signature)).isEqualTo(Known.COW);
        assertThat(statement("gruesse", CHAIN).isSignedBy(Known.COW, signature)).isFalse();
        assertThat(statement("grüße", CHAIN + 1).isSignedBy(Known.COW, signature))
                .isFalse();
    }

    private static TypedData statement(String note, long chainId) {
        return TypedData.builder("Statement", "Example", "1", chainId)
                .uint64("count", 9_007_199_254_740_993L)
                .address("who", Known.COW)
                .bytes32("digest", Known.repeated(0x11))
                .text("note", note)
                .bytes32List("list", List.of(Known.repeated(0x11), Known.repeated(0x22)))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a,uint64 b", "a)", "ä", "a-b"})
    void build_nameThatCouldForgeAType_isRefused(String name) {
        assertThatThrownBy(() -> TypedData.builder(name, "Example", "1", 1))
                .isInstanceOf(IllegalArgumentException.class);
        TypedData.Builder builder = TypedData.builder("S", "Example", "1", 1);
        assertThatThrownBy(() -> builder.uint64(name, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void build_valuesOutOfRange_areRefused() {
        TypedData.Builder builder = TypedData.builder("S", "Example", "1", 1).uint64("n", 0);

        assertThatThrownBy(() -> builder.uint64("n", 1)).hasMessageContaining("two fields n");
        assertThatThrownBy(() -> builder.uint64("m", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.bytes32("b", new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.bytes32List("l", List.of(new byte[33])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.text("t", "\ud800")).hasMessageContaining("surrogate");
        assertThatThrownBy(() -> TypedData.builder("S", "Example", "1", 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TypedData.builder("S", "Example", "1", 1).build())
                .hasMessageContaining("no field");
    }
}
