package network.cortensor.sdk.staking.proof;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.internal.trie.TrieProof;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Proofs as clients answer them. {@code Anvil.json} is what anvil 1.7.1 said of the block in which it had deployed {@code
 * Shapes.sol} of the storage layout's test.
 */
class AccountProofTest {
    private static final Hash ZERO = Hash.decode(new byte[32]);

    private final World world = World.random(new Random(5));
    private JsonNode anvil = Vectors.json("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    @BeforeEach
    void readAnvil() throws IOException {
        try (InputStream in = Objects.requireNonNull(AccountProofTest.class.getResourceAsStream("Anvil.json"))) {
            anvil = Vectors.json(in.readAllBytes());
        }
    }

    @Test
    void check_answersOfAnvil_hold() {
        BlockHeader header = Vectors.header(anvil.get("block"));
        assertThat(header.hash()).hasToString(anvil.get("block").get("hash").asText());

        ProvenAccount contract =
                AccountProof.parse(anvil.get("contract").toString()).check(header);
        assertThat(contract.exists()).isTrue();
        assertThat(contract.slots()).hasSize(3);
        List<Hash> values = contract.slots().stream().map(contract::value).toList();
        assertThat(values.get(1)).isEqualTo(Hash.parse("0x" + "0".repeat(56) + "deadbeef"));
        assertThat(values.get(2)).isEqualTo(ZERO);

        ProvenAccount nobody =
                AccountProof.parse(anvil.get("nobody").toString()).check(header);
        assertThat(nobody.exists()).isFalse();
        assertThat(nobody.value(nobody.slots().iterator().next())).isEqualTo(ZERO);

        ProvenAccount account =
                AccountProof.parse(anvil.get("account").toString()).check(header);
        assertThat(account.exists()).isTrue();
        assertThat(account.nonce()).isEqualTo(1);
        assertThat(account.storageHash()).isEqualTo(TrieProof.EMPTY_ROOT);
    }

    @Test
    void check_receiptsOfAnvil_hold() {
        BlockHeader header = Vectors.header(anvil.get("block"));
        List<Receipt> receipts = List.of(Vectors.receipt(anvil.get("receipts").get(0)));
        assertThat(ReceiptsProof.check(header, receipts).logs()).isEmpty();
    }

    @Test
    void check_accountAndSlots_areWhatTheStateHolds() {
        ProvenAccount somebody = world.somebody().check(world.header());
        assertThat(somebody.exists()).isTrue();
        assertThat(somebody.nonce()).isEqualTo(7);
        assertThat(somebody.balance()).isEqualTo(BigInteger.TEN);
        assertThat(somebody.stateRoot()).isEqualTo(world.header().stateRoot());
        assertThat(world.contract().check(world.header()).slots()).hasSize(3);
        assertThat(world.nobody().check(world.header()).exists()).isFalse();
    }

    @Test
    void check_accountThatIsNotThere_maySayThatItsHashesAreZero() {
        AccountProof nobody = world.nobody();
        AccountProof zeros = AccountProof.builder(nobody.account(), nobody.nodes())
                .claim(0, BigInteger.ZERO, ZERO, ZERO)
                .build();
        assertThat(zeros.check(world.header()).codeHash()).isEqualTo(Hash.keccak256(new byte[0]));
        AccountProof somebody = world.somebody();
        AccountProof lie = AccountProof.builder(somebody.account(), somebody.nodes())
                .claim(7, BigInteger.TEN, ZERO, ZERO)
                .build();
        assertThatThrownBy(() -> lie.check(world.header())).isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void check_claimThatIsNotProved_isRefusedByName() {
        AccountProof truth = world.somebody();
        Hash none = Hash.keccak256(new byte[0]);
        refused(truth, 8, BigInteger.TEN, TrieProof.EMPTY_ROOT, none, "nonce: expected 7, found 8");
        refused(truth, 7, BigInteger.ONE, TrieProof.EMPTY_ROOT, none, "balance: expected 10, found 1");
        refused(truth, 7, BigInteger.TEN, none, none, "storage hash: expected");
        refused(truth, 7, BigInteger.TEN, TrieProof.EMPTY_ROOT, ZERO, "code hash: expected");
    }

    @Test
    void check_zeroWithoutProofOfAbsence_isRefused() {
        AccountProof contract = world.contract();
        Hash slot = contract.slots().iterator().next();
        AccountProof zero = AccountProof.builder(contract.account(), contract.nodes())
                .slot(slot, ZERO, List.of())
                .build();
        assertThatThrownBy(() -> zero.check(world.header()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("found the end of the proof");
    }

    @Test
    void requireAbout_anotherAccountOrSlots_isRefused() {
        AccountProof proof = world.contract();
        assertThat(proof.requireAbout(proof.account(), proof.slots())).isSameAs(proof);
        Address other = world.somebody().account();
        assertThatThrownBy(() -> proof.requireAbout(other, proof.slots())).isInstanceOf(LedgerEvidenceException.class);
        assertThatThrownBy(() -> proof.requireAbout(proof.account(), Set.of(ZERO)))
                .isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void slot_twice_isRefused() {
        AccountProof.Builder builder =
                AccountProof.builder(world.somebody().account(), List.of()).slot(ZERO, ZERO, List.of());
        assertThatThrownBy(() -> builder.slot(ZERO, ZERO, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{",
                "null",
                "{}{}",
                "{\"address\":1}",
                "{\"address\":\"0x12\"}",
                "{\"address\":\"0x1212121212121212121212121212121212121212\",\"accountProof\":{}}",
                "{\"address\":\"0x1212121212121212121212121212121212121212\",\"accountProof\":[1],\"storageProof\":[]}",
                "{\"address\":\"0x1212121212121212121212121212121212121212\",\"accountProof\":[\"0x1\"],\"storageProof\":[]}",
                "{\"address\":\"0x1212121212121212121212121212121212121212\",\"accountProof\":[],\"storageProof\":[1]}",
                "{\"address\":\"0x1212121212121212121212121212121212121212\",\"accountProof\":[],\"storageProof\":[],"
                        + "\"nonce\":\"0x00\"}"
            })
    void parse_anotherForm_isMalformed(String json) {
        assertThatThrownBy(() -> AccountProof.parse(json)).isInstanceOf(MalformedEvidenceException.class);
    }

    private void refused(AccountProof truth, long nonce, BigInteger balance, Hash storage, Hash code, String message) {
        AccountProof lie = AccountProof.builder(truth.account(), truth.nodes())
                .claim(nonce, balance, storage, code)
                .build();
        assertThatThrownBy(() -> lie.check(world.header()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining(message);
    }
}
