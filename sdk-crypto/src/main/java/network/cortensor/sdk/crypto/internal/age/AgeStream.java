package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.GuardedInputStream;
import network.cortensor.sdk.crypto.internal.Secret;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The payload of an age v1 file, both ways: a 16-byte nonce, then chunks of 64 KiB under ChaCha20-Poly1305 (C2SP age,
 * "Payload"; SPEC §4).
 *
 * <p>Holds one chunk at a time, and hands it out only after its tag has been checked. The last chunk is known by reading
 * one byte beyond it.
 */
public final class AgeStream extends GuardedInputStream {

    public static final int NONCE_BYTES = 16;
    public static final int CHUNK_BYTES = 64 * 1024;
    public static final int TAG_BYTES = 16;

    private final FileKey key;
    private final boolean encrypting;
    /** One chunk and the byte after it. */
    private final byte[] input;
    /** What a chunk became; one array for all, because a new one for each costs as much as copying it. */
    private final byte[] output = new byte[CHUNK_BYTES + TAG_BYTES];

    private int filled;
    private int position;
    private int limit;
    private @Nullable ChunkCipher cipher;
    private long chunk;
    private boolean finished;
    private boolean contradicted;

    private AgeStream(InputStream in, FileKey key, boolean encrypting) {
        super(in);
        this.key = key;
        this.encrypting = encrypting;
        this.input = new byte[CHUNK_BYTES + (encrypting ? 0 : TAG_BYTES) + 1];
    }

    /** Encrypts with a fresh nonce. Does not need the file key after this call. */
    public static InputStream encrypting(InputStream plaintext, FileKey key) {
        AgeStream stream = new AgeStream(plaintext, key, true);
        byte[] nonce = Secret.randomBytes(NONCE_BYTES);
        stream.cipher = ChunkCipher.of(key, nonce);
        System.arraycopy(nonce, 0, stream.output, 0, nonce.length);
        stream.limit = nonce.length;
        return stream;
    }

    /** Decrypts; reads nothing before it is read from, and needs the file key until then. */
    public static InputStream decrypting(InputStream payload, FileKey key) {
        return new AgeStream(payload, key, false);
    }

    /** Decrypts what comes after the nonce. Does not need the file key after this call. */
    public static InputStream decrypting(InputStream chunks, FileKey key, byte[] nonce) {
        AgeStream stream = new AgeStream(chunks, key, false);
        stream.cipher = ChunkCipher.of(key, nonce);
        return stream;
    }

    @Override
    protected int produce(byte[] target, int offset, int length) throws IOException {
        // Only a final chunk can be empty, so this turns at most twice.
        while (position == limit) {
            if (contradicted) {
                throw RejectedException.ciphertext();
            }
            if (finished) {
                return -1;
            }
            nextChunk();
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(output, position, target, offset, count);
        position += count;
        return count;
    }

    private void nextChunk() throws IOException {
        ChunkCipher chunks = cipher == null ? readNonce() : cipher;
        cipher = chunks;
        filled += in.readNBytes(input, filled, input.length - filled);
        boolean last = filled < input.length;
        int size = last ? filled : filled - 1;
        // The final chunk is empty only when the whole payload is.
        if (!encrypting && (size < TAG_BYTES || (size == TAG_BYTES && chunk > 0))) {
            throw RejectedException.ciphertext();
        }
        position = 0;
        limit = 0;
        limit = encrypting ? chunks.encrypt(chunk, last, input, size, output) : open(chunks, size, last);
        if (!last) {
            input[0] = input[size];
            filled = 1;
        }
        chunk++;
        finished = last;
    }

    private ChunkCipher readNonce() throws IOException {
        byte[] nonce = in.readNBytes(NONCE_BYTES);
        if (nonce.length < NONCE_BYTES) {
            throw RejectedException.ciphertext();
        }
        return ChunkCipher.of(key, nonce);
    }

    private int open(ChunkCipher chunks, int size, boolean last) {
        OptionalInt opened = chunks.decrypt(chunk, last, input, size, output);
        if (opened.isEmpty()) {
            opened = contradicting(chunks, size, last);
        }
        return opened.orElseThrow(RejectedException::ciphertext);
    }

    /**
     * Tries a full chunk whose mark contradicts where the payload ends: a chunk that is not the last but has nothing
     * behind it (cut), or the last with something behind it (extended). The chunk itself is authentic, and handed out as
     * those before it were; then the stream fails.
     */
    private OptionalInt contradicting(ChunkCipher chunks, int size, boolean last) {
        if (size < CHUNK_BYTES + TAG_BYTES) {
            return OptionalInt.empty();
        }
        OptionalInt opened = chunks.decrypt(chunk, !last, input, size, output);
        contradicted = opened.isPresent();
        return opened;
    }

    @Override
    public int available() {
        return limit - position;
    }

    @Override
    protected void wipe() {
        Arrays.fill(input, (byte) 0);
        Arrays.fill(output, (byte) 0);
        position = 0;
        limit = 0;
        cipher = null;
    }
}
