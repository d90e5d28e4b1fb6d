package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.TokenAmount;

import java.time.Duration;

/** What the rules can be set to. */
public record LedgerParameters(long chainId, TokenAmount minStake, int slashBasisPoints, Duration ackTimeout) {}
