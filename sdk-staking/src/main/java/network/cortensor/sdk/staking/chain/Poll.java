package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.Deadline;
import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.Question;
import network.cortensor.sdk.staking.internal.rpc.Reply;
import network.cortensor.sdk.staking.internal.rpc.Round;
import network.cortensor.sdk.staking.internal.rpc.RpcError;
import network.cortensor.sdk.staking.internal.rpc.RpcResult;
import network.cortensor.sdk.staking.internal.rpc.RpcServer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
    static final int PATIENCE = 4;

    private final Electorate electorate;
    private final String attempt;
    private final Question question;
    private final Reader<T> reader;
    private final Deadline deadline;
    private final int quorum;

    private final Set<RpcServer> asked = new LinkedHashSet<>();
    private final Ballot<T> ballot;

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
        this.quorum = quorum;
        this.deadline = deadline;
        this.ballot = new Ballot<>(electorate, attempt, digest, quorum);
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

    /** As {@link #agree}, but empty if too few say the same; {@link #ballot} then says why. */
    Optional<Agreed<T>> tryAgree() {
        Deque<RpcServer> next = new ArrayDeque<>(electorate.inTurn());
        try (Round round = round()) {
            for (int count = 0; count < quorum; count++) {
                ask(round, next);
            }
            while (!round.open().isEmpty()) {
                Optional<Reply> reply = round.next(patience());
                boolean fine = reply.isPresent() && heard(reply.get());
                if (ballot.isDecided()) {
                    break;
                }
                if (reply.isEmpty()) {
                    round.open().forEach(RpcServer::failed);
                }
                if (!fine || round.open().isEmpty()) {
                    ask(round, next);
                }
            }
        }
        ballot.conclude();
        return agreed();
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
            while (!round.open().isEmpty() && !(ballot.said() >= quorum && allTroubled(round.open()))) {
                Optional<Reply> reply = round.next(patience());
                reply.ifPresent(this::heard);
                if (reply.isEmpty()) {
                    round.open().forEach(RpcServer::failed);
                }
            }
        }
        if (ballot.isUnsound()) {
            ballot.record();
        }
        if (ballot.said() < quorum) {
            throw refusal();
        }
        return ballot.values();
    }

    /**
     * As {@link #gather}, but returns only the values of those who say the same.
     *
     * @throws DisagreementException if endpoints contradict each other and too few agree
     */
    List<T> gatherAlike() {
        gather();
        ballot.conclude();
        return agreed().orElseThrow(this::refusal).values();
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
            round.ask(server, electorate.introduced(server, question));
        }
    }

    /** Returns whether the reply is an answer that contradicts none that came before. */
    private boolean heard(Reply reply) {
        if (reply instanceof Reply.Failed failed) {
            ballot.failed(failed.server(), failed.failure());
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
        boolean introduced = all.size() > question.requests().size();
        Optional<Failure> stranger = introduced ? electorate.judge(server, all.get(0)) : Optional.empty();
        stranger.ifPresent(failure -> ballot.failed(server, failure));
        return stranger.isEmpty() && ballot.count(server, reader, introduced ? all.subList(1, all.size()) : all);
    }

    private Optional<Agreed<T>> agreed() {
        return ballot.agreed().map(values -> new Agreed<>(values, asked.size()));
    }

    /** Why there is no answer, and whether there may be one to another question. */
    Ballot<T> ballot() {
        return ballot;
    }

    private RuntimeException refusal() {
        return ballot.refusal();
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
