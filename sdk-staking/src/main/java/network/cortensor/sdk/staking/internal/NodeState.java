package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.RegistrationState;
import network.cortensor.sdk.staking.TokenAmount;

import java.math.BigInteger;
import java.time.Instant;

/** A registered node. */
record NodeState(Address address, TokenAmount stake, TokenAmount slashed, String announcement, Instant registeredAt) {

    NodeState announcing(String next) {
        return new NodeState(address, stake, slashed, next, registeredAt);
    }

    NodeState losing(TokenAmount amount) {
        return new NodeState(address, stake.minus(amount), slashed.plus(amount), announcement, registeredAt);
    }

    /** {@code parts} of {@code whole} parts of the stake, rounded down. */
    TokenAmount share(int parts, int whole) {
        return TokenAmount.ofWei(stake.wei().multiply(BigInteger.valueOf(parts)).divide(BigInteger.valueOf(whole)));
    }

    boolean eligible(TokenAmount minStake) {
        return stake.compareTo(minStake) >= 0;
    }

    NodeRegistration view(TokenAmount minStake) {
        return NodeRegistration.builder(address, stake, announcement, registeredAt)
                .slashed(slashed)
                .state(eligible(minStake) ? RegistrationState.ACTIVE : RegistrationState.BELOW_MINIMUM)
                .build();
    }
}
