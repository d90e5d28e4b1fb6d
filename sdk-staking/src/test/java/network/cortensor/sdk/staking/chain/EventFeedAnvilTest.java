package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.EventFeedOptions.Completeness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The feed on a real EVM, through endpoints that fail. */
@Timeout(300)
final class EventFeedAnvilTest {
    private static final Hash TOPIC = Hash.keccak256("Said(uint256)".getBytes(StandardCharsets.UTF_8));
    /** Copies the call's data to memory and writes it as the data of a LOG1: CALLDATACOPY(0, 0, size); LOG1(0, size, topic). */
    private static final byte[] EMITTER =
            HexFormat.of().parseHex("3660006000377f" + HexFormat.of().formatHex(TOPIC.bytes()) + "366000a100");

    /** A contract that writes a log for each call, with what it is called with. */
    private static Address deployEmitter(Anvil anvil) {
        String length = String.format("%02x", EMITTER.length);
        byte[] init = HexFormat.of()
                .parseHex("60" + length + "600c60003960" + length + "6000f3"
                        + HexFormat.of().formatHex(EMITTER));
        return anvil.deployAs(anvil.account(0).address(), init);
    }

    @ParameterizedTest
    @EnumSource(Completeness.class)
    void next_eventsOnAnvil_comeOnceInOrder(Completeness completeness) throws InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                Chain chain = Chain.open(ChainOptions.of(anvil.uri()))) {
            Address emitter = deployEmitter(anvil);
            for (int i = 0; i < 20; i++) {
                say(anvil, emitter, i);
            }
            anvil.mine(600);
            say(anvil, emitter, 20);
            try (EventFeed feed = EventFeed.open(
                    chain, options(emitter).completeness(completeness).build())) {
                List<FeedEvent> events = EventFeedTest.drain(feed);
                assertThat(events).extracting(EventFeedAnvilTest::said).containsExactlyElementsOf(numbers(0, 21));
                assertThat(events.get(0).at())
                        .isEqualTo(chain.header(BlockId.number(2)).value().timestamp());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void next_reorganisationOfAnvil_takesBackAndDelivers(int depth) throws InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                Chain chain = Chain.open(ChainOptions.of(anvil.uri()))) {
            Address emitter = deployEmitter(anvil);
            try (EventFeed feed = EventFeed.open(chain, options(emitter).build())) {
                Deque<Long> folded = new ArrayDeque<>();
                for (int i = 0; i < 6; i++) {
                    say(anvil, emitter, i);
                }
                fold(feed, folded);
                assertThat(folded).containsExactlyElementsOf(numbers(0, 6));
                anvil.reorg(depth);
                say(anvil, emitter, 100);
                List<FeedEvent> events = fold(feed, folded);
                assertThat(events)
                        .extracting(FeedEvent::removed)
                        .filteredOn(removed -> removed)
                        .hasSize(depth);
                List<Long> expected = new ArrayList<>(numbers(0, 6 - depth));
                expected.add(100L);
                assertThat(folded).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void next_snapshotReverted_followsOnceTheOtherBranchShows() throws InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                Chain chain = Chain.open(ChainOptions.of(anvil.uri()))) {
            Address emitter = deployEmitter(anvil);
            try (EventFeed feed = EventFeed.open(chain, options(emitter).build())) {
                Deque<Long> folded = new ArrayDeque<>();
                say(anvil, emitter, 1);
                String snapshot = anvil.snapshot();
                say(anvil, emitter, 2);
                say(anvil, emitter, 3);
                fold(feed, folded);
                anvil.revert(snapshot);
                assertThat(fold(feed, folded)).isEmpty();
                anvil.increaseTime(Duration.ofMinutes(1));
                say(anvil, emitter, 4);
                fold(feed, folded);
                assertThat(folded).containsExactly(1L, 4L);
            }
        }
    }

    static EventFeedOptions.Builder options(Address emitter) {
        return EventFeedOptions.builder().address(emitter).topic(TOPIC).pollInterval(Duration.ofMillis(20));
    }

    static void say(Anvil anvil, Address emitter, long number) {
        byte[] word = new byte[Hash.LENGTH];
        byte[] bytes = BigInteger.valueOf(number).toByteArray();
        System.arraycopy(bytes, 0, word, word.length - bytes.length, bytes.length);
        anvil.sendAs(anvil.account(0).address(), emitter, word, BigInteger.ZERO);
    }

    private static long said(FeedEvent event) {
        return new BigInteger(1, event.log().data()).longValueExact();
    }

    private static List<Long> numbers(long from, long to) {
        List<Long> numbers = new ArrayList<>();
        for (long i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static List<FeedEvent> fold(EventFeed feed, Deque<Long> folded) throws InterruptedException {
        List<FeedEvent> events = EventFeedTest.drain(feed);
        for (FeedEvent event : events) {
            if (event.removed()) {
                assertThat(folded.removeLast()).isEqualTo(said(event));
            } else {
                folded.addLast(said(event));
            }
        }
        return events;
    }
}
