package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.LedgerEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Hands events to subscribers. {@link #publish} never waits for one: it is called under the ledger's lock, which makes
 * the order of delivery the ledger's.
 */
public final class EventHub {
    private final List<BufferedSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final int buffer;

    /** {@code buffer} is how many events wait for one subscriber at most. */
    public EventHub(int buffer) {
        this.buffer = buffer;
    }

    /** Delivers from now on. */
    public EventSubscription subscribe(EventFilter filter) {
        BufferedSubscription subscription = new BufferedSubscription(filter, buffer, subscriptions::remove);
        subscriptions.add(subscription);
        return subscription;
    }

    /** Delivers the events of one journal record, after {@code state} has taken them. */
    public void publish(List<LedgerEvent> events, LedgerState state) {
        for (BufferedSubscription subscription : subscriptions) {
            for (LedgerEvent event : events) {
                if (EventMatch.matches(
                        subscription.filter(),
                        event,
                        (task, node) -> state.task(task).concerns(node))) {
                    subscription.offer(event);
                }
            }
        }
    }

    /** Ends every subscription; {@code why} is what late callers are told. */
    public void close(String why) {
        List<BufferedSubscription> open = new ArrayList<>(subscriptions);
        subscriptions.removeAll(Set.copyOf(open));
        open.forEach(subscription -> subscription.end(why));
    }
}
