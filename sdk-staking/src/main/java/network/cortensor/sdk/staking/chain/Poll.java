package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.Deadline;
import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.Hex;
import network.cortensor.sdk.staking.internal.rpc.Question;
import network.cortensor.sdk.staking.internal.rpc.Reply;
import network.cortensor.sdk.staking.internal.rpc.Round;
import network.cortensor.sdk.staking.internal.rpc.RpcError;
import network.cortensor.sdk.staking.internal.rpc.RpcRequest;
import network.cortensor.sdk.staking.internal.rpc.RpcResult;
import network.cortensor.sdk.staking.internal.rpc.RpcServer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One question put to endpoints until enough of them say the same.
 *
 * <p>As many as have to agree are asked first. Whenever one fails, is late, abstains or contradicts another, one more is asked.
 * Belongs to one thread, and to one question.
 *
 * @param <T> what is asked for
 */
final class Poll<T> {
    /** The share of the deadline after which somebody else is asked too. */
    private static final int PATIENCE = 4;

    private static final RpcRequest CHAIN_ID = RpcRequest.of("eth_chainId");

    private final Electorate electorate;
    private final String attempt;
    private final Question question;
    private final Reader<T> reader;
    private final Function<? super T, Hash> digest;
    private final Deadline deadline;
    private final int quorum;

    private final Set<RpcServer> asked = new LinkedHashSet<>();
    private final Map<Hash, Map<RpcServer, T>> votes = new LinkedHashMap<>();
    private final Map<RpcServer, Hash> unsound = new LinkedHashMap<>();
    private final Map<RpcServer, Failure> failures = new LinkedHashMap<>();
    private @Nullable LedgerEvidenceException firstUnsound;

