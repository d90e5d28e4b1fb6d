package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How many gateways did what with one request, besides those that delivered. For one thread. */
final class Tally {
    private int missing;
    private int refused;
    private int failed;
    private int wrong;
    private int notAsked;
    private boolean routingFailed;
    private final List<IpfsException> reasons = new ArrayList<>();

    /**
     * Writes an outcome into this and into the gateway's record.
     *
     * @param gateway null if it was no gateway that was asked
     * @return what was delivered
     */
    <T> Optional<T> note(@Nullable Gateway gateway, Outcome<T> outcome) {
        if (outcome instanceof Outcome.Delivered<T> delivered) {
            if (gateway != null && delivered.verified()) {
                gateway.delivered();
            }
            return Optional.of(delivered.value());
        }
        if (outcome instanceof Outcome.Missing<T>) {
            missing++;
            if (gateway != null) {
                gateway.missing();
            }
        } else if (outcome instanceof Outcome.Refused<T> no) {
            refused++;
            reasons.add(no.reason());
            if (gateway != null) {
                gateway.refused();
            }
        } else if (outcome instanceof Outcome.Failed<T> failure) {
            failed++;
            reasons.add(failure.reason());
            if (gateway != null) {
                failure.rest().ifPresentOrElse(gateway::askedForRest, gateway::failed);
            }
        } else if (outcome instanceof Outcome.Wrong<T> lie) {
            wrong++;
            reasons.add(lie.reason());
            if (gateway != null) {
                gateway.wrong();
            }
        }
        return Optional.empty();
    }

    void notAsked(int gateways) {
        notAsked += gateways;
    }

    /** Notes that other gateways could not be looked for. */
    void routingFailed(IpfsException reason) {
        routingFailed = true;
        reasons.add(reason);
    }

    void add(Tally other) {
        missing += other.missing;
        refused += other.refused;
        failed += other.failed;
        wrong += other.wrong;
        notAsked += other.notAsked;
        routingFailed |= other.routingFailed;
        reasons.addAll(other.reasons);
    }

    /** Whether everybody who could know says that it is not there. */
    boolean allMissing() {
        return refused + failed + wrong + notAsked == 0 && !routingFailed;
    }

    /** Says why nobody delivered, as the failure that asks for the right reaction. */
    IpfsException failure(String what) {
        String counts = "could not " + what + ": of " + (missing + refused + failed + wrong + notAsked) + " gateways "
                + missing + " do not have it, " + refused + " refused, " + failed + " could not be asked, " + wrong
                + " gave something else, " + notAsked + " are not asked now because of what they did before"
                + (routingFailed ? ", and others could not be looked for" : "");
        IpfsException failure;
        if (failed + notAsked > 0 || routingFailed) {
            failure = new UnreachableException(counts + "; retry later or name other gateways", null);
        } else {
            failure = reasons.stream()
                    .filter(reason -> !(reason instanceof RefusedException))
                    .findFirst()
                    .orElseGet(() -> new RefusedException(counts + "; name other gateways"));
        }
        reasons.stream().filter(reason -> reason != failure).forEach(failure::addSuppressed);
        return failure;
    }
}
