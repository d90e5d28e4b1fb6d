package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.time.Duration;

/**
 * What one account does with the contracts of a network. Made by {@link Contracts#as}.
 *
 * <p>Each command has an <em>intent</em>: a name of the caller's for what is to happen once. The outbox sends it once,
 * whatever crashes; the same command under the same intent, by this process or the next, waits for what became of it and
 * returns that. Another command under a used intent is refused with INTENT_CONFLICT.
 *
 * <p>A command returns when its transaction lies as deep in the chain as {@link
 * network.cortensor.sdk.staking.chain.ChainOptions#confirmations} asks for, and says what the contract's events said. It
 * throws
 *
 * <ul>
 *   <li>{@link LedgerRefusedException} if the contract says no, mostly before anything is sent: with the reason listed at the
 *       command, or REVERTED with the contract's own error and its arguments; FEE_ABOVE_CAP and INSUFFICIENT_GAS_FUNDS if it
 *       costs too much gas; UNKNOWN_CONTRACT if the address book or the deployed code does not have it;
 *   <li>{@link LedgerUnavailableException} if the chain could not be asked, or the time was over, or the thread was
 *       interrupted: it may still happen. Ask again under the same intent;
 *   <li>{@link network.cortensor.sdk.staking.LedgerEvidenceException} if the receipt does not hold what the contract writes.
 * </ul>
 *
 * <p>Immutable and safe for use by several threads. Does not close the outbox.
 */
public final class ContractAccount {
    private final Contracts contracts;
    private final Sender sender;

    ContractAccount(Contracts contracts, Sender sender) {
        this.contracts = contracts;
        this.sender = sender;
    }

    /** The same account with another time to wait for each command. */
    public ContractAccount within(Duration time) {
        return new ContractAccount(contracts, sender.within(time));
    }

    /** Whose account it is. */
    public Address address() {
        return sender.address();
    }

    /** The contracts. */
    public Contracts contracts() {
        return contracts;
    }

    /** Sessions. */
    public SessionContract.Commands sessions() {
        return new SessionContract.Commands(
                contracts.bound(ContractKind.SESSION), contracts.generation(ContractKind.SESSION), sender);
    }

    /** Tasks. */
    public TaskQueue.Commands tasks() {
        return new TaskQueue.Commands(
                contracts.bound(ContractKind.SESSION),
                contracts.generation(ContractKind.SESSION),
                contracts.bound(ContractKind.SESSION_QUEUE),
                sender);
    }

    /** Registration as a node. */
    public NodeRegistry.Commands nodes() {
        return new NodeRegistry.Commands(
                contracts.bound(ContractKind.NODE_POOL),
                contracts.bound(ContractKind.NODE_STAKING).address(),
                sender);
    }

    /** Stake. */
    public NodeStaking.Commands staking() {
        return new NodeStaking.Commands(contracts.bound(ContractKind.NODE_STAKING), sender);
    }

    /** Money of sessions and pay of nodes. */
    public SessionPayments.Commands payments() {
        return new SessionPayments.Commands(
                contracts.bound(ContractKind.SESSION_PAYMENT), contracts.sessionAsset(), sender);
    }

    /** Use that is paid by stake. */
    public SessionPaymentStaking.Commands stakingPayments() {
        return new SessionPaymentStaking.Commands(contracts.bound(ContractKind.SESSION_PAYMENT_STAKING), sender);
    }

    /** Access lists and roles. */
    public AccessControl.Commands access() {
        return new AccessControl.Commands(contracts.bound(ContractKind.ACL), contracts.bound(ContractKind.IAM), sender);
    }

    /** Private sessions. */
    public PrivacySettings.Commands privacy() {
        return new PrivacySettings.Commands(contracts.bound(ContractKind.PRIVACY_SETTINGS), sender);
    }

    /** Verdicts. */
    public TaskValidation.Commands validation() {
        return new TaskValidation.Commands(contracts.bound(ContractKind.SESSION_QUEUE_VALIDATION), sender);
    }

    /** COR. */
    public CorToken.Commands token() {
        return new CorToken.Commands(contracts.bound(ContractKind.COR_TOKEN), sender);
    }

    /** The community pool that pays the chain's own currency. */
    public StakingPool.Commands stakingPool() {
        return new StakingPool.Commands(contracts.bound(ContractKind.STAKING_POOL), sender);
    }

    /** The community pool that pays a token. */
    public StakingPool.Commands tokenStakingPool() {
        return new StakingPool.Commands(contracts.bound(ContractKind.TOKEN_STAKING_POOL), sender);
    }

    /**
     * Any community pool.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if the code there is no pool's
     */
    public StakingPool.Commands stakingPool(Address pool) {
        return new StakingPool.Commands(contracts.pool(pool), sender);
    }

    /** Community pools. */
    public PoolManager.Commands pools() {
        return new PoolManager.Commands(contracts.bound(ContractKind.POOL_MANAGER), sender);
    }
}