    /** Judges an answer. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads the results, one for each request of the question.
         *
         * @throws LedgerEvidenceException if they do not hold together
         */
        Vote<T> read(RpcServer server, List<RpcResult> results);
    }

    /** Judges a result. */
    @FunctionalInterface
    interface Form<T> {
        /**
         * Reads the result.
         *
         * @throws LedgerEvidenceException if it does not hold together
         */
        Vote<T> read(RpcServer server, JsonNode json);
    }

    /**
     * What enough endpoints say.
     *
     * @param values what each of them says; alike in what was compared
     * @param asked how many were asked
     */
    record Agreed<T>(List<T> values, int asked) {
        T value() {
            return values.get(0);
        }

        Assurance assurance(BlockHeader block) {
            return Assurance.said(values.size(), asked, block.number(), block.hash());
        }
    }

    /**
     * A question that nobody was asked yet.
     *
     * @param attempt what it is for, as the start of a message
     * @param digest equal for values that say the same
     * @param quorum how many have to say the same
     */
    Poll(
            Electorate electorate,
            String attempt,
            Question question,
            Reader<T> reader,
            Function<? super T, Hash> digest,
            int quorum,
            Deadline deadline) {
        this.electorate = electorate;
        this.attempt = attempt;
        this.question = question;
        this.reader = reader;
        this.digest = digest;
        this.quorum = quorum;
        this.deadline = deadline;
    }

    /**
     * Asks until enough say the same.
     *
     * @throws DisagreementException if endpoints contradict each other and too few agree
     * @throws LedgerEvidenceException if no answer holds together
     * @throws UnknownBlockException if too few have the block
     * @throws LedgerUnavailableException if too few answer, or this thread is interrupted
     */
    Agreed<T> agree() {
        return tryAgree().orElseThrow(this::refusal);
    }

    /** As {@link #agree}, but empty if too few say the same; {@link #refusal} then says why. */
    Optional<Agreed<T>> tryAgree() {
        Deque<RpcServer> next = new ArrayDeque<>(electorate.inTurn());
        try (Round round = round()) {
            for (int count = 0; count < quorum; count++) {
                ask(round, next);
            }
            while (!round.open().isEmpty()) {
                Optional<Reply> reply = round.next(patience());
                boolean fine = reply.isPresent() && heard(reply.get());
                Optional<Agreed<T>> agreed = agreed();
                if (agreed.isPresent() || abstained(Failure.Kind.ABSENT) >= quorum) {
                    conclude(agreed);
                    return agreed;
                }
                if (reply.isEmpty()) {
                    round.open().forEach(RpcServer::failed);
                }
                if (!fine || round.open().isEmpty()) {
                    ask(round, next);
                }
            }
        }
        conclude(Optional.empty());
        return Optional.empty();
    }

    /**
     * Asks all at once and takes what comes; does not wait for those that have lately been late once enough have answered.
     *
     * @return one value for each endpoint that has one; at least as many as the quorum
     * @throws LedgerEvidenceException as {@link #agree}
     * @throws LedgerUnavailableException as {@link #agree}
     */
    List<T> gather() {
        Deque<RpcServer> next = new ArrayDeque<>(electorate.inTurn());
        try (Round round = round()) {
            while (!next.isEmpty()) {
                ask(round, next);
            }
            while (!round.open().isEmpty() && !(said() >= quorum && allTroubled(round.open()))) {
                Optional<Reply> reply = round.next(patience());
                reply.ifPresent(this::heard);
                if (reply.isEmpty()) {
                    round.open().forEach(RpcServer::failed);
                }
            }
        }
        if (!unsound.isEmpty()) {
            conclude(Optional.empty());
        }
        if (said() < quorum) {
            throw refusal();
        }
        return votes.values().stream().flatMap(group -> group.values().stream()).toList();
    }

    /**
     * As {@link #gather}, but returns only the values of those who say the same.
     *
     * @throws DisagreementException if endpoints contradict each other and too few agree
     */
    List<T> gatherAlike() {
        gather();
        Optional<Agreed<T>> agreed = agreed();
        conclude(agreed);
        return agreed.orElseThrow(this::refusal).values();
    }

    private static boolean allTroubled(List<RpcServer> open) {
        return open.stream().allMatch(server -> server.trouble() > 0);
    }

    private Round round() {
        return new Round(electorate.transport(), attempt, question, deadline);
    }

    private Duration patience() {
        return deadline.whole().dividedBy(PATIENCE);
    }

    private void ask(Round round, Deque<RpcServer> next) {
        RpcServer server = next.poll();
        if (server != null) {
            asked.add(server);
            if (server.isKnown()) {
                round.ask(server);
            } else {
                // It did not answer when the chain was opened.
                round.ask(server, question.after(CHAIN_ID));
            }
        }
    }

    /** Returns whether the reply is an answer that contradicts none that came before. */
    private boolean heard(Reply reply) {
        if (reply instanceof Reply.Failed failed) {
            failures.put(failed.server(), failed.failure());
            failed.server().failed();
            return false;
        }
        if (reply instanceof Reply.Answered answered) {
            return answered(answered.server(), answered.results());
        }
        return false;
    }

    private boolean answered(RpcServer server, List<RpcResult> all) {
        server.served();
        List<RpcResult> results = all;
        if (all.size() > question.requests().size()) {
            if (all.get(0) instanceof RpcResult.Refused refused) {
                failures.put(
                        server,
                        new Failure(Failure.Kind.REFUSED, refused.error().code()));
                return false;
            }
            if (!servesThisChain(all.get(0))) {
                failures.put(server, Failure.of(Failure.Kind.OTHER_CHAIN));
                return false;
            }
            server.becomeKnown();
            results = all.subList(1, all.size());
        }
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

    private boolean servesThisChain(RpcResult result) {
        try {
            return result instanceof RpcResult.Value value
                    && Hex.number("eth_chainId", value.json()) == electorate.chainId();
        } catch (LedgerEvidenceException e) {
            return false;
        }
    }

    /** With one endpoint there is nothing to compare. */
    private Hash digestOf(T value) {
        return electorate.size() == 1 ? Electorate.NOTHING : digest.apply(value);
    }

    private int said() {
        return votes.values().stream().mapToInt(Map::size).sum();
    }

    private Optional<Agreed<T>> agreed() {
        return votes.values().stream()
                .filter(group -> group.size() >= quorum)
                .findFirst()
                .map(group -> new Agreed<>(List.copyOf(group.values()), asked.size()));
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
    private void conclude(Optional<Agreed<T>> agreed) {
        if (votes.size() + unsound.size() > 1) {
            electorate.record(disagreement());
        }
        agreed.ifPresent(winner -> votes.values().stream()
                .filter(group -> group.size() < quorum)
                .forEach(group -> group.keySet().forEach(RpcServer::failed)));
        unsound.keySet().forEach(RpcServer::failed);
    }

    private Disagreement disagreement() {
        Map<String, Hash> answers = new LinkedHashMap<>();
        votes.forEach((said, group) -> group.keySet().forEach(server -> answers.put(server.name(), said)));
        unsound.forEach((server, said) -> answers.put(server.name(), said));
        return new Disagreement(Instant.now(), attempt, answers);
    }

    /** Why there is no answer. */
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

    /** A request that tries a call: that it reverts is an answer too. */
    static Reader<CallResult> result(Function<JsonNode, byte[]> form) {
        return (server, results) -> {
            RpcResult result = results.get(results.size() - 1);
            if (result instanceof RpcResult.Refused refused) {
                return refused.error().kind() == RpcError.Kind.REVERTED
                        ? Vote.of(CallResult.reverted(refused.error().revertData()))
                        : Vote.abstain(refused.error());
            }
            return Vote.of(CallResult.returned(form.apply(((RpcResult.Value) result).json())));
        };
    }

    /** A request whose answer is one value in JSON. */
    static <T> Reader<T> value(Form<T> form) {
        return (server, results) -> {
            RpcResult result = results.get(results.size() - 1);
            if (result instanceof RpcResult.Refused refused) {
                return Vote.abstain(refused.error());
            }
            return form.read(server, ((RpcResult.Value) result).json());
        };
    }
}
