package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * A community staking pool: COR that is deposited earns rewards over time, in the chain's own currency
 * ({@code StakingPool}) or in a token ({@code TokenStakingPool}); the two differ in nothing else.
 *
 * <p>Of the pools on Ethereum's main network only {@link #shares} is known [COM]; everything else is the development
 * network's, ours, and refused there by name.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked, and
 * {@link LedgerRefusedException} UNKNOWN_CONTRACT if the deployed code lacks the function.
 */
public final class StakingPool {
    private final BoundContract contract;

    StakingPool(BoundContract contract) {
        this.contract = contract;
    }

    /** Where it is. */
    public Address address() {
        return contract.address();
    }

    /** Shares of a holder: one for each wei of COR deposited. */
    public Assured<TokenAmount> shares(Address holder) {
        return contract.read("shares", holder).map(Fields::amount);
    }

    /** Shares of all holders together. */
    public Assured<TokenAmount> totalShares() {
        return contract.read("totalShares").map(Fields::amount);
    }

    /** What rewards are paid in. */
    public Assured<Asset> rewardAsset() {
        return contract.read("rewardAsset").map(fields -> Asset.at(fields.address()));
    }

    /** What a holder could claim as of that block, in wei of the {@link #rewardAsset}. */
    public Assured<BigInteger> earned(Address holder) {
        return contract.read("earned", holder).map(Fields::integer);
    }

    /** What all holders together earn in a second, in wei of the {@link #rewardAsset}, rounded down. */
    public Assured<BigInteger> rewardPerSecond() {
        return contract.read("rewardRate").map(Fields::integer);
    }

    /** What was funded and neither paid nor taken back, in wei of the {@link #rewardAsset}. */
    public Assured<BigInteger> rewardBalance() {
        return contract.read("rewardBalance").map(Fields::integer);
    }

    /** When the rewards run dry if shares are held until then. */
    public Assured<Instant> rewardsUntil() {
        return contract.read("streamEnd").map(Fields::time);
    }

    /** How long it takes to release what is funded. */
    public Assured<Duration> rewardsDuration() {
        return contract.read("rewardsDuration").map(Fields::seconds);
    }

    /** Whether deposits are stopped; leaving and claiming never are. */
    public Assured<Boolean> paused() {
        return contract.read("paused").map(Fields::flag);
    }

    /**
     * COR went in.
     *
     * @param account whose
     * @param amount how much
     * @param receipt of the transaction
     */
    public record Deposited(Address account, TokenAmount amount, TransactionReceipt receipt) {}

    /**
     * COR came back.
     *
     * @param account whose
     * @param amount how much
     * @param receipt of the transaction
     */
    public record Withdrawn(Address account, TokenAmount amount, TransactionReceipt receipt) {}

    /**
     * All COR came back, and the rewards stayed.
     *
     * @param account whose
     * @param amount how much
     * @param forfeited rewards that the others get, in wei of the pool's reward asset
     * @param receipt of the transaction
     */
    public record LeftAtOnce(Address account, TokenAmount amount, BigInteger forfeited, TransactionReceipt receipt) {}

    /**
     * Rewards were paid.
     *
     * @param account who earned them
     * @param to who got them
     * @param wei how much of the pool's reward asset
     * @param receipt of the transaction
     */
    public record Claimed(Address account, Address to, BigInteger wei, TransactionReceipt receipt) {}

    /**
     * Rewards were added.
     *
     * @param by who added them
     * @param wei how much of the pool's reward asset
     * @param until when the rewards run dry now
     * @param receipt of the transaction
     */
    public record Funded(Address by, BigInteger wei, Instant until, TransactionReceipt receipt) {}

    /** What one account does in a pool. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Sender sender;

        Commands(BoundContract contract, Sender sender) {
            this.contract = contract;
            this.sender = sender;
        }

        /**
         * Deposits COR that the pool was {@linkplain CorToken.Commands#approve allowed} to take.
         *
         * @throws LedgerRefusedException INSUFFICIENT_BALANCE; REVERTED with {@code ERC20InsufficientAllowance} without that
         *     allowance, or {@code EnforcedPause}
         */
        public Deposited deposit(String intent, TokenAmount amount) {
            TransactionReceipt receipt =
                    sender.send(intent, "deposit " + amount + " in " + contract, contract, "deposit", amount.wei());
            return deposited(receipt);
        }

        /**
         * Deposits COR in one transaction, with a permit in place of an approval.
         *
         * @param permit made by {@link CorToken#permit} for this pool
         * @throws LedgerRefusedException as {@link #deposit}; without the allowance also if the permit no longer holds
         */
        public Deposited deposit(String intent, SignedPermit permit) {
            TransactionReceipt receipt = sender.send(
                    intent,
                    "deposit " + permit.amount() + " in " + contract,
                    contract,
                    "depositWithPermit",
                    permit.argumentsFor(contract.address()));
            return deposited(receipt);
        }

        private Deposited deposited(TransactionReceipt receipt) {
            Fields event = contract.event(receipt, "Deposited");
            return new Deposited(event.address(), event.amount(), receipt);
        }

        /**
         * Takes COR back. What was earned stays to be claimed.
         *
         * @throws LedgerRefusedException INSUFFICIENT_BALANCE if fewer shares are held
         */
        public Withdrawn withdraw(String intent, TokenAmount amount) {
            TransactionReceipt receipt =
                    sender.send(intent, "withdraw " + amount + " from " + contract, contract, "withdraw", amount.wei());
            Fields event = contract.event(receipt, "Withdrawn");
            return new Withdrawn(event.address(), event.amount(), receipt);
        }

        /**
         * Takes all COR back and leaves the rewards to the others. Works also when something is wrong with the rewards.
         *
         * @throws LedgerRefusedException REVERTED with {@code ZeroAmount} if nothing is held
         */
        public LeftAtOnce emergencyWithdraw(String intent) {
            TransactionReceipt receipt =
                    sender.send(intent, "leave " + contract + " at once", contract, "emergencyWithdraw");
            Fields event = contract.event(receipt, "EmergencyWithdrawn");
            return new LeftAtOnce(event.address(), event.amount(), event.integer(), receipt);
        }

        /**
         * Takes what was earned.
         *
         * @throws LedgerRefusedException REVERTED with {@code NothingToClaim}
         */
        public Claimed claim(String intent) {
            return claimed(sender.send(intent, "claim from " + contract, contract, "claim"));
        }

        /**
         * Has what was earned paid to another account.
         *
         * @throws LedgerRefusedException REVERTED with {@code NothingToClaim}
         */
        public Claimed claimTo(String intent, Address to) {
            return claimed(sender.send(intent, "claim from " + contract + " for " + to, contract, "claimTo", to));
        }

        private Claimed claimed(TransactionReceipt receipt) {
            Fields event = contract.event(receipt, "RewardPaid");
            return new Claimed(event.address(), event.address(), event.integer(), receipt);
        }
    }
}
