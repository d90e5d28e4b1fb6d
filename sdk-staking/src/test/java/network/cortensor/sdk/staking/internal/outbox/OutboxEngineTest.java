package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Call;
import network.cortensor.sdk.staking.chain.Fees;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.RevertedException;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.internal.transaction.DynamicFeeTransaction;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each rule of the outbox, on a chain that does what the test says and in time that stands still. */
final class OutboxEngineTest {
    private static final Address ACCOUNT = Address.parse("0x00000000000000000000000000000000000000aa");
    private static final Duration NOW = Duration.ZERO;
    private static final int DEPTH = 3;

    private final FakeTime time = new FakeTime();
    private final FakeChain chain = new FakeChain(ACCOUNT, time);
    private final FakeSealer sealer = new FakeSealer(ACCOUNT);
    private final Journal entries = Journal.memory();
    private CrashingJournal journal = new CrashingJournal(entries);
    private OutboxOptions.Builder options = OutboxOptions.builder()
            .confirmations(DEPTH)
            .lostAfter(DEPTH)
            .pollInterval(Duration.ofSeconds(1))
            .roomTimeout(Duration.ZERO);

    private OutboxEngine open(OutboxChain endpoint) {
        journal = new CrashingJournal(entries);
        return OutboxEngine.open(endpoint, sealer, journal, options.build(), time, time::millis);
    }

    private OutboxEngine open() {
        return open(chain);
    }

    private static Address recipient(int index) {
        return Address.parse(String.format("0x%040x", 0x1000 + index));
    }

    private static TransactionRequest transfer(int index) {
        return TransactionRequest.to(recipient(index), ("transfer " + index).getBytes(UTF_8))
                .value(BigInteger.valueOf(100 + index));
    }

    private static void sendAll(OutboxEngine outbox) {
        while (outbox.sendNext()) {
            // Until there is nothing left.
        }
    }

    /** Sends, looks, makes a block, and lets time pass. */
    private void rounds(OutboxEngine outbox, int count) {
        for (int i = 0; i < count; i++) {
            sendAll(outbox);
            outbox.look();
            sendAll(outbox);
            chain.mine();
            time.advance(Duration.ofSeconds(2));
        }
    }

    private List<String> executed() {
        return chain.executed().stream().map(FakeChain.Transaction::data).toList();
    }

    private void foreign(long nonce) {
        chain.send(FakeChain.encode(
                ACCOUNT,
                DynamicFeeTransaction.builder(FakeChain.CHAIN_ID, nonce)
                        .to(recipient(0xff))
                        .data("foreign".getBytes(UTF_8))
                        .gasLimit(FakeChain.GAS)
                        .fees(FakeChain.GWEI.multiply(BigInteger.TEN), FakeChain.GWEI.multiply(BigInteger.valueOf(90)))
                        .build()));
    }

    // Order

    @Test
    void submit_always_journalsNonceBeforeSigningAndBytesBeforeSending() {
        List<String> order = new ArrayList<>();
        Sealer watched = new Sealer() {
            @Override
            public Address sender() {
                return ACCOUNT;
            }

            @Override
            public byte[] seal(DynamicFeeTransaction transaction) {
                order.add("sign with "
                        + entries.entries("").keySet().stream()
                                .filter(key -> key.contains("/open/"))
                                .count() + " open");
                return FakeChain.encode(ACCOUNT, transaction);
            }
        };
        OutboxChain endpoint = new FakeChainView(chain) {
            @Override
            public BigInteger estimateGas(Call call) {
                order.add("try with " + entries.entries("").size() + " entries");
                return super.estimateGas(call);
            }

            @Override
            public SendOutcome send(byte[] signed) {
                boolean journaled = entries.entries("").entrySet().stream()
                        .anyMatch(entry -> entry.getKey().contains("/slot/")
                                && RecordCodec.decodeSlot(entry.getKey(), entry.getValue()).versions().stream()
                                        .anyMatch(version -> version.hash().equals(Hash.keccak256(signed))));
                order.add("send, journaled " + journaled);
                return super.send(signed);
            }
        };
        OutboxEngine outbox = OutboxEngine.open(endpoint, watched, entries, options.build(), time, time::millis);

        outbox.submit("a", transfer(0));
        sendAll(outbox);

        assertThat(order).containsExactly("try with 0 entries", "sign with 1 open", "send, journaled true");
    }

