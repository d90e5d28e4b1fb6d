package network.cortensor.sdk.staking;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The round in which the validators of a task say of each accepted commit whether they accept it. It opens with the end of the
 * commit phase, in sessions that ask for validators, and closes with the last verdict or at its deadline. All of it is ours:
 * the interface of the network's module is not known [DOC2].
 *
 * <p>A miner is left unpaid if more than half of the task's validators reject it: who says nothing rejects nothing, so that a
 * single validator cannot take a miner's pay while others are silent.
 *
 * @param task the task
 * @param validators who judge: registered nodes that never had the task
 * @param miners whom they judge: those whose commits were accepted
 * @param verdicts what was said so far, by validator and then by miner; true accepts
 * @param deadline until when
 * @param closed whether it is over
 */
public record ValidationRound(
        TaskId task,
        List<Address> validators,
        List<Address> miners,
        Map<Address, Map<Address, Boolean>> verdicts,
        Instant deadline,
        boolean closed) {
    /** For how long a round is open. Ours: no client says a time. */
    public static final Duration TIME = Duration.ofSeconds(60);

    /** Copies the lists and maps. */
    public ValidationRound {
        validators = List.copyOf(validators);
        miners = List.copyOf(miners);
        Map<Address, Map<Address, Boolean>> copy = new LinkedHashMap<>();
        verdicts.forEach((validator, said) -> copy.put(validator, Map.copyOf(said)));
        verdicts = Collections.unmodifiableMap(copy);
    }

    /** Whether a validator has given its verdict on a miner. */
    public boolean hasJudged(Address validator, Address miner) {
        return verdicts.getOrDefault(validator, Map.of()).containsKey(miner);
    }

    /** The miners that are not rejected by more than half of the validators: whom the task pays if it closes with this. */
    public List<Address> accepted() {
        return miners.stream()
                .filter(miner -> 2 * rejections(miner) <= validators.size())
                .toList();
    }

    /** How many validators reject a miner. */
    public long rejections(Address miner) {
        return verdicts.values().stream()
                .filter(said -> !said.getOrDefault(miner, true))
                .count();
    }

    /** Whether each validator has judged each miner. */
    public boolean complete() {
        return validators.stream()
                .allMatch(validator -> miners.stream().allMatch(miner -> hasJudged(validator, miner)));
    }
}
