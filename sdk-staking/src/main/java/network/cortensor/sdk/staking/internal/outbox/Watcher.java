package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.RevertedException;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.outbox.OutboxChain.Block;
import network.cortensor.sdk.staking.internal.outbox.OutboxChain.SendOutcome;
import network.cortensor.sdk.staking.internal.outbox.Version.Purpose;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the chain and does what follows: ends intents, sends again, replaces, fills gaps, signs anew what others have
 * pushed aside. One look costs as much as there is under way, whatever has ended before.
 *
 * <p>Its methods are for one thread.
 */
final class Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    /** Gaps that are filled at one look: a wrong count must not set off a flood. */
    private static final int GAPS_AT_ONCE = 16;
    /** Looks with nothing under way, in case that a reorganisation undoes what has just ended. */
    private static final int IDLE_LOOKS = 40;
    /** Receipts that are asked for together at first. */
    private static final int RECEIPTS_AT_ONCE = 16;
    /** Early looks take at most one part in so many of the time. */
    private static final int EARLY_SHARE = 5;
    /** Looks in a row at which the newest block has a lower number than one before, until that counts. */
    private static final int LOOKS_BEHIND = 3;

    private final Ports ports;
    private final OutboxState state;
    private final Drafts drafts;
    private final Culprit culprit;
    private final int confirmations;

    private @Nullable Hash lastHead;
    private long lastCount;
    private long highest;
    private int looksBehind;
    private long lookedAt;
    private int idleLooks = IDLE_LOOKS;
    /** How long it has lately taken from sending to the receipt, in milliseconds; at first, as if there were none. */
    private long usualDelay;

    private long earlyStep;
    private long nextEarlyLook;
    /** How long the last early look took, in milliseconds. */
    private long earlyCost;

    private final Map<Long, Long> gapsSince = new HashMap<>();

    Watcher(Ports ports, OutboxState state, Drafts drafts) {
        this.ports = ports;
        this.state = state;
        this.drafts = drafts;
        this.culprit = new Culprit(ports.chain(), ports.sender());
        this.confirmations = ports.options().confirmations();
    }

    /** Watches until the outbox ends. */
    void run() throws InterruptedException {
        while (awaitWork()) {
            try {
                if (isEarlyLookDue()) {
                    lookAtJustSent();
                }
                if (isLookDue()) {
                    look();
                }
            } catch (LedgerException e) {
                if (ports.records().broken()) {
                    throw e;
                }
                LOG.warn(
                        "Watching the chain failed; it is tried again in {}",
                        ports.options().pollInterval(),
                        e);
                state.locking(state.justSent::clear);
                looked();
            }
        }
    }

    /** Waits for something to do; false if the outbox has ended. */
    private boolean awaitWork() throws InterruptedException {
        state.lock.lockInterruptibly();
        try {
            while (state.ended().isEmpty()) {
                long now = ports.now();
                boolean busy = !state.slots.isEmpty();
                boolean early = !state.justSent.isEmpty();
                long next = nextLook(busy);
                if (early) {
                    if (earlyStep == 0) {
                        planEarlyLook(now, false);
                    }
                    next = Math.min(next, nextEarlyLook);
                }
                if (state.lookAtOnce || next <= now) {
                    return true;
                }
                if (!busy && !early && idleLooks >= IDLE_LOOKS) {
                    state.toBeSeen.await();
                } else if (!state.toBeSeen.await(next - now, TimeUnit.MILLISECONDS)) {
                    return state.ended().isEmpty();
                }
            }
            return false;
        } finally {
            state.lock.unlock();
        }
    }

    private boolean isEarlyLookDue() {
        return state.locked(() -> !state.justSent.isEmpty() && ports.now() >= nextEarlyLook);
    }

    private boolean isLookDue() {
        return state.locked(() -> {
            boolean due = state.lookAtOnce || ports.now() >= nextLook(!state.slots.isEmpty());
            state.lookAtOnce = false;
            return due;
        });
    }

    private long nextLook(boolean busy) {
        return lookedAt
                + (busy ? ports.options().pollInterval() : ports.options().rebroadcastAfter()).toMillis();
    }

    private void looked() {
        boolean busy = state.locked(() -> !state.slots.isEmpty());
        idleLooks = busy ? 0 : idleLooks + 1;
        lookedAt = ports.now();
    }

    /**
     * With a depth of one block the receipt is all that there is to wait for. It is looked for when receipts have lately
     * come, and then in growing steps: at once where a block is made for each transaction, and rarely in vain elsewhere.
     */
    void lookAtJustSent() {
        List<Slot> sent = state.locked(() -> {
            state.justSent.values().removeIf(slot -> !state.isLive(slot) || !slot.signed());
            if (confirmations > 1) {
                state.justSent.clear();
            }
            return List.copyOf(state.justSent.values());
        });
        if (sent.isEmpty()) {
            earlyStep = 0;
            return;
        }
        // In the order of their nonces, as they come into blocks: after one that is absent there is nothing.
        long start = ports.now();
        int chunk = RECEIPTS_AT_ONCE;
        int from = 0;
        Map<Slot, TransactionReceipt> found = new LinkedHashMap<>();
        while (from < sent.size() && found.size() == from) {
            List<Slot> some = sent.subList(from, Math.min(sent.size(), from + chunk));
            found.putAll(receipts(some));
            from += some.size();
            chunk *= 2;
        }
        long now = ports.now();
        earlyCost = now - start;
        found.keySet().forEach(slot -> usualDelay = (3 * usualDelay + (now - slot.sentAt)) / 4);
        settle(found);
        planEarlyLook(now, !found.isEmpty());
    }

    private void planEarlyLook(long now, boolean successful) {
        long longest = ports.options().pollInterval().toMillis();
        long step = successful || earlyStep == 0 ? Math.max(1, usualDelay / 2) : earlyStep * 2;
        earlyStep = Math.max(step, earlyCost * (EARLY_SHARE - 1));
        nextEarlyLook = now + earlyStep;
        if (earlyStep >= longest) {
            // The ordinary looks will find it.
            earlyStep = 0;
            state.locking(state.justSent::clear);
        }
    }

    /** One look at the chain, and all that follows from it. */
    void look() {
        Block head = ports.chain().head();
        if (isBehind(head)) {
            looked();
            return;
        }
        boolean known = Objects.equals(head.hash(), lastHead) && !state.locked(() -> state.contested);
        long count = known ? lastCount : ports.chain().transactionCount(ports.sender(), BlockId.hash(head.hash()));
        raiseLane(count);
        lastHead = null;
        boolean explained = known || explainUsed(count, head);
        sendAgainWhatIsUnused(count);
        tend(count);
        fillGaps(count);
        if (explained) {
            lastHead = head.hash();
            lastCount = count;
        }
        // A clock that runs ahead must not forget too much; the chain's is watched by others.
        Instant now = ports.clock().instant();
        Instant sure = head.time().isBefore(now) ? head.time() : now;
        ports.records().forgetEndedBefore(sure.minus(ports.options().retention()));
        looked();
    }

    /** A node that lags must not look like a reorganisation; one that stays behind is where the chain is. */
    private boolean isBehind(Block head) {
        looksBehind = head.number() < highest ? looksBehind + 1 : 0;
        if (looksBehind > 0 && looksBehind < LOOKS_BEHIND) {
            return true;
        }
        highest = head.number();
        return false;
    }

    /** Others may have used nonces; new ones come after theirs. */
    private void raiseLane(long count) {
        boolean contested = state.locked(() -> {
            state.lane.advanceTo(count);
            boolean asked = state.contested;
            state.contested = false;
            return asked;
        });
        if (contested) {
            long pending = plausible(
                    ports.chain().pendingCount(ports.sender()),
                    count,
                    ports.options().inFlight());
            state.locking(() -> state.lane.advanceTo(pending));
        }
    }

    /** A pending count, unless it is so high that following it would leave a gap that nobody fills. */
    static long plausible(long pending, long count, int inFlight) {
        return pending - count <= inFlight ? Math.max(pending, count) : count;
    }

    /** Finds out what used the nonces that are used. Says whether all is explained. */
    private boolean explainUsed(long count, Block head) {
        List<Slot> used = new ArrayList<>();
        boolean explained = state.locked(() -> {
            state.slots.headMap(count).values().stream()
                    .filter(slot -> !slot.inPreparation)
                    .forEach(used::add);
            return used.size() == state.slots.headMap(count).size();
        });
        List<Slot> toAsk = new ArrayList<>();
        for (Slot slot : used) {
            if (!slot.signed()) {
                displace(slot);
            } else if (slot.receipt == null || isDeep(slot.receipt, head)) {
                toAsk.add(slot);
            }
        }
        Map<Slot, TransactionReceipt> found = toAsk.isEmpty() ? Map.of() : receipts(toAsk);
        Map<Slot, TransactionReceipt> deep = new LinkedHashMap<>();
        List<Slot> suspects = new ArrayList<>();
        for (Slot slot : toAsk) {
            TransactionReceipt receipt = found.get(slot);
            state.locking(() -> {
                slot.receipt = receipt;
                slot.unexplained = false;
                slot.report();
            });
            if (receipt == null) {
                suspects.add(slot);
            } else if (isDeep(receipt, head)) {
                deep.put(slot, receipt);
            }
        }
        settle(deep);
        if (!suspects.isEmpty()) {
            explained &= explain(suspects, count, head);
        }
        return explained;
    }

    private boolean explain(List<Slot> suspects, long count, Block head) {
        long deep = head.number() - confirmations + 1;
        long lost = head.number() - ports.options().lostAfter() + 1;
        long deepCount = 0;
        if (deep == head.number()) {
            deepCount = count;
        } else if (deep >= 0) {
            deepCount = ports.chain().transactionCount(ports.sender(), BlockId.number(deep));
        }
        boolean explained = true;
        for (Slot slot : suspects) {
            boolean known = slot.nonce < deepCount && slot.takenIn <= lost && explain(slot, deep, lost);
            explained &= known;
            if (!known) {
                state.locking(() -> {
                    slot.unexplained = true;
                    slot.report();
                });
            }
        }
        return explained;
    }

    private boolean explain(Slot slot, long deep, long lost) {
        Culprit.Verdict verdict = verdict(slot, deep);
        if (verdict instanceof Culprit.Verdict.Ours ours) {
            settle(Map.of(slot, ours.receipt()));
            return true;
        }
        if (verdict instanceof Culprit.Verdict.Foreign foreign) {
            slot.takenIn = foreign.block();
            if (foreign.block() <= lost) {
                displace(slot);
                return true;
            }
            return false;
        }
        LOG.warn("Nonce {} is used, and no endpoint shows by what; it is looked for again", slot.nonce);
        return false;
    }

    /** Never a guess: what cannot be read is looked for again, however long that takes. */
    private Culprit.Verdict verdict(Slot slot, long depth) {
        Set<Hash> ours = new HashSet<>();
        state.locking(() -> slot.versions().forEach(version -> ours.add(version.hash())));
        try {
            return culprit.of(slot.nonce, ours, depth);
        } catch (LedgerException e) {
            LOG.debug("Who used nonce {} could not be read", slot.nonce, e);
            return new Culprit.Verdict.Unknown();
        }
    }

    private boolean isDeep(TransactionReceipt receipt, Block head) {
        return confirmations == 1 || receipt.blockNumber() <= head.number() - confirmations + 1;
    }

    private Map<Slot, TransactionReceipt> receipts(List<Slot> asked) {
        List<Hash> hashes = new ArrayList<>();
        List<Slot> owners = new ArrayList<>();
        state.locking(() -> asked.forEach(slot -> slot.versions().forEach(version -> {
            hashes.add(version.hash());
            owners.add(slot);
        })));
        List<Optional<TransactionReceipt>> answers = ports.chain().receipts(hashes);
        Map<Slot, TransactionReceipt> found = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            Slot owner = owners.get(i);
            Hash hash = hashes.get(i);
            answers.get(i)
                    .filter(receipt -> receipt.transaction().equals(hash))
                    .ifPresent(receipt -> found.put(owner, receipt));
        }
        return found;
    }

    /** Ends what is in a block at the depth. */
    private void settle(Map<Slot, TransactionReceipt> receipts) {
        Map<Slot, Outcome> outcomes = new LinkedHashMap<>();
        receipts.forEach((slot, receipt) -> {
            Version mined =
                    state.locked(() -> slot.version(receipt.transaction())).orElseThrow();
            outcomes.put(slot, outcome(slot, mined, receipt));
        });
        end(outcomes);
    }

    private Outcome outcome(Slot slot, Version mined, TransactionReceipt receipt) {
        if (mined.purpose() == Purpose.NOTHING) {
            return new Outcome.Cancelled(Optional.of(receipt));
        }
        return receipt.succeeded() ? new Outcome.Done(receipt) : reverted(slot, receipt);
    }

    private Outcome reverted(Slot slot, TransactionReceipt receipt) {
        String error = "a failure in its block that does not show in the block before";
        String data = "";
        try {
            ports.chain()
                    .call(
                            slot.work().orElseThrow().request().asCall(ports.sender()),
                            BlockId.number(Math.max(0, receipt.blockNumber() - 1)));
        } catch (RevertedException e) {
            error = e.found();
            data = HexFormat.of().formatHex(e.data());
        } catch (LedgerException e) {
            LOG.debug("The reason of {} could not be read", receipt.transaction(), e);
            error = "a reason that could not be read";
        }
        return new Outcome.Reverted(receipt, error, data);
    }

    private void end(Map<Slot, Outcome> outcomes) {
        GroupCommit.Ticket last = null;
        for (Map.Entry<Slot, Outcome> entry : outcomes.entrySet()) {
            Slot slot = entry.getKey();
            last = state.locked(() -> slot.work().isEmpty()
                    ? ports.records().forget(slot.nonce)
                    : ports.records()
                            .ended(
                                    slot,
                                    receipt(entry.getValue()).flatMap(mined -> slot.version(mined.transaction())),
                                    entry.getValue(),
                                    ports.clock().instant()));
        }
        if (last == null) {
            return;
        }
        last.await();
        idleLooks = 0;
        state.locking(() -> outcomes.forEach(this::remove));
        outcomes.forEach((slot, outcome) -> slot.work().ifPresent(work -> {
            Intent intent = work.intent();
            intent.progress(new Intent.Progress(Submitter.stage(outcome), slot.nonce, intent.hashes(), ""));
            intent.end(outcome);
        }));
    }

    /** Under the lock. */
    private void remove(Slot slot, Outcome outcome) {
        state.slots.remove(slot.nonce);
        state.sendQueue.remove(slot.nonce);
        slot.work().ifPresent(work -> {
            state.active.remove(work.intent().key());
            state.places--;
            receipt(outcome).flatMap(mined -> slot.version(mined.transaction())).ifPresent(mined -> {
                slot.keepOnly(mined);
                state.settled.put(slot.nonce, slot);
            });
        });
        while (state.settled.size() > OutboxState.SETTLED_KEPT) {
            ports.records().forget(state.settled.pollFirstEntry().getKey());
        }
        state.released.signalAll();
    }

    private static Optional<TransactionReceipt> receipt(Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            return Optional.of(done.receipt());
        }
        if (outcome instanceof Outcome.Reverted reverted) {
            return Optional.of(reverted.receipt());
        }
        return outcome instanceof Outcome.Cancelled cancelled ? cancelled.receipt() : Optional.empty();
    }

    /** Others have used the nonce, at the depth: what was signed with it can never happen. */
    private void displace(Slot slot) {
        LOG.debug("Nonce {} was used by another transaction", slot.nonce);
        if (slot.work().isEmpty()) {
            ports.records().forget(slot.nonce).await();
            state.locking(() -> {
                state.slots.remove(slot.nonce);
                state.sendQueue.remove(slot.nonce);
            });
        } else if (slot.cancelled || slot.yields()) {
            end(Map.of(slot, new Outcome.Cancelled(Optional.empty())));
        } else {
            Slot.Work work = slot.work().orElseThrow();
            state.locked(() -> {
                        List<Hash> earlier = new ArrayList<>(work.earlier());
                        slot.versions().forEach(version -> earlier.add(version.hash()));
                        Slot moved = new Slot(
                                state.lane.reserve(),
                                new Slot.Work(work.intent(), work.request(), work.gasLimit(), earlier));
                        state.slots.remove(slot.nonce);
                        state.sendQueue.remove(slot.nonce);
                        state.slots.put(moved.nonce, moved);
                        state.active.put(work.intent().key(), moved);
                        moved.report();
                        moved.journaled = ports.records().moved(slot, moved, state.lane.next());
                        return moved;
                    })
                    .awaitJournal();
        }
    }

    /** A reorganisation has taken them out of their blocks. */
    private void sendAgainWhatIsUnused(long count) {
        state.locking(() -> {
            state.slots.tailMap(count).values().forEach(slot -> {
                slot.takenIn = Slot.NOT_TAKEN;
                slot.unexplained = false;
            });
            state.slots.tailMap(count).values().stream()
                    .filter(slot -> slot.receipt != null)
                    .forEach(slot -> {
                        slot.receipt = null;
                        slot.report();
                        state.enqueue(slot);
                    });
            state.settled.tailMap(count).values().stream()
                    .filter(slot -> ports.now() - slot.sentAt
                            >= ports.options().pollInterval().toMillis())
                    .forEach(slot -> {
                        LOG.warn(
                                "Transaction {} was at the confirmation depth and is not in the chain any more; sent"
                                        + " again",
                                slot.newest().hash());
                        slot.sentAt = ports.now();
                        state.enqueue(slot);
                    });
        });
    }

    private enum Care {
        NONE,
        SIGN,
        CANCEL,
        RAISE,
        SEND
    }

    /** Signs what is not signed, cancels, replaces, and sends again. */
    private void tend(long count) {
        List<Slot> waiting =
                state.locked(() -> List.copyOf(state.slots.tailMap(count).values()));
        for (Slot slot : waiting) {
            Care care = state.locked(() -> care(slot, count));
            try {
                switch (care) {
                    case SIGN -> sign(slot, slot.work().isEmpty() || slot.cancelled);
                    case CANCEL -> replace(slot, true);
                    case RAISE -> replace(slot, slot.newest().purpose() == Purpose.NOTHING);
                    case SEND -> state.locking(() -> state.enqueue(slot));
                    case NONE -> {}
                }
            } catch (LedgerException e) {
                if (ports.records().broken()) {
                    throw e;
                }
                LOG.warn("Nonce {} cannot be signed now; it is tried again", slot.nonce, e);
            }
        }
    }

    /** Under the lock. */
    private Care care(Slot slot, long count) {
        long now = ports.now();
        if (slot.inPreparation || !state.isLive(slot)) {
            return Care.NONE;
        }
        if (!slot.signed()) {
            return Care.SIGN;
        }
        if (slot.cancelled && !slot.yields()) {
            return Care.CANCEL;
        }
        boolean stalled = now - slot.pricedAt >= ports.options().replaceAfter().toMillis();
        if (slot.lastOutcome == SendOutcome.FEE_TOO_LOW
                || (stalled && (slot.nonce == count || slot.lastOutcome == SendOutcome.UNDERPRICED))) {
            return Care.RAISE;
        }
        long patience = slot.lastOutcome == SendOutcome.ACCEPTED
                ? ports.options().rebroadcastAfter().toMillis()
                : ports.options().pollInterval().toMillis();
        boolean queued = state.sendQueue.containsKey(slot.nonce);
        return !queued && now - slot.sentAt >= patience ? Care.SEND : Care.NONE;
    }

    private void sign(Slot slot, boolean yield) {
        Version version;
        if (yield) {
            long gas = drafts.gasOfNothing();
            version = drafts.nothing(slot.nonce, gas, drafts.offer(Optional.empty(), gas));
        } else {
            Slot.Work work = slot.work().orElseThrow();
            version = drafts.work(slot.nonce, work, drafts.offer(work.request().maxFeePerGas(), work.gasLimit()));
        }
        add(slot, version);
    }

    /** The same nonce again, dearer by an eighth at least, if the caps allow it. */
    private void replace(Slot slot, boolean yield) {
        Version newest = slot.newest();
        long gas = yield && newest.purpose() != Purpose.NOTHING ? drafts.gasOfNothing() : newest.gasLimit();
        Optional<Price> price = drafts.policy()
                .replacement(
                        newest.price(),
                        drafts.fees(),
                        drafts.policy()
                                .cap(
                                        yield
                                                ? Optional.empty()
                                                : slot.work()
                                                        .orElseThrow()
                                                        .request()
                                                        .maxFeePerGas(),
                                        gas));
        if (price.isEmpty()) {
            LOG.warn("Nonce {} waits, and the caps allow no higher fee; it is sent again as it is", slot.nonce);
            state.locking(() -> {
                slot.pricedAt = ports.now();
                slot.lastOutcome = SendOutcome.ACCEPTED;
                state.enqueue(slot);
            });
            return;
        }
        add(
                slot,
                yield
                        ? drafts.nothing(slot.nonce, gas, price.get())
                        : drafts.work(slot.nonce, slot.work().orElseThrow(), price.get()));
    }

    private void add(Slot slot, Version version) {
        state.locking(() -> {
            if (!state.isLive(slot)) {
                return;
            }
            slot.add(version, ports.now());
            slot.journaled = ports.records().signed(slot);
            slot.report();
            state.enqueue(slot);
        });
    }

    /** A nonce that nobody uses would hold up all that come after it. */
    private void fillGaps(long count) {
        List<Long> gaps = state.locked(() -> {
            List<Long> missing = new ArrayList<>();
            long highest = state.slots.descendingMap().values().stream()
                    .filter(Slot::signed)
                    .mapToLong(slot -> slot.nonce)
                    .findFirst()
                    .orElse(count);
            for (long nonce = count; nonce < highest && missing.size() < GAPS_AT_ONCE; nonce++) {
                if (!state.slots.containsKey(nonce) && !state.settled.containsKey(nonce)) {
                    missing.add(nonce);
                }
            }
            return missing;
        });
        gapsSince.keySet().retainAll(gaps);
        for (long nonce : gaps) {
            long since = gapsSince.computeIfAbsent(nonce, missing -> ports.now());
            boolean ours = state.locked(() -> state.lane.isFree(nonce));
            // What is not ours may be on its way from another process.
            if (ours || ports.now() - since >= ports.options().replaceAfter().toMillis()) {
                fill(nonce);
            }
        }
    }

    private void fill(long nonce) {
        Optional<Slot> filler = state.locked(() -> {
            if (state.slots.containsKey(nonce)) {
                return Optional.empty();
            }
            state.lane.take(nonce);
            Slot slot = new Slot(nonce, null);
            state.slots.put(nonce, slot);
            slot.journaled = ports.records().filler(slot, state.lane.next());
            return Optional.of(slot);
        });
        filler.ifPresent(slot -> {
            slot.awaitJournal();
            try {
                sign(slot, true);
            } catch (LedgerException e) {
                if (ports.records().broken()) {
                    throw e;
                }
                LOG.warn("Nonce {} cannot be filled now; it is tried again", nonce, e);
            }
        });
    }
}
