package network.cortensor.examples.bench.crypto;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Chunks of a live channel, each sealed by one side and opened by the other, and raw chunks of as many bytes. */
@State(Scope.Thread)
public class ChunkBenchmarks {

    static final int CHUNK_BYTES = 64;

    private static final int CHUNKS = 1_000;

    /** A channel ends after a million chunks; a new one every hundred thousand is no part of what they cost. */
    private static final int CHUNKS_OF_A_CHANNEL = 100_000;

    private final Parties parties = Parties.draw();
    private final RawChunks raw = new RawChunks(CHUNK_BYTES);
    private final byte[] part = new byte[CHUNK_BYTES];
    private final byte[][] sealed = raw.sealed(CHUNK_BYTES);
    private final byte[] opened = new byte[CHUNK_BYTES];
    private Exchange exchange = Exchange.open(parties);
    private int chunks;

    /** Makes sure that chunks arrive at all. */
    @Setup
    public void check() {
        long before = exchange.received();
        exchange.ask(part);
        exchange.answer(part);
        if (exchange.received() - before != 2 * CHUNK_BYTES) {
            throw new IllegalStateException("a chunk did not arrive");
        }
    }

    /** Wipes the keys. */
    @TearDown
    public void close() {
        exchange.close();
        parties.close();
    }

    /** Parts of the prompt. */
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public long ask(CpuClock clock) {
        clock.calls += CHUNKS;
        renew();
        for (int i = 0; i < CHUNKS; i++) {
            exchange.ask(part);
        }
        return exchange.received();
    }

    /** Parts of the answer. */
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public long answer(CpuClock clock) {
        clock.calls += CHUNKS;
        renew();
        for (int i = 0; i < CHUNKS; i++) {
            exchange.answer(part);
        }
        return exchange.received();
    }

    /** The reference of both. */
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public byte[] reference(CpuClock clock) {
        clock.calls += CHUNKS;
        for (int i = 0; i < CHUNKS; i++) {
            long number = raw.next();
            raw.encrypt(part, sealed);
            raw.decrypt(number, sealed, opened);
        }
        return opened;
    }

    private void renew() {
        chunks += CHUNKS;
        if (chunks > CHUNKS_OF_A_CHANNEL) {
            exchange.close();
            exchange = Exchange.open(parties);
            chunks = CHUNKS;
        }
    }
}
