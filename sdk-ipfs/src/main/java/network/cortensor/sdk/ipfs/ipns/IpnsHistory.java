package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException.Reason;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers the newest record of each name, and refuses to go back behind it: a record that is older but still valid is what a
 * hostile source would give.
 *
 * <p>For a name that is new here, the first valid record counts; ask several sources then. Thread-safe.
 */
public final class IpnsHistory {
    private final IpnsRecordStore newest;
    private final ReentrantLock lock = new ReentrantLock();

    private IpnsHistory(IpnsRecordStore newest) {
        this.newest = newest;
    }

    /** Returns a history that ends with the process. */
    public static IpnsHistory inMemory() {
        return on(IpnsRecordStore.memory());
    }

    /** Returns a history that goes on from what {@code newest} holds; no other history may use it at the same time. */
    public static IpnsHistory on(IpnsRecordStore newest) {
        return new IpnsHistory(newest);
    }

    /**
     * Verifies a record of any origin and returns the newest one that is now known: this one, which is then remembered, or the
     * one remembered, if that has the same sequence number and ends later.
     *
     * @throws RecordRejectedException if the record proves nothing, or, with {@link Reason#ROLLBACK}, if a higher sequence number
     *     was seen, even in a record that has ended since
     * @throws StoreException if the store fails, or what it has is no record of the name any more
     */
    public IpnsRecord accept(IpnsName name, byte[] record, Instant now) {
        IpnsRecord given = IpnsRecord.verify(name, record, now);
        lock.lock();
        try {
            Optional<IpnsRecord> known = known(name);
            if (known.isPresent() && !given.supersedes(known.get())) {
                return notOlder(known.get(), given);
            }
            newest.put(name, given.encoded());
            return given;
        } finally {
            lock.unlock();
        }
    }

    private static IpnsRecord notOlder(IpnsRecord known, IpnsRecord given) {
        if (given.sequence() < known.sequence()) {
            throw new RecordRejectedException(
                    Reason.ROLLBACK,
                    "record of " + known.name() + " rejected: its sequence number is " + given.sequence() + ", while "
                            + known.sequence() + " was seen; the source is behind, or lies: ask another");
        }
        return known;
    }

    /**
     * Returns the newest record of a name that was accepted and has not ended.
     *
     * @throws StoreException if the store fails, or what it has is no record of the name any more
     */
    public Optional<IpnsRecord> newest(IpnsName name, Instant now) {
        return known(name).filter(record -> record.validUntil().isAfter(now));
    }

    private Optional<IpnsRecord> known(IpnsName name) {
        return newest.get(name).map(record -> {
            try {
                return IpnsRecord.verifySignature(name, record);
            } catch (RecordRejectedException e) {
                throw new StoreException(
                        "the stored record of " + name + " is damaged; delete it to start with that name anew", e);
            }
        });
    }
}
