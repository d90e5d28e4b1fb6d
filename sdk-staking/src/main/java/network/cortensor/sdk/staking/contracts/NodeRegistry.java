package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.RegistrationState;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.util.List;
import java.util.Optional;

/**
 * The registered nodes and what they announce of their encryption keys: {@code NodePool} of the development network. The
 * name is the network's; functions, key announcements and errors are ours.
 *
 * <p>The contract keeps the hash of an announcement; the text is in the log, and is taken only with that hash. So a text is
 * as well known as the hash.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked, and
 * {@link LedgerEvidenceException} if what it answers cannot be.
 */
public final class NodeRegistry {
    /** The most nodes in one answer. Ours; the contract itself has no limit but gas. */
    public static final int MAX_PAGE = 1_000;

    private final BoundContract contract;

    NodeRegistry(BoundContract contract) {
        this.contract = contract;
    }

    /** Where it is. */
    public Address address() {
        return contract.address();
    }

    /** A node as the contract has it; empty if it is not registered. */
    public Assured<Optional<NodeRecord>> record(Address node) {
        return contract.read("getNode", node).map(answer -> {
            NodeRecord record = NodeRecord.of(answer.struct());
            return record.address().equals(Zero.ADDRESS) ? Optional.empty() : Optional.of(record);
        });
    }

    /**
     * Nodes as the contract has them; fewer than asked for at the end. When a node leaves, the last one takes its place, so
     * read all pages at one block: see {@link Contracts#at}.
     *
     * @param offset how many to pass over
     * @param limit at most so many, up to {@link #MAX_PAGE}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Assured<List<NodeRecord>> records(long offset, int limit) {
        Page.check("NodeRegistry.records", offset, limit, MAX_PAGE);
        return contract.read("getNodes", offset, limit).map(answer -> answer.structs(NodeRecord::of));
    }

    /**
     * A node with its key announcement; empty if it is not registered. A node that is blocked or drains is
     * {@link RegistrationState#BELOW_MINIMUM}, too: it gets no new tasks.
     */
    public Assured<Optional<NodeRegistration>> node(Address node) {
        return record(node).map(record -> record.map(this::registration));
    }

    /** Nodes with their key announcements, as {@link #records}: one question more for each node. */
    public Assured<List<NodeRegistration>> nodes(long offset, int limit) {
        return records(offset, limit)
                .map(records -> records.stream().map(this::registration).toList());
    }

    /**
     * The announcement that a record has the hash of.
     *
     * @throws LedgerEvidenceException if the log of its block does not have it
     */
    public String announcement(NodeRecord node) {
        return LoggedText.find(
                contract,
                node.announcementBlock(),
                node.announcementHash(),
                "key announcement of node " + node.address(),
                "NodeRegistered",
                "KeyAnnounced");
    }

    private NodeRegistration registration(NodeRecord node) {
        return NodeRegistration.builder(node.address(), node.stake(), announcement(node), node.registeredAt())
                .slashed(node.slashed())
                .state(node.eligible() ? RegistrationState.ACTIVE : RegistrationState.BELOW_MINIMUM)
                .build();
    }

    /** How many nodes are registered. */
    public Assured<Long> count() {
        return contract.read("nodeCount").map(Fields::number);
    }

    /** Whether an account is a registered node. */
    public Assured<Boolean> isRegistered(Address node) {
        return contract.read("isRegistered", node).map(Fields::flag);
    }

    /** Whether a node can get tasks: it is registered, has the minimum stake, is not blocked and does not drain. */
    public Assured<Boolean> isEligible(Address node) {
        return contract.read("isEligible", node).map(Fields::flag);
    }

    /** The least that a node stakes. */
    public Assured<TokenAmount> minStake() {
        return contract.read("minStake").map(Fields::amount);
    }

    /**
     * A node registered.
     *
     * @param node who
     * @param stake all it has at stake
     * @param receipt of the transaction
     */
    public record Registered(Address node, TokenAmount stake, TransactionReceipt receipt) {}

    /**
     * A node ended its registration.
     *
     * @param node who
     * @param stake what was unstaked: paid out already, or to be {@linkplain NodeStaking.Commands#withdraw withdrawn} after
     *     the unbonding period
     * @param receipt of the transaction
     */
    public record Deregistered(Address node, TokenAmount stake, TransactionReceipt receipt) {}

    /** What a node does. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Address staking;
        private final Sender sender;

        Commands(BoundContract contract, Address staking, Sender sender) {
            this.contract = contract;
            this.staking = staking;
            this.sender = sender;
        }

        /**
         * Registers this account as a node.
         *
         * @param stake is added to what it has at stake; the {@linkplain NodeStaking staking contract} was allowed to take it
         * @param announcement what the node says of its encryption key; public, opaque to the contract
         * @throws LedgerRefusedException ALREADY_REGISTERED, STAKE_TOO_LOW, INSUFFICIENT_BALANCE, NOT_ALLOWED, TEXT_TOO_LONG;
         *     REVERTED with {@code ERC20InsufficientAllowance} without that allowance
         */
        public Registered register(String intent, TokenAmount stake, String announcement) {
            return registered(sender.send(
                    intent,
                    "register node " + sender.address() + " with " + stake,
                    contract,
                    "register",
                    stake.wei(),
                    announcement));
        }

        /**
         * Registers this account as a node in one transaction, with a permit in place of an approval.
         *
         * @param stake made by {@link CorToken#permit} for the {@linkplain NodeStaking staking contract}
         * @param announcement what the node says of its encryption key; public, opaque to the contract
         * @throws LedgerRefusedException as {@link #register(String, TokenAmount, String)}
         */
        public Registered register(String intent, SignedPermit stake, String announcement) {
            Object[] permit = stake.argumentsFor(staking);
            Object[] arguments = new Object[permit.length + 1];
            arguments[0] = permit[0];
            arguments[1] = announcement;
            System.arraycopy(permit, 1, arguments, 2, permit.length - 1);
            return registered(sender.send(
                    intent,
                    "register node " + sender.address() + " with " + stake.amount(),
                    contract,
                    "registerWithPermit",
                    arguments));
        }

        private Registered registered(TransactionReceipt receipt) {
            Fields event = contract.event(receipt, "NodeRegistered");
            return new Registered(event.address(), event.amount(), receipt);
        }

        /**
         * Replaces this node's key announcement.
         *
         * @throws LedgerRefusedException NOT_REGISTERED, TEXT_TOO_LONG
         */
        public Confirmed announceKey(String intent, String announcement) {
            return new Confirmed(sender.send(
                    intent, "announce the key of node " + sender.address(), contract, "announceKey", announcement));
        }

        /**
         * Takes no new tasks from now on, or takes them again. Who wants to leave drains first, ends its tasks and then
         * {@linkplain #deregister deregisters}: nobody can hold it by handing in more.
         *
         * @throws LedgerRefusedException NOT_REGISTERED
         */
        public Confirmed drain(String intent, boolean draining) {
            return new Confirmed(sender.send(
                    intent,
                    (draining ? "drain node " : "drain no more node ") + sender.address(),
                    contract,
                    "setDraining",
                    draining));
        }

        /**
         * Ends this node's registration and unstakes its stake.
         *
         * @throws LedgerRefusedException NOT_REGISTERED, OPEN_TASKS
         */
        public Deregistered deregister(String intent) {
            TransactionReceipt receipt =
                    sender.send(intent, "deregister node " + sender.address(), contract, "deregister");
            Fields event = contract.event(receipt, "NodeWithdrawn");
            return new Deregistered(event.address(), event.amount(), receipt);
        }
    }
}
