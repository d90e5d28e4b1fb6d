package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A receipt as a block's receipts root holds it: outcome, gas used so far in the block, bloom filter and logs (Yellow Paper,
 * 4.3.1; EIP-658). One of a typed transaction has the type before it (EIP-2718).
 *
 * <p>Types are 0 (legacy), 1 (EIP-2930), 2 (EIP-1559), 3 (EIP-4844), 4 (EIP-7702), and those of Arbitrum Nitro, whose receipts
 * have the same parts: 0x64 to 0x66, 0x68 to 0x6a and 0x78 [K]. Any other type is refused: what its receipts hold is
 * unknown.
 *
 * <p>Immutable. Equal to a receipt of the same bytes.
 */
public final class Receipt {
    private static final int LEGACY = 0;

    private static final Set<Integer> TYPES = Set.of(LEGACY, 1, 2, 3, 4, 0x64, 0x65, 0x66, 0x68, 0x69, 0x6a, 0x78);

    /** Bytes from here on begin an RLP list, so they are no type (EIP-2718). */
    private static final int FIRST_OF_A_LIST = 0xc0;

    private final int type;
    private final RlpBytes outcome;
    private final BigInteger cumulativeGasUsed;
    private final LogsBloom statedBloom;
    private final LogsBloom bloom;
    private final List<ReceiptLog> logs;
    private final byte[] encoded;

    private Receipt(
            int type,
            RlpBytes outcome,
            BigInteger cumulativeGasUsed,
            LogsBloom statedBloom,
            LogsBloom bloom,
            List<ReceiptLog> logs,
            byte[] encoded) {
        this.type = type;
        this.outcome = outcome;
        this.cumulativeGasUsed = cumulativeGasUsed;
        this.statedBloom = statedBloom;
        this.bloom = bloom;
        this.logs = logs;
        this.encoded = encoded;
    }

    /**
     * A receipt of these parts, with the bloom filter of its logs.
     *
     * @param type of the transaction
     * @param succeeded whether it did what it was to do (EIP-658)
     * @param cumulativeGasUsed units of gas of this and all transactions before it in the block
     * @param logs in order; copied
     * @throws LedgerEvidenceException if the type is unknown
     * @throws IllegalArgumentException if the gas is negative or needs more than 64 bits
     */
    public static Receipt of(int type, boolean succeeded, BigInteger cumulativeGasUsed, List<ReceiptLog> logs) {
        requireKnown(type);
        if (cumulativeGasUsed.signum() < 0 || cumulativeGasUsed.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException("Receipt: expected gas of 0 to 2^64 - 1, found " + cumulativeGasUsed);
        }
        List<ReceiptLog> copy = List.copyOf(logs);
        RlpBytes outcome = RlpBytes.ofNumber(succeeded ? 1 : 0);
        LogsBloom bloom = LogsBloom.of(copy);
        RlpList parts = RlpList.of(
                outcome,
                RlpBytes.ofNumber(cumulativeGasUsed),
                bloom.rlp(),
                RlpList.of(copy.stream().map(ReceiptLog::rlp).toList()));
        byte[] encoded = Rlp.encode(parts, type == LEGACY ? 0 : 1);
        if (type != LEGACY) {
            encoded[0] = (byte) type;
        }
        return new Receipt(type, outcome, cumulativeGasUsed, bloom, bloom, copy, encoded);
    }

    /**
     * Reads a receipt as the receipts root holds it. The bytes are copied.
     *
     * @throws MalformedEvidenceException if it is in no form of a receipt
     * @throws LedgerEvidenceException if its type is unknown
     */
    public static Receipt decode(byte[] encoded) {
        byte[] copy = encoded.clone();
        boolean typed = copy.length > 0 && (copy[0] & 0xff) < FIRST_OF_A_LIST;
        int type = typed ? copy[0] & 0xff : LEGACY;
        if (typed && type == LEGACY) {
            throw new MalformedEvidenceException("Receipt: expected no type before a legacy one, found 0");
        }
        requireKnown(type);
        RlpList parts =
                Rlp.decode("Receipt", copy, typed ? 1 : 0).asList("Receipt").ofSize("Receipt", 4);
        RlpBytes stated = parts.get(2).asBytes("Receipt, bloom");
        stated.requireLength("Receipt, bloom", LogsBloom.LENGTH);
        List<ReceiptLog> logs = parts.get(3).asList("Receipt, logs").items().stream()
                .map(ReceiptLog::read)
                .toList();
        return new Receipt(
                type,
                outcome(type, parts.get(0)),
                parts.get(1).asBytes("Receipt, gas").number("Receipt, gas", Long.BYTES),
                LogsBloom.stated(stated.bytes()),
                LogsBloom.of(logs),
                logs,
                copy);
    }

    /** One, nothing for zero, or, from before EIP-658 and so before there were types, a state root. */
    private static RlpBytes outcome(int type, RlpItem item) {
        RlpBytes outcome = item.asBytes("Receipt, status");
        boolean status = outcome.isEmpty() || (outcome.length() == 1 && outcome.at(0) == 1);
        if (!status && !(type == LEGACY && outcome.length() == Hash.LENGTH)) {
            throw new MalformedEvidenceException(
                    "Receipt, status: expected 0 or 1, found " + outcome.length() + " bytes of another form");
        }
        return outcome;
    }

    private static void requireKnown(int type) {
        if (!TYPES.contains(type)) {
            throw new LedgerEvidenceException("Receipt: expected a type whose receipts are known, found 0x"
                    + Integer.toHexString(type) + "; the receipts of its block cannot be checked");
        }
    }

    /** Type of the transaction; 0 for a legacy one. */
    public int type() {
        return type;
    }

    /**
     * Whether the transaction did what it was to do.
     *
     * @throws LedgerEvidenceException if the receipt is from before EIP-658 and does not say
     */
    public boolean succeeded() {
        if (outcome.length() == Hash.LENGTH) {
            throw new LedgerEvidenceException(
                    "Receipt: expected a status, found a state root; receipts from before EIP-658 do not tell");
        }
        return !outcome.isEmpty();
    }

    /** Units of gas of this and all transactions before it in the block. */
    public BigInteger cumulativeGasUsed() {
        return cumulativeGasUsed;
    }

    /** What the transaction's contracts wrote, in order. */
    public List<ReceiptLog> logs() {
        return logs;
    }

    /** The receipt as the receipts root holds it; a new array each time. */
    public byte[] encoded() {
        return encoded.clone();
    }

    byte[] sharedEncoded() {
        return encoded;
    }

    LogsBloom bloom() {
        return bloom;
    }

    boolean statesItsBloom() {
        return bloom.equals(statedBloom);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Receipt that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    /** Type and number of logs. */
    @Override
    public String toString() {
        return "Receipt[type " + type + ", " + logs.size() + " logs]";
    }
}
