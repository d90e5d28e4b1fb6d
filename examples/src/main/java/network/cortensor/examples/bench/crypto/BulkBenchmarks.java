package network.cortensor.examples.bench.crypto;

import network.cortensor.sdk.crypto.OpenedEnvelope;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/**
 * A payload from array to array through the streams of sealed objects and age files, and raw chunks of as many bytes. Per
 * call one file: for age that includes its header, for sealed objects it does not.
 */
@State(Scope.Thread)
public class BulkBenchmarks {

    static final int BYTES = 16 << 20;

    private final Parties parties = Parties.draw();
    private final RawChunks raw = new RawChunks(RawChunks.CHUNK_BYTES);
    private final byte[] plaintext = new byte[BYTES];
    private final byte[] buffer = new byte[RawChunks.CHUNK_BYTES];
    private final byte[][] rawSealed = raw.sealed(BYTES);
    private final byte[] rawOpened = new byte[BYTES];
    private final AgeEncryption encryption = AgeEncryption.to(parties.self().recipient());
    private final AgeDecryption decryption = AgeDecryption.with(parties.self());
    private final Sealing sealing = Sealing.create(parties.self().recipient());
    private final OpenedEnvelope opened = parties.open(parties.seal(sealing).encoded());
    private long rawFirst;
    private byte[] payload = {};
    private byte[] ageFile = {};

    /** Encrypts what is decrypted later. */
    @Setup
    public void encrypt() throws IOException {
        new Random(1).nextBytes(plaintext);
        try (InputStream sealed = sealing.encrypt(new ByteArrayInputStream(plaintext), BYTES);
                InputStream file = encryption.encrypt(new ByteArrayInputStream(plaintext))) {
            payload = sealed.readAllBytes();
            ageFile = file.readAllBytes();
        }
        encryptRaw();
    }

    private void encryptRaw() {
        rawFirst = raw.next();
        raw.encrypt(plaintext, rawSealed);
    }

    /** Wipes the keys. */
    @TearDown
    public void close() {
        opened.close();
        sealing.close();
        parties.close();
    }

    /** The payload of a sealed object; it is padded, so some more bytes are encrypted than counted. */
    @Benchmark
    public long sealObject(CpuClock clock) throws IOException {
        clock.calls++;
        try (Sealing once = Sealing.create(parties.self().recipient());
                InputStream sealed = once.encrypt(new ByteArrayInputStream(plaintext), BYTES)) {
            return drain(sealed);
        }
    }

    /** The same, back. */
    @Benchmark
    public long openObject(CpuClock clock) throws IOException {
        clock.calls++;
        try (InputStream body = opened.decrypt(new ByteArrayInputStream(payload))) {
            return drain(body);
        }
    }

    /** An age file for one recipient. */
    @Benchmark
    public long sealAge(CpuClock clock) throws IOException {
        clock.calls++;
        try (InputStream file = encryption.encrypt(new ByteArrayInputStream(plaintext))) {
            return drain(file);
        }
    }

    /** The same, back. */
    @Benchmark
    public long openAge(CpuClock clock) throws IOException {
        clock.calls++;
        try (InputStream body = decryption.decrypt(new ByteArrayInputStream(ageFile))) {
            return drain(body);
        }
    }

    /** The reference of sealing. */
    @Benchmark
    public Object sealReference(CpuClock clock) {
        clock.calls++;
        encryptRaw();
        return rawSealed;
    }

    /** The reference of opening. */
    @Benchmark
    public byte[] openReference(CpuClock clock) {
        clock.calls++;
        raw.decrypt(rawFirst, rawSealed, rawOpened);
        return rawOpened;
    }

    private long drain(InputStream in) throws IOException {
        long total = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            total += count;
        }
        return total;
    }
}
