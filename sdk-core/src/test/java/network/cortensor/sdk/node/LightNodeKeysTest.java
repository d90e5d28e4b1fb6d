package network.cortensor.sdk.node;

import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyDirectory;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.TokenAmount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a node announces of its keys, as an app sees it that has seen everything, and how long the keys live. */
class LightNodeKeysTest {

    private static final TokenAmount STAKE = TokenAmount.ofCor("10000");
    private static final long OTHER_CHAIN = 99;

    private final EmbeddedLedger ledger =
            EmbeddedLedger.open(EmbeddedLedgerOptions.builder().minStake(STAKE).build());
    private final ContentStore store = ContentStore.on(BlockStore.memory());
    private final KeyDirectory app = KeyDirectory.inMemory(List.of());
    private final SetClock clock = new SetClock();
    private final FailingSigner wallet = new FailingSigner();
    private final Address address = Counterparts.of(wallet.address());
    private final LedgerAccount account = ledger.account(address);
    private final KeyRing keys = KeyRing.inMemory();
    private final List<LightNode> nodes = new ArrayList<>();
    private Journal journal = Journal.memory();

    /** A clock that stands until it is put forward. */
    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.parse("2026-05-04T12:00:00Z");

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A wallet whose device does not answer a number of times. */
    private static final class FailingSigner implements WalletSigner {
        private final Wallet wallet = Wallet.generate();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public WalletAddress address() {
            return wallet.address();
        }

