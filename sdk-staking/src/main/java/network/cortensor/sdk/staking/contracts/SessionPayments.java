package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * Money of sessions and pay of nodes, in a token or in the chain's own currency: {@code SessionPayment} [DOC1]. Names of
 * state and functions are the documented ones; parameters, events and errors are ours.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked.
 */
public final class SessionPayments {
    private final BoundContract contract;
    private final Asset asset;

    SessionPayments(BoundContract contract, Asset asset) {
        this.contract = contract;
        this.asset = asset;
    }

    /** Where it is: whom to approve, and whom permits are for. */
    public Address address() {
        return contract.address();
    }

    /** What is paid with, for as long as the contract lives. */
    public Asset asset() {
        return asset;
    }

    /** What a session can spend or its owner withdraw; what is in escrow is no part of it. */
    public Assured<AssetAmount> balance(SessionId session) {
        return amount("sessionBalances", session.value());
    }

    /** What a session has spent, less what came back. */
    public Assured<AssetAmount> usage(SessionId session) {
        return amount("sessionNetworkUsage", session.value());
    }

    /** What a node has earned and not withdrawn. */
    public Assured<AssetAmount> pendingPayment(Address node) {
        return amount("nodePendingPayments", node);
    }

    /** When a node last earned something; empty if it never did. */
    public Assured<Optional<Instant>> lastPaidAt(Address node) {
        return contract.read("nodeLastUsedTimestamps", node).map(answer -> Zero.unlessZero(answer.time()));
    }

    /** What a result costs in a session that named no price. */
    public Assured<AssetAmount> defaultPricePerResult() {
        return amount("defaultPricePerResult");
    }

    /** What is held for a task, what its miners got and what went back. */
    public Assured<TaskMoney> money(TaskId task) {
        return contract.read("taskMoney", task.session().value(), task.number())
                .map(answer -> new TaskMoney(
                        asset.amount(answer.integer()),
                        asset.amount(answer.integer()),
                        asset.amount(answer.integer())));
    }

    private Assured<AssetAmount> amount(String function, Object... arguments) {
        return contract.read(function, arguments).map(answer -> asset.amount(answer.integer()));
    }

    /**
     * Money of a task; the three together are what it cost when it was submitted.
     *
     * @param escrow what is held
     * @param paid what miners got
     * @param refunded what went back to the session
     */
    public record TaskMoney(AssetAmount escrow, AssetAmount paid, AssetAmount refunded) {}

    /**
     * A session has more.
     *
     * @param session which
     * @param from who paid
     * @param amount how much
     * @param receipt of the transaction
     */
    public record Deposited(SessionId session, Address from, AssetAmount amount, TransactionReceipt receipt) {}

    /**
     * A session has less.
     *
     * @param session which
     * @param to who got it
     * @param amount how much
     * @param receipt of the transaction
     */
    public record Withdrawn(SessionId session, Address to, AssetAmount amount, TransactionReceipt receipt) {}

    /**
     * A node took what it had earned.
     *
     * @param amount how much, possibly nothing
     * @param receipt of the transaction
     */
    public record PaymentWithdrawn(AssetAmount amount, TransactionReceipt receipt) {}

    /** What payers, owners of sessions and nodes do. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Asset asset;
        private final Sender sender;

        Commands(BoundContract contract, Asset asset, Sender sender) {
            this.contract = contract;
            this.asset = asset;
            this.sender = sender;
        }

        /**
         * Adds to a session's balance; anyone may. The chain's own currency is sent along; a token the contract was
         * {@linkplain CorToken.Commands#approve allowed} to take.
         *
         * @throws IllegalArgumentException if the amount is of another asset than the contract's
         * @throws LedgerRefusedException UNKNOWN_SESSION, INSUFFICIENT_BALANCE; REVERTED with
         *     {@code ERC20InsufficientAllowance}
         */
        public Deposited deposit(String intent, SessionId session, AssetAmount amount) {
            checkAsset(amount);
            BigInteger value = asset instanceof Asset.Native ? amount.wei() : BigInteger.ZERO;
            return deposited(sender.pay(
                    intent,
                    "deposit " + amount + " to session " + session,
                    value,
                    contract,
                    "depositToSession",
                    session.value(),
                    amount.wei()));
        }

        /**
         * Adds tokens to a session's balance in one transaction, with a permit in place of an approval.
         *
         * @param permit made by {@link CorToken#permit} for this contract
         * @throws LedgerRefusedException as {@link #deposit(String, SessionId, AssetAmount)}
         */
        public Deposited deposit(String intent, SessionId session, SignedPermit permit) {
            Object[] parts = permit.argumentsFor(contract.address());
            Object[] arguments = new Object[parts.length + 1];
            arguments[0] = session.value();
            System.arraycopy(parts, 0, arguments, 1, parts.length);
            return deposited(sender.send(
                    intent,
                    "deposit " + permit.amount() + " to session " + session,
                    contract,
                    "depositToSessionWithPermit",
                    arguments));
        }

        private Deposited deposited(TransactionReceipt receipt) {
            Fields event = contract.event(receipt, "DepositToSession");
            return new Deposited(
                    new SessionId(event.number()), event.address(), asset.amount(event.integer()), receipt);
        }

        /**
         * Takes a part of the balance of an own session.
         *
         * @throws IllegalArgumentException if the amount is of another asset than the contract's
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER, INSUFFICIENT_BALANCE
         */
        public Withdrawn withdraw(String intent, SessionId session, AssetAmount amount) {
            return withdrawTo(intent, session, sender.address(), amount);
        }

        /**
         * Has a part of the balance of an own session paid to another account, for an owner that cannot receive it itself.
         *
         * @throws IllegalArgumentException if the amount is of another asset than the contract's
         * @throws LedgerRefusedException as {@link #withdraw}
         */
        public Withdrawn withdrawTo(String intent, SessionId session, Address to, AssetAmount amount) {
            checkAsset(amount);
            TransactionReceipt receipt = sender.send(
                    intent,
                    "withdraw " + amount + " from session " + session + " to " + to,
                    contract,
                    "withdrawFromSessionTo",
                    session.value(),
                    to,
                    amount.wei());
            Fields event = contract.event(receipt, "WithdrawFromSession");
            return new Withdrawn(
                    new SessionId(event.number()), event.address(), asset.amount(event.integer()), receipt);
        }

        /** Takes what this account has earned as a node. */
        public PaymentWithdrawn withdrawPayment(String intent) {
            return withdrawPaymentTo(intent, sender.address());
        }

        /** Has what this account has earned as a node paid to another account. */
        public PaymentWithdrawn withdrawPaymentTo(String intent, Address to) {
            TransactionReceipt receipt =
                    sender.send(intent, "withdraw a node's payment to " + to, contract, "withdrawNodePaymentTo", to);
            BigInteger wei = contract.find(receipt, "PaymentWithdrawn")
                    .map(event -> event.skip().integer())
                    .orElse(BigInteger.ZERO);
            return new PaymentWithdrawn(asset.amount(wei), receipt);
        }

        private void checkAsset(AssetAmount amount) {
            if (!amount.asset().equals(asset)) {
                throw new IllegalArgumentException(
                        "SessionPayments: expected an amount of " + asset + ", found " + amount);
            }
        }
    }
}
