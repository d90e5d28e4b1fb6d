package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerEvidenceException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an outbox keeps in its journal, below {@code outbox/<chain id>/<sender>/}:
 *
 * <ul>
 *   <li>{@code next}: one more than the highest nonce that was reserved
 *   <li>{@code open/<intent>}: request and nonce of an intent that is not done
 *   <li>{@code slot/<nonce>}: what was signed with a nonce; of a done intent, the one that was mined
 *   <li>{@code done/<intent>}: how an intent ended
 *   <li>{@code retire/<hour>/<intent>}: by when it may be forgotten
 * </ul>
 */
final class OutboxRecords {
    private static final Duration BUCKET = Duration.ofHours(1);

    private final Journal journal;
    private final GroupCommit commit;
    private final String prefix;
    /** Hours with ended intents. Of the watching thread alone, once the outbox is open. */
    private final NavigableSet<Long> buckets = new TreeSet<>();

    /** What a journal held when it was opened. */
    record Loaded(long next, Map<String, RecordCodec.OpenIntent> open, List<RecordCodec.NonceRecord> slots) {}

    OutboxRecords(Journal journal, long chainId, Address sender) {
        this.journal = journal;
        this.commit = new GroupCommit(journal);
        this.prefix = "outbox/" + chainId + "/" + sender.toString().toLowerCase(Locale.ROOT) + "/";
    }

    String namespace() {
        return prefix;
    }

    boolean broken() {
        return commit.broken();
    }

    /** For all that was handed over so far. */
    GroupCommit.Ticket last() {
        return commit.last();
    }

    Loaded load() {
        long next = journal.read(prefix + "next").map(this::readNext).orElse(0L);
        Map<String, RecordCodec.OpenIntent> open = new TreeMap<>();
        journal.forEach(
                prefix + "open/",
                (name, bytes) ->
                        open.put(name.substring((prefix + "open/").length()), RecordCodec.decodeOpen(name, bytes)));
        List<RecordCodec.NonceRecord> slots = new ArrayList<>();
        journal.forEach(prefix + "slot/", (name, bytes) -> slots.add(RecordCodec.decodeSlot(name, bytes)));
        buckets.clear();
        journal.forEach(prefix + "retire/", (name, bytes) -> buckets.add(bucketOf(name)));
        return new Loaded(next, open, slots);
    }

    /** Reserves: the intent with its nonce. */
    GroupCommit.Ticket reserve(Slot slot, long next) {
        Slot.Work work = slot.work().orElseThrow();
        byte[] open = RecordCodec.encodeOpen(slot.nonce, work);
        byte[] nextBytes = bytes(next);
        String name = open(work.intent().key());
        return commit.handOver(batch -> batch.put(name, open).put(prefix + "next", nextBytes));
    }

    /** Takes a reservation back that nothing was signed for. */
    GroupCommit.Ticket giveBack(String key, long next) {
        byte[] nextBytes = bytes(next);
        return commit.handOver(batch -> batch.remove(open(key)).put(prefix + "next", nextBytes));
    }

    /** Gives an intent another nonce, because others have used the one that it had. */
    GroupCommit.Ticket moved(Slot from, Slot to, long next) {
        Slot.Work work = to.work().orElseThrow();
        byte[] open = RecordCodec.encodeOpen(to.nonce, work);
        byte[] nextBytes = bytes(next);
        String name = open(work.intent().key());
        return commit.handOver(
                batch -> batch.remove(slot(from.nonce)).put(name, open).put(prefix + "next", nextBytes));
    }

    /** Reserves a filler. */
    GroupCommit.Ticket filler(Slot slot, long next) {
        byte[] record = RecordCodec.encodeSlot(slot, false);
        byte[] nextBytes = bytes(next);
        return commit.handOver(batch -> batch.put(slot(slot.nonce), record).put(prefix + "next", nextBytes));
    }

    /** Keeps what was signed. */
    GroupCommit.Ticket signed(Slot slot) {
        byte[] record = RecordCodec.encodeSlot(slot, false);
        return commit.handOver(batch -> batch.put(slot(slot.nonce), record));
    }

    /** Ends an intent. */
    GroupCommit.Ticket ended(Slot slot, Optional<Version> mined, Outcome outcome, Instant now) {
        Slot.Work work = slot.work().orElseThrow();
        String key = work.intent().key();
        byte[] done = RecordCodec.encodeDone(slot, work, outcome);
        long bucket = now.toEpochMilli() / BUCKET.toMillis();
        buckets.add(bucket);
        Optional<byte[]> kept = mined.map(version -> {
            Slot settled = new Slot(slot.nonce, work);
            settled.add(version, 0);
            return RecordCodec.encodeSlot(settled, true);
        });
        return commit.handOver(batch -> {
            batch.remove(open(key)).put(done(key), done).put(retire(bucket) + key, new byte[0]);
            if (kept.isPresent()) {
                batch.put(slot(slot.nonce), kept.get());
            } else {
                batch.remove(slot(slot.nonce));
            }
        });
    }

    /** Forgets a nonce. */
    GroupCommit.Ticket forget(long nonce) {
        return commit.handOver(batch -> batch.remove(slot(nonce)));
    }

    /** How an intent ended, if it did and is remembered. */
    Optional<RecordCodec.DoneIntent> ended(String key) {
        return journal.read(done(key)).map(bytes -> RecordCodec.decodeDone(done(key), bytes));
    }

    /** Forgets intents that ended before a time, an hour's worth at most. */
    void forgetEndedBefore(Instant time) {
        if (buckets.isEmpty() || (buckets.first() + 1) * BUCKET.toMillis() > time.toEpochMilli()) {
            return;
        }
        long bucket = buckets.first();
        String names = retire(bucket);
        List<String> keys = new ArrayList<>();
        journal.forEach(names, (name, nothing) -> keys.add(name.substring(names.length())));
        commit.handOver(batch -> keys.forEach(key -> {
                    batch.remove(names + key);
                    batch.remove(done(key));
                }))
                .await();
        buckets.remove(bucket);
    }

    private String open(String key) {
        return prefix + "open/" + key;
    }

    private String done(String key) {
        return prefix + "done/" + key;
    }

    private String slot(long nonce) {
        return prefix + "slot/" + HexFormat.of().toHexDigits(nonce);
    }

    private String retire(long bucket) {
        return prefix + "retire/" + HexFormat.of().toHexDigits(bucket) + "/";
    }

    private long bucketOf(String name) {
        int from = (prefix + "retire/").length();
        return HexFormat.fromHexDigitsToLong(name, from, from + 2 * Long.BYTES);
    }

    private long readNext(byte[] bytes) {
        if (bytes.length != Long.BYTES) {
            throw new LedgerEvidenceException("Journal entry " + prefix + "next: expected " + Long.BYTES
                    + " bytes, found " + bytes.length + "; restore the journal from a copy");
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
