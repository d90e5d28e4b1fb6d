package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a receiver of a batch can rely on. Trees of every size are tested in {@code MerkleTreeTest}. */
class ReceiptBatchTest {

    private static final long CHAIN = 421614;

    private static List<byte[]> receipts(int size) {
        List<byte[]> receipts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            receipts.add(Hashes.keccak256(ByteBuffer.allocate(4).putInt(i).array()));
        }
        return receipts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 130})
    void verify_everyReceipt_holdsAfterTheWayOverBytes(int size) {
        List<byte[]> receipts = receipts(size);
        ReceiptBatch batch = ReceiptBatch.of(receipts);
        SignedBatch signed = SignedBatch.decode(batch.sign(Known.cow(), CHAIN).encoded());

        assertThat(signed.size()).isEqualTo(size);
        assertThat(signed.root()).isEqualTo(batch.root());
        for (int index = 0; index < size; index += 1 + size / 20) {
            InclusionProof proof = InclusionProof.decode(batch.proof(index).encoded());
            assertThat(proof).isEqualTo(batch.proof(index));
            signed.verify(receipts.get(index), proof, Known.COW, CHAIN);
        }
    }

    /** The type in a wallet's window and in a contract; computed with the general encoder. */
    @Test
    void sign_statement_isTheTypedDataOfTheSpecification() {
        ReceiptBatch batch = ReceiptBatch.of(receipts(5));
        TypedData statement = TypedData.of(
                TypedDomain.builder()
                        .name("Cortensor receipt batch")
                        .version("1")
                        .chainId(CHAIN)
                        .build(),
                StructTypes.builder()
                        .struct("ReceiptBatch", "uint64 size", "bytes32 root")
                        .build(),
                "ReceiptBatch",
                Map.of("size", 5, "root", batch.root()));

        assertThat(batch.sign(Known.cow(), CHAIN).encoded())
                .isEqualTo(AbiWords.concat(
                        AbiWords.uint64(1),
                        AbiWords.uint64(CHAIN),
                        AbiWords.uint64(5),
                        batch.root(),
                        statement.sign(Known.cow()).bytes()));
    }

    @Test
    void verify_otherReceiptIndexBatchChainOrIssuer_isRejected() {
        List<byte[]> receipts = receipts(6);
        ReceiptBatch batch = ReceiptBatch.of(receipts);
        SignedBatch signed = batch.sign(Known.cow(), CHAIN);
        WalletAddress stranger = WalletAddress.parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB");

        rejected(signed, receipts.get(1), batch.proof(0), Known.COW, CHAIN, "does not lead");
        rejected(signed, Hashes.keccak256(new byte[0]), batch.proof(0), Known.COW, CHAIN, "does not lead");
        rejected(signed, receipts.get(0), batch.proof(0), Known.COW, CHAIN + 1, "chain");
        rejected(signed, receipts.get(0), batch.proof(0), stranger, CHAIN, "not signed by");
        // The very same hashes lead to the root of a batch of five too, where the path has the same form.
        byte[] otherSize = batch.proof(0).encoded();
        otherSize[2 * AbiWords.SIZE - 1] = 5;
        rejected(signed, receipts.get(0), InclusionProof.decode(otherSize), Known.COW, CHAIN, "proof is for one of 5");
        rejected(signed, receipts.get(0), ReceiptBatch.of(receipts(7)).proof(0), Known.COW, CHAIN, "one of 7");
    }

    private static void rejected(
            SignedBatch signed, byte[] receipt, InclusionProof proof, WalletAddress issuer, long chain, String reason) {
        assertThatThrownBy(() -> signed.verify(receipt, proof, issuer, chain))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.RECEIPT_BATCH))
                .hasMessageContaining(reason);
    }

    /** Every bit of a signed batch is flipped: none of the results holds. */
    @Test
    void verify_everyBitOfTheBatchFlipped_isMalformedOrRejected() {
        List<byte[]> receipts = receipts(6);
        ReceiptBatch batch = ReceiptBatch.of(receipts);
        byte[] encoded = batch.sign(Known.cow(), CHAIN).encoded();
        for (int bit = 0; bit < 8 * encoded.length; bit++) {
            byte[] flipped = flipped(encoded, bit);
            assertThatThrownBy(
                            () -> SignedBatch.decode(flipped).verify(receipts.get(3), batch.proof(3), Known.COW, CHAIN))
                    .as("bit %d", bit)
                    .isInstanceOfAny(MalformedException.class, RejectedException.class);
        }
    }

    @Test
    void verify_everyBitOfTheProofFlipped_isMalformedOrRejected() {
        List<byte[]> receipts = receipts(6);
        ReceiptBatch batch = ReceiptBatch.of(receipts);
        SignedBatch signed = batch.sign(Known.cow(), CHAIN);
        byte[] encoded = batch.proof(3).encoded();
        for (int bit = 0; bit < 8 * encoded.length; bit++) {
            byte[] flipped = flipped(encoded, bit);
            assertThatThrownBy(() -> signed.verify(receipts.get(3), InclusionProof.decode(flipped), Known.COW, CHAIN))
                    .as("bit %d", bit)
                    .isInstanceOfAny(MalformedException.class, RejectedException.class);
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    @Test
    void decode_cutOrExtended_isMalformed() {
        ReceiptBatch batch = ReceiptBatch.of(receipts(6));
        byte[] signed = batch.sign(Known.cow(), CHAIN).encoded();
        byte[] proof = batch.proof(3).encoded();
        for (int length = 0; length <= proof.length + 64; length++) {
            byte[] other = Arrays.copyOf(proof, length);
            if (length != proof.length) {
                assertThatThrownBy(() -> InclusionProof.decode(other))
                        .as("%d bytes", length)
                        .isInstanceOf(MalformedException.class);
            }
        }
        for (int length : new int[] {0, signed.length - 1, signed.length + 1}) {
            assertThatThrownBy(() -> SignedBatch.decode(Arrays.copyOf(signed, length)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    /** The attack: a size that makes the reader allocate or loop. */
    @Test
    void decode_sizeOrIndexOutOfRange_isMalformed() {
        for (long size : new long[] {0, (1 << 20) + 1, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> InclusionProof.decode(
                            AbiWords.concat(AbiWords.uint64(1), AbiWords.uint64(size), AbiWords.uint64(0))))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("size");
        }
        assertThatThrownBy(() -> InclusionProof.decode(
                        AbiWords.concat(AbiWords.uint64(1), AbiWords.uint64(1), AbiWords.uint64(1))))
                .hasMessageContaining("index");
        assertThat(InclusionProof.decode(AbiWords.concat(AbiWords.uint64(1), AbiWords.uint64(1), AbiWords.uint64(0)))
                        .size())
                .isEqualTo(1);
    }

    @Test
    void of_noneDoubleOrOtherSizes_areRefused() {
        assertThatThrownBy(() -> ReceiptBatch.of(List.of())).hasMessageContaining("found 0");
        assertThatThrownBy(() -> ReceiptBatch.of(List.of(new byte[31]))).hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> ReceiptBatch.of(List.of(Known.repeated(1), Known.repeated(2), Known.repeated(1))))
                .hasMessageContaining("twice");
        ReceiptBatch batch = ReceiptBatch.of(receipts(3));
        assertThatThrownBy(() -> batch.proof(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.proof(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.sign(Known.cow(), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
