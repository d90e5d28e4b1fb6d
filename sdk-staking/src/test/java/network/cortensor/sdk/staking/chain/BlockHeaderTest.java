package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlockHeaderTest {
    private static final int FIELDS = 21;

    /** Of a field of so many bytes; 0 for numbers and for what has any length. */
    private static final int[] LENGTHS = {32, 32, 20, 32, 32, 32, 256, 0, 0, 0, 0, 0, 0, 32, 8, 0, 32, 0, 0, 32, 32};

    private static final int EXTRA_DATA = 12;

    /** Ethereum's first block: 15 fields, and a hash that everybody knows. */
    @Test
    void of_genesisOfEthereum_hasItsHash() {
        byte[] bloom = new byte[256];
        BlockHeader genesis = BlockHeader.of(List.of(
                new byte[32],
                hex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"),
                new byte[20],
                hex("d7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544"),
                hex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"),
                hex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"),
                bloom,
                hex("0400000000"),
                new byte[0],
                hex("1388"),
                new byte[0],
                new byte[0],
                hex("11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa"),
                new byte[32],
                hex("0000000000000042")));
        assertThat(genesis.hash())
                .isEqualTo(Hash.parse("0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3"));
        assertThat(genesis.number()).isZero();
        assertThat(genesis.timestamp()).isEqualTo(Instant.EPOCH);
        assertThat(genesis.baseFeePerGas()).isEmpty();
        assertThat(genesis.logsBloom()).isEqualTo(bloom);
        assertThat(BlockHeader.decode(genesis.rlp())).isEqualTo(genesis);
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 20, 21, 22, 30})
    void decode_fieldsOfAnyFork_takePartInTheHash(int count) {
        List<byte[]> fields = fields(count);
        BlockHeader header = BlockHeader.of(fields);
        byte[] rlp = Rlp.encode(RlpList.of(fields.stream().map(RlpBytes::view).toList()));
        assertThat(header.rlp()).isEqualTo(rlp);
        assertThat(header.hash()).isEqualTo(Hash.keccak256(rlp));
        assertThat(header.number()).isEqualTo(9);
        assertThat(header.parentHash()).isEqualTo(Hash.decode(fields.get(0)));
        assertThat(header.stateRoot()).isEqualTo(Hash.decode(fields.get(3)));
        assertThat(header.transactionsRoot()).isEqualTo(Hash.decode(fields.get(4)));
        assertThat(header.receiptsRoot()).isEqualTo(Hash.decode(fields.get(5)));
        assertThat(header.timestamp()).isEqualTo(Instant.ofEpochSecond(12));
        assertThat(header.extraData()).isEqualTo(fields.get(EXTRA_DATA));
        assertThat(header.baseFeePerGas().isPresent()).isEqualTo(count > 15);
        if (count > 15) {
            assertThat(header.baseFeePerGas()).contains(BigInteger.valueOf(16));
        }
        assertThat(BlockHeader.decode(rlp)).isEqualTo(header).hasSameHashCodeAs(header);
    }

    @Test
    void decode_fieldOfAnUnknownFork_mayBeAList() {
        List<RlpItem> items =
                new ArrayList<>(fields(FIELDS).stream().map(RlpBytes::view).toList());
        items.add(RlpList.of(RlpBytes.EMPTY));
        byte[] rlp = Rlp.encode(RlpList.of(items));
        assertThat(BlockHeader.decode(rlp).hash()).isEqualTo(Hash.keccak256(rlp));
    }

    @Test
    void of_eachKnownFieldCutOrExtended_isMalformed() {
        for (int i = 0; i < FIELDS; i++) {
            if (LENGTHS[i] > 0) {
                malformed(i, new byte[LENGTHS[i] - 1]);
                malformed(i, new byte[LENGTHS[i] + 1]);
                malformed(i, new byte[0]);
            } else if (i != EXTRA_DATA) {
                malformed(i, new byte[] {0});
                malformed(i, new byte[] {0, 1});
                byte[] long33 = new byte[33];
                Arrays.fill(long33, (byte) 1);
                malformed(i, long33);
            }
        }
        malformed(8, hex("8000000000000000"));
        malformed(11, hex("7fffffffffffffff"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 14, 65})
    void of_tooFewOrTooManyFields_isMalformed(int count) {
        List<byte[]> fields = fields(count);
        assertThatThrownBy(() -> BlockHeader.of(fields)).isInstanceOf(MalformedEvidenceException.class);
    }

    @Test
    void decode_noHeader_isMalformed() {
        for (byte[] bytes : List.of(new byte[0], new byte[1], new byte[1 << 17], hex("c0"), hex("f90224"))) {
            assertThatThrownBy(() -> BlockHeader.decode(bytes)).isInstanceOf(MalformedEvidenceException.class);
        }
        byte[] more = Arrays.copyOf(BlockHeader.of(fields(16)).rlp(), 600);
        assertThatThrownBy(() -> BlockHeader.decode(more)).isInstanceOf(MalformedEvidenceException.class);
    }

    @Test
    void decode_eachFieldAnother_hasAnotherHash() {
        Hash truth = BlockHeader.of(fields(24)).hash();
        for (int i = 0; i < 24; i++) {
            List<byte[]> fields = fields(24);
            fields.get(i)[0] ^= 0x40;
            assertThat(BlockHeader.of(fields).hash()).as("field %d", i).isNotEqualTo(truth);
        }
    }

    @Test
    void requireHash_another_isRefused() {
        BlockHeader header = BlockHeader.of(fields(16));
        assertThat(header.requireHash(header.hash())).isSameAs(header);
        assertThatThrownBy(() -> header.requireHash(header.parentHash()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("expected the hash " + header.parentHash() + ", found " + header.hash());
    }

    private static void malformed(int field, byte[] value) {
        List<byte[]> fields = fields(FIELDS);
        fields.set(field, value);
        assertThatThrownBy(() -> BlockHeader.of(fields))
                .as("field %d of %d bytes", field, value.length)
                .isInstanceOf(MalformedEvidenceException.class);
    }

    private static List<byte[]> fields(int count) {
        List<byte[]> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] field = new byte[i < FIELDS && LENGTHS[i] > 0 ? LENGTHS[i] : 1];
            Arrays.fill(field, (byte) (i + 1));
            fields.add(field);
        }
        return fields;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
