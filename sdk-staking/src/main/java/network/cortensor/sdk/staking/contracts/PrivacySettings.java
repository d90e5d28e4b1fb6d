package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.util.List;

/**
 * Which sessions are private, and which miners may have their keys: {@code PrivacySettingData}, version 0.5 of the network's
 * private sessions [DOC1]. A session becomes private with its first allowed miner and stays so.
 *
 * <p>State and names of the functions are the documented ones; parameters, events and errors are ours [INF].
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked.
 */
public final class PrivacySettings {
    /** The most miners in one answer. */
    public static final int MAX_PAGE = 200;

    private final BoundContract contract;

    PrivacySettings(BoundContract contract) {
        this.contract = contract;
    }

    /** Where it is. */
    public Address address() {
        return contract.address();
    }

    /** Whether a session is private. Never goes back to false. */
    public Assured<Boolean> isPrivate(SessionId session) {
        return contract.read("sessionEncryptionEnabled", session.value()).map(Fields::flag);
    }

    /** Whether a miner may have a session's key. */
    public Assured<Boolean> isAllowed(SessionId session, Address miner) {
        return contract.read("sessionAllowedMiners", session.value(), miner).map(Fields::flag);
    }

    /** How many miners may have a session's key. */
    public Assured<Long> allowedCount(SessionId session) {
        return contract.read("getAllowedMinersCount", session.value()).map(Fields::number);
    }

    /**
     * Miners that may have a session's key; fewer than asked for at the end. A removal moves the last one, so read all
     * pages at one block: see {@link Contracts#at}.
     *
     * @param offset how many to pass over
     * @param limit at most so many, up to {@link #MAX_PAGE}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Assured<List<Address>> allowed(SessionId session, long offset, int limit) {
        Page.check("PrivacySettings.allowed", offset, limit, MAX_PAGE);
        return contract.read("getAllowedMiners", session.value(), offset, limit).map(Fields::addresses);
    }

    /** What a session's owner does. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Sender sender;

        Commands(BoundContract contract, Sender sender) {
            this.contract = contract;
            this.sender = sender;
        }

        /**
         * Lets a miner have the session's key, and makes the session private for good.
         *
         * @throws LedgerRefusedException NOT_OWNER; REVERTED with {@code MinerAlreadyAllowed}
         */
        public Confirmed allow(String intent, SessionId session, Address miner) {
            return new Confirmed(sender.send(
                    intent,
                    "let miner " + miner + " have the key of session " + session,
                    contract,
                    "addSessionAllowedMiner",
                    session.value(),
                    miner));
        }

        /**
         * Lets a miner have the session's key no more. A key that it has already is not taken back by this.
         *
         * @throws LedgerRefusedException NOT_OWNER; REVERTED with {@code MinerNotAllowed}
         */
        public Confirmed disallow(String intent, SessionId session, Address miner) {
            return new Confirmed(sender.send(
                    intent,
                    "keep the key of session " + session + " from miner " + miner,
                    contract,
                    "removeSessionAllowedMiner",
                    session.value(),
                    miner));
        }
    }
}
