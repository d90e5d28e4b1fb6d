package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReceiptTest {
    private static final List<ReceiptLog> LOGS =
            List.of(ReceiptLog.of(Address.decode(new byte[20]), List.of(Hash.keccak256(new byte[1])), new byte[3]));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 0x64, 0x65, 0x66, 0x68, 0x69, 0x6a, 0x78})
    void decode_typedReceipt_isAnEnvelope(int type) {
        Receipt receipt = Receipt.of(type, true, BigInteger.valueOf(21_000), LOGS);
        byte[] encoded = receipt.encoded();
        assertThat(encoded[0]).isEqualTo((byte) type);
        Receipt decoded = Receipt.decode(encoded);
        assertThat(decoded).isEqualTo(receipt);
        assertThat(decoded.type()).isEqualTo(type);
        assertThat(decoded.succeeded()).isTrue();
        assertThat(decoded.cumulativeGasUsed()).isEqualTo(21_000);
        assertThat(decoded.logs()).isEqualTo(LOGS);
    }

    @Test
    void decode_legacyReceipt_hasNoType() {
        Receipt receipt = Receipt.of(0, false, BigInteger.ONE, List.of());
        assertThat(Receipt.decode(receipt.encoded())).isEqualTo(receipt);
        assertThat(Receipt.decode(receipt.encoded()).succeeded()).isFalse();
    }

    @Test
    void decode_stateRootInPlaceOfTheStatus_saysNothingOfTheOutcome() {
        Receipt receipt =
                Receipt.decode(encoded(RlpBytes.view(new byte[32]), RlpBytes.ofNumber(1), bloom(), RlpList.of()));
        assertThatThrownBy(receipt::succeeded).isInstanceOf(LedgerEvidenceException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 0x63, 0x67, 0x6b, 0x79, 0x7e, 0x80, 0xbf})
    void decode_unknownType_isRefused(int type) {
        byte[] encoded = Receipt.of(1, true, BigInteger.ONE, LOGS).encoded();
        encoded[0] = (byte) type;
        assertThatThrownBy(() -> Receipt.decode(encoded)).isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void decode_anotherForm_isMalformed() {
        malformed(RlpBytes.view(new byte[] {2}), RlpBytes.ofNumber(1), bloom(), RlpList.of());
        malformed(RlpBytes.view(new byte[31]), RlpBytes.ofNumber(1), bloom(), RlpList.of());
        malformed(RlpBytes.ofNumber(1), RlpBytes.view(new byte[1]), bloom(), RlpList.of());
        malformed(RlpBytes.ofNumber(1), RlpBytes.view(new byte[9]), bloom(), RlpList.of());
        malformed(RlpBytes.ofNumber(1), RlpBytes.ofNumber(1), RlpBytes.view(new byte[255]), RlpList.of());
        malformed(RlpBytes.ofNumber(1), RlpBytes.ofNumber(1), bloom(), RlpBytes.EMPTY);
        malformed(RlpBytes.ofNumber(1), RlpBytes.ofNumber(1), bloom(), RlpList.of(), RlpBytes.EMPTY);
        malformed(RlpBytes.ofNumber(1), RlpBytes.ofNumber(1), bloom(), RlpList.of(RlpList.of()));
        RlpItem topic = RlpBytes.view(new byte[32]);
        RlpItem five = RlpList.of(topic, topic, topic, topic, topic);
        malformed(
                RlpBytes.ofNumber(1),
                RlpBytes.ofNumber(1),
                bloom(),
                RlpList.of(RlpList.of(RlpBytes.view(new byte[20]), five, RlpBytes.EMPTY)));
        assertThatThrownBy(() -> Receipt.decode(new byte[0])).isInstanceOf(MalformedEvidenceException.class);
        assertThatThrownBy(() -> Receipt.decode(new byte[] {0, (byte) 0xc0}))
                .isInstanceOf(MalformedEvidenceException.class);
    }

    @Test
    void check_bloomFilterThatIsNotOfTheLogs_isRefusedByPlace() {
        World world = World.random(new Random(7));
        List<Receipt> receipts = new ArrayList<>(world.receipts());
        receipts.set(
                3,
                Receipt.decode(encoded(RlpBytes.ofNumber(1), RlpBytes.ofNumber(1), bloomOf((byte) 1), RlpList.of())));
        assertThatThrownBy(() -> ReceiptsProof.check(world.header(), receipts))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("receipt 3: expected the bloom filter of its logs");
    }

    @Test
    void check_transactions_provesWhatLogsSayOfTheirs() {
        World world = World.random(new Random(9));
        BlockHeader header = world.header();
        assertThatThrownBy(() -> ReceiptsProof.check(header, world.receipts(), List.of()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("expected a transaction for each of 20 receipts, found 0");
        List<byte[]> others = world.receipts().stream().map(Receipt::encoded).toList();
        assertThatThrownBy(() -> ReceiptsProof.check(header, world.receipts(), others))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("of its transactions");
    }

    @Test
    void of_gasBeyond64Bits_isRefused() {
        assertThatThrownBy(() -> Receipt.of(0, true, BigInteger.ONE.shiftLeft(64), LOGS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void malformed(RlpItem... parts) {
        assertThatThrownBy(() -> Receipt.decode(encoded(parts))).isInstanceOf(MalformedEvidenceException.class);
    }

    private static byte[] encoded(RlpItem... parts) {
        return Rlp.encode(RlpList.of(parts));
    }

    private static RlpItem bloom() {
        return bloomOf((byte) 0);
    }

    private static RlpItem bloomOf(byte first) {
        byte[] bits = new byte[256];
        bits[0] = first;
        return RlpBytes.view(bits);
    }
}
