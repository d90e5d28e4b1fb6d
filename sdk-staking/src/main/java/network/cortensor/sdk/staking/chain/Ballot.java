package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.RpcResult;
import network.cortensor.sdk.staking.internal.rpc.RpcServer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What endpoints say of one thing: who says what, and who says nothing, and why. Belongs to one thread.
 *
 * @param <T> what is asked for
 */
final class Ballot<T> {
    private final Electorate electorate;
    private final String attempt;
    private final Function<? super T, Hash> digest;
    private final int quorum;

    private final Map<Hash, Map<RpcServer, T>> votes = new LinkedHashMap<>();
    private final Map<RpcServer, Hash> unsound = new LinkedHashMap<>();
    private final Map<RpcServer, Failure> failures = new LinkedHashMap<>();
    private @Nullable LedgerEvidenceException firstUnsound;

    /**
     * One for which nobody has voted yet.
     *
     * @param attempt what it is for, as the start of a message
     * @param digest equal for values that say the same
     * @param quorum how many have to say the same
     */
    Ballot(Electorate electorate, String attempt, Function<? super T, Hash> digest, int quorum) {
        this.electorate = electorate;
        this.attempt = attempt;
        this.digest = digest;
        this.quorum = quorum;
    }

    /** Counts an answer, and returns whether it says something and contradicts none that came before. */
    boolean count(RpcServer server, Poll.Reader<T> reader, List<RpcResult> results) {
        try {
            Vote<T> vote = reader.read(server, results);
            if (vote instanceof Vote.For<T> said) {
                votes.computeIfAbsent(digestOf(said.value()), same -> new LinkedHashMap<>())
                        .put(server, said.value());
                return votes.size() == 1 && unsound.isEmpty();
            }
            if (vote instanceof Vote.Abstention<T> none) {
                failures.put(server, none.failure());
            }
        } catch (LedgerEvidenceException e) {
            unsound.put(server, Hash.keccak256(results.toString().getBytes(StandardCharsets.UTF_8)));
            if (firstUnsound == null) {
                firstUnsound = new LedgerEvidenceException(attempt + ": " + server.name() + ": " + e.getMessage(), e);
            }
        }
        return false;
    }

    /** Counts that a server gave no answer. */
    void failed(RpcServer server, Failure failure) {
        failures.put(server, failure);
    }

    /** With one endpoint there is nothing to compare. */
    private Hash digestOf(T value) {
        return electorate.size() == 1 ? Electorate.NOTHING : digest.apply(value);
    }

    /** How many have said something that holds together. */
    int said() {
        return votes.values().stream().mapToInt(Map::size).sum();
    }

    /** All that was said, alike or not. */
    List<T> values() {
        return votes.values().stream().flatMap(group -> group.values().stream()).toList();
    }

    /** Whether somebody said what does not hold together. */
    boolean isUnsound() {
        return !unsound.isEmpty();
    }

    /** What enough of them say; empty if too few say the same. */
    Optional<List<T>> agreed() {
        return votes.values().stream()
                .filter(group -> group.size() >= quorum)
                .findFirst()
                .map(group -> List.copyOf(group.values()));
    }

    /** Whether asking more of them changes nothing: enough say the same, or enough do not know it. */
    boolean isDecided() {
        return agreed().isPresent() || abstained(Failure.Kind.ABSENT) >= quorum;
    }

    /**
     * What enough of them say; empty if those who know it are too few, and with those who do not know it enough: they contradict
     * nobody, as they may be behind.
     *
     * @throws RuntimeException see {@link #refusal}, if too few have said anything, or they contradict each other
     */
    Optional<T> agreedOrAbsent() {
        Optional<T> agreed = agreed().map(values -> values.get(0));
        boolean notYet = abstained(Failure.Kind.ABSENT) > 0 && answered(Failure.Kind.ABSENT) >= quorum;
        if (agreed.isEmpty() && !notYet) {
            throw refusal();
        }
        return agreed;
    }

    /**
     * Whether enough of them are there, of whom too few have the same, or any: as where they are on different forks, or one is
     * ahead of the others and another one lies.
     */
    boolean isDivided() {
        return agreed().isEmpty() && said() + unsound.size() + abstained(Failure.Kind.UNKNOWN_BLOCK) >= quorum;
    }

    /** How many abstained for this reason. */
    long abstained(Failure.Kind kind) {
        return failures.values().stream()
                .filter(failure -> failure.kind() == kind)
                .count();
    }

    /** How many have said anything, abstentions for this reason included. */
    long answered(Failure.Kind abstention) {
        return said() + abstained(abstention);
    }

    /** Keeps what contradicts, and remembers who was outvoted. */
    void conclude() {
        record();
        if (agreed().isPresent()) {
            votes.values().stream()
                    .filter(group -> group.size() < quorum)
                    .forEach(group -> group.keySet().forEach(RpcServer::failed));
        }
    }

    /** Keeps what contradicts, and remembers who said what does not hold together. */
    void record() {
        if (votes.size() + unsound.size() > 1) {
            electorate.record(disagreement());
        }
        unsound.keySet().forEach(RpcServer::failed);
    }

    private Disagreement disagreement() {
        Map<String, Hash> answers = new LinkedHashMap<>();
        votes.forEach((said, group) -> group.keySet().forEach(server -> answers.put(server.name(), said)));
        unsound.forEach((server, said) -> answers.put(server.name(), said));
        return new Disagreement(Instant.now(), attempt, answers);
    }

    /**
     * Why there is no answer: {@link DisagreementException}, {@link LedgerEvidenceException}, {@link UnknownBlockException} or
     * {@link LedgerUnavailableException}.
     */
    RuntimeException refusal() {
        LedgerEvidenceException evidence = firstUnsound;
        if (votes.size() > 1 || (!votes.isEmpty() && evidence != null)) {
            return new DisagreementException(quorum, disagreement());
        }
        if (evidence != null) {
            return evidence;
        }
        String message = attempt + ": expected an answer of " + quorum + " of " + electorate.size()
                + (electorate.size() == 1 ? " endpoint" : " endpoints") + ", found " + found()
                + "; try again later, or add endpoints";
        boolean allBehind = !failures.isEmpty()
                && failures.values().stream().allMatch(failure -> failure.kind() == Failure.Kind.UNKNOWN_BLOCK);
        return allBehind ? new UnknownBlockException(message) : new LedgerUnavailableException(message);
    }

    private String found() {
        String failed = failures.entrySet().stream()
                .map(entry -> entry.getKey().name() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        List<String> parts = new ArrayList<>();
        if (said() > 0) {
            parts.add(said() + " that agree");
        }
        if (!failed.isEmpty()) {
            parts.add(failed);
        }
        return parts.isEmpty() ? "none" : String.join("; ", parts);
    }
}
