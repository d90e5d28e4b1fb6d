package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.Participant;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;
import network.cortensor.sdk.crypto.internal.ohttp.RequestHeader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChannelOpeningTest {

    private static final int CONTEXT = RequestHeader.SIZE + HybridKey.ENCAPSULATION_BYTES + 2;
    private static final int COMMITMENT = CONTEXT + 7 * AbiWords.SIZE;
    private static final int SIGNATURE = COMMITMENT + 32;

    private final Recorded exchange = Recorded.of(1);
    private final byte[] encoded = exchange.opening.encoded();

    @Test
    void decode_itsOwnBytes_isTheSameOpening() {
        ChannelOpening copy = ChannelOpening.decode(encoded);
        assertThat(copy.encoded())
                .isEqualTo(encoded)
                .hasSize(ChannelOpening.size())
                .hasSize(1450);
        assertThat(copy.context()).isEqualTo(Recorded.context(exchange.client, exchange.node));
        assertThat(copy.toString()).contains(exchange.client.address().toString());
    }

    @Test
    void decode_layout_isThatOfTheSpecification() {
        assertThat(Arrays.copyOf(encoded, RequestHeader.SIZE))
                .isEqualTo(
                        new byte[] {exchange.node.recipient().keyId().bytes()[0], 0x64, 0x7a, 0x00, 0x01, 0x00, 0x03});
        assertThat(Arrays.copyOfRange(encoded, CONTEXT - 2, CONTEXT)).isEqualTo(new byte[] {0x41, 0x41});
        assertThat(encoded.length - CONTEXT).isEqualTo(0x0141);
    }

    @Test
    void decode_anyOtherSize_isMalformed() {
        for (int size : new int[] {0, 1, ChannelOpening.size() - 1, ChannelOpening.size() + 1}) {
            assertMalformed(() -> ChannelOpening.decode(Arrays.copyOf(encoded, size)), "must have 1450 bytes");
        }
    }

    @Test
    void accept_aBitOfEveryByteFlipped_isRefusedInADeclaredWay() {
        for (int at = 0; at < encoded.length; at++) {
            byte[] bad = encoded.clone();
            bad[at] ^= (byte) (1 << (at % 8));
            int position = at;
            assertThatThrownBy(() -> exchange.accept(bad))
                    .as("byte %d", at)
                    .isInstanceOfAny(MalformedException.class, RejectedException.class, NotForMeException.class)
                    .satisfies(e -> {
                        if (position >= RequestHeader.SIZE && position < CONTEXT - 2) {
                            assertCheck(e, Check.SENDER_SIGNATURE);
                        }
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void downgraded_suiteId_isUnsupported(int at) {
        byte[] bad = encoded.clone();
        bad[at] ^= 1;
        assertRejected(() -> ChannelOpening.decode(bad), Check.UNSUPPORTED_SUITE);
    }

    @Test
    void accept_keyIdentifierThatIsNotOfTheKeyId_isMalformed() {
        byte[] bad = encoded.clone();
        bad[0] ^= 1;
        assertMalformed(() -> ChannelOpening.decode(bad), "key identifier");
    }

    @Test
    void accept_anotherIdentity_isNotForMe() {
        try (Identity other = Identity.generate()) {
            assertThatThrownBy(() -> exchange.opening.accept(other, expected(), guard(), Exchange.NOW))
                    .isInstanceOf(NotForMeException.class)
                    .hasMessageContaining(other.recipient().keyId().toString());
        }
    }

    @Test
    void redirected_toAnotherNodeWithItsKeyIdWrittenIn_isRefused() {
        Participant other = Participant.create();
        byte[] bad = encoded.clone();
        byte[] keyId = other.recipient().keyId().bytes();
        bad[0] = keyId[0];
        System.arraycopy(keyId, 0, bad, CONTEXT + 5 * AbiWords.SIZE, keyId.length);
        assertRejected(
                () -> ChannelOpening.decode(bad).accept(other.identity(), expected(), guard(), Exchange.NOW),
                Check.SENDER_SIGNATURE);
    }

    @Test
    void accept_anotherTask_isRefused() {
        for (TaskRef other : List.of(new TaskRef(1, 7, 42), new TaskRef(421614, 8, 42), new TaskRef(421614, 7, 43))) {
            ChannelOpening.Expected expected = new ChannelOpening.Expected(other, exchange.client.address());
            assertRejected(
                    () -> exchange.opening.accept(exchange.node.identity(), expected, guard(), Exchange.NOW),
                    Check.CONTEXT);
        }
    }

    @Test
    void moved_toAnotherTaskSessionOrChain_isRefused() {
        TaskRef[] others = {new TaskRef(1, 7, 42), new TaskRef(421614, 8, 42), new TaskRef(421614, 7, 43)};
        for (int word = 1; word <= 3; word++) {
            TaskRef other = others[word - 1];
            byte[] bad = encoded.clone();
            byte[] value =
                    AbiWords.uint64(word == 1 ? other.chainId() : word == 2 ? other.sessionId() : other.taskId());
            System.arraycopy(value, 0, bad, CONTEXT + word * AbiWords.SIZE, value.length);
            ChannelOpening.Expected expected = new ChannelOpening.Expected(other, exchange.client.address());
            assertRejected(
                    () -> ChannelOpening.decode(bad).accept(exchange.node.identity(), expected, guard(), Exchange.NOW),
                    Check.SENDER_SIGNATURE);
        }
    }

    @Test
    void accept_anotherClient_isRefused() {
        ChannelOpening.Expected expected =
                new ChannelOpening.Expected(Exchange.TASK, Participant.create().address());
        assertRejected(
                () -> exchange.opening.accept(exchange.node.identity(), expected, guard(), Exchange.NOW),
                Check.CONTEXT);
    }

    /** A thief signs the enc of somebody else with its own wallet. */
    @Test
    void stolen_encapsulationUnderAnotherClientsName_doesNotOpen() {
        Participant thief = Participant.create();
        ChannelContext context = Recorded.context(thief, exchange.node);
        byte[] commitment = Arrays.copyOfRange(encoded, COMMITMENT, SIGNATURE);
        ChannelOpening stolen =
                ChannelOpening.sign(context, exchange.opening.encapsulation(), commitment, thief.wallet());
        ChannelOpening.Expected expected = new ChannelOpening.Expected(Exchange.TASK, thief.address());
        assertRejected(
                () -> stolen.accept(exchange.node.identity(), expected, guard(), Exchange.NOW), Check.CIPHERTEXT);
    }

    @Test
    void accept_commitmentFlippedAndSignedByTheClientItself_isRefused() {
        for (int bit = 0; bit < 256; bit += 31) {
            byte[] commitment = Arrays.copyOfRange(encoded, COMMITMENT, SIGNATURE);
            commitment[bit / 8] ^= (byte) (1 << (bit % 8));
            ChannelOpening other = ChannelOpening.sign(
                    exchange.opening.context(), exchange.opening.encapsulation(), commitment, exchange.client.wallet());
            assertRejected(
                    () -> other.accept(exchange.node.identity(), expected(), guard(), Exchange.NOW), Check.CIPHERTEXT);
        }
    }

    @Test
    void accept_signedByAnotherWallet_isRefused() {
        try (Wallet other = Wallet.generate()) {
            byte[] commitment = Arrays.copyOfRange(encoded, COMMITMENT, SIGNATURE);
            ChannelOpening forged = ChannelOpening.sign(
                    exchange.opening.context(), exchange.opening.encapsulation(), commitment, other);
            assertRejected(
                    () -> forged.accept(exchange.node.identity(), expected(), guard(), Exchange.NOW),
                    Check.SENDER_SIGNATURE);
        }
    }

    @Test
    void accept_signatureThatRecoversToNoKey_isRefused() {
        byte[] bad = encoded.clone();
        // About half of all r are the coordinate of no point; one of a few is.
        for (int i = 0; i < 20; i++) {
            bad[SIGNATURE + 5]++;
            assertRejected(() -> exchange.accept(bad), Check.SENDER_SIGNATURE);
        }
    }

    @Test
    void accept_atItsExpiry_isRefused() {
        assertRejected(() -> acceptAt(Exchange.EXPIRY), Check.EXPIRED);
        assertRejected(() -> acceptAt(Exchange.EXPIRY.plusSeconds(1)), Check.EXPIRED);
        acceptAt(Exchange.EXPIRY.minusNanos(1)).close();
    }

    @Test
    void accept_expiryMoreThanADayAhead_isRefused() {
        Duration day = Duration.ofDays(1);
        acceptAt(Exchange.EXPIRY.minus(day)).close();
        assertRejected(() -> acceptAt(Exchange.EXPIRY.minus(day).minusNanos(1)), Check.CONTEXT);
    }

    @Test
    void replayed_opening_isAcceptedOnce() {
        ReplayGuard guard = guard();
        exchange.opening
                .accept(exchange.node.identity(), expected(), guard, Exchange.NOW)
                .close();
        assertRejected(
                () -> exchange.opening.accept(exchange.node.identity(), expected(), guard, Exchange.NOW),
                Check.CHANNEL_REPLAYED);
        // Another channel of the same two about the same task is no replay.
        exchange.again()
                .opening
                .accept(exchange.node.identity(), expected(), guard, Exchange.NOW)
                .close();
    }

    @Test
    void accept_openingThatIsRefused_isNotRemembered() {
        ReplayGuard guard = guard();
        ChannelOpening.Expected other = new ChannelOpening.Expected(new TaskRef(1, 1, 1), exchange.client.address());
        assertRejected(
                () -> exchange.opening.accept(exchange.node.identity(), other, guard, Exchange.NOW), Check.CONTEXT);
        assertRejected(
                () -> exchange.opening.accept(exchange.node.identity(), expected(), guard, Exchange.EXPIRY),
                Check.EXPIRED);
        exchange.opening
                .accept(exchange.node.identity(), expected(), guard, Exchange.NOW)
                .close();
    }

    @Test
    void accept_closedIdentity_isAMistakeOfTheCallerAndNotRemembered() {
        exchange.node.identity().close();
        ReplayGuard noCall = (opening, expiry, now) -> {
            throw new AssertionError("nothing was accepted");
        };
        assertThatThrownBy(() -> exchange.opening.accept(exchange.node.identity(), expected(), noCall, Exchange.NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void decode_valuesOutOfRange_areMalformed() {
        assertMalformed(() -> ChannelOpening.decode(withWord(0, AbiWords.uint64(2))), "version 2");
        assertMalformed(() -> ChannelOpening.decode(withWord(1, AbiWords.uint64(0))), "chainId");
        assertMalformed(() -> ChannelOpening.decode(withWord(6, AbiWords.uint64(0))), "expiry");
        assertMalformed(() -> ChannelOpening.decode(withWord(6, AbiWords.uint64(253_402_300_800L))), "expiry");
        byte[] wide = new byte[AbiWords.SIZE];
        wide[0] = 1;
        for (int word : new int[] {0, 1, 2, 3, 4, 6}) {
            assertThatThrownBy(() -> ChannelOpening.decode(withWord(word, wide)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void create_signerThatSignsWithAnotherKey_isRefused() {
        try (Wallet other = Wallet.generate()) {
            WalletSigner liar = new WalletSigner() {
                @Override
                public WalletAddress address() {
                    return exchange.client.address();
                }

                @Override
                public WalletSignature sign(byte[] digest) {
                    return other.sign(digest);
                }
            };
            assertRejected(
                    () -> ClientChannel.create(exchange.node.recipient(), Exchange.TASK, Exchange.EXPIRY, liar),
                    Check.SIGNATURE);
        }
    }

    @Test
    void create_expiryThatIsNoWholeSecond_isRefused() {
        Instant expiry = Exchange.EXPIRY.plusNanos(1);
        assertThatThrownBy(() -> ClientChannel.create(
                        exchange.node.recipient(), Exchange.TASK, expiry, exchange.client.wallet()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expiry");
    }

    @Test
    void create_twice_sharesNothing() {
        byte[] second = exchange.again().opening.encoded();
        assertThat(Arrays.copyOfRange(second, RequestHeader.SIZE, CONTEXT - 2))
                .isNotEqualTo(Arrays.copyOfRange(encoded, RequestHeader.SIZE, CONTEXT - 2));
        assertThat(Arrays.copyOfRange(second, COMMITMENT, SIGNATURE))
                .isNotEqualTo(Arrays.copyOfRange(encoded, COMMITMENT, SIGNATURE));
    }

    /** The context is in the key schedule: another one gives other keys for the same encapsulated key. */
    @Test
    void info_anyPartChanged_givesOtherKeys() {
        ChannelContext context = exchange.opening.context();
        byte[] commitment = commitmentIn(context);
        assertThat(commitment).isEqualTo(Arrays.copyOfRange(encoded, COMMITMENT, SIGNATURE));
        List<ChannelContext> others = List.of(
                new ChannelContext(new TaskRef(1, 7, 42), context.client(), context.node(), context.expiry()),
                new ChannelContext(new TaskRef(421614, 8, 42), context.client(), context.node(), context.expiry()),
                new ChannelContext(new TaskRef(421614, 7, 43), context.client(), context.node(), context.expiry()),
                new ChannelContext(context.task(), Participant.create().address(), context.node(), context.expiry()),
                new ChannelContext(
                        context.task(),
                        context.client(),
                        Participant.create().recipient().keyId(),
                        context.expiry()),
                new ChannelContext(
                        context.task(),
                        context.client(),
                        context.node(),
                        context.expiry().plusSeconds(1)));
        for (ChannelContext other : others) {
            assertThat(commitmentIn(other)).as("%s", other).isNotEqualTo(commitment);
            assertThat(ChannelBinding.signed(other, new byte[0], new byte[32]).digest())
                    .isNotEqualTo(ChannelBinding.signed(context, new byte[0], new byte[32])
                            .digest());
        }
    }

    private byte[] commitmentIn(ChannelContext context) {
        return ChannelBinding.requestCommitment(IdentityAccess.keyOf(exchange.node.identity())
                .receiver(exchange.opening.encapsulation(), ChannelBinding.info(context)));
    }

    private byte[] withWord(int word, byte[] value) {
        byte[] changed = encoded.clone();
        System.arraycopy(value, 0, changed, CONTEXT + word * AbiWords.SIZE, value.length);
        return changed;
    }

    private NodeChannel acceptAt(Instant now) {
        return exchange.opening.accept(exchange.node.identity(), expected(), guard(), now);
    }

    private ChannelOpening.Expected expected() {
        return new ChannelOpening.Expected(Exchange.TASK, exchange.client.address());
    }

    private static ReplayGuard guard() {
        return ReplayGuard.inMemory(10);
    }

    private static void assertRejected(ThrowingCallable call, Check check) {
        assertThatThrownBy(call).satisfies(e -> assertCheck(e, check));
    }

    private static void assertCheck(Throwable thrown, Check check) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.check()).isEqualTo(check));
    }

    private static void assertMalformed(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(MalformedException.class).hasMessageContaining(message);
    }
}
