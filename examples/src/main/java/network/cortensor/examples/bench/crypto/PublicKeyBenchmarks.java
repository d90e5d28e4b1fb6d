package network.cortensor.examples.bench.crypto;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Envelopes, and the primitives that they cannot do without. */
@State(Scope.Thread)
public class PublicKeyBenchmarks {

    private final Parties parties = Parties.draw();
    private final Primitives primitives = new Primitives();
    private byte[] envelope = {};

    /** Seals what is opened later. */
    @Setup
    public void prepare() {
        envelope = parties.seal();
    }

    /** Wipes the keys. */
    @TearDown
    public void close() {
        parties.close();
    }

    /** From a new content key to the bytes to store. */
    @Benchmark
    public byte[] seal(CpuClock clock) {
        clock.calls++;
        return parties.seal();
    }

    /** Its reference. */
    @Benchmark
    public int sealReference(CpuClock clock) {
        clock.calls++;
        return primitives.seal(Parties.RECIPIENTS + 1);
    }

    /** The hashes of the header, which either way takes too. */
    @Benchmark
    public byte[] hashes(CpuClock clock) {
        clock.calls++;
        return primitives.hashes(envelope);
    }

    /** From the stored bytes to the content key. */
    @Benchmark
    public Object open(CpuClock clock) {
        clock.calls++;
        try (var opened = parties.open(envelope)) {
            return opened;
        }
    }

    /** Its reference. */
    @Benchmark
    public byte[] openReference(CpuClock clock) {
        clock.calls++;
        return primitives.open();
    }
}
