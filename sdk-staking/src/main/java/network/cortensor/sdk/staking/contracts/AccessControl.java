package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * Who may take part, and as what: {@code ACL} (allow and block list) and {@code IAM} (roles) of the development network. That
 * the network has both is documented [DOC1]; their functions are ours, {@code isOracleNode} aside [ABI].
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked.
 */
public final class AccessControl {
    private final BoundContract acl;
    private final BoundContract iam;

    AccessControl(BoundContract acl, BoundContract iam) {
        this.acl = acl;
        this.iam = iam;
    }

    /** What an account can be trusted with. Node roles are those of the network [DOC2]. */
    public enum Role {
        /** May fill free places of tasks and release nodes from sessions. */
        ORACLE("ORACLE_ROLE"),
        /** A validator. */
        VALIDATOR("VALIDATOR_ROLE"),
        /** A miner. */
        MINER("MINER_ROLE"),
        /** A router. */
        ROUTER("ROUTER_ROLE"),
        /** May say which nodes are registered: the registry. */
        REGISTRAR("REGISTRAR_ROLE"),
        /** May give and take all roles. */
        ADMINISTRATOR("");

        private final String name;

        Role(String name) {
            this.name = name;
        }

        /** How the contract names it: Keccak-256 of the name, zero for the administrator's. */
        Hash id() {
            return name.isEmpty()
                    ? Hash.decode(new byte[Hash.LENGTH])
                    : Hash.keccak256(name.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Whether an account may register a node and open sessions. */
    public Assured<Boolean> isAllowed(Address account) {
        return acl.read("isAllowed", account).map(Fields::flag);
    }

    /** Whether an account is on the block list. */
    public Assured<Boolean> isBlocked(Address account) {
        return acl.read("isBlocked", account).map(Fields::flag);
    }

    /** Whether an account is on the allow list, which counts while the network is permissioned. */
    public Assured<Boolean> isOnAllowList(Address account) {
        return acl.read("isOnAllowList", account).map(Fields::flag);
    }

    /** Whether everyone may take part who is not blocked. */
    public Assured<Boolean> isPermissionless() {
        return acl.read("permissionless").map(Fields::flag);
    }

    /** Whether an account has a role. */
    public Assured<Boolean> hasRole(Address account, Role role) {
        return iam.read("hasRole", role.id(), account).map(Fields::flag);
    }

    /** What administrators do. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract acl;
        private final BoundContract iam;
        private final Sender sender;

        Commands(BoundContract acl, BoundContract iam, Sender sender) {
            this.acl = acl;
            this.iam = iam;
            this.sender = sender;
        }

        /**
         * Puts accounts on the allow list.
         *
         * @throws LedgerRefusedException NOT_ALLOWED
         */
        public Confirmed allow(String intent, Collection<Address> accounts) {
            return list(intent, "allow", "allowAccounts", accounts);
        }

        /**
         * Takes accounts off the allow list. Their nodes and sessions stay.
         *
         * @throws LedgerRefusedException NOT_ALLOWED
         */
        public Confirmed disallow(String intent, Collection<Address> accounts) {
            return list(intent, "disallow", "disallowAccounts", accounts);
        }

        /**
         * Puts accounts on the block list. A blocked node gets no new tasks; its stake stays its own.
         *
         * @throws LedgerRefusedException NOT_ALLOWED
         */
        public Confirmed block(String intent, Collection<Address> accounts) {
            return list(intent, "block", "blockAccounts", accounts);
        }

        /**
         * Takes accounts off the block list.
         *
         * @throws LedgerRefusedException NOT_ALLOWED
         */
        public Confirmed unblock(String intent, Collection<Address> accounts) {
            return list(intent, "unblock", "unblockAccounts", accounts);
        }

        private Confirmed list(String intent, String verb, String function, Collection<Address> accounts) {
            return new Confirmed(sender.send(
                    intent, verb + " " + accounts.size() + " accounts", acl, function, List.copyOf(accounts)));
        }

        /**
         * Lets everyone take part who is not blocked, for good.
         *
         * @throws LedgerRefusedException NOT_ALLOWED
         */
        public Confirmed becomePermissionless(String intent) {
            return new Confirmed(sender.send(intent, "become permissionless", acl, "becomePermissionless"));
        }

        /**
         * Gives a role.
         *
         * @throws LedgerRefusedException NOT_ALLOWED
         */
        public Confirmed grant(String intent, Role role, Address account) {
            return new Confirmed(
                    sender.send(intent, "make " + account + " " + role, iam, "grantRole", role.id(), account));
        }

        /**
         * Takes a role.
         *
         * @throws LedgerRefusedException NOT_ALLOWED
         */
        public Confirmed revoke(String intent, Role role, Address account) {
            return new Confirmed(sender.send(
                    intent, "make " + account + " " + role + " no more", iam, "revokeRole", role.id(), account));
        }
    }
}
