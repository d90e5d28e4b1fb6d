package network.cortensor.sdk.ipfs.pinning;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a service says about one request to pin (Pinning Service API, "PinStatus"). Its word: whether it really has the content,
 * only fetching it from there tells.
 *
 * <p>Immutable and thread-safe.
 */
public final class PinState {
    private final PinRequestId requestId;
    private final PinStatus status;
    private final Instant created;
    private final Pin pin;
    private final List<String> delegates;
    private final Map<String, String> info;

    PinState(
            PinRequestId requestId,
            PinStatus status,
            Instant created,
            Pin pin,
            List<String> delegates,
            Map<String, String> info) {
        this.requestId = requestId;
        this.status = status;
        this.created = created;
        this.pin = pin;
        this.delegates = List.copyOf(delegates);
        this.info = Map.copyOf(info);
    }

    /** Returns what the service calls the request. */
    public PinRequestId requestId() {
        return requestId;
    }

    /** Returns how far it is. */
    public PinStatus status() {
        return status;
    }

    /** Returns when the service took the request. */
    public Instant created() {
        return created;
    }

    /** Returns the request as the service has it; it need not keep the origins. */
    public Pin pin() {
        return pin;
    }

    /** Returns multiaddrs of the peers that will fetch the content: whoever has it can connect to them. */
    public List<String> delegates() {
        return delegates;
    }

    /** Returns what else the service says, such as why it failed. Written by a stranger: not for logs. */
    public Map<String, String> info() {
        return info;
    }

    /** Names the request, its CID and how far it is. */
    @Override
    public String toString() {
        return "PinState[" + requestId + ", " + pin.cid() + ", " + status + "]";
    }
}
