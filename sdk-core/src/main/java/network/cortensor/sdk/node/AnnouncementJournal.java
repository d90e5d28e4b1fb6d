package network.cortensor.sdk.node;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.staking.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what a node announced last, one entry for each chain. A ledger may be behind or may have lost it, and a node that
 * trusts it alone announces two keys in one epoch, which apps refuse as a fork.
 */
final class AnnouncementJournal {

    private static final Logger LOG = LoggerFactory.getLogger(AnnouncementJournal.class);

    private final Journal journal;
    private final String key;

    AnnouncementJournal(Journal journal, long chainId) {
        this.journal = journal;
        this.key = "announcement/" + chainId;
    }

    /**
     * What was announced last.
     *
     * @param announcement the newest
     * @param earlierUntil the end of what was announced of keys that could not be retired; the epoch when there are none
     */
    record Entry(KeyAnnouncement announcement, Instant earlierUntil) {}

    /** Records an announcement that is about to be sent; durable when it returns. */
    void write(Entry entry) {
        byte[] value = Json.write(Map.of(
                "announcement",
                entry.announcement().text(),
                "earlierUntil",
                entry.earlierUntil().getEpochSecond()));
        journal.write(Journal.Batch.create().put(key, value));
    }

    /** Returns what was recorded last. An entry that cannot be read is none: the node can begin its history anew. */
    Optional<Entry> read() {
        return journal.read(key).flatMap(bytes -> {
            try {
                JsonNode json = Json.read(bytes);
                return Optional.of(new Entry(
                        KeyAnnouncement.parse(Json.text(json, "announcement")),
                        Instant.ofEpochSecond(Json.number(json, "earlierUntil"))));
            } catch (MalformedMessageException | CryptoException | DateTimeException e) {
                LOG.warn("The journal's entry {} cannot be read and is written anew: {}", key, e.getMessage());
                return Optional.empty();
            }
        });
    }
}
