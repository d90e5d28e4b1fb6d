package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Call;
import network.cortensor.sdk.staking.chain.TransactionRequest;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Takes intents: looks whether it has them, tries them, reserves a nonce, signs. Works on the caller's thread, so that
 * several callers sign at once. In this order: tried, found affordable, journaled with its nonce, signed, journaled with
 * its bytes, sent.
 */
final class Submitter {
    private final Ports ports;
    private final OutboxState state;
    private final Drafts drafts;
    private final Purse purse;

    Submitter(Ports ports, OutboxState state, Drafts drafts) {
        this.ports = ports;
        this.state = state;
        this.drafts = drafts;
        this.purse = new Purse(ports, state);
    }

    Intent submit(String key, TransactionRequest request) {
        String attempt = request.description() + " (intent " + key + ")";
        Optional<Intent> known = claimName(key, request, attempt);
        if (known.isPresent()) {
            return known.get();
        }
        boolean reserved = false;
        boolean placed = false;
        try {
            Optional<RecordCodec.DoneIntent> done = ports.records().ended(key);
            if (done.isPresent()) {
                requireSame(key, done.get().fingerprint(), request, done.get().description());
                return ended(ports, key, done.get());
            }
            claimPlace(attempt);
            placed = true;
            long gas = tried(request);
            drafts.policy().requireAffordable(request, drafts.fees(), gas);
            Price price = drafts.offer(request.maxFeePerGas(), gas);
            purse.setAside(key, request, gas, price);
            Slot slot = reserve(key, request, gas, attempt);
            reserved = true;
            return sign(slot, price);
        } finally {
            release(key, placed && !reserved);
        }
    }

    /** The intent, if it is under way; else the right to be the only one who prepares it. */
    private Optional<Intent> claimName(String key, TransactionRequest request, String attempt) {
        return state.locked(() -> {
            state.requireOpen(attempt);
            awaitRelease(
                    () -> state.active.containsKey(key) || !state.preparing.contains(key),
                    attempt,
                    "another thread is preparing the same intent");
            Slot slot = state.active.get(key);
            if (slot != null) {
                Intent intent = slot.work().orElseThrow().intent();
                requireSame(key, intent.fingerprint(), request, intent.description());
                return Optional.of(intent);
            }
            state.preparing.add(key);
            return Optional.empty();
        });
    }

    private void claimPlace(String attempt) {
        int limit = ports.options().inFlight();
        state.locking(() -> {
            awaitRelease(
                    () -> state.places < limit, attempt, limit + " intents are under way, as many as the limit allows");
            state.places++;
        });
    }

    private void release(String key, boolean place) {
        state.locking(() -> {
            state.preparing.remove(key);
            purse.release(key);
            if (place) {
                state.places--;
            }
            state.released.signalAll();
        });
    }

    /** Under the lock. */
    private void awaitRelease(BooleanSupplier free, String attempt, String why) {
        long left = ports.options().roomTimeout().toNanos();
        try {
            while (!free.getAsBoolean()) {
                if (left <= 0) {
                    throw new LedgerUnavailableException(attempt + ": nothing was sent, "
                            + ports.options().roomTimeout().toMillis() + " ms passed and " + why + "; try again later");
                }
                left = state.released.awaitNanos(left);
                state.requireOpen(attempt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException(attempt + ": nothing was sent, interrupted while " + why, e);
        }
    }

    private long tried(TransactionRequest request) {
        Call call = request.asCall(ports.sender());
        if (request.gasLimit().isEmpty()) {
            return estimated(request, call);
        }
        if (request.simulated()) {
            ports.chain().call(call, BlockId.latest());
        }
        return request.gasLimit().getAsLong();
    }

    private long estimated(TransactionRequest request, Call call) {
        try {
            return drafts.estimate(call);
        } catch (LedgerUnavailableException e) {
            // Endpoints estimate nothing for an account that does not have the value.
            purse.requireValue(request);
            throw e;
        }
    }

    private Slot reserve(String key, TransactionRequest request, long gas, String attempt) {
        Slot slot = state.locked(() -> {
            state.requireOpen(attempt);
            long nonce = state.lane.reserve();
            Slot reserved = new Slot(nonce, newWork(ports, state, key, request, gas, nonce, List.of()));
            reserved.inPreparation = true;
            state.slots.put(nonce, reserved);
            state.active.put(key, reserved);
            reserved.journaled = ports.records().reserve(reserved, state.lane.next());
            return reserved;
        });
        // If this fails nothing goes on, and what the journal holds is for the next outbox on it.
        slot.awaitJournal();
        return slot;
    }

    private Intent sign(Slot slot, Price price) {
        Slot.Work work = slot.work().orElseThrow();
        boolean signed = false;
        try {
            Version version = drafts.work(slot.nonce, work, price);
            state.locking(() -> {
                // The next outbox on the journal has it, and signs for itself.
                state.requireOpen(work.request().description() + " (intent "
                        + work.intent().key() + "), which stays in the journal");
                slot.inPreparation = false;
                slot.add(version, ports.now());
                slot.journaled = ports.records().signed(slot);
                slot.report();
                state.enqueue(slot);
            });
            signed = true;
            return work.intent();
        } finally {
            if (!signed) {
                giveBack(slot, work.intent().key());
            }
        }
    }

    private void giveBack(Slot slot, String key) {
        state.locked(() -> {
                    if (state.ended().isPresent()) {
                        return ports.records().last();
                    }
                    state.slots.remove(slot.nonce);
                    state.active.remove(key);
                    state.places--;
                    state.lane.giveBack(slot.nonce);
                    state.lookAtOnce();
                    return ports.records().giveBack(key, state.lane.next());
                })
                .await();
    }

    /** An intent's two halves. */
    static Slot.Work newWork(
            Ports ports,
            OutboxState state,
            String key,
            TransactionRequest request,
            long gas,
            long nonce,
            List<Hash> earlier) {
        Intent intent = new Intent(
                ports.sender(),
                key,
                request.description(),
                request.fingerprint(),
                new Intent.Progress(Intent.Stage.RESERVED, nonce, earlier, ""),
                name -> state.locking(() -> {
                    Slot slot = state.active.get(name);
                    if (slot != null) {
                        slot.cancelled = true;
                        state.lookAtOnce();
                    }
                }));
        return new Slot.Work(intent, request, gas, earlier);
    }

    /** An intent that is done, as the journal has it. */
    static Intent ended(Ports ports, String key, RecordCodec.DoneIntent done) {
        Intent intent = new Intent(
                ports.sender(),
                key,
                done.description(),
                done.fingerprint(),
                new Intent.Progress(stage(done.outcome()), done.nonce(), done.hashes(), ""),
                name -> {});
        intent.end(done.outcome());
        return intent;
    }

    static Intent.Stage stage(Outcome outcome) {
        if (outcome instanceof Outcome.Done) {
            return Intent.Stage.DONE;
        }
        return outcome instanceof Outcome.Reverted ? Intent.Stage.REVERTED : Intent.Stage.CANCELLED;
    }

    private static void requireSame(String key, Hash fingerprint, TransactionRequest request, String description) {
        if (!fingerprint.equals(request.fingerprint())) {
            throw new LedgerRefusedException(
                    Reason.INTENT_CONFLICT,
                    request.description() + " (intent " + key + ")",
                    "the same target, data and value as before, or another name",
                    "an intent of this name for something else: " + description);
        }
    }
}
