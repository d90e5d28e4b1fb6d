package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.time.Duration;
import java.time.Instant;

/**
 * Stakes of nodes, what they earn and what they lose: the development network's. No slashing rule and no contract of the
 * network for it is known; all of it is ours.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked.
 */
public final class NodeStaking {
    private final BoundContract contract;

    NodeStaking(BoundContract contract) {
        this.contract = contract;
    }

    /** Where it is: whom to approve, and whom permits are for. */
    public Address address() {
        return contract.address();
    }

    /** What an account has at stake. */
    public Assured<TokenAmount> stake(Address node) {
        return contract.read("stakeOf", node).map(Fields::amount);
    }

    /** All about one account. */
    public Assured<StakeAccount> account(Address node) {
        return contract.read("accountOf", node).map(answer -> StakeAccount.of(answer.struct()));
    }

    /** What is staked in all. */
    public Assured<TokenAmount> totalStaked() {
        return contract.read("totalStaked").map(Fields::amount);
    }

    /** How long it takes from unstaking to withdrawing; zero pays out at once. */
    public Assured<Duration> unbondingPeriod() {
        return contract.read("unbondingPeriod").map(Fields::seconds);
    }

    /** Rewards that were funded and not given out. */
    public Assured<TokenAmount> rewardReserve() {
        return contract.read("rewardReserve").map(Fields::amount);
    }

    /** What was slashed and not taken by the treasury. */
    public Assured<TokenAmount> slashedBalance() {
        return contract.read("slashedBalance").map(Fields::amount);
    }

    /**
     * COR was staked.
     *
     * @param node whose stake it is
     * @param amount how much was added
     * @param receipt of the transaction
     */
    public record Staked(Address node, TokenAmount amount, TransactionReceipt receipt) {}

    /** What became of an unstaking. */
    public sealed interface Unstaked {
        /** How much left the stake. */
        TokenAmount amount();

        /** The receipt of the transaction. */
        TransactionReceipt receipt();

        /**
         * It can be withdrawn later; what was unbonding before waits as long.
         *
         * @param amount how much left the stake
         * @param withdrawableAt when
         * @param receipt of the transaction
         */
        record Unbonding(TokenAmount amount, Instant withdrawableAt, TransactionReceipt receipt) implements Unstaked {}

        /**
         * It was paid out: the contract has no unbonding period.
         *
         * @param amount how much left the stake
         * @param receipt of the transaction
         */
        record Paid(TokenAmount amount, TransactionReceipt receipt) implements Unstaked {}
    }

    /**
     * COR was paid out.
     *
     * @param amount how much, possibly zero
     * @param receipt of the transaction
     */
    public record PaidOut(TokenAmount amount, TransactionReceipt receipt) {}

    /** What an account does with its stake. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Sender sender;

        Commands(BoundContract contract, Sender sender) {
            this.contract = contract;
            this.sender = sender;
        }

        /**
         * Adds COR to this account's stake; the contract was {@linkplain CorToken.Commands#approve allowed} to take it.
         *
         * @throws LedgerRefusedException INSUFFICIENT_BALANCE; REVERTED with {@code ERC20InsufficientAllowance}
         */
        public Staked stake(String intent, TokenAmount amount) {
            return staked(sender.send(intent, "stake " + amount, contract, "stake", amount.wei()));
        }

        /**
         * Adds COR to this account's stake in one transaction, with a permit in place of an approval.
         *
         * @param permit made by {@link CorToken#permit} for this contract
         * @throws LedgerRefusedException as {@link #stake(String, TokenAmount)}
         */
        public Staked stake(String intent, SignedPermit permit) {
            return staked(sender.send(
                    intent,
                    "stake " + permit.amount(),
                    contract,
                    "stakeWithPermit",
                    permit.argumentsFor(contract.address())));
        }

        private Staked staked(TransactionReceipt receipt) {
            Fields event = contract.event(receipt, "Staked");
            Address node = event.address();
            return new Staked(node, event.skip().amount(), receipt);
        }

        /**
         * Begins to take back a part of a stake that is not locked.
         *
         * @throws LedgerRefusedException INSUFFICIENT_BALANCE; REVERTED with {@code StakeIsLocked} while the account is a
         *     registered node
         */
        public Unstaked unstake(String intent, TokenAmount amount) {
            TransactionReceipt receipt = sender.send(intent, "unstake " + amount, contract, "unstake", amount.wei());
            Fields event = contract.event(receipt, "Unstaked").skip();
            TokenAmount unstaked = event.amount();
            return contract.find(receipt, "Withdrawn").isPresent()
                    ? new Unstaked.Paid(unstaked, receipt)
                    : new Unstaked.Unbonding(unstaked, event.time(), receipt);
        }

        /**
         * Takes what has finished unbonding.
         *
         * @throws LedgerRefusedException REVERTED with {@code StillUnbonding} before its time
         */
        public PaidOut withdraw(String intent) {
            return paidOut(sender.send(intent, "withdraw unbonded stake", contract, "withdraw"), "Withdrawn");
        }

        /** Takes the rewards. */
        public PaidOut claimRewards(String intent) {
            return paidOut(sender.send(intent, "claim rewards of stake", contract, "claimRewards"), "RewardsClaimed");
        }

        /**
         * Takes what was slashed, as the treasury.
         *
         * @throws LedgerRefusedException NOT_ALLOWED
         */
        public PaidOut takeSlashed(String intent) {
            return paidOut(sender.send(intent, "take slashed stake", contract, "takeSlashed"), "SlashedTaken");
        }

        private PaidOut paidOut(TransactionReceipt receipt, String event) {
            return new PaidOut(
                    contract.find(receipt, event)
                            .map(fields -> fields.skip().amount())
                            .orElse(TokenAmount.ZERO),
                    receipt);
        }

        /**
         * Adds to the rewards, and gives all that is in reserve out evenly from now on.
         *
         * @param duration over how long; whole seconds, rounded up
         * @throws LedgerRefusedException NOT_ALLOWED, INSUFFICIENT_BALANCE; REVERTED with {@code OutOfRange}
         */
        public Confirmed fundRewards(String intent, TokenAmount amount, Duration duration) {
            return new Confirmed(sender.send(
                    intent,
                    "fund rewards of stakes with " + amount,
                    contract,
                    "fundRewards",
                    amount.wei(),
                    Seconds.roundedUp(duration)));
        }
    }
}
