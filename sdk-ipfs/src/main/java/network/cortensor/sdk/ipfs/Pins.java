package network.cortensor.sdk.ipfs;

import java.util.stream.Stream;

/**
 * The pins of a {@link BlockStore}: the roots of the DAGs that garbage collection keeps. Pins belong to the blocks, so they are
 * kept where these are: on the disk for a store of files, in memory for one in memory. They are set, removed and listed through
 * {@link ContentStore}.
 *
 * <p>A block store of one's own returns from {@link BlockStore#pins()} those of the store that it stands on, or has {@link
 * #memory()} once for itself if its blocks do not outlive the process either.
 *
 * <p>Thread-safe.
 */
public abstract sealed class Pins permits FilePins, MemoryPins {
    Pins() {}

    /** Returns pins in memory, none at first. */
    public static Pins memory() {
        return new MemoryPins();
    }

    /** Pins; does nothing if it is pinned already. Version and text of the CID do not matter. */
    abstract void add(Cid root);

    /** Unpins; returns whether it was pinned. */
    abstract boolean remove(Cid root);

    /** Lists the roots as CIDv1, in no order; pins that come and go meanwhile may be in it or not. To be closed. */
    abstract Stream<Cid> list();

    /** Returns what keeps garbage collection apart from those who add and pin. */
    abstract CollectionGate gate();
}
