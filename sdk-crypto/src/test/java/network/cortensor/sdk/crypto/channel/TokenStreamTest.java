package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.ChannelStalledException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.RejectedException.Check;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenStreamTest {

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration TOTAL = Duration.ofMinutes(5);

    private final Exchange exchange = Exchange.open();
    private final ChannelWriter writer = exchange.answering.response();
    private final FakeTime time = new FakeTime();
    private final TokenStream stream = TokenStream.of(exchange.asking.response(), IDLE, TOTAL, time);
    private final Iterator<byte[]> tokens = stream.iterator();

    @Test
    void iterate_tokensAsTheyCome_endsBehindTheFinalChunk() {
        time.then(Duration.ofSeconds(3), () -> send("one"))
                .then(Duration.ofSeconds(9), () -> send("two"))
                .then(Duration.ofSeconds(9), () -> stream.accept(ByteBuffer.wrap(writer.finish())));
        assertThat(next()).isEqualTo("one");
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(next()).isEqualTo("two");
        assertThat(tokens.hasNext()).isFalse();
        assertThat(tokens.hasNext()).isFalse();
        stream.end();
        assertThatThrownBy(tokens::next).isInstanceOf(NoSuchElementException.class);
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(21));
    }

    @Test
    void idle_nothingCame_stallsAtTheTime() {
        assertThatThrownBy(tokens::hasNext)
                .isInstanceOf(ChannelStalledException.class)
                .hasMessageContaining("PT10S");
        assertThat(time.passed()).isEqualTo(IDLE);
        // It stays so, for both sides.
        assertThatThrownBy(tokens::hasNext).isInstanceOf(ChannelStalledException.class);
        assertThatThrownBy(() -> send("late")).isInstanceOf(ChannelStalledException.class);
        assertThat(time.passed()).isEqualTo(IDLE);
    }

    @Test
    void idle_afterAToken_countsAnew() {
        time.then(Duration.ofSeconds(4), () -> send("one"));
        assertThat(next()).isEqualTo("one");
        assertThatThrownBy(tokens::hasNext).isInstanceOf(ChannelStalledException.class);
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(14));
    }

    @Test
    void idle_keepAlives_countAnew() {
        for (int i = 0; i < 5; i++) {
            time.then(Duration.ofSeconds(9), () -> stream.accept(ByteBuffer.wrap(writer.keepAlive())));
        }
        time.then(Duration.ofSeconds(9), () -> send("at last"));
        assertThat(next()).isEqualTo("at last");
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(54));
    }

    @Test
    void idle_drippingBytes_stallAllTheSame() {
        byte[] wire = writer.write(new byte[1000]);
        for (int i = 0; i < 20; i++) {
            int at = i;
            time.then(Duration.ofSeconds(1), () -> stream.accept(ByteBuffer.wrap(wire, at, 1)));
        }
        assertThatThrownBy(tokens::hasNext).isInstanceOf(ChannelStalledException.class);
        assertThat(time.passed()).isEqualTo(IDLE);
    }

    @Test
    void total_tokensForever_stallAtTheTime() {
        for (int i = 0; i < 100; i++) {
            time.then(Duration.ofSeconds(7), () -> send("more"));
        }
        assertThatThrownBy(() -> {
                    while (tokens.hasNext()) {
                        tokens.next();
                    }
                })
                .isInstanceOf(ChannelStalledException.class)
                .hasMessageContaining("PT5M");
        assertThat(time.passed()).isEqualTo(TOTAL);
    }

    /** The attack: a node that always has something queued, so that nobody ever waits. */
    @Test
    void total_queueNeverEmpty_stallsAtTheTime() {
        send("one");
        send("two");
        Duration busy = Duration.ofSeconds(7);
        assertThatThrownBy(() -> {
                    while (true) {
                        next();
                        time.pass(busy);
                        send("more");
                    }
                })
                .isInstanceOf(ChannelStalledException.class)
                .hasMessageContaining("PT5M");
        assertThat(time.passed()).isBetween(TOTAL, TOTAL.plus(busy));
        assertThatThrownBy(tokens::next).isInstanceOf(ChannelStalledException.class);
    }

    @Test
    void total_overWithTokensQueued_handsOutNoneOfThem() {
        send("one");
        send("two");
        assertThat(next()).isEqualTo("one");
        time.pass(TOTAL);
        assertThatThrownBy(tokens::hasNext)
                .isInstanceOf(ChannelStalledException.class)
                .hasMessageContaining("PT5M");
        assertThatThrownBy(tokens::next).isInstanceOf(ChannelStalledException.class);
        assertThatThrownBy(() -> send("three")).isInstanceOf(ChannelStalledException.class);
        assertThatThrownBy(stream::end).isInstanceOf(ChannelStalledException.class);
    }

    @Test
    void total_overBeforeTheFinalChunk_doesNotEndComplete() {
        send("one");
        time.pass(TOTAL);
        assertThatThrownBy(() -> stream.accept(ByteBuffer.wrap(writer.finish())))
                .isInstanceOf(ChannelStalledException.class);
        assertThatThrownBy(tokens::hasNext).isInstanceOf(ChannelStalledException.class);
    }

    @Test
    void total_finalChunkInTime_leavesAllTheTimeToRead() {
        send("one");
        stream.accept(ByteBuffer.wrap(writer.finish()));
        time.pass(TOTAL.multipliedBy(2));
        stream.end();
        assertThat(next()).isEqualTo("one");
        assertThat(tokens.hasNext()).isFalse();
    }

    @Test
    void total_failedInTime_keepsItsReason() {
        send("a beginning");
        assertThatThrownBy(stream::end).isInstanceOf(RejectedException.class);
        time.pass(TOTAL);
        assertThat(next()).isEqualTo("a beginning");
        assertThatThrownBy(tokens::hasNext).isInstanceOf(RejectedException.class);
    }

    @Test
    void total_neverOver_isAllowed() {
        TokenStream endless = TokenStream.of(
                Exchange.open().asking.response(), IDLE, Duration.ofSeconds(Long.MAX_VALUE), new FakeTime());
        Iterator<byte[]> iterator = endless.iterator();
        assertThatThrownBy(iterator::hasNext)
                .isInstanceOf(ChannelStalledException.class)
                .hasMessageContaining("PT10S");
    }

    @Test
    void tampered_afterAToken_isSeenByBothSidesAfterTheToken() {
        byte[] first = writer.write(Exchange.utf8("true"));
        byte[] second = writer.write(Exchange.utf8("false"));
        second[5] ^= 1;
        time.then(
                Duration.ofSeconds(1),
                () -> assertThatThrownBy(() -> stream.accept(ByteBuffer.wrap(Exchange.concat(first, second))))
                        .isInstanceOf(RejectedException.class));
        assertThat(next()).isEqualTo("true");
        assertThatThrownBy(tokens::hasNext).isInstanceOf(RejectedException.class);
        assertThatThrownBy(tokens::next).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> send("true again")).isInstanceOf(RejectedException.class);
        assertThatThrownBy(stream::end).isInstanceOf(RejectedException.class);
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void cut_afterAToken_isNoQuietEnd() {
        send("a beginning");
        assertThatThrownBy(stream::end).isInstanceOf(RejectedException.class);
        assertThat(next()).isEqualTo("a beginning");
        assertThatThrownBy(tokens::hasNext)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(Check.CHANNEL_CUT));
    }

    @Test
    void extended_behindTheFinalChunk_isSeenByTheConsumer() {
        byte[] wire = Exchange.concat(writer.finish(), new byte[1]);
        assertThatThrownBy(() -> stream.accept(ByteBuffer.wrap(wire))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(tokens::hasNext).isInstanceOf(MalformedException.class);
    }

    @Test
    void close_whileWaiting_cancelsBothSides() {
        time.then(Duration.ofSeconds(1), stream::close);
        assertThatThrownBy(tokens::hasNext).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> send("late")).isInstanceOf(CancellationException.class);
        assertThatThrownBy(stream::end).isInstanceOf(CancellationException.class);
        stream.close();
    }

    @Test
    void close_withTokensNotYetRead_handsOutNone() {
        send("unread");
        stream.close();
        assertThatThrownBy(tokens::next).isInstanceOf(CancellationException.class);
    }

    @Test
    void close_ofTheChannel_reachesTheConsumer() {
        exchange.asking.close();
        assertThatThrownBy(() -> send("late")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(tokens::hasNext).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void interrupt_whileWaiting_cancelsAndKeepsTheFlag() {
        TokenStream real = TokenStream.of(Exchange.open().asking.response(), IDLE, TOTAL);
        Iterator<byte[]> iterator = real.iterator();
        Thread.currentThread().interrupt();
        assertThatThrownBy(iterator::hasNext)
                .isInstanceOf(CancellationException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void accept_slowConsumer_waitsForRoom() {
        int sent = 64;
        for (int i = 0; i < sent; i++) {
            stream.accept(ByteBuffer.wrap(writer.write(new byte[ChunkPadding.MAX_PAYLOAD])));
        }
        assertThat(time.passed()).isZero();
        time.then(Duration.ofSeconds(30), tokens::next).then(Duration.ofSeconds(30), tokens::next);
        stream.accept(ByteBuffer.wrap(writer.write(new byte[ChunkPadding.MAX_PAYLOAD])));
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void accept_consumerThatNeverReads_stallsAtTheTotalTime() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        stream.accept(ByteBuffer.wrap(writer.write(new byte[ChunkPadding.MAX_PAYLOAD])));
                    }
                })
                .isInstanceOf(ChannelStalledException.class);
        assertThat(time.passed()).isEqualTo(TOTAL);
    }

    @Test
    void iterator_secondTime_isRefused() {
        assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void of_timesThatAreNotPositive_areRefused() {
        ChannelReader reader = exchange.asking.response();
        for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> TokenStream.of(reader, bad, TOTAL)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> TokenStream.of(reader, IDLE, bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Two times of one type are swapped without anybody noticing. */
    @Test
    void of_idleLongerThanTotal_isRefused() {
        ChannelReader reader = exchange.asking.response();
        assertThatThrownBy(() -> TokenStream.of(reader, TOTAL, IDLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT5M")
                .hasMessageContaining("PT10S");
        TokenStream.of(reader, IDLE, IDLE).close();
    }

    @Test
    void toString_namesNoContent() {
        send("confidential");
        assertThat(stream).hasToString("TokenStream[ChannelReader[1 chunks]]");
    }

    @Test
    void iterate_producerOnAnotherThread_getsEverythingInOrder() throws InterruptedException, ExecutionException {
        int count = 20_000;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (TokenStream real =
                TokenStream.of(exchange.asking.response(), Duration.ofMinutes(1), Duration.ofMinutes(5))) {
            Future<?> producer = thread.submit(() -> {
                for (int i = 0; i < count; i++) {
                    real.accept(ByteBuffer.wrap(writer.write(Exchange.utf8("token " + i))));
                }
                real.accept(ByteBuffer.wrap(writer.finish()));
                real.end();
            });
            List<String> received = new ArrayList<>();
            real.forEach(token -> received.add(new String(token, StandardCharsets.UTF_8)));
            producer.get();
            assertThat(received).hasSize(count);
            assertThat(received.get(count - 1)).isEqualTo("token " + (count - 1));
        } finally {
            thread.shutdownNow();
        }
    }

    private void send(String token) {
        stream.accept(ByteBuffer.wrap(writer.write(Exchange.utf8(token))));
    }

    private String next() {
        return new String(tokens.next(), StandardCharsets.UTF_8);
    }
}
