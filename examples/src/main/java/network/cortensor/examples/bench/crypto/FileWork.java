package network.cortensor.examples.bench.crypto;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeEncryption;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * Main class of a child process that seals a file into another one and opens that into a third, again and again, and prints
 * the nanoseconds of every time.
 */
public final class FileWork {

    static final String PLAINTEXT = "plaintext";
    static final String IDENTITY = "identity";

    private FileWork() {}

    /** What Java programs can do it with. */
    enum Kind {
        /** This SDK, for one post-quantum recipient. */
        AGE,
        /** The platform's cipher on 64 KiB at a time, without a format: the limit of every age program on this JVM. */
        RAW,
        /** Tink's streaming AEAD with AES-256-GCM and HKDF. */
        TINK_4_KIB,
        TINK_1_MIB
    }

    /** Turns a file into another one. */
    private interface Step {
        void run(InputStream in, OutputStream out) throws IOException, GeneralSecurityException;
    }

    private record Steps(Step seal, Step open) {}

    /** Takes the kind, the folder, and for how many milliseconds to go on. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Path folder = Path.of(args[1]);
        String kind = args[0];
        long end = System.nanoTime() + Long.parseLong(args[2]) * 1_000_000;
        try (Identity identity = Identity.readFrom(folder.resolve(IDENTITY))) {
            Steps steps = steps(Kind.valueOf(kind), identity);
            Path plaintext = folder.resolve(PLAINTEXT);
            Path sealed = folder.resolve(kind + ".sealed");
            Path opened = folder.resolve(kind + ".opened");
            do {
                System.out.println(FilePass.SEAL + " " + nanos(steps.seal(), plaintext, sealed));
                System.out.println(FilePass.OPEN + " " + nanos(steps.open(), sealed, opened));
            } while (System.nanoTime() < end);
            if (Files.mismatch(plaintext, opened) >= 0) {
                throw new IllegalStateException("the opened file is another one");
            }
            Files.delete(sealed);
            Files.delete(opened);
        }
    }

    private static long nanos(Step step, Path from, Path to) throws IOException, GeneralSecurityException {
        long start = System.nanoTime();
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = Files.newOutputStream(to)) {
            step.run(in, out);
        }
        return System.nanoTime() - start;
    }

    private static Steps steps(Kind kind, Identity identity) throws GeneralSecurityException {
        return switch (kind) {
            case AGE -> {
                AgeEncryption encryption = AgeEncryption.to(identity.recipient());
                AgeDecryption decryption = AgeDecryption.with(identity);
                yield new Steps(
                        (in, out) -> copy(encryption.encrypt(in), out), (in, out) -> copy(decryption.decrypt(in), out));
            }
            case RAW -> raw();
            case TINK_4_KIB -> tink(4 * 1024);
            case TINK_1_MIB -> tink(1024 * 1024);
        };
    }

    private static Steps raw() {
        RawChunks raw = new RawChunks(RawChunks.CHUNK_BYTES);
        byte[] chunk = new byte[RawChunks.CHUNK_BYTES];
        byte[][] sealed = raw.sealed(chunk.length);
        return new Steps(
                (in, out) -> {
                    while (in.readNBytes(chunk, 0, chunk.length) == chunk.length) {
                        raw.encrypt(chunk, sealed);
                        out.write(sealed[0]);
                    }
                },
                (in, out) -> {
                    long number = raw.next() - in.available() / sealed[0].length;
                    while (in.readNBytes(sealed[0], 0, sealed[0].length) == sealed[0].length) {
                        raw.decrypt(number, sealed, chunk);
                        out.write(chunk);
                        number++;
                    }
                });
    }

    private static Steps tink(int segment) throws GeneralSecurityException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        byte[] noData = {};
        AesGcmHkdfStreaming stream = new AesGcmHkdfStreaming(key, "HmacSha256", key.length, segment, 0);
        return new Steps(
                (in, out) -> {
                    try (OutputStream sealing = stream.newEncryptingStream(out, noData)) {
                        copy(in, sealing);
                    }
                },
                (in, out) -> copy(stream.newDecryptingStream(in, noData), out));
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[RawChunks.CHUNK_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }
}
