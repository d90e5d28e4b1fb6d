package network.cortensor.sdk.crypto.channel;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class ChannelTest {

    private final Exchange exchange = Exchange.open();

    @Test
    void exchange_promptAndAnswer_arriveAsTheyCome() {
        StringBuilder prompt = new StringBuilder();
        ChannelWriter asking = exchange.asking.request();
        ChannelReader hearing = exchange.answering.request();
        hearing.accept(ByteBuffer.wrap(asking.write(Exchange.utf8("What is "))), part -> append(prompt, part));
        assertThat(prompt).hasToString("What is ");
        hearing.accept(ByteBuffer.wrap(asking.write(Exchange.utf8("a token?"))), part -> append(prompt, part));
        assertThat(hearing.isComplete()).isFalse();
        hearing.accept(ByteBuffer.wrap(asking.finish()), part -> append(prompt, part));
        hearing.end();
        assertThat(hearing.isComplete()).isTrue();
        assertThat(prompt).hasToString("What is a token?");

        StringBuilder answer = new StringBuilder();
        ChannelWriter answering = exchange.answering.response();
        ChannelReader listening = exchange.asking.response();
        for (String token : "A piece of text .".split(" ", -1)) {
            listening.accept(ByteBuffer.wrap(answering.write(Exchange.utf8(token))), part -> append(answer, part));
        }
        listening.accept(ByteBuffer.wrap(answering.finish()), part -> append(answer, part));
        listening.end();
        assertThat(answer).hasToString("Apieceoftext.");
        assertThat(listening.isComplete()).isTrue();
    }

    private static void append(StringBuilder text, byte[] part) {
        text.append(new String(part, StandardCharsets.UTF_8));
    }
}
