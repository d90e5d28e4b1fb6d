package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Watch;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks gateways for one thing: the best first, the next as soon as one fails or is later than it usually is. The first delivery
 * wins, and the others are cut off.
 *
 * <p>One thread runs a race; attempts report to it from theirs. Each gateway's record is written here.
 */
final class GatewayRace<T> {
    /** An answer that has begun gets this many times the usual wait for its rest, before another gateway is asked as well. */
    private static final int PATIENCE_WITH_BEGUN = 4;

    private final Attempt.Entrant<T> entrant;
    private final Watch watch;
    private final Duration maxHedgeDelay;
    private final Duration attemptTimeout;
    private final LongSupplier clock;
    private final LinkedBlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();
    private final List<Runner> running = new ArrayList<>();
    private final Tally tally = new Tally();

    GatewayRace(
            Attempt.Entrant<T> entrant,
            Watch watch,
            Duration maxHedgeDelay,
            Duration attemptTimeout,
            LongSupplier clock) {
        this.attemptTimeout = attemptTimeout;
        this.entrant = entrant;
        this.watch = watch;
        this.maxHedgeDelay = maxHedgeDelay;
        this.clock = clock;
    }

    /**
     * What an attempt, or somebody who ends the call, tells the race.
     *
     * @param runner null if the call is to end
     * @param outcome null if the answer has only begun
     */
    private record Event<T>(
            GatewayRace<T>.@Nullable Runner runner,
            @Nullable Outcome<T> outcome) {}

    /** Who won, and with what. */
    record Win<T>(Gateway gateway, T value) {}

    /** A gateway that was asked. */
    private final class Runner implements Attempt.Listener<T> {
        private final Gateway gateway;
        private final long started = clock.getAsLong();
        private boolean begun;
        private @Nullable Attempt attempt;

        Runner(Gateway gateway) {
            this.gateway = gateway;
        }

        Duration waited() {
            return Duration.ofNanos(clock.getAsLong() - started);
        }

        @Override
        public void began() {
            gateway.began(waited());
            events.add(new Event<>(this, null));
        }

        @Override
        public void ended(Outcome<T> outcome) {
            events.add(new Event<>(this, outcome));
        }

        void stop() {
            if (attempt != null) {
                attempt.cancel();
            }
        }
    }

    /** Ends the race from another thread. */
    void cancel() {
        events.add(new Event<>(null, null));
    }

    Tally tally() {
        return tally;
    }

    /**
     * Runs until one delivers or none is left.
     *
     * @param gateways in the order in which they are to be asked
     * @return the winner; empty if nobody delivered, and {@link #tally} says why
     * @throws CancelledException if the call or this race is cancelled, or this thread interrupted
     * @throws network.cortensor.sdk.ipfs.DeadlineExceededException if the call's time is over
     */
    Optional<Win<T>> run(List<Gateway> gateways) {
        Cancellation.Registration registration = watch.onCancel(this::cancel);
        try {
            return race(new ArrayList<>(gateways));
        } finally {
            registration.close();
            running.forEach(runner -> {
                runner.gateway.lost(runner.begun, runner.waited());
                runner.stop();
            });
        }
    }

    private Optional<Win<T>> race(List<Gateway> left) {
        boolean mayStart = startNext(left);
        while (!running.isEmpty()) {
            watch.check();
            Event<T> event = next(mayStart);
            watch.check();
            if (event == null && stopOverdue()) {
                mayStart = running.isEmpty() ? startNext(left) : mayStart;
                continue;
            }
            if (event == null) {
                mayStart = startNext(left);
                continue;
            }
            Runner runner = event.runner();
            Outcome<T> outcome = event.outcome();
            if (runner == null) {
                throw new CancelledException(watch.what());
            }
            if (outcome == null) {
                runner.begun = true;
            } else if (running.remove(runner)) {
                Optional<T> value = tally.note(runner.gateway, outcome);
                if (value.isPresent()) {
                    return Optional.of(new Win<>(runner.gateway, value.get()));
                }
                if (running.stream().noneMatch(other -> other.begun)) {
                    mayStart = startNext(left);
                }
            }
        }
        tally.notAsked(left.size());
        return Optional.empty();
    }

    /** Waits for news, or for the time to ask another gateway; null means that it has come. */
    private @Nullable Event<T> next(boolean mayStart) {
        long hedge = mayStart ? hedgeNanos() : Long.MAX_VALUE;
        long time = Math.min(Math.min(hedge, watch.remainingNanos()), overdueNanos());
        try {
            return events.poll(Math.max(time, 0), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(watch.what());
        }
    }

    /** The time until the gateway that was asked first has had all the time there is for one. */
    private long overdueNanos() {
        return attemptTimeout.minus(running.get(0).waited()).toNanos();
    }

    private boolean stopOverdue() {
        if (overdueNanos() > 0) {
            return false;
        }
        Runner runner = running.remove(0);
        runner.stop();
        tally.note(
                runner.gateway,
                new Outcome.Failed<>(
                        new UnreachableException(
                                "could not " + watch.what() + ": " + runner.gateway + ": no answer within "
                                        + attemptTimeout,
                                null),
                        Optional.empty()));
        return true;
    }

    /** The time until the gateway that was asked last is late. */
    private long hedgeNanos() {
        Runner last = running.get(running.size() - 1);
        long usual = Math.min(last.gateway.hedgeDelay().toNanos(), maxHedgeDelay.toNanos());
        long patience = last.begun ? maxHedgeDelay.toNanos() * PATIENCE_WITH_BEGUN : usual;
        return patience - last.waited().toNanos();
    }

    /**
     * Asks the next gateway that may be asked; those that rest only when nobody is running.
     *
     * @return whether one was asked, so that another may be later
     */
    private boolean startNext(List<Gateway> left) {
        return startFirst(left, false) || (running.isEmpty() && startFirst(left, true));
    }

    private boolean startFirst(List<Gateway> left, boolean asLast) {
        for (Iterator<Gateway> each = left.iterator(); each.hasNext(); ) {
            Gateway gateway = each.next();
            if (gateway.admit(asLast)) {
                each.remove();
                start(gateway);
                return true;
            }
        }
        return false;
    }

    private void start(Gateway gateway) {
        Runner runner = new Runner(gateway);
        running.add(runner);
        runner.attempt = entrant.start(gateway, runner);
    }
}
