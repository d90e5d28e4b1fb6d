package network.cortensor.sdk.verify;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.verify.consensus.Suspicion;
import network.cortensor.sdk.verify.consensus.Suspicion.Kind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what one node cannot have from itself. The verdict does not depend on it: a copied commitment is invalid already, by
 * the address inside, and {@link CommitmentCheck} tells who copied from whom.
 */
final class CopyCheck {

    /**
     * The shortest sampled answer in characters that is not equal by chance: some hundred tokens. Even at temperature 0, 80
     * different completions were seen in 1,000 runs of one model, the first of them parting after about a hundred tokens.
     */
    static final int LEAST_CHARACTERS = 400;

    /** Below this temperature, sampling is as good as choosing the most probable token. */
    static final double LEAST_TEMPERATURE = 0.3;

    private CopyCheck() {}

    static List<Suspicion> among(TaskFacts facts, Collection<NodeSubmission> submissions, List<AnswerGroup> groups) {
        List<Suspicion> found = new ArrayList<>();
        Map<Object, Set<Address>> commitments = new LinkedHashMap<>();
        Map<String, Set<Address>> objects = new LinkedHashMap<>();
        for (NodeSubmission submission : submissions) {
            Hash precommit = submission.precommit();
            if (precommit != null) {
                add(commitments, precommit, submission.node());
            }
            String reveal = submission.reveal();
            if (reveal != null) {
                add(commitments, reveal, submission.node());
                objectOf(reveal).ifPresent(object -> add(objects, object, submission.node()));
            }
        }
        commitments.values().stream()
                .filter(nodes -> nodes.size() > 1)
                .distinct()
                .map(nodes -> new Suspicion(
                        Kind.EQUAL_COMMITMENT,
                        List.copyOf(nodes),
                        nodes.size() + " nodes share one commitment, which only its author can have made"))
                .forEach(found::add);
        objects.values().stream()
                .filter(nodes -> nodes.size() > 1)
                .map(nodes -> new Suspicion(
                        Kind.SAME_OBJECT,
                        List.copyOf(nodes),
                        nodes.size() + " nodes committed to one sealed object, which only its author can have sealed"))
                .forEach(found::add);
        if (facts.temperature() >= LEAST_TEMPERATURE) {
            groups.stream().flatMap(group -> copied(facts, group).stream()).forEach(found::add);
        }
        return found;
    }

    private static <K> void add(Map<K, Set<Address>> map, K key, Address node) {
        map.computeIfAbsent(key, any -> new TreeSet<>()).add(node);
    }

    private static Optional<String> objectOf(String reveal) {
        try {
            return Optional.of(ResultCommitment.parse(reveal).result());
        } catch (CryptoException e) {
            return Optional.empty(); // its finding says so
        }
    }

    private static Optional<Suspicion> copied(TaskFacts facts, AnswerGroup group) {
        int length = group.text().text().length();
        if (group.size() < 2 || length < LEAST_CHARACTERS) {
            return Optional.empty();
        }
        return Optional.of(new Suspicion(
                Kind.COPIED_ANSWER,
                group.nodes(),
                group.size() + " nodes gave one answer of " + length
                        + " characters letter by letter, sampled at temperature " + facts.temperature()
                        + ": copied, or drawn with a shared seed"));
    }
}
