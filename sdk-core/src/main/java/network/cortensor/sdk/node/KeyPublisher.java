package network.cortensor.sdk.node;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyFileException;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.NodeRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps an announcement of a node's encryption key on the ledger that apps admit, and ends the keys before it (SPEC §8.6).
 *
 * <p>Neither what the ledger shows nor the node's own clock at an earlier time is believed: what is not by this node, for this
 * chain and valid now for the usual time is replaced. A key is retired before the next one is announced, by the end of its own
 * announcement.
 *
 * <p>For one thread at a time.
 */
final class KeyPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPublisher.class);

    /** A key is announced as valid from a little earlier on, for apps whose clock is behind. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

    /** How long after a failure to destroy a key the next try is made. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** Before every announcement. */
    private static final Instant NONE = Instant.EPOCH;

    private final LightNodeOptions options;
    private final Ledger ledger;
    private final KeyRing keys;
    private final Address address;
    private final Duration half;
    private Instant validUntil = Instant.MAX;
    private Instant destroyAgainAt = Instant.MIN;

    KeyPublisher(LightNodeOptions options) {
        this.options = options;
        this.ledger = options.account().ledger();
        this.keys = options.keys();
        this.address = options.account().address();
        this.half = options.keyValidity().dividedBy(2);
    }

    /** Returns the end of what was published last. */
    Instant validUntil() {
        return validUntil;
    }

    /** Returns when the next announcement is due: half of the time of this one is left for trying. */
    Instant renewAt() {
        return validUntil.minus(half);
    }

    /**
     * Publishes the current key and its announcement, and registers the node if it is not registered, unless the ledger has an
     * announcement that is good for half of its time. Whatever step it was stopped at, the next call takes it up.
     */
    void publish() {
        Instant now = options.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        long chainId = ledger.chainId();
        AnnouncementJournal journal = new AnnouncementJournal(options.journal(), chainId);
        Optional<NodeRegistration> registration = ledger.node(address);
        Optional<KeyAnnouncement> shown = registration.flatMap(this::shown);
        Optional<AnnouncementJournal.Entry> entry = journal.read().filter(one -> isOwn(one.announcement()));
        Optional<KeyAnnouncement> remembered = entry.map(AnnouncementJournal.Entry::announcement);
        List<KeyAnnouncement> known =
                Stream.concat(shown.stream(), remembered.stream()).distinct().toList();
        List<KeyAnnouncement> history =
                known.stream().filter(one -> one.chainId() == chainId).toList();
        Optional<KeyAnnouncement> newest = newest(history);

        KeyId key = keys.current().recipient().keyId();
        List<KeyAnnouncement> ofKey =
                known.stream().filter(one -> one.keyId().equals(key)).toList();
        Instant earlier = Stream.concat(
                        entry.stream().map(AnnouncementJournal.Entry::earlierUntil),
                        known.stream().filter(one -> !ofKey.contains(one)).map(KeyAnnouncement::validUntil))
                .max(Comparator.naturalOrder())
                .orElse(NONE);
        Instant unretired = retire(earlier);
        Optional<KeyAnnouncement> good = newest.filter(one -> ofKey.contains(one) && isGood(one, now));
        if (good.isEmpty() && !ofKey.isEmpty()) {
            keys.rotate();
            Instant replaced = ofKey.stream()
                    .map(KeyAnnouncement::validUntil)
                    .max(Comparator.naturalOrder())
                    .orElse(NONE);
            unretired = max(unretired, retire(replaced));
        }
        Recipient recipient = keys.current().recipient();
        // The key itself is a block whose hash is the key id, so an announcement names it by its content.
        options.store().blocks().put(Block.of(Codec.RAW, recipient.encoded()));
        // A ring that rotates has a newer key when there is a newer announcement; else only the journal can say.
        Optional<KeyAnnouncement> last =
                newest.filter(one -> remembered.equals(Optional.of(one)) || (keys.rotates() && ofKey.contains(one)));
        Instant until = now.plus(options.keyValidity()).truncatedTo(ChronoUnit.SECONDS);
        KeyAnnouncement announcement = good.or(
                        () -> last.map(one -> one.next(options.wallet(), recipient, now.minus(CLOCK_SKEW), until)))
                .orElseGet(() -> KeyAnnouncement.begin(
                        options.wallet(), chainId, recipient, firstEpoch(history, now), now.minus(CLOCK_SKEW), until));
        AnnouncementJournal.Entry next = new AnnouncementJournal.Entry(announcement, unretired);
        if (!entry.equals(Optional.of(next))) {
            // Before the ledger has it: while it is open whether the ledger took it, this very one is sent again.
            journal.write(next);
        }
        if (registration.isEmpty()) {
            options.account().register(options.stake(), announcement.text());
        } else if (!shown.equals(Optional.of(announcement))) {
            options.account().announceKey(announcement.text());
        }
        validUntil = announcement.validUntil();
    }

    /** Reads what the ledger shows. It holds text that it does not read, so there may be anything. */
    private Optional<KeyAnnouncement> shown(NodeRegistration registration) {
        try {
            return Optional.of(KeyAnnouncement.parse(registration.keyAnnouncement()))
                    .filter(this::isOwn);
        } catch (CryptoException e) {
            LOG.warn("The ledger has no announcement for node {} that can be read: {}", address, e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isOwn(KeyAnnouncement announcement) {
        return announcement.node().equals(options.wallet().address());
    }

    /** Returns the last of a history; none when two announcements contend for it, of which apps may know either. */
    private static Optional<KeyAnnouncement> newest(List<KeyAnnouncement> history) {
        long epoch = lastEpoch(history);
        List<KeyAnnouncement> last =
                history.stream().filter(one -> one.epoch() == epoch).toList();
        return last.size() == 1 ? Optional.of(last.get(0)) : Optional.empty();
    }

    private static long lastEpoch(List<KeyAnnouncement> history) {
        return history.stream().mapToLong(KeyAnnouncement::epoch).max().orElse(0);
    }

    /**
     * Returns an epoch to begin anew with: above all that the node may have announced, by a gap, since apps compare an
     * announcement with the one right before it. Milliseconds grow faster than epochs, also when nothing is remembered.
     */
    private static long firstEpoch(List<KeyAnnouncement> history, Instant now) {
        return Math.max(now.toEpochMilli(), Math.addExact(lastEpoch(history), 2));
    }

    /** Says whether apps take it now, for as long as they should and no longer. */
    private boolean isGood(KeyAnnouncement announcement, Instant now) {
        return !announcement.validFrom().isAfter(now)
                && announcement.validUntil().isAfter(now.plus(half))
                && !announcement
                        .validUntil()
                        .isAfter(now.plus(options.keyValidity()).plus(CLOCK_SKEW));
    }

    /**
     * Retires the keys before the current one. Of keys about whose announcements nothing is known it does nothing.
     *
     * @param announcedUntil the end of the last announcement of one of them
     * @return {@code announcedUntil} if that failed and has to be done again
     */
    private Instant retire(Instant announcedUntil) {
        if (!announcedUntil.isAfter(NONE)) {
            return NONE;
        }
        try {
            keys.retireEarlier(announcedUntil.plus(options.keyRetention()));
            return NONE;
        } catch (RuntimeException e) {
            // Whatever it was, keys that stay longer are no reason to stop serving.
            LOG.warn("Node {} could not retire its earlier keys and tries again: {}", address, Failures.sentence(e));
            return announcedUntil;
        }
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Destroys the keys whose time is over. A failure is logged, and tried again no sooner than after a minute. */
    void destroyRetired() {
        Instant now = options.clock().instant();
        if (now.isBefore(destroyAgainAt)) {
            return;
        }
        try {
            keys.destroyRetired(now);
        } catch (KeyFileException e) {
            destroyAgainAt = now.plus(AGAIN);
            LOG.warn("Node {} could not destroy a key whose time is over and tries again: {}", address, e.getMessage());
        }
    }
}
