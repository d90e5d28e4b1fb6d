package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.node.FakeEngine;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import org.junit.jupiter.api.AfterEach;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What tests need that see an app of its own through a ledger, an account or a store which they have changed. */
abstract class OnEmbeddedLedger {

    static final TokenAmount PRICE = TokenAmount.ofCor("0.01");
    static final TokenAmount DEPOSIT = TokenAmount.ofCor("1");
    static final TokenAmount STAKE = TokenAmount.ofCor("10000");

    private final MovableClock clock = new MovableClock();
    final EmbeddedLedger ledger = EmbeddedLedger.open(
            EmbeddedLedgerOptions.builder().clock(clock).minStake(STAKE).build());
    final Wallet wallet = Wallet.generate();
    final Identity identity = Identity.generate();
    final Journal journal = Journal.memory();
    /** What is to be closed, the last first. */
    final List<AutoCloseable> opened = new ArrayList<>(List.of(ledger, wallet, identity));

    final List<String> stages = new ArrayList<>();

    /** The system's time, and on demand a later one. */
    private static final class MovableClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    @FunctionalInterface
    interface OnStage {
        void reached(Stage stage, String detail);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    /** Nodes that answer "42". */
    LocalNetwork network(int nodes) {
        return network(nodes, FakeEngine.answering("42"));
    }

    LocalNetwork network(int nodes, InferenceEngine engine) {
        LocalNetwork network = Network.local(LocalNetworkOptions.builder()
                .nodes(nodes)
                .ledger(ledger)
                .engine(engine)
                .build());
        opened.add(network);
        return network;
    }

    /** The app's account, with money. */
    LedgerAccount account() {
        Address address = Counterparts.of(wallet.address());
        if (ledger.balance(address).isZero()) {
            ledger.fund(address, TokenAmount.ofCor("1000"));
        }
        return ledger.account(address);
    }

    CortensorClient client(LedgerAccount account, ContentStore store) {
        return CortensorClient.create(ClientOptions.builder(account, wallet, identity, store)
                .journal(journal)
                .build());
    }

    static SessionTerms terms(int redundancy, int validators) {
        return SessionTerms.builder("of a test")
                .maxNodes(64)
                .redundancy(redundancy)
                .validators(validators)
                .maxTasks(1000)
                .pricePerResult(PRICE)
                .build();
    }

    /** Notes the stages, and does something at each. */
    CompletionListener noting(OnStage action) {
        return new CompletionListener() {
            @Override
            public void onStage(Stage stage, String detail) {
                stages.add(stage + " " + detail);
                action.reached(stage, detail);
            }
        };
    }

    List<String> stages(Stage stage) {
        return stages.stream().filter(one -> one.startsWith(stage + " ")).toList();
    }

    /** Puts the ledger's clock forward by more than the validators have. */
    void letTheRoundPass() {
        clock.ahead = clock.ahead.plus(ValidationRound.TIME).plusSeconds(1);
        ledger.closeOverduePhases();
    }
}
