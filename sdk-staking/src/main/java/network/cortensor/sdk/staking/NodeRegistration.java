package network.cortensor.sdk.staking;

import java.time.Instant;

/**
 * A registered node as the ledger showed it at one moment.
 *
 * <p>Immutable: read it again to see what became of it.
 */
public final class NodeRegistration {
    private final Address address;
    private final TokenAmount stake;
    private final TokenAmount slashed;
    private final String keyAnnouncement;
    private final Instant registeredAt;
    private final RegistrationState state;

    private NodeRegistration(Builder builder) {
        this.address = builder.address;
        this.stake = builder.stake;
        this.slashed = builder.slashed;
        this.keyAnnouncement = builder.keyAnnouncement;
        this.registeredAt = builder.registeredAt;
        this.state = builder.state;
    }

    /** For those who implement {@link Ledger}: what every registration has; the rest has the values of a new one. */
    public static Builder builder(Address address, TokenAmount stake, String keyAnnouncement, Instant registeredAt) {
        return new Builder(address, stake, keyAnnouncement, registeredAt);
    }

    /** Who. */
    public Address address() {
        return address;
    }

    /** What is locked now. */
    public TokenAmount stake() {
        return stake;
    }

    /** What it lost since it registered. */
    public TokenAmount slashed() {
        return slashed;
    }

    /**
     * What the node last announced of its encryption key. The ledger does not read it: check its signature before use.
     */
    public String keyAnnouncement() {
        return keyAnnouncement;
    }

    /** When it registered, by the ledger's clock. */
    public Instant registeredAt() {
        return registeredAt;
    }

    /** Whether it gets work. */
    public RegistrationState state() {
        return state;
    }

    /** Address, stake and state; no announcement. */
    @Override
    public String toString() {
        return "NodeRegistration[" + address + ", stake " + stake + ", " + state + "]";
    }

    /** Collects the parts of a registration. Not safe for use by several threads. */
    public static final class Builder {
        private final Address address;
        private final TokenAmount stake;
        private final String keyAnnouncement;
        private final Instant registeredAt;
        private TokenAmount slashed = TokenAmount.ZERO;
        private RegistrationState state = RegistrationState.ACTIVE;

        private Builder(Address address, TokenAmount stake, String keyAnnouncement, Instant registeredAt) {
            this.address = address;
            this.stake = stake;
            this.keyAnnouncement = keyAnnouncement;
            this.registeredAt = registeredAt;
        }

        /** Default 0 COR. */
        public Builder slashed(TokenAmount amount) {
            this.slashed = amount;
            return this;
        }

        /** Default {@link RegistrationState#ACTIVE}. */
        public Builder state(RegistrationState value) {
            this.state = value;
            return this;
        }

        /** Makes the registration. */
        public NodeRegistration build() {
            return new NodeRegistration(this);
        }
    }
}
