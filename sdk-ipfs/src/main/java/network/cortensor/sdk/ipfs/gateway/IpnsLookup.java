package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.ipns.IpnsHistory;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException.Reason;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Asks several for the record of a name at the same time, and takes the newest. One who gives an old record cannot be told
 * from one who knows no better, so the first answer is not enough.
 */
final class IpnsLookup {
    /** How many valid records are enough not to wait for others. */
    private static final int ENOUGH = 2;

    /** When there is a record, others get this many times the usual wait to show a newer one. */
    private static final int PATIENCE = 4;

    /** What may also be wrong with a record that an honest gateway has kept for too long. */
    private static final Set<Reason> STALE = EnumSet.of(Reason.EXPIRED, Reason.ROLLBACK);

    private final IpnsName name;
    private final IpnsHistory history;
    private final Duration attemptTimeout;
    private final Duration hedgeDelay;
    private final Watch watch;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<Asked> running = new ArrayList<>();
    private final List<RecordRejectedException> rejections = new ArrayList<>();
    private final Tally tally = new Tally();
    private @Nullable IpnsRecord newest;
    private int valid;

    IpnsLookup(IpnsName name, IpnsHistory history, Duration attemptTimeout, Duration hedgeDelay, Watch watch) {
        this.name = name;
        this.history = history;
        this.attemptTimeout = attemptTimeout;
        this.hedgeDelay = hedgeDelay;
        this.watch = watch;
    }

    /**
     * What one of those who were asked, or somebody who ends the call, tells the lookup.
     *
     * @param asked null if the call is to end
     */
    private record Event(@Nullable Asked asked, @Nullable Outcome<byte[]> outcome) {}

    private final class Asked implements Attempt.Listener<byte[]> {
        private final @Nullable Gateway gateway;
        private @Nullable Attempt attempt;

        Asked(@Nullable Gateway gateway) {
            this.gateway = gateway;
        }

        void stop() {
            if (attempt != null) {
                attempt.cancel();
            }
        }

        @Override
        public void began() {}

        @Override
        public void ended(Outcome<byte[]> outcome) {
            events.add(new Event(this, outcome));
        }
    }

    /** Sends a request to somebody. */
    @FunctionalInterface
    interface Start {
        Attempt with(Attempt.Listener<byte[]> listener);
    }

    /** Asks a gateway; called before {@link #run}. */
    void ask(Gateway gateway, Start start) {
        ask(new Asked(gateway), start);
    }

    /** Asks a router; called before {@link #run}. */
    void askRouter(Start start) {
        ask(new Asked(null), start);
    }

    private void ask(Asked asked, Start start) {
        running.add(asked);
        asked.attempt = start.with(asked);
    }

    /** Notes that there are gateways that must not be asked now. */
    void notAsked(int gateways) {
        tally.notAsked(gateways);
    }

    /** Ends the lookup from another thread. */
    void cancel() {
        events.add(new Event(null, null));
    }

    Optional<IpnsRecord> run() {
        Cancellation.Registration registration = watch.onCancel(this::cancel);
        try {
            collect();
        } finally {
            registration.close();
            for (Asked asked : running) {
                asked.stop();
                if (asked.gateway != null) {
                    asked.gateway.notWaitedFor();
                }
            }
        }
        if (newest != null) {
            return Optional.of(newest);
        }
        if (!rejections.isEmpty()) {
            throw rejections.get(0);
        }
        if (!tally.allMissing()) {
            throw tally.failure(watch.what());
        }
        return Optional.empty();
    }

    private void collect() {
        long start = System.nanoTime();
        while (!running.isEmpty() && valid < ENOUGH) {
            long patience = valid > 0 ? hedgeDelay.toNanos() * PATIENCE : attemptTimeout.toNanos();
            Event event = next(Math.min(patience - (System.nanoTime() - start), watch.remainingNanos()));
            watch.check();
            if (event == null) {
                running.forEach(late -> {
                    tally.note(late.gateway, noAnswer());
                    late.stop();
                });
                running.clear();
                return;
            }
            Asked asked = event.asked();
            Outcome<byte[]> outcome = event.outcome();
            if (asked == null || outcome == null) {
                throw new CancelledException(watch.what());
            }
            running.remove(asked);
            tally.note(asked.gateway, outcome).ifPresent(record -> verify(asked.gateway, record));
        }
    }

    private @Nullable Event next(long nanos) {
        try {
            return events.poll(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(watch.what());
        }
    }

    private Outcome<byte[]> noAnswer() {
        return new Outcome.Failed<>(
                new UnreachableException("could not " + watch.what() + ": no answer within " + attemptTimeout, null),
                Optional.empty());
    }

    private void verify(@Nullable Gateway gateway, byte[] record) {
        try {
            IpnsRecord accepted = history.accept(name, record, Instant.now());
            if (newest == null || accepted.supersedes(newest)) {
                newest = accepted;
            }
            valid++;
            if (gateway != null) {
                gateway.delivered();
            }
        } catch (RecordRejectedException e) {
            rejections.add(e);
            if (gateway != null && STALE.contains(e.reason())) {
                gateway.missing();
            } else if (gateway != null) {
                gateway.wrong();
            }
        }
    }
}
