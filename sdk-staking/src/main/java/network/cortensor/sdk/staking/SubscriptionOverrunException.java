package network.cortensor.sdk.staking;

/**
 * A subscription has a gap: its subscriber fell so far behind that its buffer was full, or the chain was reorganised and
 * took back events that were delivered. The events before the gap were delivered. Subscribe again, then read the state
 * once: what was missed shows there.
 */
public final class SubscriptionOverrunException extends LedgerUnavailableException {
    private static final long serialVersionUID = 1L;

    /** Says what opened the gap. */
    public SubscriptionOverrunException(String message) {
        super(message);
    }
}
