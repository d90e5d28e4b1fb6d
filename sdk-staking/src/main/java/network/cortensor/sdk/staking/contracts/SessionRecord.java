package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionMode;
import network.cortensor.sdk.staking.internal.contract.Fields;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A session as {@code SessionV2} has it [ABI], whatever its {@link Generation}.
 *
 * <p>Immutable.
 */
public final class SessionRecord {
    private static final long ACTIVE = 1;

    private final SessionId id;
    private final Hash contentId;
    private final String name;
    private final String metadata;
    private final long state;
    private final Instant createdAt;
    private final Instant updatedAt;
    private final Address owner;
    private final List<Address> ephemeralNodes;
    private final List<Address> dedicatedNodes;
    private final long mode;
    private final int redundancy;
    private final long minNodes;
    private final long maxNodes;
    private final long validators;
    private final List<Router> routers;
    private final @Nullable SessionLimits limits;

    private SessionRecord(Fields struct, boolean hasLimits) {
        this.id = new SessionId(struct.number());
        this.contentId = struct.hash();
        this.name = struct.text();
        this.metadata = struct.text();
        this.state = struct.number();
        this.createdAt = struct.time();
        this.updatedAt = struct.time();
        this.owner = struct.address();
        this.ephemeralNodes = struct.addresses();
        this.dedicatedNodes = struct.addresses();
        this.mode = struct.number();
        this.redundancy = struct.count();
        this.minNodes = struct.number();
        this.maxNodes = struct.number();
        this.validators = struct.number();
        this.routers = routers(struct.texts(), struct.addresses());
        this.limits = hasLimits
                ? new SessionLimits(struct.number(), struct.number(), struct.seconds(), struct.number())
                : null;
    }

    static SessionRecord of(Fields struct, Generation generation) {
        return new SessionRecord(struct, generation.hasLimits());
    }

    private static List<Router> routers(List<String> descriptions, List<Address> addresses) {
        if (descriptions.size() != addresses.size()) {
            throw new LedgerEvidenceException("Routers of a session: expected as many descriptions as addresses, found "
                    + descriptions.size() + " and " + addresses.size());
        }
        List<Router> routers = new ArrayList<>(addresses.size());
        for (int i = 0; i < addresses.size(); i++) {
            routers.add(new Router(addresses.get(i), descriptions.get(i)));
        }
        return List.copyOf(routers);
    }

    /** Its number. */
    public SessionId id() {
        return id;
    }

    /** The contract's {@code sid}; what it is made of is not known. */
    public Hash contentId() {
        return contentId;
    }

    /** Its name; public. */
    public String name() {
        return name;
    }

    /** What its owner wrote beside the name; public. */
    public String metadata() {
        return metadata;
    }

    /** The contract's number for its state. Clients take 1 for active [COM]; the others are not known. */
    public long stateCode() {
        return state;
    }

    /** Whether its state is 1, which clients take for active [COM]. */
    public boolean isActive() {
        return state == ACTIVE;
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When it was last changed. */
    public Instant updatedAt() {
        return updatedAt;
    }

    /** Whose it is. */
    public Address owner() {
        return owner;
    }

    /** Nodes of the shared pool that it was given. */
    public List<Address> ephemeralNodes() {
        return ephemeralNodes;
    }

    /** Nodes that its owner named. */
    public List<Address> dedicatedNodes() {
        return dedicatedNodes;
    }

    /**
     * Which nodes may serve.
     *
     * @throws LedgerEvidenceException if the contract has a number for it that no source explains
     */
    public SessionMode mode() {
        for (SessionMode known : SessionMode.values()) {
            if (known.code() == mode) {
                return known;
            }
        }
        throw new LedgerEvidenceException("Mode of session " + id + ": expected 0, 1 or 2, found " + mode);
    }

    /** Miners that answer each task. */
    public int redundancy() {
        return redundancy;
    }

    /** Fewest nodes. */
    public long minNodes() {
        return minNodes;
    }

    /** Most nodes. */
    public long maxNodes() {
        return maxNodes;
    }

    /** Validators per task. */
    public long validators() {
        return validators;
    }

    /** Its routers, in the order in which they were added. */
    public List<Router> routers() {
        return routers;
    }

    /** What later generations have in addition; empty for {@link Generation#V2025_07}. */
    public Optional<SessionLimits> limits() {
        return Optional.ofNullable(limits);
    }

    /** Number, owner, state and counts; no texts. */
    @Override
    public String toString() {
        return "SessionRecord[" + id + " of " + owner + ", state " + state + ", "
                + (ephemeralNodes.size() + dedicatedNodes.size()) + " nodes, redundancy " + redundancy + "]";
    }
}
