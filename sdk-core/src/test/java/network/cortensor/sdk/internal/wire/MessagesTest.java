package network.cortensor.sdk.internal.wire;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.PromptMessage.AnswerSalt;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessagesTest {

    private static final PromptMessage PROMPT = new PromptMessage(
            "why \ud83d\ude80?",
            "a \"document\"\n",
            10,
            0,
            Identity.generate().recipient(),
            AnswerSalt.of(new byte[32]));
    private static final ResultMessage RESULT = new ResultMessage(
            "because", "model", "STOP", 1, 2, Wallet.generate().sign(new byte[32]));

    @Test
    void decode_encoded_isEqual() {
        PromptMessage prompt = PromptMessage.decode(PROMPT.encoded());
        assertThat(prompt.prompt()).isEqualTo(PROMPT.prompt());
        assertThat(prompt.document()).isEqualTo(PROMPT.document());
        assertThat(prompt.replyTo().toString()).isEqualTo(PROMPT.replyTo().toString());
        assertThat(prompt.answerSalt().bytes()).isEqualTo(PROMPT.answerSalt().bytes());
        assertThat(ResultMessage.decode(RESULT.encoded()).encoded()).isEqualTo(RESULT.encoded());
        Cid cid = Cid.of(Codec.RAW, new byte[32]);
        assertThat(TaskData.parse(TaskData.of(cid))).isEqualTo(cid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "\"text\"",
                "{\"version\":2}",
                "{\"version\":1,\"version\":1}",
                "{\"version\":-1}",
                "{\"version\":1e999}",
                "{\"version\":1} x"
            })
    void decode_somethingElse_isMalformed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PromptMessage.decode(bytes)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> ResultMessage.decode(bytes)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "cortensor:prompt:1:", "cortensor:prompt:1:nonsense", "cortensor:prompt:2:bafkqaaa", "hello"
            })
    void taskData_somethingElse_isMalformed(String text) {
        assertThatThrownBy(() -> TaskData.parse(text)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void decode_mutatedBytes_throwsNothingElse() {
        long seed = Long.getLong("cortensor.seed", 20261122L);
        Random random = new Random(seed);
        mutate(random, PROMPT.encoded(), PromptMessage::decode, seed);
        mutate(random, RESULT.encoded(), ResultMessage::decode, seed);
    }

    private static void mutate(Random random, byte[] original, Consumer<byte[]> decode, long seed) {
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = original.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                decode.accept(mutated);
            } catch (MalformedMessageException e) {
                assertThat(e.getMessage())
                        .as("seed %d", seed)
                        .doesNotContain("why")
                        .doesNotContain("because");
            }
        }
    }

    @Test
    void decode_deepNesting_isMalformed() {
        byte[] deep = ("{\"version\":1,\"prompt\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PromptMessage.decode(deep)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void readAll_tooLarge_isMalformed() {
        byte[] large = new byte[MessageLimits.MAX_MESSAGE_BYTES + 1];
        assertThatThrownBy(() -> MessageLimits.readAll(new ByteArrayInputStream(large)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void toString_messages_showNoContent() {
        assertThat(PROMPT.toString()).doesNotContain("why").doesNotContain("document\"");
        assertThat(RESULT.toString()).doesNotContain("because");
    }
}
