package network.cortensor.sdk.verify;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.Comparison;
import network.cortensor.sdk.verify.compare.LayerFinding;
import network.cortensor.sdk.verify.compare.Sign;
import network.cortensor.sdk.verify.compare.TaskType;
import network.cortensor.sdk.verify.consensus.AgreementGraph;
import network.cortensor.sdk.verify.consensus.AgreementGraph.Cluster;
import network.cortensor.sdk.verify.consensus.AgreementGraph.Group;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import network.cortensor.sdk.verify.consensus.Vote;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The different answers of one task, put together by what they say, the camp with the most nodes first. Immutable.
 *
 * <p>Answers that nobody compared say different things when only equal ones count, and else nothing is known of them.
 */
final class Camps {

    private final List<AnswerGroup> groups;
    private final List<Cluster> clusters;
    private final @Nullable AgreementGraph graph;

    private Camps(List<AnswerGroup> groups, List<Cluster> clusters, @Nullable AgreementGraph graph) {
        this.groups = groups;
        this.clusters = clusters;
        this.graph = graph;
    }

    /** Only equal answers are one. Of equally frequent ones the first comes first. */
    static Camps ofEqual(List<AnswerGroup> groups) {
        List<Cluster> clusters = IntStream.range(0, groups.size())
                .mapToObj(group ->
                        new Cluster(group, List.of(group), groups.get(group).size()))
                .sorted(Comparator.comparingInt((Cluster cluster) -> -cluster.support()))
                .toList();
        return new Camps(groups, clusters, null);
    }

    /** Answers that a comparator calls the same are one. */
    static Camps compared(List<AnswerGroup> groups, TaskType type, AnswerComparator comparator) {
        if (groups.size() < 2) {
            return ofEqual(groups);
        }
        // Making an answer ready costs its length, so only those are that will be compared.
        Set<Integer> representatives = IntStream.range(0, groups.size())
                .boxed()
                .sorted(Comparator.comparingInt(group -> -groups.get(group).size()))
                .limit(AgreementGraph.MAX_REPRESENTATIVES)
                .collect(Collectors.toSet());
        List<Group> compared = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            String text = groups.get(group).text().text();
            boolean fits = representatives.contains(group) && text.length() <= AnswerText.MAX_CHARACTERS;
            compared.add(new Group(groups.get(group).size(), fits ? AnswerText.of(type, text) : null));
        }
        AgreementGraph graph = AgreementGraph.of(compared, comparator);
        return new Camps(groups, graph.clusters(), graph);
    }

    List<AnswerGroup> groups() {
        return groups;
    }

    /** Returns the camps by the numbers of their groups. */
    List<Cluster> clusters() {
        return clusters;
    }

    /** Returns what is said of two different answers. */
    Sign sign(int group, int other) {
        return graph == null ? Sign.DIFFERENT : graph.sign(group, other);
    }

    /** Returns the figures behind it, in the order of the layers, those that show a difference last. */
    List<Evidence> findings(int group, int other) {
        List<LayerFinding> found =
                between(group, other).map(Comparison::findings).orElse(List.of());
        return found.stream()
                .sorted(Comparator.comparing(finding -> finding.sign() == Sign.DIFFERENT))
                .map(Evidence::of)
                .toList();
    }

    double likeness(int group, int medoid) {
        return group == medoid
                ? 1
                : between(group, medoid).map(Comparison::probability).orElse(0.5);
    }

    private Optional<Comparison> between(int group, int other) {
        return graph == null ? Optional.empty() : graph.between(group, other);
    }

    /**
     * Returns the votes, camp by camp in the order of {@link #clusters()}.
     *
     * @param leading the camp beside which an answer has to say something else to count; -1 for all to count
     */
    List<List<Vote>> votes(int leading, ReputationBook reputations) {
        List<List<Vote>> votes = new ArrayList<>();
        for (int camp = 0; camp < clusters.size(); camp++) {
            Cluster cluster = clusters.get(camp);
            List<Vote> members = new ArrayList<>();
            for (int group : cluster.groups()) {
                if (leading < 0
                        || camp == leading
                        || sign(group, clusters.get(leading).medoid()) == Sign.DIFFERENT) {
                    double likeness = likeness(group, cluster.medoid());
                    for (Address node : groups.get(group).nodes()) {
                        members.add(new Vote(reputations.of(node), likeness));
                    }
                }
            }
            votes.add(members);
        }
        return votes;
    }

    /** Returns for each node its camp, the leading one being 0. */
    Map<Address, Integer> byNode(int leading) {
        Map<Address, Integer> byNode = new HashMap<>();
        for (int camp = 0; camp < clusters.size(); camp++) {
            int number = camp == leading ? 0 : camp < leading ? camp + 1 : camp;
            for (int group : clusters.get(camp).groups()) {
                groups.get(group).nodes().forEach(node -> byNode.put(node, number));
            }
        }
        return byNode;
    }
}
