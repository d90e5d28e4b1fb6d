package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.internal.transaction.Permit;
import network.cortensor.sdk.staking.internal.transaction.Signature;

import java.time.Instant;

/**
 * Leave to take tokens, signed instead of sent (EIP-2612): with it a deposit or a stake is one transaction. Made by
 * {@link CorToken#permit}.
 *
 * <p>Whoever has it may use it, once, until its deadline: it is worth what it allows. A command that is repeated under the
 * same intent has to carry the same permit; a new one makes it another command.
 *
 * <p>Immutable.
 */
public final class SignedPermit {
    private final Permit permit;
    private final Signature signature;

    SignedPermit(Permit permit, Signature signature) {
        this.permit = permit;
        this.signature = signature;
    }

    /** Whose tokens. */
    public Address owner() {
        return permit.owner();
    }

    /** Who may take them. */
    public Address spender() {
        return permit.spender();
    }

    /** How many. */
    public TokenAmount amount() {
        return permit.value();
    }

    /** Until when. */
    public Instant deadline() {
        return permit.deadline();
    }

    /** Amount, deadline and signature, as contracts take them; refused if the permit is for somebody else. */
    Object[] argumentsFor(Address contract) {
        if (!contract.equals(permit.spender())) {
            throw new IllegalArgumentException(
                    "SignedPermit: expected one for " + contract + ", found one for " + permit.spender());
        }
        return new Object[] {
            permit.value().wei(), permit.deadline().getEpochSecond(), signature.v(), signature.r(), signature.s()
        };
    }

    /** Who, how much and until when; no signature. */
    @Override
    public String toString() {
        return "SignedPermit[" + permit.spender() + " may take " + permit.value() + " of " + permit.owner() + " until "
                + permit.deadline() + "]";
    }
}
