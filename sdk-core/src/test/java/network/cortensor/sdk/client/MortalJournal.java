package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.Journal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A journal of an app that dies at one of its writes: before or after it took effect. What was written survives. */
final class MortalJournal implements Journal {

    /** The end of the app: nothing catches it. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Journal kept;
    private final int deadly;
    private final boolean afterwards;
    private final AtomicInteger writes = new AtomicInteger();

    /**
     * @param kept what survives
     * @param deadly which write, counted from 0, is the last
     * @param afterwards whether that write takes effect
     */
    MortalJournal(Journal kept, int deadly, boolean afterwards) {
        this.kept = kept;
        this.deadly = deadly;
        this.afterwards = afterwards;
    }

    /** Returns whether the app came as far as its last write. */
    boolean killed() {
        return writes.get() > deadly;
    }

    @Override
    public void write(Batch batch) {
        int number = writes.getAndIncrement();
        if (number < deadly || (number == deadly && afterwards)) {
            kept.write(batch);
        }
        if (number >= deadly) {
            throw new Killed();
        }
    }

    @Override
    public Optional<byte[]> read(String key) {
        return kept.read(key);
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, byte[]> visitor) {
        kept.forEach(prefix, visitor);
    }

    @Override
    public void close() {}
}
