package network.cortensor.sdk.staking;

/**
 * A subscriber fell so far behind that its buffer was full, and events were dropped. The events before the gap were
 * delivered. Subscribe again, then read the state once: what was missed shows there.
 */
public final class SubscriptionOverrunException extends LedgerUnavailableException {
    private static final long serialVersionUID = 1L;

    /** Says how large the buffer was. */
    public SubscriptionOverrunException(String message) {
        super(message);
    }
}
