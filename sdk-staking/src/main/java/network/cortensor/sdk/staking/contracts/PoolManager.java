package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/**
 * Makes, lists, funds and pauses community staking pools. The name is the network's [DOC2]; the functions are the
 * development network's, ours.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked.
 */
public final class PoolManager {
    /** The most pools in one answer. */
    public static final int MAX_PAGE = 100;

    private final BoundContract contract;

    PoolManager(BoundContract contract) {
        this.contract = contract;
    }

    /** Where it is. */
    public Address address() {
        return contract.address();
    }

    /** How many pools there are. */
    public Assured<Long> poolCount() {
        return contract.read("poolCount").map(Fields::number);
    }

    /**
     * Pools in the order in which they were added; fewer than asked for at the end. Open one with
     * {@link Contracts#stakingPool(Address)}.
     *
     * @param offset how many to pass over
     * @param limit at most so many, up to {@link #MAX_PAGE}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Assured<List<Address>> pools(long offset, int limit) {
        Page.check("PoolManager.pools", offset, limit, MAX_PAGE);
        return contract.read("pools", offset, limit).map(Fields::addresses);
    }

    /** Whether an address is one of the pools. */
    public Assured<Boolean> isPool(Address pool) {
        return contract.read("isPool", pool).map(Fields::flag);
    }

    /**
     * A pool was made or added.
     *
     * @param pool where it is
     * @param rewards what it pays in
     * @param receipt of the transaction
     */
    public record PoolAdded(Address pool, Asset rewards, TransactionReceipt receipt) {}

    /** What an administrator does. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Sender sender;

        Commands(BoundContract contract, Sender sender) {
            this.contract = contract;
            this.sender = sender;
        }

        /**
         * Makes a pool.
         *
         * @param rewards what it pays in
         * @param duration how long it takes to release what is funded; whole seconds
         * @throws LedgerRefusedException NOT_ALLOWED; REVERTED with {@code DurationOutOfRange}
         */
        public PoolAdded create(String intent, Asset rewards, Duration duration) {
            String attempt = "make a pool that pays " + rewards;
            TransactionReceipt receipt = rewards instanceof Asset.Token token
                    ? sender.send(
                            intent, attempt, contract, "createTokenStakingPool", token.address(), duration.toSeconds())
                    : sender.send(intent, attempt, contract, "createStakingPool", duration.toSeconds());
            return added(receipt);
        }

        /**
         * Adds a pool that was made elsewhere and has the manager as one of its managers.
         *
         * @throws LedgerRefusedException NOT_ALLOWED; REVERTED with {@code PoolAlreadyKnown}, {@code OtherStakingToken},
         *     {@code ManagerRoleMissing}
         */
        public PoolAdded register(String intent, Address pool) {
            return added(sender.send(intent, "add pool " + pool, contract, "register", pool));
        }

        private PoolAdded added(TransactionReceipt receipt) {
            Fields event = contract.event(receipt, "PoolAdded");
            return new PoolAdded(event.address(), Asset.at(event.address()), receipt);
        }

        /**
         * Adds rewards to a pool: value sent along, or tokens that the manager was allowed to take.
         *
         * @throws LedgerRefusedException NOT_ALLOWED, INSUFFICIENT_BALANCE; REVERTED with {@code UnknownPool}
         */
        public Confirmed fund(String intent, Address pool, AssetAmount rewards) {
            BigInteger value = rewards.asset() instanceof Asset.Native ? rewards.wei() : BigInteger.ZERO;
            return new Confirmed(sender.pay(
                    intent, "fund pool " + pool + " with " + rewards, value, contract, "fund", pool, rewards.wei()));
        }

        /**
         * Stops deposits into a pool; its holders can still leave and claim.
         *
         * @throws LedgerRefusedException NOT_ALLOWED; REVERTED with {@code UnknownPool}
         */
        public Confirmed pause(String intent, Address pool) {
            return new Confirmed(sender.send(intent, "pause pool " + pool, contract, "pause", pool));
        }

        /**
         * Allows deposits into a pool again.
         *
         * @throws LedgerRefusedException NOT_ALLOWED; REVERTED with {@code UnknownPool}
         */
        public Confirmed unpause(String intent, Address pool) {
            return new Confirmed(sender.send(intent, "unpause pool " + pool, contract, "unpause", pool));
        }
    }
}
