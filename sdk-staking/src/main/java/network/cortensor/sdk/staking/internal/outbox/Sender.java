package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.internal.outbox.OutboxChain.SendOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** Sends what is journaled, lowest nonce first. */
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final Ports ports;
    private final OutboxState state;

    /** One version on its way. */
    private record Parcel(Slot slot, Version version) {}

    Sender(Ports ports, OutboxState state) {
        this.ports = ports;
        this.state = state;
    }

    /** Sends until the outbox ends. */
    void run() throws InterruptedException {
        while (true) {
            while (sendNext()) {
                // Until there is nothing left.
            }
            state.lock.lockInterruptibly();
            try {
                while (state.sendQueue.isEmpty()) {
                    if (state.ended().isPresent()) {
                        return;
                    }
                    state.toBeSent.await();
                }
            } finally {
                state.lock.unlock();
            }
        }
    }

    /** Sends one; says whether there was one. */
    boolean sendNext() {
        Optional<Parcel> next = state.locked(() -> {
            var first = state.ended().isPresent() ? null : state.sendQueue.pollFirstEntry();
            return first == null
                    ? Optional.empty()
                    : Optional.of(new Parcel(first.getValue(), first.getValue().newest()));
        });
        next.ifPresent(this::send);
        return next.isPresent();
    }

    private void send(Parcel parcel) {
        Slot slot = parcel.slot();
        slot.awaitJournal();
        SendOutcome outcome = transmit(parcel);
        state.locking(() -> {
            slot.sentAt = ports.now();
            slot.lastOutcome = outcome;
            slot.report();
            if (!state.isLive(slot)) {
                return;
            }
            switch (outcome) {
                case ACCEPTED -> {
                    state.justSent.put(slot.nonce, slot);
                    state.toBeSeen.signal();
                }
                case NONCE_USED, UNDERPRICED -> {
                    state.contested = true;
                    state.lookAtOnce();
                }
                default -> state.toBeSeen.signal();
            }
        });
    }

    private SendOutcome transmit(Parcel parcel) {
        try {
            return ports.chain().send(parcel.version().bytes());
        } catch (LedgerException e) {
            // Sent again when it is time: the bytes are the same, so that it does not matter whether they arrived.
            LOG.debug("Sending {} failed", parcel.version().hash(), e);
            return SendOutcome.UNREACHABLE;
        }
    }
}