        @Override
        public WalletSignature sign(byte[] digest) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                failed.incrementAndGet();
                throw new UnsupportedOperationException("the device is asleep");
            }
            return wallet.sign(digest);
        }
    }

    @BeforeEach
    void fund() {
        ledger.fund(address, STAKE);
    }

    @AfterEach
    void close() {
        nodes.forEach(LightNode::close);
        ledger.close();
    }

    private LightNodeOptions.Builder options() {
        return LightNodeOptions.builder(account, wallet, keys, store, FakeEngine.answering("42"))
                .stake(STAKE)
                .journal(journal)
                .clock(clock);
    }

    private LightNode started(LightNodeOptions.Builder options) {
        LightNode node = LightNode.create(options.build());
        nodes.add(node);
        node.start();
        return node;
    }

    private void startAndClose() {
        started(options()).close();
    }

    private String text() {
        return ledger.node(address).orElseThrow().keyAnnouncement();
    }

    private KeyAnnouncement announced() {
        return KeyAnnouncement.parse(text());
    }

    /** What the ledger shows now is admitted by an app that has seen all that was admitted before. */
    private KeyAnnouncement admitted() {
        KeyAnnouncement announcement = announced();
        Recipient key = Recipient.decode(
                store.get(Cid.of(Codec.RAW, announcement.keyId().bytes()), 4096));
        app.admit(announcement, key, wallet.address(), ledger.chainId(), clock.instant());
        return announcement;
    }

    private KeyId current() {
        return keys.current().recipient().keyId();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Wakes the node's watcher with an event that it has nothing to do for. */
    private void wake() {
        ledger.fund(address, TokenAmount.ofCor("1"));
    }

    @Test
    void start_textThatIsNoAnnouncement_isReplaced() {
        startAndClose();
        admitted();
        account.announceKey("an announcement in the format of next year");
        startAndClose();
        admitted();
    }

    @Test
    void start_textThatIsNoAnnouncementAndJournalLost_isReplaced() {
        startAndClose();
        admitted();
        account.announceKey("");
        journal = Journal.memory();
        clock.forward(Duration.ofSeconds(1));
        startAndClose();
        admitted();
    }

    @Test
    void start_announcementOfAnotherWallet_isReplaced() {
        Instant now = clock.instant();
        KeyAnnouncement foreign = KeyAnnouncement.begin(
                Wallet.generate(),
                ledger.chainId(),
                keys.current().recipient(),
                7,
                now,
                now.plus(Duration.ofHours(24)));
        account.register(STAKE, foreign.text());
        startAndClose();
        assertThat(admitted().node()).isEqualTo(wallet.address());
    }

    @Test
    void start_announcementForAnotherChain_isReplaced() {
        Instant now = clock.instant();
        KeyAnnouncement elsewhere = KeyAnnouncement.begin(
                wallet, OTHER_CHAIN, keys.current().recipient(), 7, now, now.plus(Duration.ofHours(24)));
        account.register(STAKE, elsewhere.text());
        startAndClose();
        assertThat(admitted().keyId())
                .as("a key has one announcement")
                .isNotEqualTo(elsewhere.keyId())
                .isEqualTo(current());
    }

    @Test
    void start_announcementOfAClockThatWasAYearAhead_isReplacedByTheNext() {
        clock.forward(Duration.ofDays(365));
        startAndClose();
        KeyAnnouncement ahead = announced();
        clock.forward(Duration.ofDays(-365));
        assertThatThrownBy(this::admitted)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.ANNOUNCEMENT_VALIDITY));

        startAndClose();

        KeyAnnouncement replaced = admitted();
        assertThat(replaced.epoch()).isEqualTo(ahead.epoch() + 1);
        assertThat(replaced.previous()).contains(ahead.hash());
    }

    @Test
    void start_announcementForLongerThanWanted_isReplacedByTheNext() {
        started(options().keyValidity(Duration.ofDays(30))).close();
        KeyAnnouncement longer = admitted();
        startAndClose();
        assertThat(admitted().previous()).contains(longer.hash());
    }

    @Test
    void start_ledgerOneAnnouncementBehind_getsTheSameOneAgain() {
        startAndClose();
        String first = text();
        admitted();
        clock.forward(Duration.ofHours(13));
        startAndClose();
        String second = text();
        admitted();
        account.announceKey(first);
        clock.forward(Duration.ofMinutes(1)); // or a new one would happen to be the same

        startAndClose();

        assertThat(text()).isEqualTo(second);
        admitted();
    }

    @Test
    void start_ledgerBehindForLong_goesOnFromWhatWasAnnounced() {
        startAndClose();
        String first = text();
        clock.forward(Duration.ofHours(13));
        startAndClose();
        KeyAnnouncement second = admitted();
        account.announceKey(first);
        clock.forward(Duration.ofHours(13));

        startAndClose();

        assertThat(admitted().previous()).contains(second.hash());
    }

    @Test
    void start_ledgerOneAnnouncementBehindAndJournalLost_beginsAnew() {
        startAndClose();
        String first = text();
        clock.forward(Duration.ofHours(13));
        startAndClose();
        admitted();
        account.announceKey(first);
        journal = Journal.memory();

        startAndClose();

        assertThat(admitted().previous()).isEmpty();
    }

    @Test
    void start_twoAnnouncementsOfOneEpoch_beginsAnewForAppsThatSawEither() {
        startAndClose();
        KeyAnnouncement own = admitted();
        Instant now = clock.instant();
        account.announceKey(KeyAnnouncement.begin(
                        wallet,
                        ledger.chainId(),
                        keys.current().recipient(),
                        own.epoch(),
                        now,
                        now.plus(Duration.ofHours(24)))
                .text());
        startAndClose();
        assertThat(admitted().epoch()).isGreaterThan(own.epoch() + 1);
    }

    @Test
    void start_deregisteredAndBack_isAdmitted() {
        startAndClose();
        clock.forward(Duration.ofHours(13));
        startAndClose();
        KeyAnnouncement before = admitted();
        account.deregister();
        startAndClose();
        assertThat(admitted()).isEqualTo(before);
    }

    @Test
    void start_deregisteredAndBackWithoutItsJournal_isAdmitted() {
        startAndClose();
        clock.forward(Duration.ofHours(13));
        startAndClose();
        KeyAnnouncement before = admitted();
        account.deregister();
        journal = Journal.memory();
        clock.forward(Duration.ofSeconds(1));
        startAndClose();
        assertThat(admitted().epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void start_journalEntryThatCannotBeRead_beginsAnew() {
        startAndClose();
        admitted();
        account.deregister();
        journal.write(Journal.Batch.create().put("announcement/" + ledger.chainId(), new byte[] {'{'}));
        clock.forward(Duration.ofSeconds(1));
        startAndClose();
        admitted();
    }

    @Test
    void start_signerThatFails_hasFailed() {
        wallet.failures.set(1);
        LightNode node = LightNode.create(options().build());
        nodes.add(node);
        assertThatThrownBy(node::start).isInstanceOf(UnsupportedOperationException.class);
        assertThat(node.state()).isInstanceOf(NodeState.Failed.class);
    }

    @Test
    void renewal_signerThatFailsOnce_isTriedAgain() {
        LightNode node = started(options());
        KeyAnnouncement first = admitted();
        wallet.failures.set(1);
        clock.forward(Duration.ofHours(13));
        wake();
        await(() -> wallet.failed.get() == 1);
        // The node may read the clock for its next try after this one was put forward, so once may not be enough.
        for (int i = 0; i < 100 && announced().equals(first); i++) {
            clock.forward(Duration.ofMinutes(2));
            wake();
            long soon = System.nanoTime() + Duration.ofMillis(200).toNanos();
            while (announced().equals(first) && System.nanoTime() < soon) {
                Thread.onSpinWait();
            }
        }
        assertThat(node.state()).isEqualTo(new NodeState.Running());
        assertThat(admitted().previous()).contains(first.hash());
        assertThat(admitted().keyId()).isEqualTo(current());
    }

    @Test
    void renewal_signerThatFailsToTheEnd_failsWithTheAnnouncement() {
        LightNode node = started(options());
        wallet.failures.set(Integer.MAX_VALUE);
        clock.forward(Duration.ofHours(24));
        wake();
        await(() -> node.state() instanceof NodeState.Failed);
    }

    @Test
    void destroy_keyWhoseAnnouncementAndRetentionAreOver_isGoneAndNotBefore() {
        KeyId old = current();
        startAndClose();
        clock.forward(Duration.ofHours(13));
        startAndClose();
        clock.forward(Duration.ofHours(12).minusSeconds(1));
        startAndClose();
        assertThat(keys.find(old)).as("a second before its time").isPresent();
        clock.forward(Duration.ofSeconds(1));
        startAndClose();
        assertThat(keys.find(old)).as("24 h and 1 h after its announcement").isEmpty();
    }

    @Test
    void destroy_nodeThatRuns_needsNoRenewalForIt() {
        KeyId old = current();
        startAndClose();
        clock.forward(Duration.ofHours(13));
        started(options().keyRetention(Duration.ZERO).keyValidity(Duration.ofHours(24)));
        KeyAnnouncement second = announced();
        clock.forward(Duration.ofHours(11));
        wake();
        await(() -> keys.find(old).isEmpty());
        assertThat(announced()).isEqualTo(second);
    }

    @Test
    void destroy_shorterValidityAfterACrash_waitsForTheLongerAnnouncement() {
        KeyId old = current();
        started(options().keyValidity(Duration.ofDays(30))).close();
        keys.rotate(); // and then the process ended

        for (int day = 0; day < 30; day++) {
            started(options().keyValidity(Duration.ofHours(1))).close();
            assertThat(keys.find(old)).as("day %s", day).isPresent();
            clock.forward(Duration.ofDays(1));
        }
        clock.forward(Duration.ofHours(1));
        startAndClose();
        assertThat(keys.find(old)).isEmpty();
    }

    @Test
    void destroy_keyOfWhichNothingIsKnown_stays() {
        KeyId old = current();
        startAndClose();
        keys.rotate();
        account.deregister();
        journal = Journal.memory();
        startAndClose();
        clock.forward(Duration.ofHours(11));
        startAndClose();
        assertThat(keys.find(old)).isPresent();
    }
}
