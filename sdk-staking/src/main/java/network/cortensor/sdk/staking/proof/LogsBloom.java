package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;

import java.util.Arrays;
import java.util.List;

/** The filter over the contracts and topics of logs: 2048 bits, of which each entry sets three (Yellow Paper, 4.3.1). */
final class LogsBloom {
    static final int LENGTH = 256;

    private static final int BITS_PER_ENTRY = 3;

    private final byte[] bits;

    private LogsBloom(byte[] bits) {
        this.bits = bits;
    }

    /** The filter of these logs. */
    static LogsBloom of(List<ReceiptLog> logs) {
        byte[] bits = new byte[LENGTH];
        for (ReceiptLog log : logs) {
            add(bits, log.address().bytes());
            for (Hash topic : log.topics()) {
                add(bits, topic.bytes());
            }
        }
        return new LogsBloom(bits);
    }

    /** The filter that a receipt or a header says it has. */
    static LogsBloom stated(byte[] bits) {
        return new LogsBloom(bits);
    }

    /** The filter of all that one of these is of. */
    static LogsBloom union(List<LogsBloom> blooms) {
        byte[] bits = new byte[LENGTH];
        for (LogsBloom bloom : blooms) {
            for (int i = 0; i < LENGTH; i++) {
                bits[i] |= bloom.bits[i];
            }
        }
        return new LogsBloom(bits);
    }

    RlpBytes rlp() {
        return RlpBytes.view(bits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogsBloom that && Arrays.equals(bits, that.bits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }

    private static void add(byte[] bits, byte[] entry) {
        byte[] hash = Hash.keccak256(entry).bytes();
        for (int i = 0; i < BITS_PER_ENTRY; i++) {
            int bit = ((hash[2 * i] & 7) << Byte.SIZE) | (hash[2 * i + 1] & 0xff);
            bits[LENGTH - 1 - bit / Byte.SIZE] |= (byte) (1 << (bit % Byte.SIZE));
        }
    }
}
