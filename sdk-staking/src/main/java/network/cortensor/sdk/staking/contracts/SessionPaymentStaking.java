package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Use of the network that is paid by what is staked: the network's administrators fill a pool, and a user's stake lets the
 * user's sessions draw on it, so much for each window of time. The stake itself is never spent. A design of the network
 * [DOC1]; functions and errors are ours.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked.
 */
public final class SessionPaymentStaking {
    private final BoundContract contract;

    SessionPaymentStaking(BoundContract contract) {
        this.contract = contract;
    }

    /** Where it is. */
    public Address address() {
        return contract.address();
    }

    /** The stake that counts for a user's limit. */
    public Assured<TokenAmount> stake(Address user) {
        return contract.read("userStake", user).map(Fields::amount);
    }

    /** What a user takes out, and from when; empty if nothing. */
    public Assured<Optional<Leaving>> leaving(Address user) {
        return contract.read("userUnstaking", user).map(fields -> {
            Leaving leaving = new Leaving(fields.amount(), fields.time());
            return leaving.amount().isZero() ? Optional.empty() : Optional.of(leaving);
        });
    }

    /** What a user may consume in a window, rounded down. */
    public Assured<TokenAmount> limit(Address user) {
        return contract.read("userWindowLimit", user).map(Fields::amount);
    }

    /** What of its limit a user has left now; the pool may hold less. */
    public Assured<TokenAmount> left(Address user) {
        return contract.read("userWindowLeft", user).map(Fields::amount);
    }

    /** When the user's last window began; empty if it never consumed. */
    public Assured<Optional<Instant>> windowStart(Address user) {
        return contract.read("userWindowStart", user).map(fields -> Zero.unlessZero(fields.time()));
    }

    /** How long a window is, and how long a stake is held that leaves. */
    public Assured<Duration> windowLength() {
        return contract.read("windowLength").map(Fields::seconds);
    }

    /** Whether a session is paid by its owner's stake. */
    public Assured<Boolean> pays(SessionId session) {
        return contract.read("isSessionStakingPayment", session.value()).map(Fields::flag);
    }

    /** What a task was paid; zero if it was not. */
    public Assured<TokenAmount> paid(TaskId task) {
        return contract.read("taskPayments", task.session().value(), task.number())
                .map(Fields::amount);
    }

    /** What the pool has left for sessions. */
    public Assured<TokenAmount> pool() {
        return contract.read("totalNetworkDepositPoolBalance").map(Fields::amount);
    }

    /** What a node can withdraw. */
    public Assured<TokenAmount> pendingPayment(Address node) {
        return contract.read("nodePendingPayments", node).map(Fields::amount);
    }

    /**
     * Stake on its way out.
     *
     * @param amount how much
     * @param availableAt when it can be taken
     */
    public record Leaving(TokenAmount amount, Instant availableAt) {}

    /**
     * COR was staked.
     *
     * @param user whose
     * @param amount how much
     * @param receipt of the transaction
     */
    public record Staked(Address user, TokenAmount amount, TransactionReceipt receipt) {}

    /**
     * COR is on its way out.
     *
     * @param user whose
     * @param amount how much of it is new
     * @param availableAt when all of it can be taken
     * @param receipt of the transaction
     */
    public record UnstakeRequested(Address user, TokenAmount amount, Instant availableAt, TransactionReceipt receipt) {}

    /**
     * COR came back.
     *
     * @param user whose
     * @param amount how much
     * @param receipt of the transaction
     */
    public record Unstaked(Address user, TokenAmount amount, TransactionReceipt receipt) {}

    /**
     * A node took what it had earned.
     *
     * @param node who
     * @param amount how much
     * @param receipt of the transaction
     */
    public record PaymentWithdrawn(Address node, TokenAmount amount, TransactionReceipt receipt) {}

    /** What one account does. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Sender sender;

        Commands(BoundContract contract, Sender sender) {
            this.contract = contract;
            this.sender = sender;
        }

        /**
         * Stakes COR that the contract was {@linkplain CorToken.Commands#approve allowed} to take.
         *
         * @throws LedgerRefusedException INSUFFICIENT_BALANCE; REVERTED with {@code ERC20InsufficientAllowance}
         */
        public Staked stake(String intent, TokenAmount amount) {
            return staked(sender.send(intent, "stake " + amount, contract, "stake", amount.wei()));
        }

        /**
         * Stakes COR in one transaction, with a permit in place of an approval.
         *
         * @param permit made by {@link CorToken#permit} for this contract
         * @throws LedgerRefusedException as {@link #stake}
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
            return new Staked(event.address(), event.amount(), receipt);
        }

        /**
         * Takes COR out of the stake at once, to be had after a window. A second request holds all that is on its way for a
         * whole window again.
         *
         * @throws LedgerRefusedException INSUFFICIENT_BALANCE if less is staked
         */
        public UnstakeRequested requestUnstake(String intent, TokenAmount amount) {
            TransactionReceipt receipt =
                    sender.send(intent, "request to unstake " + amount, contract, "requestUnstake", amount.wei());
            Fields event = contract.event(receipt, "UnstakeRequested");
            return new UnstakeRequested(event.address(), event.amount(), event.time(), receipt);
        }

        /**
         * Takes the COR that was requested.
         *
         * @throws LedgerRefusedException WRONG_PHASE before its time; REVERTED with {@code ZeroAmount} if none was requested
         */
        public Unstaked unstake(String intent) {
            TransactionReceipt receipt = sender.send(intent, "unstake", contract, "unstake");
            Fields event = contract.event(receipt, "Unstaked");
            return new Unstaked(event.address(), event.amount(), receipt);
        }

        /**
         * Chooses whether an own session is paid by this account's stake, as long as the account owns it.
         *
         * @throws LedgerRefusedException NOT_OWNER
         */
        public Confirmed payByStake(String intent, SessionId session, boolean enabled) {
            return new Confirmed(sender.send(
                    intent,
                    (enabled ? "pay session " : "pay no more session ") + session + " by stake",
                    contract,
                    "setSessionStakingPayment",
                    session.value(),
                    enabled));
        }

        /**
         * Takes what this account earned as a node.
         *
         * @throws LedgerRefusedException REVERTED with {@code ZeroAmount} if nothing
         */
        public PaymentWithdrawn withdrawPayment(String intent) {
            TransactionReceipt receipt =
                    sender.send(intent, "withdraw a node's payment", contract, "withdrawNodePayment");
            Fields event = contract.event(receipt, "NodePaymentWithdrawn");
            return new PaymentWithdrawn(event.address(), event.amount(), receipt);
        }

        /**
         * Adds COR to the pool, as an administrator; the contract was allowed to take it.
         *
         * @throws LedgerRefusedException NOT_ALLOWED, INSUFFICIENT_BALANCE
         */
        public Confirmed fillPool(String intent, TokenAmount amount) {
            return new Confirmed(
                    sender.send(intent, "fill the pool with " + amount, contract, "depositNetwork", amount.wei()));
        }

        /**
         * Takes back what no session has consumed, as an administrator.
         *
         * @throws LedgerRefusedException NOT_ALLOWED, INSUFFICIENT_BALANCE
         */
        public Confirmed emptyPool(String intent, Address to, TokenAmount amount) {
            return new Confirmed(sender.send(
                    intent, "take " + amount + " from the pool", contract, "withdrawNetwork", to, amount.wei()));
        }
    }
}
