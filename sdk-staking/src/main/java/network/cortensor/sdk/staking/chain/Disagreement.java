package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;

import java.time.Instant;
import java.util.Map;

/**
 * Endpoints that contradicted each other: kept as evidence, also when the others outvoted them.
 *
 * @param at when, by this machine's clock
 * @param attempt what was asked, and of which block
 * @param answers Keccak-256 of what each endpoint answered, by the endpoint's name
 */
public record Disagreement(Instant at, String attempt, Map<String, Hash> answers) {
    /** Copies the map. */
    public Disagreement {
        answers = Map.copyOf(answers);
    }
}
