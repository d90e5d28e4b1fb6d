package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.LogQuery;
import network.cortensor.sdk.staking.internal.abi.AbiEvent;
import network.cortensor.sdk.staking.internal.contract.BoundContract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Texts that a contract keeps the hash of and has written into its log: what the log says is taken for nothing unless it has
 * the hash, so it is as well known as the hash is.
 */
final class LoggedText {
    private LoggedText() {}

    /**
     * The text with a hash, which is the last value of one of the events in a block.
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
                    List<Object> values = event.decode(log.topics(), log.data());
                    String text = (String) values.get(values.size() - 1);
                    if (Hash.keccak256(text.getBytes(StandardCharsets.UTF_8)).equals(hash)) {
                        return text;
                    }
                }
            }
        }
        throw new LedgerEvidenceException("Log of block " + block + ": expected the " + what + " with the hash " + hash
                + ", found " + logs.size() + " logs without it");
    }
}
