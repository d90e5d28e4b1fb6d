package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code create} is asked for: the terms, and what they have no place for. Defaults are those of the network's clients
 * [COM].
 *
 * <p>Immutable.
 */
public final class SessionRequest {
    private final SessionTerms terms;
    private final String metadata;
    private final long serviceLevel;
    private final boolean reserveNodes;

    private SessionRequest(SessionTerms terms, String metadata, long serviceLevel, boolean reserveNodes) {
        this.terms = terms;
        this.metadata = metadata;
        this.serviceLevel = serviceLevel;
        this.reserveNodes = reserveNodes;
    }

    /** These terms, no metadata, the lowest service level, no reservation. */
    public static SessionRequest of(SessionTerms terms) {
        return new SessionRequest(terms, "", 0, false);
    }

    /** The same with metadata: free text, public on the chain. */
    public SessionRequest metadata(String text) {
        return new SessionRequest(terms, text, serviceLevel, reserveNodes);
    }

    /**
     * The same with a service level: 0 low, 1 medium, 2 high [COM].
     *
     * @throws IllegalArgumentException if it is negative
     */
    public SessionRequest serviceLevel(long level) {
        if (level < 0) {
            throw new IllegalArgumentException("SessionRequest.serviceLevel: expected at least 0, found " + level);
        }
        return new SessionRequest(terms, metadata, level, reserveNodes);
    }

    /** The same with nodes of the shared pool reserved for the session, or not. */
    public SessionRequest reserveNodes(boolean reserve) {
        return new SessionRequest(terms, metadata, serviceLevel, reserve);
    }

    /** The terms. */
    public SessionTerms terms() {
        return terms;
    }

    /** Free text, public on the chain; perhaps empty. */
    public String metadata() {
        return metadata;
    }

    /** The service level. */
    public long serviceLevel() {
        return serviceLevel;
    }

    /** Whether nodes of the shared pool are reserved. */
    public boolean reserveNodes() {
        return reserveNodes;
    }

    Object[] arguments(Address owner, Generation generation) {
        List<Object> arguments = new ArrayList<>(List.of(
                terms.name(),
                metadata,
                owner,
                terms.minNodes(),
                terms.maxNodes(),
                terms.redundancy(),
                terms.validators(),
                terms.mode().code(),
                reserveNodes));
        if (generation.hasLimits()) {
            arguments.addAll(
                    List.of(serviceLevel, terms.model(), Seconds.roundedUp(terms.reservePeriod()), terms.maxTasks()));
        }
        return arguments.toArray();
    }

    Object[] changes(SessionId session) {
        return new Object[] {
            terms.name(),
            metadata,
            session.value(),
            terms.minNodes(),
            terms.maxNodes(),
            terms.redundancy(),
            terms.validators(),
            terms.mode().code()
        };
    }

    /** Terms and service level; no metadata. */
    @Override
    public String toString() {
        return "SessionRequest[" + terms + ", service level " + serviceLevel + "]";
    }
}
