package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.internal.contract.Artifact;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Deploys all contracts of a network on a chain of one's own, such as anvil, and wires them. The contracts are this library's
 * and come compiled in its jar: no compiler is needed. For tests and development; nobody audited them for real money.
 */
public final class DevelopmentNetwork {
    private static final Duration STEP = Duration.ofMinutes(5);

    private final Chain chain;
    private final Sender sender;
    private final DevelopmentNetworkOptions options;
    private final Address administrator;
    private final Map<ContractKind, Address> addresses = new EnumMap<>(ContractKind.class);
    private final Map<ContractKind, Sender.Sent> made = new LinkedHashMap<>();
    private final List<Sender.Sent> steps = new ArrayList<>();

    private DevelopmentNetwork(Chain chain, Sender sender, DevelopmentNetworkOptions options) {
        this.chain = chain;
        this.sender = sender;
        this.options = options;
        this.administrator = sender.address();
    }

    /**
     * Deploys the network, or finishes what an earlier call under the same {@linkplain DevelopmentNetworkOptions#name name}
     * began, or finds it there: every step is an intent of the outbox.
     *
     * <p>The outbox's account becomes owner, administrator and treasury of everything, and pays the gas, some 45 transactions.
     *
     * @return where everything is
     * @throws LedgerRefusedException INTENT_CONFLICT if a network was begun under the name with other options, or the gas
     *     costs more than the outbox allows
     * @throws network.cortensor.sdk.staking.LedgerUnavailableException if the chain cannot be asked, or a step takes longer
     *     than five minutes; call again
     */
    public static ContractAddresses deploy(Chain chain, Outbox outbox, DevelopmentNetworkOptions options) {
        return new DevelopmentNetwork(chain, Sender.of(outbox, STEP), options).deploy();
    }

    private ContractAddresses deploy() {
        // Nothing of a stage depends on anything of the same stage.
        make(ContractKind.COR_TOKEN, administrator, 0);
        make(ContractKind.RUNTIME);
        make(ContractKind.ACL, !options.permissioned());
        make(ContractKind.IAM);
        make(ContractKind.SESSION_DATA);
        make(ContractKind.SESSION_QUEUE_VALIDATION);
        make(ContractKind.SESSION_QUEUE);
        make(ContractKind.SESSION);
        awaitContracts();
        Address token = at(ContractKind.COR_TOKEN);
        Address sessionData = at(ContractKind.SESSION_DATA);
        make(ContractKind.NODE_STAKING, token, administrator, Seconds.roundedUp(options.unbondingPeriod()));
        make(
                ContractKind.SESSION_PAYMENT,
                options.paysNative() ? Zero.ADDRESS : token,
                sessionData,
                options.defaultPricePerResult().wei());
        make(ContractKind.SESSION_QUEUE_DATA, sessionData);
        make(ContractKind.PRIVACY_SETTINGS, sessionData);
        make(
                ContractKind.SESSION_PAYMENT_STAKING,
                token,
                sessionData,
                Seconds.roundedUp(options.stakingWindow()),
                options.stakingVelocity(),
                administrator);
        make(ContractKind.POOL_MANAGER, token, administrator);
        awaitContracts();
        make(
                ContractKind.NODE_POOL,
                at(ContractKind.NODE_STAKING),
                options.minStake().wei());
        make(
                ContractKind.STAKING_POOL,
                token,
                Seconds.roundedUp(options.rewardsDuration()),
                administrator,
                at(ContractKind.POOL_MANAGER));
        make(
                ContractKind.TOKEN_STAKING_POOL,
                token,
                token,
                Seconds.roundedUp(options.rewardsDuration()),
                administrator,
                at(ContractKind.POOL_MANAGER));
        awaitContracts();
        wire();
        fund();
        awaitSteps();
        ContractAddresses.Builder book = ContractAddresses.builder(chain.chainId());
        addresses.forEach(book::put);
        return book.build();
    }

