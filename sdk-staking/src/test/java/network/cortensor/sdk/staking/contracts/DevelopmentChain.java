package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Anvil;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.ChainOptions;
import network.cortensor.sdk.staking.chain.Endpoint;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.TransactionSigner;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A development network on an anvil of its own. Account 0 administrates; the others have 100,000 COR each. Each account has an
 * outbox with a journal in memory. Not for several tests at once.
 */
final class DevelopmentChain implements AutoCloseable {
    static final TokenAmount COR = TokenAmount.ofCor("1");
    static final TokenAmount WEALTH = COR.times(100_000);

    private final Anvil anvil;
    private final Chain chain;
    private final Map<Integer, Outbox> outboxes = new LinkedHashMap<>();
    private final List<TransactionSigner> signers = new ArrayList<>();
    private final Contracts contracts;
    private int intents;

    private DevelopmentChain(Anvil anvil, UnaryOperator<DevelopmentNetworkOptions.Builder> options, boolean deployed) {
        this.anvil = anvil;
        this.chain = Chain.open(ChainOptions.builder()
                .endpoint(Endpoint.of(anvil.uri()))
                .pollInterval(Duration.ofMillis(10))
                .build());
        anvil.accounts().forEach(account -> signers.add(TransactionSigner.ofKey(account.secret())));
        DevelopmentNetworkOptions.Builder builder = DevelopmentNetworkOptions.builder();
        anvil.accounts().stream().skip(1).forEach(account -> builder.account(account.address(), WEALTH));
        this.contracts = Contracts.open(
                chain,
                deployed
                        ? DevelopmentNetwork.deploy(
                                chain, outbox(0), options.apply(builder).build())
                        : ContractAddresses.builder(chain.chainId()).build());
    }

    static DevelopmentChain start(Class<?> test) {
        return start(test, options -> options);
    }

    static DevelopmentChain start(Class<?> test, UnaryOperator<DevelopmentNetworkOptions.Builder> options) {
        return new DevelopmentChain(Anvil.start(test), options, true);
    }

    static DevelopmentChain start(
            Class<?> test, Anvil.Options chain, UnaryOperator<DevelopmentNetworkOptions.Builder> options) {
        return new DevelopmentChain(Anvil.start(test, chain), options, true);
    }

    /** A chain with no contract on it. */
    static DevelopmentChain empty(Class<?> test) {
        return new DevelopmentChain(Anvil.start(test), options -> options, false);
    }

    Anvil anvil() {
        return anvil;
    }

    Chain chain() {
        return chain;
    }

    Contracts contracts() {
        return contracts;
    }

    Address address(int account) {
        return anvil.account(account).address();
    }

    TransactionSigner signer(int account) {
        return signers.get(account);
    }

    Outbox outbox(int account) {
        return outboxes.computeIfAbsent(
                account,
                index -> Outbox.open(
                        chain,
                        signer(index),
                        Journal.memory(),
                        OutboxOptions.builder()
                                .pollInterval(Duration.ofMillis(10))
                                .build()));
    }

    ContractAccount as(int account) {
        return contracts.as(outbox(account));
    }

    /** An intent that no other command has. */
    String intent() {
        return "intent-" + ++intents;
    }

    /** Has an account register as a node with this stake, approved before. */
    void register(int account, TokenAmount stake) {
        as(account).token().approve(intent(), contracts.staking().address(), stake);
        as(account).nodes().register(intent(), stake, "keys of node " + account);
    }

    /** Has an account sign that a contract may take so much COR, within the hour. */
    SignedPermit permit(int account, Address spender, TokenAmount amount) {
        Instant now = chain.head().timestamp();
        return contracts.token().permit(signer(account), spender, amount, now.plus(Duration.ofHours(1)));
    }

    /** Lets the time of the chain go on, and makes a block. */
    void pass(Duration time) {
        anvil.increaseTime(time);
        anvil.mine();
    }

    @Override
    public void close() {
        outboxes.values().forEach(Outbox::close);
        signers.forEach(TransactionSigner::close);
        chain.close();
        anvil.close();
    }
}
