package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.Session;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.util.List;

/**
 * Sessions: {@code SessionV2} [ABI] of any {@link Generation}. Tasks are handed in and read through {@link TaskQueue}.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked,
 * {@link network.cortensor.sdk.staking.LedgerEvidenceException} if what it answers cannot be, and
 * {@link LedgerRefusedException} UNKNOWN_CONTRACT if the deployed code lacks the function.
 */
public final class SessionContract {
    /** The most sessions in one answer. Ours; the contract itself has no limit but gas. */
    public static final int MAX_PAGE = 1_000;

    private final BoundContract contract;
    private final Generation generation;

    SessionContract(BoundContract contract, Generation generation) {
        this.contract = contract;
        this.generation = generation;
    }

    /** Where it is. */
    public Address address() {
        return contract.address();
    }

    /** Which form of it was found there. */
    public Generation generation() {
        return generation;
    }

    /**
     * A session as the contract has it, in every generation.
     *
     * @throws LedgerRefusedException UNKNOWN_SESSION
     */
    public Assured<SessionRecord> record(SessionId session) {
        Assured<Boolean> exists = exists(session);
        if (!exists.value()) {
            throw new LedgerRefusedException(
                    Reason.UNKNOWN_SESSION,
                    "read session " + session,
                    "a session of " + contract,
                    "none at block " + exists.assurance().blockNumber());
        }
        return contract.at(BlockId.hash(exists.assurance().blockHash()))
                .read("getSession", session.value())
                .map(answer -> SessionRecord.of(answer.struct(), generation));
    }

    /**
     * A session with its price, tasks and balance, on the development network.
     *
     * @throws LedgerRefusedException UNKNOWN_SESSION; UNKNOWN_CONTRACT elsewhere, where {@link #record} tells what there is
     */
    public Assured<Session> session(SessionId session) {
        return contract.read("sessionView", session.value()).map(answer -> SessionViews.session(answer.struct()));
    }

    /** Whether there is a session of this number. */
    public Assured<Boolean> exists(SessionId session) {
        return contract.read("doesSessionExist", session.value()).map(Fields::flag);
    }

    /** How many sessions there are. */
    public Assured<Long> count() {
        return contract.read("getSessionCount").map(Fields::number);
    }

    /** How many sessions an account has. */
    public Assured<Long> countOf(Address owner) {
        return contract.read("getSessionCountByAddress", owner).map(Fields::number);
    }

    /**
     * Sessions of an account; fewer than asked for at the end.
     *
     * @param offset how many to pass over
     * @param limit at most so many, up to {@link #MAX_PAGE}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Assured<List<SessionRecord>> sessionsOf(Address owner, long offset, int limit) {
        Page.check("SessionContract.sessionsOf", offset, limit, MAX_PAGE);
        return contract.read("getSessionsByAddressByPage", owner, offset, limit)
                .map(answer -> answer.structs(struct -> SessionRecord.of(struct, generation)));
    }

    /**
     * A session was opened.
     *
     * @param session its number
     * @param owner whose it is
     * @param miners the nodes that it was given
     * @param receipt of the transaction
     */
    public record Opened(SessionId session, Address owner, List<Address> miners, TransactionReceipt receipt) {
        /** Copies the list. */
        public Opened {
            miners = List.copyOf(miners);
        }
    }

