package network.cortensor.sdk.staking.internal.rpc;

import network.cortensor.sdk.staking.LedgerUnavailableException;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One question put to several servers until a deadline.
 *
 * <p>A question of several requests is sent as batches; a server that does not take one of a size is sent smaller ones from then
 * on, down to single requests, and so is one whose answer is too large, for this question. Whoever asks also waits and repeats: there is no timer and no thread behind it. What may be repeated is, after a pause
 * that doubles, with chance in it, and is never shorter than the server asked for; a pause that would outlast the deadline is
 * not begun. Belongs to one thread. Closing it cancels what is still under way.
 */
public final class Round implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final RpcTransport transport;
    private final String attempt;
    private final Question question;
    private final Deadline deadline;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Map<RpcServer, Asking> askings = new HashMap<>();

    /** How far it is with one server. */
    private static final class Asking {
        private final Question question;
        private final List<RpcResult> results = new ArrayList<>();
        private int most = Integer.MAX_VALUE;
        private int sent;
        private int repeats;
        private @Nullable Call call;
        private @Nullable Deadline pause;
        private @Nullable Failure last;

        Asking(Question question) {
            this.question = question;
        }

        /** What is to be sent next: the requests that have no result yet, as many as may be sent at once. */
        Question next(int atOnce) {
            List<RpcRequest> left = question.requests()
                    .subList(results.size(), question.requests().size());
            sent = Math.min(left.size(), Math.min(atOnce, most));
            return new Question(left.subList(0, sent), question.repeatable());
        }

        /** Takes results, and returns all of them once they are there. */
        Optional<List<RpcResult>> add(List<RpcResult> more) {
            results.addAll(more);
            return results.size() == question.requests().size() ? Optional.of(List.copyOf(results)) : Optional.empty();
        }
    }

    private record Arrival(Asking asking, Reply reply) {}

    /**
     * Begins a round in which nobody was asked yet.
     *
     * @param attempt what the question is for, for messages
     */
    public Round(RpcTransport transport, String attempt, Question question, Deadline deadline) {
        this.transport = transport;
        this.attempt = attempt;
        this.question = question;
        this.deadline = deadline;
    }

    /** Asks a server, once in a round, the question of this round. */
    public void ask(RpcServer server) {
        ask(server, question);
    }

    /** Asks a server, once in a round, another form of the question of this round. */
    public void ask(RpcServer server, Question form) {
        Asking asking = new Asking(form);
        askings.put(server, asking);
        send(server, asking);
    }

    private void send(RpcServer server, Asking asking) {
        asking.pause = null;
        asking.call = transport.start(
                server, asking.next(server.atOnce()), deadline, reply -> arrivals.add(new Arrival(asking, reply)));
    }

    /** The servers that were asked and have neither answered nor failed. */
    public List<RpcServer> open() {
        return List.copyOf(askings.keySet());
    }

    /**
     * Waits for the next reply. When the deadline is over, all that are open fail.
     *
     * @param patience how long at most
     * @return empty if nothing came by then, or nobody is open
     * @throws LedgerUnavailableException if this thread is interrupted, whose flag is then set
     */
    public Optional<Reply> next(Duration patience) {
        Deadline until = Deadline.in(patience);
        while (!askings.isEmpty()) {
            long wait = Math.min(deadline.remainingNanos(), Math.min(until.remainingNanos(), repeatDue()));
            Arrival arrival = await(wait);
            if (arrival != null) {
                Optional<Reply> reply = judged(arrival);
                if (reply.isPresent()) {
                    return reply;
                }
                continue;
            }
            if (deadline.isOver()) {
                return Optional.of(outOfTime());
            }
            if (until.isOver()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private @Nullable Arrival await(long nanos) {
        try {
            return nanos <= 0 ? arrivals.poll() : arrivals.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException(attempt + ": this thread was interrupted; nothing is known", e);
        }
    }

    /** Repeats what is due, and returns how long it is until the next is. */
    private long repeatDue() {
        long next = Long.MAX_VALUE;
        for (Map.Entry<RpcServer, Asking> entry : askings.entrySet()) {
            Deadline pause = entry.getValue().pause;
            if (pause != null && pause.isOver()) {
                send(entry.getKey(), entry.getValue());
            } else if (pause != null) {
                next = Math.min(next, pause.remainingNanos());
            }
        }
        return next;
    }

    /** Empty if more of the question is on its way, or the server is to be asked again and that was said before. */
    private Optional<Reply> judged(Arrival arrival) {
        Reply reply = arrival.reply();
        RpcServer server = reply.server();
        Asking asking = askings.get(server);
        if (asking == null || !asking.equals(arrival.asking())) {
            return Optional.empty();
        }
        if (reply instanceof Reply.Failed failed) {
            return failed(server, asking, failed);
        }
        if (reply instanceof Reply.Answered answered && !asksForFewer(answered)) {
            return answered(server, asking, answered);
        }
        return failed(server, asking, new Reply.Failed(server, Failure.of(Failure.Kind.RATE_LIMITED)));
    }

    private static boolean asksForFewer(Reply.Answered answered) {
        return answered.results().stream()
                .anyMatch(result -> result instanceof RpcResult.Refused refused
                        && refused.error().kind() == RpcError.Kind.RATE_LIMITED);
    }

    private Optional<Reply> answered(RpcServer server, Asking asking, Reply.Answered answered) {
        Optional<List<RpcResult>> whole = asking.add(answered.results());
        if (whole.isEmpty()) {
            send(server, asking);
            return Optional.empty();
        }
        askings.remove(server);
        return Optional.of(new Reply.Answered(server, whole.get()));
    }

    private Optional<Reply> failed(RpcServer server, Asking asking, Reply.Failed failed) {
        Failure.Kind kind = failed.failure().kind();
        boolean tooMany = kind == Failure.Kind.NO_BATCH || kind == Failure.Kind.TOO_LARGE;
        if (tooMany && asking.sent > 1) {
            if (kind == Failure.Kind.NO_BATCH) {
                server.refusedBatch(asking.sent);
            }
            asking.most = asking.sent / 2;
            send(server, asking);
            return Optional.empty();
        }
        if (!willRepeat(asking, failed)) {
            askings.remove(server);
            return Optional.of(failed);
        }
        boolean first = asking.last == null;
        asking.last = failed.failure();
        return first ? Optional.of(new Reply.Delayed(server, failed.failure())) : Optional.empty();
    }

    private boolean willRepeat(Asking asking, Reply.Failed failed) {
        boolean may = asking.question.repeatable() && failed.failure().mayPass();
        if (!may || asking.repeats >= transport.limits().retries() || transport.isClosed()) {
            return false;
        }
        long doubled = FIRST_PAUSE.toNanos() << Math.min(asking.repeats, 20);
        long longest = Math.min(doubled, LONGEST_PAUSE.toNanos());
        // At least half of it, so that chance does not make a storm of it.
        long pause = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
        long asked = Math.max(pause, failed.pause().toNanos());
        if (asked >= deadline.remainingNanos()) {
            return false;
        }
        asking.repeats++;
        asking.pause = Deadline.in(Duration.ofNanos(asked));
        return true;
    }

    private Reply.Failed outOfTime() {
        Map.Entry<RpcServer, Asking> entry = askings.entrySet().iterator().next();
        Asking asking = entry.getValue();
        askings.remove(entry.getKey());
        cancel(asking);
        // One that was to be asked again did answer, in its way.
        Failure last = asking.pause == null ? null : asking.last;
        return new Reply.Failed(entry.getKey(), last == null ? Failure.of(Failure.Kind.TIMED_OUT) : last);
    }

    private static void cancel(Asking asking) {
        Call call = asking.call;
        if (call != null) {
            call.cancel();
        }
    }

    /** Lets what is still under way go on without anybody who waits; it ends with the deadline. */
    public void leave() {
        askings.clear();
    }

    @Override
    public void close() {
        new ArrayList<>(askings.values()).forEach(Round::cancel);
        askings.clear();
    }
}
