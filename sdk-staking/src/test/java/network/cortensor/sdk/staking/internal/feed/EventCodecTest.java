package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.FeedEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class EventCodecTest {
    private static final int FIXED = 114;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void decode_encoded_isTheEvent(int topics) {
        for (int length : new int[] {0, 1, 32, 70_000}) {
            FeedEvent event = event(topics, length);
            assertThat(EventCodec.decode("record", EventCodec.encode(event))).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void decode_cut_isEvidence(int topics) {
        byte[] sound = EventCodec.encode(event(topics, 0));
        assertThat(sound).hasSize(FIXED + topics * Hash.LENGTH);
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> EventCodec.decode("record", cut)).isInstanceOf(LedgerEvidenceException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {-128, -1, 5, 127})
    void decode_impossibleNumberOfTopics_isEvidence(byte count) {
        byte[] record = EventCodec.encode(event(4, 32 * 200));
        record[FIXED - 1] = count;
        assertThatThrownBy(() -> EventCodec.decode("record", record)).isInstanceOf(LedgerEvidenceException.class);
    }

    private static FeedEvent event(int topics, int length) {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) 7);
        ChainLog log = new ChainLog(
                FakeChain.WANTED,
                Collections.nCopies(topics, FakeChain.TOPIC),
                data,
                Long.MAX_VALUE / 2,
                Hash.keccak256(new byte[] {1}),
                Hash.keccak256(new byte[] {2}),
                3,
                4);
        return new FeedEvent(log, Instant.parse("2026-01-01T00:00:00.000000001Z"), false);
    }
}
