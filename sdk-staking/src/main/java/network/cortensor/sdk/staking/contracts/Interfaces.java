package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.internal.abi.Abi;
import network.cortensor.sdk.staking.internal.contract.Artifact;
import network.cortensor.sdk.staking.internal.contract.Refusals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The contracts of the development network: what each kind is called, and by which functions its code is known. */
final class Interfaces {
    private static final Map<ContractKind, Interface> KNOWN = new EnumMap<>(ContractKind.class);

    static {
        known(ContractKind.RUNTIME, "Runtime", "module", "modules");
        known(ContractKind.COR_TOKEN, "CorToken", "balanceOf", "allowance", "approve", "transfer");
        known(ContractKind.IAM, "Iam", "hasRole", "grantRole", "revokeRole");
        known(ContractKind.ACL, "Acl", "isAllowed", "isBlocked", "permissionless");
        known(ContractKind.NODE_POOL, "NodePool", "register", "announceKey", "getNode", "getNodes");
        known(ContractKind.NODE_STAKING, "NodeStaking", "stake", "unstake", "stakeOf", "accountOf");
        known(ContractKind.SESSION, "SessionV2");
        known(ContractKind.SESSION_QUEUE, "SessionQueueV2");
        known(ContractKind.SESSION_DATA, "SessionData", "sessionOwner");
        known(ContractKind.SESSION_QUEUE_DATA, "SessionQueueData", "taskView");
        known(ContractKind.SESSION_QUEUE_VALIDATION, "SessionQueueValidation", "roundOf", "giveVerdict");
        known(
                ContractKind.SESSION_PAYMENT,
                "SessionPayment",
                "depositToSession",
                "withdrawFromSession",
                "withdrawNodePayment",
                "sessionBalances",
                "token");
        known(ContractKind.SESSION_PAYMENT_STAKING, "SessionPaymentStaking", "stake", "userStake", "userWindowLimit");
        known(ContractKind.PRIVACY_SETTINGS, "PrivacySettingData", "sessionAllowedMiners", "sessionEncryptionEnabled");
        // All that is known of the pools on Ethereum's main network [COM].
        known(ContractKind.STAKING_POOL, "StakingPool", "shares");
        known(ContractKind.TOKEN_STAKING_POOL, "TokenStakingPool", "shares");
        known(ContractKind.POOL_MANAGER, "PoolManager", "pools", "createStakingPool");
    }

    /** What the errors of all of them mean: one passes on those of another. */
    static final Refusals REFUSALS =
            Refusals.of(KNOWN.values().stream().map(Interface::abi).toArray(Abi[]::new));

    private Interfaces() {}

    /**
     * One contract.
     *
     * @param artifact what the compiler made of it
     * @param marks functions without which the code is another contract's
     */
    record Interface(Artifact artifact, List<String> marks) {
        String name() {
            return artifact.name();
        }

        Abi abi() {
            return artifact.abi();
        }
    }

    private static void known(ContractKind kind, String contract, String... marks) {
        KNOWN.put(kind, new Interface(Artifact.of(contract), List.of(marks)));
    }

    /** Whether this library knows an interface for a kind. */
    static boolean has(ContractKind kind) {
        return KNOWN.containsKey(kind);
    }

    static Interface of(ContractKind kind) {
        Interface known = KNOWN.get(kind);
        if (known == null) {
            throw new IllegalArgumentException("ContractKind " + kind + ": no interface is known");
        }
        return known;
    }
}