    private void wire() {
        grant(ContractKind.NODE_STAKING, "REGISTRY_ROLE", ContractKind.NODE_POOL);
        grant(ContractKind.NODE_STAKING, "SLASHER_ROLE", ContractKind.SESSION_QUEUE);
        grant(ContractKind.NODE_STAKING, "SLASHER_ROLE", ContractKind.SESSION_QUEUE_VALIDATION);
        call(ContractKind.NODE_STAKING, "grantRole", role("REWARDER_ROLE"), administrator);
        grant(ContractKind.IAM, "REGISTRAR_ROLE", ContractKind.NODE_POOL);
        set(ContractKind.NODE_POOL, "setACL", ContractKind.ACL);
        set(ContractKind.NODE_POOL, "setIAM", ContractKind.IAM);
        set(ContractKind.NODE_POOL, "setSessionQueueData", ContractKind.SESSION_QUEUE_DATA);
        grant(ContractKind.SESSION_DATA, "WRITER_ROLE", ContractKind.SESSION);
        call(
                ContractKind.SESSION_DATA,
                "setModules",
                at(ContractKind.SESSION_PAYMENT),
                at(ContractKind.SESSION_QUEUE_DATA));
        grant(ContractKind.SESSION_PAYMENT, "SESSION_CONTRACT_ROLE", ContractKind.SESSION_QUEUE);
        grant(ContractKind.SESSION_QUEUE_DATA, "WRITER_ROLE", ContractKind.SESSION_QUEUE);
        set(ContractKind.SESSION_QUEUE_DATA, "setSessionPayment", ContractKind.SESSION_PAYMENT);
        set(ContractKind.SESSION_QUEUE_VALIDATION, "setSessionQueue", ContractKind.SESSION_QUEUE);
        set(ContractKind.SESSION_QUEUE, "setSessionData", ContractKind.SESSION_DATA);
        set(ContractKind.SESSION_QUEUE, "setSessionQueueData", ContractKind.SESSION_QUEUE_DATA);
        set(ContractKind.SESSION_QUEUE, "setSessionQueueValidation", ContractKind.SESSION_QUEUE_VALIDATION);
        set(ContractKind.SESSION_QUEUE, "setSessionPayment", ContractKind.SESSION_PAYMENT);
        set(ContractKind.SESSION_QUEUE, "setNodePool", ContractKind.NODE_POOL);
        set(ContractKind.SESSION_QUEUE, "setIAM", ContractKind.IAM);
        set(ContractKind.SESSION_QUEUE, "setACL", ContractKind.ACL);
        call(ContractKind.SESSION_QUEUE, "setPrimaryModule", at(ContractKind.SESSION), true);
        call(ContractKind.SESSION_QUEUE, "setSlashBasisPoints", options.slashBasisPoints());
        call(ContractKind.SESSION_QUEUE, "setAckTimeout", Seconds.roundedUp(options.ackTimeout()));
        set(ContractKind.SESSION, "setSessionData", ContractKind.SESSION_DATA);
        set(ContractKind.SESSION, "setSessionQueue", ContractKind.SESSION_QUEUE);
        set(ContractKind.SESSION, "setSessionPayment", ContractKind.SESSION_PAYMENT);
        set(ContractKind.SESSION, "setNodePool", ContractKind.NODE_POOL);
        set(ContractKind.SESSION, "setACL", ContractKind.ACL);
        set(ContractKind.SESSION, "setIAM", ContractKind.IAM);
        call(ContractKind.POOL_MANAGER, "register", at(ContractKind.STAKING_POOL));
        call(ContractKind.POOL_MANAGER, "register", at(ContractKind.TOKEN_STAKING_POOL));
        // Who consumes is up to whoever runs the network: no contract of ours does.
        call(ContractKind.SESSION_PAYMENT_STAKING, "grantRole", role("SESSION_CONTRACT_ROLE"), administrator);
        Map<String, Address> modules = new LinkedHashMap<>();
        addresses.forEach((kind, address) -> modules.put(Interfaces.of(kind).name(), address));
        call(ContractKind.RUNTIME, "setModules", List.copyOf(modules.keySet()), List.copyOf(modules.values()));
    }

    private void fund() {
        options.accounts().forEach((account, amount) -> {
            if (!amount.isZero()) {
                call(ContractKind.COR_TOKEN, "mint", account, amount.wei());
            }
        });
        if (options.permissioned() && !options.accounts().isEmpty()) {
            call(
                    ContractKind.ACL,
                    "allowAccounts",
                    List.copyOf(options.accounts().keySet()));
        }
    }

    private void grant(ContractKind of, String role, ContractKind to) {
        call(of, "grantRole", role(role), at(to));
    }

    private static Hash role(String name) {
        return Hash.keccak256(name.getBytes(StandardCharsets.US_ASCII));
    }

    private void set(ContractKind of, String setter, ContractKind to) {
        call(of, setter, at(to));
    }

    private Address at(ContractKind kind) {
        Address address = addresses.get(kind);
        if (address == null) {
            throw new IllegalStateException("DevelopmentNetwork: " + kind + " was to be made before it is used");
        }
        return address;
    }

    private void make(ContractKind kind, Object... arguments) {
        Artifact artifact = Interfaces.of(kind).artifact();
        made.put(
                kind,
                sender.submit(
                        options.name() + "/make " + artifact.name(),
                        "make " + artifact.name(),
                        Interfaces.REFUSALS,
                        TransactionRequest.deploy(artifact.initCode(arguments))));
    }

    private void awaitContracts() {
        made.forEach((kind, sent) -> {
            TransactionReceipt receipt = sent.await();
            addresses.put(
                    kind,
                    receipt.created()
                            .orElseThrow(
                                    () -> new LedgerEvidenceException("Receipt of transaction " + receipt.transaction()
                                            + ": expected the address of a new "
                                            + Interfaces.of(kind).name()
                                            + ", found none")));
        });
        made.clear();
    }

    private void call(ContractKind kind, String function, Object... arguments) {
        Artifact artifact = Interfaces.of(kind).artifact();
        String attempt = function + " of " + artifact.name();
        // Several calls of one function differ in their arguments; lists are handed over once.
        String intent = options.name() + "/" + attempt
                + Stream.of(arguments)
                        .filter(argument -> !(argument instanceof List<?>))
                        .map(argument -> " " + argument)
                        .collect(Collectors.joining());
        steps.add(sender.submit(
                intent,
                attempt,
                Interfaces.REFUSALS,
                TransactionRequest.to(
                        at(kind), artifact.abi().function(function).encode(arguments))));
    }

    private void awaitSteps() {
        steps.forEach(Sender.Sent::await);
    }
}
