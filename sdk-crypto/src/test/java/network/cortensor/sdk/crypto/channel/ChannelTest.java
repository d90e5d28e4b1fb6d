package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.Seed;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChannelTest {

    private static final Seed SEED = Seed.of(ChannelTest.class);

    private final Exchange exchange = Exchange.open();
    private final ChannelWriter asking = exchange.asking.request();
    private final ChannelReader hearing = exchange.answering.request();
    private final ChannelWriter answering = exchange.answering.response();
    private final ChannelReader listening = exchange.asking.response();

    @Test
    void exchange_promptAndAnswer_arriveAsTheyCome() {
        assertThat(hear(asking.write(Exchange.utf8("What is ")))).isEqualTo("What is ");
        assertThat(hear(asking.write(Exchange.utf8("a token?")))).isEqualTo("a token?");
        assertThat(hearing.isComplete()).isFalse();
        assertThat(hear(asking.finish())).isEmpty();
        hearing.end();
        assertThat(hearing.isComplete()).isTrue();

        for (String token : "A piece of text.".split(" ", -1)) {
            assertThat(listen(answering.write(Exchange.utf8(token)))).isEqualTo(token);
        }
        assertThat(listening.isComplete()).isFalse();
        assertThat(listen(answering.finish())).isEmpty();
        listening.end();
        assertThat(listening.isComplete()).isTrue();
    }

    @Test
    void exchange_bothDirectionsAtOnce_doNotDisturbEachOther() {
        for (int i = 0; i < 50; i++) {
            assertThat(hear(asking.write(Exchange.utf8("q" + i)))).isEqualTo("q" + i);
            assertThat(listen(answering.write(Exchange.utf8("a" + i)))).isEqualTo("a" + i);
        }
        hear(asking.finish());
        listen(answering.finish());
        assertThat(hearing.isComplete() && listening.isComplete()).isTrue();
    }

    @Test
    void exchange_nothingAtAll_isCompleteAndEmpty() {
        assertThat(hear(asking.finish())).isEmpty();
        assertThat(listen(answering.finish())).isEmpty();
        assertThat(hearing.isComplete() && listening.isComplete()).isTrue();
    }

    @Test
    void write_moreThanAChunkHolds_arrivesWhole() {
        Random random = SEED.random();
        for (int length : new int[] {1, 16_381, 16_382, 16_383, 32_764, 32_765, 100_000}) {
            byte[] message = new byte[length + 20];
            random.nextBytes(message);
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            byte[] wire = asking.write(message, 7, length);
            hearing.accept(ByteBuffer.wrap(wire), received::writeBytes);
            assertThat(received.toByteArray())
                    .as("%d bytes, %s", length, SEED)
                    .isEqualTo(Arrays.copyOfRange(message, 7, 7 + length));
        }
    }

    @Test
    void write_noBytes_makesNoChunk() {
        assertThat(asking.write(new byte[0])).isEmpty();
        assertThat(asking).hasToString("ChannelWriter[1 chunks]");
    }

    @Test
    void write_outsideOfTheArray_isRefused() {
        assertThatThrownBy(() -> asking.write(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(hear(asking.write(Exchange.utf8("unharmed")))).isEqualTo("unharmed");
    }

    @Test
    void first_outputOfEachSide_startsWithItsOpening() {
        assertThat(exchange.first).hasSize(ChannelOpening.size() + 51);
        byte[] first = answering.finish();
        assertThat(first).hasSize(ResponseOpening.SIZE + 17);
        assertThat(listen(first)).isEmpty();
        assertThat(listening.isComplete()).isTrue();
    }

    @Test
    void keepAlive_isTakenAndReleasesNothing() {
        assertThat(hear(asking.keepAlive())).isEmpty();
        assertThat(hear(asking.write(Exchange.utf8("then")))).isEqualTo("then");
    }

    @Test
    void write_afterFinish_isRefused() {
        asking.finish();
        assertThat(asking.isFinished()).isTrue();
        assertThatThrownBy(() -> asking.write(new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("finished");
        assertThatThrownBy(asking::keepAlive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(asking::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_thenWriting_isRefused() {
        exchange.asking.close();
        exchange.answering.close();
        exchange.answering.close();
        for (ChannelWriter writer : new ChannelWriter[] {asking, answering}) {
            assertThatThrownBy(() -> writer.write(new byte[1]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(hearing::end).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_ofTheNodesIdentity_doesNotEndTheChannel() {
        exchange.node.identity().close();
        assertThat(hear(asking.write(Exchange.utf8("still")))).isEqualTo("still");
        assertThat(listen(answering.write(Exchange.utf8("here")))).isEqualTo("here");
    }

    @Test
    void toString_ofAnyPart_namesNoContent() {
        hear(asking.write(Exchange.utf8("confidential")));
        assertThat(asking).hasToString("ChannelWriter[2 chunks]");
        assertThat(hearing).hasToString("ChannelReader[2 chunks]");
        hear(asking.finish());
        assertThat(asking).hasToString("ChannelWriter[2 chunks, finished]");
        assertThat(hearing).hasToString("ChannelReader[3 chunks, complete]");
        assertThat(exchange.asking.toString()).startsWith("ClientChannel[ChannelContext[task=421614:7/42");
        assertThat(exchange.answering.toString()).startsWith("NodeChannel[ChannelContext[task=421614:7/42");
        assertThat(exchange.asking.context()).isEqualTo(exchange.answering.context());
    }

    private String hear(byte[] wire) {
        return read(hearing, wire);
    }

    private String listen(byte[] wire) {
        return read(listening, wire);
    }

    private static String read(ChannelReader reader, byte[] wire) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.accept(ByteBuffer.wrap(wire), out::writeBytes);
        return out.toString(StandardCharsets.UTF_8);
    }
}
