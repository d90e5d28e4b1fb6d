package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.LogQuery;
import network.cortensor.sdk.staking.internal.abi.AbiEvent;
import network.cortensor.sdk.staking.internal.contract.BoundContract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Texts that a contract keeps the hash of and has written into its log: what the log says is taken for nothing unless it has
 * the hash, so it is as well known as the hash is.
 */
final class LoggedText {
    private static final int WORD = 32;

    private LoggedText() {}

    /**
     * The text with a hash, which is the last value of one of the events in a block. Bytes in it that are no UTF-8 read as
     * U+FFFD: what others wrote beside it has to stay readable.
     *
     * @throws LedgerEvidenceException if no such log has it
     */
    static String find(BoundContract contract, long block, Hash hash, String what, String... events) {
        List<AbiEvent> declared = Stream.of(events).map(contract.abi()::event).toList();
        Set<Hash> topics = declared.stream().map(AbiEvent::topic).collect(Collectors.toUnmodifiableSet());
        List<ChainLog> logs = contract.chain().logs(new LogQuery(Set.of(contract.address()), topics, block, block));
        for (ChainLog log : logs) {
            for (AbiEvent event : declared) {
                if (!log.topics().isEmpty() && log.topics().get(0).equals(event.topic())) {
                    byte[] text = lastText(event, log);
                    if (Hash.keccak256(text).equals(hash)) {
                        return new String(text, StandardCharsets.UTF_8);
                    }
                }
            }
        }
        throw new LedgerEvidenceException("Log of block " + block + ": expected the " + what + " with the hash " + hash
                + ", found " + logs.size() + " logs without it");
    }

    /** As it was sent: the contract hashes bytes, and they need be no text. */
    private static byte[] lastText(AbiEvent event, ChainLog log) {
        byte[] data = log.data();
        List<Object> checked = event.decode(log.topics(), data);
        int inData = checked.size() - (log.topics().size() - 1);
        int start = number(data, (inData - 1) * WORD);
        return Arrays.copyOfRange(data, start + WORD, start + WORD + number(data, start));
    }

    /** A length or an offset within the data. */
    private static int number(byte[] data, int word) {
        return ByteBuffer.wrap(data).getInt(word + WORD - Integer.BYTES);
    }
}
