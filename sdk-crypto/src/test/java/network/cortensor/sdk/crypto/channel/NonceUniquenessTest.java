package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.ohttp.Aead;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkOpener;
import network.cortensor.sdk.crypto.internal.ohttp.ChunkSealer;
import network.cortensor.sdk.crypto.internal.ohttp.ResponseChunks;
import network.cortensor.sdk.crypto.internal.ohttp.ResponseKeys;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** No pair of key and nonce is used twice in the whole life of a channel: 2^20 chunks each way, and then no more. */
class NonceUniquenessTest {

    private static final int ALL = 1 << 20;
    private static final byte[] TOKEN = {42};
    private static final byte[] KEY = new byte[32];
    private static final byte[] NO_BINDING = {};

    /** Equal plaintexts under one key have equal ciphertexts when the nonces are equal, and else by chance only: 2^-25. */
    @Test
    void request_allChunksOfAChannel_haveDifferentCiphertextsAndThenNoMore() {
        Exchange exchange = Exchange.open();
        ChannelWriter writer = exchange.asking.request();
        ChannelReader reader = exchange.answering.request();
        // One chunk was the keep-alive that the exchange began with, and one is the final one.
        int chunks = ALL - 2;
        long[] seen = new long[chunks];
        int[] received = new int[1];
        for (int i = 0; i < chunks; i++) {
            byte[] wire = writer.write(TOKEN);
            seen[i] = ByteBuffer.wrap(wire).getLong(1);
            reader.accept(ByteBuffer.wrap(wire), token -> received[0]++);
        }
        assertThatThrownBy(() -> writer.write(TOKEN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at most " + ALL);
        assertThatThrownBy(writer::keepAlive).isInstanceOf(IllegalStateException.class);
        reader.accept(ByteBuffer.wrap(writer.finish()), token -> received[0]++);
        assertThat(reader.isComplete()).isTrue();
        assertThat(received[0]).isEqualTo(chunks);
        Arrays.sort(seen);
        long different = Arrays.stream(seen).distinct().count();
        System.out.println("request: " + different + " of " + chunks + " equal plaintexts have different ciphertexts");
        assertThat(different).isEqualTo(chunks);
    }

    @Test
    void response_allChunksOfAChannel_useEachNonceOnceAndThenNoMore() {
        RecordingAead aead = new RecordingAead();
        ChannelWriter writer = writer(aead);
        for (int i = 0; i < ALL - 3; i++) {
            writer.keepAlive();
        }
        // All of it or nothing.
        byte[] threeChunks = new byte[2 * ChunkPadding.MAX_PAYLOAD + 1];
        assertThatThrownBy(() -> writer.write(threeChunks)).isInstanceOf(IllegalStateException.class);
        assertThat(aead.uses()).isEqualTo(ALL - 3);
        writer.write(threeChunks, 0, threeChunks.length - 1);
        assertThatThrownBy(writer::keepAlive).isInstanceOf(IllegalStateException.class);
        writer.finish();
        System.out.println("response: " + aead.uses() + " pairs of key and nonce, each used once");
        assertThat(aead.uses()).isEqualTo(ALL);
    }

    /** A peer that does not keep the limit itself. */
    @Test
    void read_moreChunksThanThereCanBe_isRefused() {
        ChunkSealer endless = new ChunkSealer(chunks(Aead.CHACHA20_POLY1305), NO_BINDING);
        ChannelReader reader =
                new ChannelReader(0, nothing -> new ChunkOpener(chunks(Aead.CHACHA20_POLY1305), NO_BINDING));
        for (int i = 0; i < ALL; i++) {
            reader.accept(ByteBuffer.wrap(endless.chunk(ChunkPadding.pad(TOKEN, 0, 1))), token -> {});
        }
        assertThatThrownBy(() -> reader.accept(ByteBuffer.wrap(endless.last(NO_BINDING)), token -> {}))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than " + ALL);
    }

    @Test
    void misuse_severalThreadsOnOneWriter_useEachNonceOnce() throws InterruptedException, ExecutionException {
        RecordingAead aead = new RecordingAead();
        ChannelWriter writer = writer(aead);
        int threads = 4;
        int each = 5000;
        runOnAll(threads, () -> {
            for (int i = 0; i < each; i++) {
                writer.write(TOKEN);
            }
            return true;
        });
        assertThat(aead.uses()).isEqualTo(threads * each);
    }

    @Test
    void misuse_severalThreadsFinish_oneDoes() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 200; round++) {
            ChannelWriter writer = writer(Aead.CHACHA20_POLY1305);
            List<Boolean> finished = runOnAll(4, () -> {
                try {
                    writer.finish();
                    return true;
                } catch (IllegalStateException e) {
                    return false;
                }
            });
            assertThat(finished).containsOnlyOnce(true);
        }
    }

    private static List<Boolean> runOnAll(int threads, Callable<Boolean> task)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> future : pool.invokeAll(Collections.nCopies(threads, task))) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static ChannelWriter writer(Aead aead) {
        return new ChannelWriter(new byte[0], new ChunkSealer(chunks(aead), NO_BINDING));
    }

    private static ResponseChunks chunks(Aead aead) {
        try (ResponseKeys keys = ResponseKeys.extract(aead, KEY, KEY, KEY)) {
            return keys.chunks();
        }
    }
}
