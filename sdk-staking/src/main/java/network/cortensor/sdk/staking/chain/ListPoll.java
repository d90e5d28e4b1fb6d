package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.Deadline;
import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.Question;
import network.cortensor.sdk.staking.internal.rpc.Reply;
import network.cortensor.sdk.staking.internal.rpc.Round;
import network.cortensor.sdk.staking.internal.rpc.RpcRequest;
import network.cortensor.sdk.staking.internal.rpc.RpcResult;
import network.cortensor.sdk.staking.internal.rpc.RpcServer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Many things of one kind asked together, each of which is decided by itself: as {@link Poll}, in fewer exchanges.
 *
 * <p>Who is asked later is asked only for what is undecided by then. Belongs to one thread, and is held once.
 *
 * @param <T> what is asked for
 */
final class ListPoll<T> {
    private final Electorate electorate;
    private final String attempt;
    private final List<Item<T>> items;
    private final List<Ballot<T>> ballots;
    private final int quorum;
    private final Deadline deadline;
    private final Map<RpcServer, List<Integer>> asked = new HashMap<>();

    /**
     * One of the things.
     *
     * @param attempt what it is for, as the start of a message
     * @param form judges the result
     */
    record Item<T>(String attempt, RpcRequest request, Poll.Form<T> form) {}

    /**
     * A question that nobody was asked yet.
     *
     * @param items at least one
     * @param digest equal for values that say the same
     * @param quorum how many have to say the same
     */
    ListPoll(
            Electorate electorate,
            String attempt,
            List<Item<T>> items,
            Function<? super T, Hash> digest,
            int quorum,
            Deadline deadline) {
        this.electorate = electorate;
        this.attempt = attempt;
        this.items = List.copyOf(items);
        this.ballots = items.stream()
                .map(item -> new Ballot<T>(electorate, item.attempt(), digest, quorum))
                .toList();
        this.quorum = quorum;
        this.deadline = deadline;
    }

    /**
     * Asks until all is decided, or nobody is left to ask.
     *
     * @return what came of each, in the order of the items
     * @throws LedgerUnavailableException if this thread is interrupted
     */
    List<Ballot<T>> hold() {
        Deque<RpcServer> next = new ArrayDeque<>(electorate.inTurn());
        Duration patience = deadline.whole().dividedBy(Poll.PATIENCE);
        try (Round round = new Round(electorate.transport(), attempt, question(undecided()), deadline)) {
            for (int count = 0; count < quorum; count++) {
                ask(round, next);
            }
            while (!round.open().isEmpty() && !undecided().isEmpty()) {
                Optional<Reply> reply = round.next(patience);
                boolean fine = reply.isPresent() && heard(reply.get());
                if (reply.isEmpty()) {
                    round.open().forEach(RpcServer::failed);
                }
                if (!fine || round.open().isEmpty()) {
                    ask(round, next);
                }
            }
        }
        ballots.forEach(Ballot::conclude);
        return ballots;
    }

    private List<Integer> undecided() {
        return IntStream.range(0, ballots.size())
                .filter(index -> !ballots.get(index).isDecided())
                .boxed()
                .toList();
    }

    private Question question(List<Integer> places) {
        return new Question(
                places.stream().map(place -> items.get(place).request()).toList(), true);
    }

    private void ask(Round round, Deque<RpcServer> next) {
        List<Integer> places = undecided();
        RpcServer server = places.isEmpty() ? null : next.poll();
        if (server != null) {
            asked.put(server, places);
            round.ask(server, electorate.introduced(server, question(places)));
        }
    }

    /** Returns whether the reply decides as much as one can. */
    private boolean heard(Reply reply) {
        List<Integer> places = asked.getOrDefault(reply.server(), List.of());
        if (reply instanceof Reply.Failed failed) {
            failed.server().failed();
            return failed(failed.server(), places, failed.failure());
        }
        return reply instanceof Reply.Answered answered && answered(answered.server(), places, answered.results());
    }

    private boolean answered(RpcServer server, List<Integer> places, List<RpcResult> all) {
        server.served();
        List<RpcResult> results = new ArrayList<>(all);
        if (all.size() > places.size()) {
            Optional<Failure> stranger = electorate.judge(server, results.remove(0));
            if (stranger.isPresent()) {
                return failed(server, places, stranger.get());
            }
        }
        boolean fine = true;
        for (int index = 0; index < places.size(); index++) {
            int place = places.get(index);
            fine &= ballots.get(place).count(server, Poll.value(items.get(place).form()), List.of(results.get(index)));
        }
        return fine;
    }

    private boolean failed(RpcServer server, List<Integer> places, Failure failure) {
        places.forEach(place -> ballots.get(place).failed(server, failure));
        return false;
    }
}