    @Test
    void submit_reverts_reservesNothing() {
        OutboxEngine outbox = open();

        assertThatThrownBy(() -> outbox.submit("a", TransactionRequest.to(recipient(0), "revert".getBytes(UTF_8))))
                .isInstanceOf(RevertedException.class);

        assertThat(entries.entries("")).isEmpty();
        assertThat(outbox.submit("b", transfer(1)).nonce()).isZero();
    }

    @Test
    void submit_moreThanCapsOrFunds_reservesNothing() {
        OutboxEngine outbox = open();

        assertThatThrownBy(() -> outbox.submit("a", transfer(0).maxFeePerGas(BigInteger.ONE)))
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.FEE_ABOVE_CAP));
        assertThatThrownBy(() -> outbox.submit("a", transfer(0).gasLimit(900_000_000)))
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.FEE_ABOVE_CAP));
        assertThatThrownBy(() -> outbox.submit("a", transfer(0).value(FakeChain.WEALTH)))
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INSUFFICIENT_GAS_FUNDS));

        assertThat(entries.entries("")).isEmpty();
    }

    @Test
    void submit_whatIsUnderWayMayCostAll_isRefused() {
        OutboxEngine outbox = open();
        outbox.submit("a", transfer(0).value(FakeChain.WEALTH.divide(BigInteger.TWO)));

        assertThatThrownBy(() -> outbox.submit("b", transfer(1).value(FakeChain.WEALTH.divide(BigInteger.TWO))))
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INSUFFICIENT_GAS_FUNDS));
    }

    // Intents

    @Test
    void submit_sameIntent_isTheSameUnderWayDoneAndAfterReopening() throws InterruptedException {
        OutboxEngine outbox = open();
        Intent first = outbox.submit("a", transfer(0));
        assertThat(outbox.submit("a", transfer(0).gasLimit(50_000).description("once more")))
                .isSameAs(first);
        assertConflict(outbox);
        rounds(outbox, 5);
        TransactionReceipt receipt = first.await(NOW);
        assertThat(outbox.submit("a", transfer(0)).await(NOW)).hasToString(receipt.toString());
        assertConflict(outbox);

        OutboxEngine reopened = open();
        Intent again = reopened.submit("a", transfer(0));
        assertThat(again.await(NOW)).hasToString(receipt.toString());
        assertThat(again.hashes()).isEqualTo(first.hashes());
        assertConflict(reopened);
        assertThat(executed()).containsExactly("transfer 0");
    }

    private static void assertConflict(OutboxEngine outbox) {
        for (TransactionRequest other : List.of(
                transfer(1),
                transfer(0).value(BigInteger.ONE),
                TransactionRequest.to(recipient(0), new byte[] {1}).value(BigInteger.valueOf(100)),
                TransactionRequest.deploy("transfer 0".getBytes(UTF_8)).value(BigInteger.valueOf(100)))) {
            assertThatThrownBy(() -> outbox.submit("a", other))
                    .isInstanceOfSatisfying(
                            LedgerRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.INTENT_CONFLICT));
        }
    }

    @Test
    void await_timeIsOver_saysThatItStays() {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));

        assertThatThrownBy(() -> intent.await(NOW))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("intent a, nonce 0")
                .hasMessageContaining("stays in the outbox");
    }

    @Test
    void await_includedAndReverted_failsWithTheReasonAndIsNotRetried() {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit(
                "a",
                TransactionRequest.to(recipient(0), "revert".getBytes(UTF_8)).unsimulated(50_000));
        rounds(outbox, 8);

        for (OutboxEngine any : List.of(outbox, open())) {
            Intent same = any.find("a").orElseThrow();
            assertThat(same.stage()).isEqualTo(Intent.Stage.REVERTED);
            assertThatThrownBy(() -> same.await(NOW)).isInstanceOfSatisfying(RevertedException.class, e -> {
                assertThat(e.found()).isEqualTo("Refused()");
                assertThat(e.data()).containsExactly(1, 2, 3, 4);
            });
        }
        assertThat(intent.hashes()).hasSize(1);
        assertThat(executed()).containsExactly("revert");
    }

    @Test
    void submit_asManyAsTheLimitUnderWay_waitsForAPlace() {
        options = options.inFlight(2);
        OutboxEngine outbox = open();
        outbox.submit("a", transfer(0));
        outbox.submit("b", transfer(1));

        assertThatThrownBy(() -> outbox.submit("c", transfer(2)))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("as many as the limit allows");
        rounds(outbox, 5);
        assertThat(outbox.submit("c", transfer(2)).nonce()).isEqualTo(2);
    }

    @Test
    void submit_interruptedWhileWaiting_endsAndKeepsTheFlag() {
        options = options.inFlight(1).roomTimeout(Duration.ofMinutes(1));
        OutboxEngine outbox = open();
        outbox.submit("a", transfer(0));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> outbox.submit("b", transfer(1))).isInstanceOf(LedgerUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    // Nonces

    @Test
    void submit_signerFails_givesTheNonceToTheNext() {
        OutboxEngine outbox = open();
        sealer.failing(true);
        assertThatThrownBy(() -> outbox.submit("a", transfer(0))).isInstanceOf(LedgerUnavailableException.class);
        sealer.failing(false);

        assertThat(outbox.find("a")).isEmpty();
        assertThat(outbox.submit("b", transfer(1)).nonce()).isZero();
        assertThat(outbox.submit("a", transfer(0)).nonce()).isEqualTo(1);
        rounds(outbox, 5);
        assertThat(executed()).containsExactly("transfer 1", "transfer 0");
    }

    @Test
    void submit_signerFailsAndALaterNonceIsSent_fillsTheGap() {
        AtomicInteger signatures = new AtomicInteger();
        List<OutboxEngine> itself = new ArrayList<>();
        Sealer odd = new Sealer() {
            @Override
            public Address sender() {
                return ACCOUNT;
            }

            @Override
            public byte[] seal(DynamicFeeTransaction transaction) {
                if (signatures.getAndIncrement() == 0) {
                    // Meanwhile another thread gets the next nonce.
                    itself.get(0).submit("b", transfer(1));
                    throw new LedgerUnavailableException("The device is not plugged in");
                }
                return FakeChain.encode(ACCOUNT, transaction);
            }
        };
        OutboxEngine outbox = OutboxEngine.open(chain, odd, entries, options.build(), time, time::millis);
        itself.add(outbox);

        assertThatThrownBy(() -> outbox.submit("a", transfer(0))).isInstanceOf(LedgerUnavailableException.class);
        rounds(outbox, 6);

        assertThat(outbox.find("b").orElseThrow().stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(executed()).containsExactly("", "transfer 1");
    }

    @Test
    void open_pendingCountTooHighToBeTrue_isNotBelieved() {
        OutboxEngine outbox = open(new FakeChainView(chain) {
            @Override
            public long pendingCount(Address account) {
                return 1_000;
            }
        });

        assertThat(outbox.submit("a", transfer(0)).nonce()).isZero();
    }

    @Test
    void open_othersWaitInTheMempool_comesAfterThem() {
        foreign(0);
        foreign(1);

        assertThat(open().submit("a", transfer(0)).nonce()).isEqualTo(2);
    }

    @Test
    void open_endpointThatHasFallenBehind_reusesNoNonce() {
        OutboxEngine outbox = open();
        for (int i = 0; i < 5; i++) {
            outbox.submit("intent " + i, transfer(i));
        }
        rounds(outbox, 6);
        assertThat(executed()).hasSize(5);
        OutboxChain stale = new FakeChainView(chain) {
            @Override
            public long transactionCount(Address account, BlockId block) {
                return 0;
            }

            @Override
            public long pendingCount(Address account) {
                return 0;
            }
        };

        OutboxEngine reopened = open(stale);

        assertThat(reopened.submit("another", transfer(5)).nonce()).isEqualTo(5);
        rounds(reopened, 5);
        assertThat(executed()).hasSize(6);
    }

    @Test
    void look_countThatIsTooHighByALie_isNoReasonToSignAnew() {
        AtomicInteger lie = new AtomicInteger(3);
        OutboxEngine outbox = open(new FakeChainView(chain) {
            @Override
            public long transactionCount(Address account, BlockId block) {
                return super.transactionCount(account, block) + lie.get();
            }
        });
        Intent intent = outbox.submit("a", transfer(0));
        long nonce = intent.nonce();
        lie.set(10);
        rounds(outbox, 40);
        assertThat(intent.nonce()).isEqualTo(nonce);
        assertThat(intent.hashes()).hasSize(1);

        lie.set(0);
        rounds(outbox, 100);

        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
        // The gap that the lie led to is filled.
        assertThat(executed()).containsExactly("", "", "", "transfer 0");
    }

    @Test
    void look_gapThatOthersLeave_isFilledInTime() {
        foreign(0);
        foreign(1);
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        sendAll(outbox);
        chain.drop(transaction -> transaction.data().equals("foreign"));
        rounds(outbox, 20);
        assertThat(intent.stage()).isEqualTo(Intent.Stage.SENT);

        time.advance(Duration.ofSeconds(60));
        rounds(outbox, 5);

        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(executed()).containsExactly("", "", "transfer 0");
    }

    @Test
    void look_foreignTransactionWithOurNonce_signsAnewAtTheDepthOnly() {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        foreign(0);
        for (int block = 1; block < DEPTH; block++) {
            rounds(outbox, 1);
            assertThat(intent.nonce()).as("after %s blocks", block).isZero();
            assertThat(intent.hashes()).hasSize(1);
        }
        rounds(outbox, DEPTH + 4);

        assertThat(intent.nonce()).isEqualTo(1);
        assertThat(intent.hashes()).hasSize(2);
        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(executed()).containsExactly("foreign", "transfer 0");
    }

    @Test
    void look_foreignTransactionDeepButNotDeepEnough_waits() {
        options = options.confirmations(1).lostAfter(8);
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        foreign(0);
        rounds(outbox, 8);
        assertThat(intent.nonce()).isZero();
        assertThatThrownBy(() -> intent.await(NOW)).hasMessageContaining("not yet deep enough");
        rounds(outbox, 4);

        assertThat(intent.nonce()).isEqualTo(1);
        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
    }

    @Test
    void look_foreignTransactionIsReorganisedAway_usesTheOldOne() {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        foreign(0);
        rounds(outbox, 2);
        chain.unmine(2, transaction -> false);
        chain.mine();
        chain.mine();
        chain.mine();

        time.advance(Duration.ofSeconds(20));
        rounds(outbox, DEPTH + 4);

        assertThat(intent.nonce()).isZero();
        assertThat(intent.hashes()).hasSize(1);
        assertThat(executed()).containsExactly("transfer 0");
    }

    @Test
    void look_receiptsThatANodeDoesNotKnowYet_areFoundInTheBlock() {
        OutboxEngine outbox = open(new FakeChainView(chain) {
            @Override
            public List<Optional<TransactionReceipt>> receipts(List<Hash> transactions) {
                return transactions.stream()
                        .map(hash -> Optional.<TransactionReceipt>empty())
                        .toList();
            }
        });
        Intent intent = outbox.submit("a", transfer(0));
        rounds(outbox, DEPTH + 4);

        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(executed()).containsExactly("transfer 0");
    }

    @Test
    void look_stateOfOldBlocksIsGone_guessesNothingAndSaysSo() {
        AtomicBoolean pruned = new AtomicBoolean(true);
        OutboxEngine outbox = open(new FakeChainView(chain) {
            @Override
            public long transactionCount(Address account, BlockId block) {
                long depth = super.head().number() - DEPTH + 1;
                if (pruned.get() && block instanceof BlockId.ByNumber number && number.number() < depth) {
                    throw new LedgerUnavailableException("missing trie node");
                }
                return super.transactionCount(account, block);
            }
        });
        Intent intent = outbox.submit("a", transfer(0));
        foreign(0);
        rounds(outbox, 50);
        assertThat(intent.nonce()).isZero();
        assertThat(intent.hashes()).hasSize(1);
        assertThatThrownBy(() -> intent.await(NOW)).hasMessageContaining("its nonce is used");

        pruned.set(false);
        rounds(outbox, DEPTH + 4);

        assertThat(intent.nonce()).isEqualTo(1);
        assertThat(executed()).containsExactly("foreign", "transfer 0");
    }

    @Test
    void look_receiptsAreWithheldAndBlocksCannotBeRead_isNotSentTwice() {
        AtomicBoolean bad = new AtomicBoolean(true);
        OutboxEngine outbox = open(new FakeChainView(chain) {
            @Override
            public List<Optional<TransactionReceipt>> receipts(List<Hash> transactions) {
                return bad.get()
                        ? transactions.stream()
                                .map(hash -> Optional.<TransactionReceipt>empty())
                                .toList()
                        : super.receipts(transactions);
            }

            @Override
            public List<TransactionReceipt> blockReceipts(Hash block) {
                if (bad.get()) {
                    throw new LedgerUnavailableException("no such method");
                }
                return super.blockReceipts(block);
            }

            @Override
            public SendOutcome send(byte[] signed) {
                SendOutcome outcome = super.send(signed);
                return outcome == SendOutcome.ACCEPTED
                                && bad.get()
                                && !chain.executed().isEmpty()
                        ? SendOutcome.NONCE_USED
                        : outcome;
            }
        });
        Intent intent = outbox.submit("a", transfer(0));
        rounds(outbox, 60);
        assertThat(intent.hashes()).hasSize(1);
        bad.set(false);
        rounds(outbox, DEPTH + 2);

        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(executed()).containsExactly("transfer 0");
    }

    @Test
    void look_nonceTakenWhileTheSignerWasSlow_goesOnWithoutANewBlock() {
        List<OutboxEngine> itself = new ArrayList<>();
        Sealer slow = new Sealer() {
            private boolean first = true;

            @Override
            public Address sender() {
                return ACCOUNT;
            }

            @Override
            public byte[] seal(DynamicFeeTransaction transaction) {
                if (first) {
                    first = false;
                    foreign(0);
                    for (int block = 0; block < DEPTH; block++) {
                        chain.mine();
                    }
                    itself.get(0).look();
                }
                return FakeChain.encode(ACCOUNT, transaction);
            }
        };
        chain.mine();
        OutboxEngine outbox = OutboxEngine.open(chain, slow, entries, options.build(), time, time::millis);
        itself.add(outbox);
        Intent intent = outbox.submit("a", transfer(0));
        for (int i = 0; i < 4; i++) {
            sendAll(outbox);
            time.advance(Duration.ofSeconds(2));
            outbox.look();
        }

        assertThat(intent.nonce()).isEqualTo(1);
        assertThat(chain.waiting()).hasSize(1);
    }

    @Test
    void close_whileTheSignerIsSlow_leavesTheJournalToTheNext() {
        List<OutboxEngine> itself = new ArrayList<>();
        Sealer slow = new Sealer() {
            @Override
            public Address sender() {
                return ACCOUNT;
            }

            @Override
            public byte[] seal(DynamicFeeTransaction transaction) {
                itself.get(0).close();
                rounds(open(), 2);
                throw new LedgerUnavailableException("The device is not plugged in");
            }
        };
        OutboxEngine first = OutboxEngine.open(chain, slow, entries, options.build(), time, time::millis);
        itself.add(first);
        assertThatThrownBy(() -> first.submit("a", transfer(0))).isInstanceOf(LedgerUnavailableException.class);

        OutboxEngine third = open();
        rounds(third, DEPTH + 2);
        assertThat(third.find("a").orElseThrow().stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(executed()).containsExactly("transfer 0");
    }

    @Test
    void submit_gasThatFitsNoBlock_isRefusedEvenIfItIsFree() {
        OutboxEngine outbox = open(new FakeChainView(chain) {
            @Override
            public Fees fees() {
                return new Fees(BigInteger.ZERO, BigInteger.ZERO);
            }
        });

        assertThatThrownBy(() -> outbox.submit("a", transfer(0).gasLimit(Long.MAX_VALUE)))
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.FEE_ABOVE_CAP));
        assertThat(outbox.submit("b", transfer(1)).nonce()).isZero();
    }

    @Test
    void look_clockThatRunsAhead_forgetsNothing() {
        options = options.retention(Duration.ofDays(1));
        OutboxEngine outbox = open();
        outbox.submit("a", transfer(0));
        rounds(outbox, DEPTH + 2);
        time.advance(Duration.ofDays(400));
        outbox.look();

        assertThat(outbox.find("a")).isPresent();
    }

    // Fees

    @Test
    void look_stalled_replacesByAnEighthMoreAndWhicheverIsMinedCounts() {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        sendAll(outbox);
        chain.baseFee = FakeChain.GWEI.multiply(BigInteger.TEN);
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofSeconds(61));
            outbox.look();
            sendAll(outbox);
        }

        List<Version> versions = versions(outbox);
        assertThat(versions).hasSize(4);
        for (int i = 1; i < versions.size(); i++) {
            Price before = versions.get(i - 1).price();
            Price after = versions.get(i).price();
            assertThat(after.replaces(before)).as("version " + i).isTrue();
            assertThat(after.maxFee()).isLessThanOrEqualTo(options.build().maxFeePerGas());
        }
        assertThat(chain.waiting()).hasSize(1);
        // A node that kept the first one makes the block.
        chain.drop(transaction -> true);
        chain.baseFee = FakeChain.GWEI;
        chain.send(versions.get(0).bytes());
        chain.mine();
        rounds(outbox, DEPTH + 2);

        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(executed()).containsExactly("transfer 0");
        assertThat(intent.hashes()).hasSize(4);
    }

    private static List<Version> versions(OutboxEngine outbox) {
        return outbox.state()
                .locked(() -> outbox.state().slots.firstEntry().getValue().versions());
    }

    @Test
    void look_stalledAtTheCap_isNotReplacedAndSentAgain() {
        options = options.maxFeePerGas(FakeChain.GWEI.multiply(BigInteger.valueOf(3)));
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        sendAll(outbox);
        chain.drop(transaction -> true);
        chain.baseFee = FakeChain.GWEI.multiply(BigInteger.valueOf(50));
        time.advance(Duration.ofSeconds(61));
        outbox.look();
        sendAll(outbox);

        assertThat(intent.hashes()).hasSize(1);
        assertThat(chain.waiting()).hasSize(1);
    }

    @Test
    void look_feeBelowWhatNodesTake_isRaisedAtOnce() {
        OutboxEngine outbox = open();
        chain.floor = FakeChain.GWEI.multiply(BigInteger.valueOf(4));
        Intent intent = outbox.submit("a", transfer(0));
        rounds(outbox, 12);

        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(intent.hashes()).hasSizeGreaterThan(1);
        assertThat(executed()).containsExactly("transfer 0");
    }

    // The chain

    @Test
    void look_dropped_isSentAgain() {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        sendAll(outbox);
        chain.drop(transaction -> true);
        time.advance(Duration.ofSeconds(16));
        rounds(outbox, DEPTH + 2);

        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(intent.hashes()).hasSize(1);
    }

    @Test
    void look_reorganised_isSentAgainWithTheSameBytes() {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        sendAll(outbox);
        chain.mine();
        outbox.look();
        assertThat(intent.stage()).isEqualTo(Intent.Stage.INCLUDED);
        chain.unmine(1, transaction -> false);
        chain.mine();
        chain.mine();
        outbox.look();
        assertThat(intent.stage()).isEqualTo(Intent.Stage.SENT);
        rounds(outbox, DEPTH + 2);

        assertThat(intent.stage()).isEqualTo(Intent.Stage.DONE);
        assertThat(intent.hashes()).hasSize(1);
        assertThat(executed()).containsExactly("transfer 0");
    }

    @Test
    void look_nodeThatLags_isNoReorganisation() {
        AtomicInteger lag = new AtomicInteger();
        OutboxEngine outbox = open(new FakeChainView(chain) {
            @Override
            public Block head() {
                return super.block(super.head().number() - lag.get());
            }
        });
        Intent intent = outbox.submit("a", transfer(0));
        sendAll(outbox);
        chain.mine();
        outbox.look();
        lag.set(1);
        outbox.look();

        assertThat(intent.stage()).isEqualTo(Intent.Stage.INCLUDED);
        assertThat(outbox.sendNext()).isFalse();
    }

    @Test
    void look_reorganisationDeeperThanTheDepth_isSentAgain() {
        OutboxEngine outbox = open();
        outbox.submit("a", transfer(0));
        outbox.submit("b", transfer(1));
        rounds(outbox, DEPTH + 2);
        chain.unmine(5, transaction -> false);
        for (int i = 0; i < 6; i++) {
            chain.mine();
        }
        assertThat(executed()).isEmpty();

        OutboxEngine reopened = open();
        rounds(reopened, 5);

        assertThat(executed()).containsExactly("transfer 0", "transfer 1");
    }

    @Test
    void look_afterThousandsHaveEnded_asksAsMuchAsBefore() {
        AtomicInteger questions = new AtomicInteger();
        OutboxEngine outbox = open(new FakeChainView(chain) {
            @Override
            public Block head() {
                questions.incrementAndGet();
                return super.head();
            }

            @Override
            public Block block(long number) {
                questions.incrementAndGet();
                return super.block(number);
            }

            @Override
            public long transactionCount(Address account, BlockId block) {
                questions.incrementAndGet();
                return super.transactionCount(account, block);
            }

            @Override
            public List<Optional<TransactionReceipt>> receipts(List<Hash> transactions) {
                questions.addAndGet(transactions.size());
                return super.receipts(transactions);
            }
        });
        for (int batch = 0; batch < 40; batch++) {
            for (int i = 0; i < 50; i++) {
                outbox.submit("batch " + batch + ", " + i, transfer(i));
            }
            rounds(outbox, DEPTH + 2);
        }
        assertThat(executed()).hasSize(2_000);
        questions.set(0);
        outbox.look();
        outbox.look();

        assertThat(questions.get()).isLessThanOrEqualTo(4);
        assertThat(outbox.state().settled).hasSizeLessThanOrEqualTo(OutboxState.SETTLED_KEPT);
        assertThat(entries.entries("").keySet().stream().filter(key -> key.contains("/slot/")))
                .hasSizeLessThanOrEqualTo(OutboxState.SETTLED_KEPT + 50);
    }

    // Cancellation

    @Test
    void cancel_beforeABlock_usesTheNonceUp() throws InterruptedException {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        Intent later = outbox.submit("b", transfer(1));
        sendAll(outbox);
        intent.requestCancellation();
        rounds(outbox, DEPTH + 3);

        assertThat(intent.cancel(NOW)).isTrue();
        assertThat(later.cancel(NOW)).isFalse();
        assertThat(later.await(NOW).succeeded()).isTrue();
        assertThat(executed()).containsExactly("", "transfer 1");
        assertThatThrownBy(() -> open().submit("a", transfer(0)).await(NOW))
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
    }

    @Test
    void cancel_minedFirst_saysSo() throws InterruptedException {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        sendAll(outbox);
        intent.requestCancellation();
        chain.mine();
        rounds(outbox, DEPTH + 2);

        assertThat(intent.cancel(NOW)).isFalse();
        assertThat(executed()).containsExactly("transfer 0");
    }

    @Test
    void cancel_nonceTakenByOthers_isCancelledWithoutATransaction() throws InterruptedException {
        OutboxEngine outbox = open();
        Intent intent = outbox.submit("a", transfer(0));
        foreign(0);
        sendAll(outbox);
        chain.mine();
        intent.requestCancellation();
        rounds(outbox, DEPTH + 3);

        assertThat(intent.cancel(NOW)).isTrue();
        assertThat(executed()).containsExactly("foreign");
    }

    // The journal

    @Test
    void submit_journalCannotBeWritten_sendsNothingAnyMore() {
        OutboxEngine outbox = open();
        outbox.submit("a", transfer(0));
        journal.failing(true);

        assertThatThrownBy(() -> outbox.submit("b", transfer(1))).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(outbox::sendNext).isInstanceOf(LedgerUnavailableException.class);
        assertThat(chain.waiting()).isEmpty();
    }

    @Test
    void crash_atEachWrite_executesOnceAfterReopening() {
        int writes = 0;
        for (int crash = 0; crash < 12; crash++) {
            for (boolean afterwards : new boolean[] {false, true}) {
                String name = "crash " + crash + " " + afterwards;
                TransactionRequest request = TransactionRequest.to(recipient(crash), name.getBytes(UTF_8));
                OutboxEngine outbox = open();
                journal.crashAtWrite(crash, afterwards);
                try {
                    outbox.submit(name, request);
                    rounds(outbox, DEPTH + 2);
                } catch (CrashingJournal.Crash e) {
                    writes++;
                }
                OutboxEngine reopened = open();
                reopened.submit(name, request);
                rounds(reopened, DEPTH + 3);

                assertThat(executed().stream().filter(name::equals)).as(name).hasSize(1);
            }
        }
        assertThat(writes).as("crashes").isPositive();
        assertThat(executed()).hasSize(24);
    }

    @Test
    void look_afterTheRetention_forgets() {
        options = options.retention(Duration.ofDays(1));
        OutboxEngine outbox = open();
        for (int i = 0; i < 10; i++) {
            outbox.submit("intent " + i, transfer(i));
        }
        rounds(outbox, DEPTH + 2);
        assertThat(outbox.find("intent 3")).isPresent();
        time.advance(Duration.ofHours(26));
        rounds(outbox, 2);

        assertThat(outbox.find("intent 3")).isEmpty();
        assertThat(entries.entries("").keySet()).noneMatch(key -> key.contains("/done/") || key.contains("/retire/"));
    }

    @Test
    void open_otherChainOrAccount_seesNothingOfIt() {
        OutboxEngine outbox = open();
        outbox.submit("a", transfer(0));
        FakeSealer other = new FakeSealer(recipient(7));

        OutboxEngine elsewhere = OutboxEngine.open(chain, other, entries, options.build(), time, time::millis);

        assertThat(elsewhere.find("a")).isEmpty();
        assertThat(elsewhere.pending()).isEmpty();
    }

    @Test
    void open_signedForAnIntentThatIsNotThere_isRefused() {
        OutboxEngine outbox = open();
        outbox.submit("a", transfer(0));
        sendAll(outbox);
        entries.entries("").keySet().stream()
                .filter(key -> key.contains("/open/"))
                .forEach(key -> entries.write(Journal.Batch.create().remove(key)));

        assertThatThrownBy(this::open).isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void open_damagedRecord_isRefusedWithoutAnotherError() {
        OutboxEngine outbox = open();
        outbox.submit("a", transfer(0));
        outbox.submit("b", transfer(1));
        rounds(outbox, 1);
        entries.entries("").forEach((key, value) -> {
            for (int length = 0; length < value.length; length++) {
                byte[] cut = Arrays.copyOf(value, length);
                entries.write(Journal.Batch.create().put(key, cut));
                assertThatThrownBy(this::open)
                        .as(key + " cut to " + length)
                        .isInstanceOf(LedgerEvidenceException.class);
            }
            byte[] longer = Arrays.copyOf(value, value.length + 1);
            entries.write(Journal.Batch.create().put(key, longer));
            assertThatThrownBy(this::open).as(key + " extended").isInstanceOf(LedgerEvidenceException.class);
            entries.write(Journal.Batch.create().put(key, value));
        });
    }

    @Test
    void fees_withinAPollInterval_areAskedForOnce() {
        AtomicInteger questions = new AtomicInteger();
        OutboxEngine outbox = open(new FakeChainView(chain) {
            @Override
            public Fees fees() {
                questions.incrementAndGet();
                return super.fees();
            }
        });
        for (int i = 0; i < 20; i++) {
            outbox.submit("intent " + i, transfer(i));
        }

        assertThat(questions.get()).isEqualTo(1);
    }
}
