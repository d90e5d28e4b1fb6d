package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.RejectedException.Check;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyDirectoryTest {

    private static final long CHAIN = Scene.CHAIN;
    private static final Instant NOW = Scene.NOW;
    private static final Instant UNTIL = NOW.plus(Duration.ofDays(1));

    private final Participant node = Participant.create();
    private final Recipient key = node.recipient();
    private final KeyDirectory directory = KeyDirectory.inMemory(List.of());

    @Test
    void admit_announcementOfTheNode_givesItsKeyAndRemembersIt() {
        KeyAnnouncement first = announce(1);

        assertThat(admit(first)).isSameAs(key);
        assertThat(admit(first)).as("again").isSameAs(key);
        assertThat(directory.lastSeen()).containsExactly(first);
    }

    @Test
    void admit_validity_isFromTheFirstSecondToBeforeTheLast() {
        KeyAnnouncement first = announce(1);
        WalletAddress address = node.address();

        rejected(
                Check.ANNOUNCEMENT_VALIDITY,
                () -> directory.admit(first, key, address, CHAIN, NOW.minus(Duration.ofNanos(1))));
        rejected(Check.ANNOUNCEMENT_VALIDITY, () -> directory.admit(first, key, address, CHAIN, UNTIL));
        assertThat(directory.lastSeen())
                .as("a refused announcement changes nothing")
                .isEmpty();
        assertThat(directory.admit(first, key, address, CHAIN, UNTIL.minus(Duration.ofNanos(1))))
                .isSameAs(key);
    }

    @Test
    void admit_announcementOfAStranger_isRejected() {
        Participant stranger = Participant.create();
        KeyAnnouncement forged = KeyAnnouncement.begin(stranger.wallet(), CHAIN, stranger.recipient(), 1, NOW, UNTIL);

        rejected(
                Check.ANNOUNCEMENT_SIGNATURE,
                () -> directory.admit(forged, stranger.recipient(), node.address(), CHAIN, NOW));
    }

    @Test
    void admit_anotherChain_isRejected() {
        KeyAnnouncement elsewhere = KeyAnnouncement.begin(node.wallet(), CHAIN + 1, key, 1, NOW, UNTIL);

        rejected(Check.ANNOUNCEMENT_CHAIN, () -> admit(elsewhere));
    }

    @Test
    void admit_anotherKey_isRejected() {
        KeyAnnouncement first = announce(1);
        Recipient swapped = Identity.generate().recipient();

        rejected(Check.ANNOUNCEMENT_KEY, () -> directory.admit(first, swapped, node.address(), CHAIN, NOW));
    }

    @Test
    void admit_olderEpochAfterANewer_isRejectedAsRollback() {
        KeyAnnouncement first = announce(1);
        KeyAnnouncement second = after(first);
        admit(first);
        admit(second);

        rejected(Check.ANNOUNCEMENT_ROLLBACK, () -> admit(first));
        assertThat(directory.lastSeen()).containsExactly(second);
    }

    @Test
    void admit_rollbackAfterARestart_isRejectedToo() {
        KeyAnnouncement first = announce(1);
        KeyAnnouncement second = after(first);
        admit(second);
        KeyDirectory restarted = KeyDirectory.inMemory(directory.lastSeen());

        rejected(Check.ANNOUNCEMENT_ROLLBACK, () -> restarted.admit(first, key, node.address(), CHAIN, NOW));
    }

    @Test
    void admit_twoAnnouncementsOfOneEpoch_isRejectedAsFork() {
        admit(announce(1));
        KeyAnnouncement other = KeyAnnouncement.begin(node.wallet(), CHAIN, key, 1, NOW, UNTIL.plusSeconds(1));

        rejected(Check.ANNOUNCEMENT_FORK, () -> admit(other));
    }

    @Test
    void admit_nextEpochThatDoesNotFollow_isRejectedAsFork() {
        KeyAnnouncement seen = announce(1);
        KeyAnnouncement hidden = KeyAnnouncement.begin(node.wallet(), CHAIN, key, 1, NOW, UNTIL.plusSeconds(1));
        admit(seen);

        rejected(Check.ANNOUNCEMENT_FORK, () -> admit(after(hidden)));
        rejected(Check.ANNOUNCEMENT_FORK, () -> admit(announce(2)));
        assertThat(admit(after(seen))).isSameAs(key);
    }

    @Test
    void admit_afterAGap_isAdmitted() {
        KeyAnnouncement first = announce(1);
        admit(first);
        assertThat(admit(after(after(first)))).isSameAs(key);
    }

    @Test
    void admit_sameStatementWithAnotherSignature_isNoFork() {
        KeyAnnouncement first = announce(1);
        admit(first);
        assertThat(admit(KeyAnnouncement.decode(first.encoded()))).isSameAs(key);
    }

    @Test
    void admit_sameNodeOnTwoChains_areTwoHistories() {
        KeyAnnouncement here = announce(5);
        KeyAnnouncement there = KeyAnnouncement.begin(node.wallet(), CHAIN + 1, key, 1, NOW, UNTIL);
        admit(here);

        assertThat(directory.admit(there, key, node.address(), CHAIN + 1, NOW)).isSameAs(key);
        assertThat(directory.lastSeen()).containsExactlyInAnyOrder(here, there);
    }

    @Test
    void inMemory_severalOfOneNode_theHighestEpochCounts() {
        KeyAnnouncement first = announce(1);
        KeyAnnouncement second = after(first);

        assertThat(KeyDirectory.inMemory(List.of(first, second, first)).lastSeen())
                .containsExactly(second);
    }

    private KeyAnnouncement announce(long epoch) {
        return KeyAnnouncement.begin(node.wallet(), CHAIN, key, epoch, NOW, UNTIL);
    }

    private KeyAnnouncement after(KeyAnnouncement previous) {
        return previous.next(node.wallet(), key, NOW, UNTIL);
    }

    private Recipient admit(KeyAnnouncement announcement) {
        return directory.admit(announcement, key, node.address(), CHAIN, NOW);
    }

    private static void rejected(Check check, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(check));
    }
}
