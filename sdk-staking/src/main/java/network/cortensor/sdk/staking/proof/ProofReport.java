package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.BlockHeader;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a proof file proves, given that the block it builds on is on the chain: that is for the reader to find out.
 */
public final class ProofReport {
    private final ProofFile.Kind kind;
    private final BlockHeader block;
    private final Map<String, String> facts;

    ProofReport(ProofFile.Kind kind, BlockHeader block, Map<String, String> facts) {
        this.kind = kind;
        this.block = block;
        this.facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** What is proved. */
    public ProofFile.Kind kind() {
        return kind;
    }

    /** The block that all of it builds on; of a rollup, the one of the parent chain. */
    public Hash blockHash() {
        return block.hash();
    }

    /** Number of that block. */
    public long blockNumber() {
        return block.number();
    }

    /** What is proved, by its name and in order: for people to read. Amounts are in wei. */
    public Map<String, String> facts() {
        return facts;
    }

    /** One fact on each line. */
    @Override
    public String toString() {
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + ": " + fact.getValue())
                .collect(Collectors.joining("\n"));
    }
}