    /** What a session's owner does. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Generation generation;
        private final Sender sender;

        Commands(BoundContract contract, Generation generation, Sender sender) {
            this.contract = contract;
            this.generation = generation;
            this.sender = sender;
        }

        /**
         * Opens a session on these terms. Its number is in the receipt.
         *
         * <p>On the development network at the price of the terms. The network's own contracts set the price themselves, and
         * those of {@link Generation#V2025_07} take no model, reserve period and task limit, either.
         *
         * @throws LedgerRefusedException NOT_ENOUGH_NODES, NOT_ALLOWED; UNKNOWN_CONTRACT if the terms name a price and the
         *     contract takes none
         */
        public Opened open(String intent, SessionTerms terms) {
            SessionRequest request = SessionRequest.of(terms);
            if (generation != Generation.DEVELOPMENT) {
                if (!terms.pricePerResult().isZero()) {
                    throw new LedgerRefusedException(
                            Reason.UNKNOWN_CONTRACT,
                            attempt(terms),
                            "a contract that lets a session name its price; leave it at 0 COR to take the contract's",
                            contract + " of " + generation + ", and terms of " + terms.pricePerResult()
                                    + " per result");
                }
                return create(intent, request);
            }
            return opened(sender.send(intent, attempt(terms), contract, "open", SessionViews.terms(terms)));
        }

        /**
         * Opens a session with the function that all generations have, at the contract's price.
         *
         * <p>A contract of {@link Generation#V2025_07} takes no service level, model, reserve period and task limit; they
         * are left out there.
         *
         * @throws LedgerRefusedException NOT_ENOUGH_NODES, NOT_ALLOWED
         */
        public Opened create(String intent, SessionRequest request) {
            return opened(sender.send(
                    intent,
                    attempt(request.terms()),
                    contract,
                    "create",
                    request.arguments(sender.address(), generation)));
        }

        private static String attempt(SessionTerms terms) {
            return "open session '" + Words.cut(terms.name()) + "'";
        }

        private Opened opened(TransactionReceipt receipt) {
            Fields event = contract.event(receipt, "SessionCreated");
            SessionId session = new SessionId(event.number());
            return new Opened(session, event.skip().address(), event.addresses(), receipt);
        }

        /**
         * Changes a session.
         *
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER, SESSION_INACTIVE
         */
        public Confirmed update(String intent, SessionId session, SessionRequest request) {
            return new Confirmed(
                    sender.send(intent, "update session " + session, contract, "update", request.changes(session)));
        }

        /**
         * Lets a session take no more tasks.
         *
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER, SESSION_INACTIVE
         */
        public Confirmed deactivate(String intent, SessionId session) {
            return on(intent, "deactivate", session, "deactivateSession", session.value());
        }

        /**
         * Gives a session to another account.
         *
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER
         */
        public Confirmed giveTo(String intent, SessionId session, Address owner) {
            return on(intent, "give to " + owner, session, "updateOwner", session.value(), owner);
        }

        /**
         * Adds a router, which may then serve the session's tasks.
         *
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER
         */
        public Confirmed addRouter(String intent, SessionId session, Router router) {
            return on(
                    intent,
                    "add router " + router.address() + " to",
                    session,
                    "addRouter",
                    session.value(),
                    router.address(),
                    router.description());
        }

        /**
         * Replaces what is written of a router.
         *
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER
         */
        public Confirmed updateRouter(String intent, SessionId session, Router router) {
            return on(
                    intent,
                    "update router " + router.address() + " of",
                    session,
                    "updateRouter",
                    session.value(),
                    router.address(),
                    router.description());
        }

        /**
         * Removes a router.
         *
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER
         */
        public Confirmed removeRouter(String intent, SessionId session, Address router) {
            return on(intent, "remove router " + router + " from", session, "removeRouter", session.value(), router);
        }

        /**
         * Adds a node that serves this session alone.
         *
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER
         */
        public Confirmed addDedicatedNode(String intent, SessionId session, Address node) {
            return on(intent, "add node " + node + " to", session, "addDedicatedNode", session.value(), node);
        }

        /**
         * Removes such a node.
         *
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER
         */
        public Confirmed removeDedicatedNode(String intent, SessionId session, Address node) {
            return on(intent, "remove node " + node + " from", session, "removeDedicatedNode", session.value(), node);
        }

        private Confirmed on(String intent, String verb, SessionId session, String function, Object... arguments) {
            return new Confirmed(sender.send(intent, verb + " session " + session, contract, function, arguments));
        }
    }
}
