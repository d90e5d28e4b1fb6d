package network.cortensor.sdk.ipfs.ipns;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps one record for each name, so that {@link IpnsHistory} outlives the process. Needs no protection against being read; who
 * can delete from it or put it back can make old records count again.
 *
 * <p>Implementations must be thread-safe and quick: a history waits for them with its lock held.
 */
public interface IpnsRecordStore {
    /** Returns an empty store in memory, without a limit: at most 10 KiB for each name. */
    static IpnsRecordStore memory() {
        Map<IpnsName, byte[]> records = new ConcurrentHashMap<>();
        return new IpnsRecordStore() {
            @Override
            public Optional<byte[]> get(IpnsName name) {
                return Optional.ofNullable(records.get(name)).map(byte[]::clone);
            }

            @Override
            public void put(IpnsName name, byte[] record) {
                records.put(name, record.clone());
            }
        };
    }

    /**
     * Opens a store in a folder, which is created if it is missing: a file for each name, replaced in one step. What a killed
     * process has left half written is removed.
     *
     * <p>When {@link #put} returns, the record is forced to the disk. Its name is too where folders can be opened (POSIX);
     * elsewhere a power failure may bring the record before it back, and records between the two then count again.
     *
     * @throws network.cortensor.sdk.ipfs.StoreException if the folder cannot be created or read
     */
    static IpnsRecordStore files(Path folder) {
        return FileIpnsRecordStore.open(folder);
    }

    /**
     * Returns the record that was put last, or empty if there was none.
     *
     * @throws network.cortensor.sdk.ipfs.StoreException if the store fails
     */
    Optional<byte[]> get(IpnsName name);

    /**
     * Replaces the record of a name.
     *
     * @throws network.cortensor.sdk.ipfs.StoreException if the store fails; the one before must then still be there
     */
    void put(IpnsName name, byte[] record);
}
