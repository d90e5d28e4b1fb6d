package network.cortensor.sdk.client;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.ValidationGrant;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ForwardingBlockStore;
import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.node.FakeEngine;
import network.cortensor.sdk.privacy.Readers;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.ForwardingLedger;
import network.cortensor.sdk.staking.ForwardingLedgerAccount;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import network.cortensor.sdk.verify.ValidatorFault;
import network.cortensor.sdk.verify.ValidatorVerdict;
import network.cortensor.sdk.verify.ValidatorVerdict.Claim;
import network.cortensor.sdk.verify.VerificationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Completions of sessions with validators: who is let in, what comes of it, and that none of it can cost the answer. */
@Timeout(120)
class ValidatedCompletionTest extends OnEmbeddedLedger {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String RIGHT = "The tower is 324 metres high.";
    private static final String WRONG = "The tower is 234 metres high.";

    private CompletionRequest.Builder ask() {
        return ask((stage, detail) -> {});
    }

    private CompletionRequest.Builder ask(OnStage action) {
        return CompletionRequest.builder("How high is it?").timeout(LONG).listener(noting(action));
    }

    private ValidationRound round(VerifiedCompletion completion) {
        return ledger.validation(completion.task()).orElseThrow();
    }

    private static List<LedgerEvent> drain(EventSubscription events) throws InterruptedException {
        List<LedgerEvent> all = new ArrayList<>();
        Optional<LedgerEvent> next = events.next(Duration.ZERO);
        while (next.isPresent()) {
            all.add(next.get());
            next = events.next(Duration.ZERO);
        }
        return all;
    }

    private static <E extends LedgerEvent> List<E> only(Class<E> type, List<LedgerEvent> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static ValidatorVerdict shown(ContentStore store, LedgerEvent.VerdictGiven given) {
        return ValidatorVerdict.decode(store.get(ValidatorVerdict.idOf(given.evidence()), ValidatorVerdict.MAX_BYTES));
    }

    private Map<Claim, Long> claims(ContentStore store, List<LedgerEvent.VerdictGiven> given) {
        for (LedgerEvent.VerdictGiven one : given) {
            ValidatorVerdict verdict = shown(store, one);
            assertThat(verdict.holds()).isTrue();
            assertThat(verdict.statement()).isPresent();
            assertThat(ValidatorFault.foreignEvidence(one, verdict)).isEmpty();
            assertThat(ValidatorFault.unfoundedSignatureClaim(verdict, ledger)).isEmpty();
        }
        return given.stream()
                .collect(Collectors.groupingBy(one -> shown(store, one).claim(), Collectors.counting()));
    }

    @Test
    void complete_withValidators_eachJudgesEachMinerAndAllVerdictsAreSound() throws Exception {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        try (EventSubscription events = ledger.subscribe(EventFilter.all());
                InferenceSession session = client(account(), network.store()).openSession(terms(3, 2), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask().build());

            assertThat(completion.text()).isEqualTo(RIGHT);
            assertThat(completion.paid()).isEqualTo(PRICE.times(3));
            assertThat(completion.readers()).isEqualTo(Readers.ASSIGNED_NODES_AND_VALIDATORS);
            assertThat(session.readers()).isEqualTo(Readers.ASSIGNED_NODES_AND_VALIDATORS);
            ValidationRound round = round(completion);
            assertThat(round.complete()).isTrue();
            assertThat(round.validators()).hasSize(2).doesNotContainAnyElementsOf(round.miners());
            List<LedgerEvent> all = drain(events);
            assertThat(claims(network.store(), only(LedgerEvent.VerdictGiven.class, all)))
                    .containsExactlyEntriesOf(Map.of(Claim.REPRODUCED, 6L));
            // One for the miners and one for the validators.
            assertThat(only(LedgerEvent.TaskAccessGranted.class, all)).hasSize(2);
            assertThat(stages(Stage.GRANTED)).containsExactly("GRANTED prompt and results to 2 validators");
            assertThat(stages(Stage.JUDGED))
                    .hasSize(6)
                    .doesNotHaveDuplicates()
                    .allMatch(one -> one.contains(" accepts "));
            assertThat(stages(Stage.NODE_LOST)).isEmpty();
        }
    }

    @Test
    void complete_oneMinerSaysAnotherNumber_validatorsRejectItAndItIsNotPaid() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        LocalNetwork network =
                network(5, FakeEngine.computing(request -> calls.getAndIncrement() == 1 ? WRONG : RIGHT));
        try (EventSubscription events = ledger.subscribe(EventFilter.all());
                InferenceSession session = client(account(), network.store()).openSession(terms(3, 2), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask().build());

            assertThat(completion.text()).isEqualTo(RIGHT);
            assertThat(completion.verdict().support()).isEqualTo(2);
            assertThat(completion.paid()).isEqualTo(PRICE.times(2));
            List<LedgerEvent.VerdictGiven> given = only(LedgerEvent.VerdictGiven.class, drain(events));
            assertThat(claims(network.store(), given))
                    .containsOnly(Map.entry(Claim.REPRODUCED, 4L), Map.entry(Claim.NOT_REPRODUCED, 2L));
            Address liar = completion.verdict().dissenters().get(0).node();
            assertThat(given)
                    .filteredOn(one -> !one.accepted())
                    .extracting(LedgerEvent.VerdictGiven::miner)
                    .containsOnly(liar);
            assertThat(round(completion).accepted()).hasSize(2).doesNotContain(liar);
            assertThat(ledger.pendingPayment(liar).isZero()).isTrue();
        }
    }

    @Test
    void complete_withoutValidators_grantsOnceAndAsksForNoRound() throws Exception {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        AtomicInteger rounds = new AtomicInteger();
        LedgerAccount account = new ForwardingLedgerAccount(account(), new ForwardingLedger(ledger) {
            @Override
            public Optional<ValidationRound> validation(TaskId task) {
                rounds.incrementAndGet();
                return super.validation(task);
            }
        });
        try (EventSubscription events = ledger.subscribe(EventFilter.all());
                InferenceSession session = client(account, network.store()).openSession(terms(3, 0), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask().build());

            assertThat(completion.readers()).isEqualTo(Readers.ASSIGNED_NODES);
            assertThat(session.readers()).isEqualTo(Readers.ASSIGNED_NODES);
            assertThat(only(LedgerEvent.TaskAccessGranted.class, drain(events))).hasSize(1);
            assertThat(rounds).hasValue(0);
            assertThat(stages(Stage.GRANTED)).isEmpty();
        }
    }

    @Test
    void complete_noNodeIsLeftToValidate_endsAsWithoutValidators() {
        LocalNetwork network = network(3, FakeEngine.answering(RIGHT));
        try (InferenceSession session = client(account(), network.store()).openSession(terms(3, 2), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask().build());

            assertThat(completion.paid()).isEqualTo(PRICE.times(3));
            assertThat(ledger.validation(completion.task())).isEmpty();
        }
    }

    @Test
    void openSession_moreValidatorsThanAnEnvelopeHasReaders_isInvalid() {
        LocalNetwork network = network(3, FakeEngine.answering(RIGHT));
        CortensorClient client = client(account(), network.store());
        TokenAmount before = client.balance();

        assertThatThrownBy(() -> client.openSession(terms(1, 64), DEPOSIT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("at most 63 validators, found 64");
        assertThat(client.balance()).isEqualTo(before);
        assertThat(client.sessions()).isEmpty();
    }

    /** What the client wrote before it knew of validators, or what somebody cut out, agrees to none. */
    @Test
    void session_journalDoesNotTellOfValidators_hasNone() {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        CortensorClient client = client(account(), network.store());
        InferenceSession session = client.openSession(terms(3, 2), DEPOSIT);
        assertThat(client.session(session.id()).readers()).isEqualTo(Readers.ASSIGNED_NODES_AND_VALIDATORS);
        String key = "session/" + session.id();
        String text = new String(journal.read(key).orElseThrow(), StandardCharsets.UTF_8);
        journal.write(Journal.Batch.create()
                .put(key, text.replace(",\"validators\":2", "").getBytes(StandardCharsets.UTF_8)));

        InferenceSession old = client.session(session.id());

        assertThat(text).contains(",\"validators\":2");
        assertThat(old.readers()).isEqualTo(Readers.ASSIGNED_NODES);
        VerifiedCompletion completion = old.complete(ask((stage, detail) -> {
                    if (stage == Stage.NODE_LOST) {
                        letTheRoundPass();
                    }
                })
                .build());
        assertThat(stages(Stage.GRANTED)).isEmpty();
        assertThat(round(completion).verdicts()).isEmpty();
        assertThat(completion.text()).isEqualTo(RIGHT);
    }

    /** A ledger that shows each ended task once more as waiting for the validators that it names. */
    private final class Inventor extends ForwardingLedger {
        private final Function<Task, List<Address>> named;
        private final Set<TaskId> shown = new HashSet<>();

        Inventor(Function<Task, List<Address>> named) {
            super(ledger);
            this.named = named;
        }

        @Override
        public Task task(TaskId id) {
            Task real = super.task(id);
            return real.status() == TaskStatus.ENDED && shown.add(id)
                    ? Task.builder(
                                    id,
                                    real.owner(),
                                    real.taskData(),
                                    real.clientReference(),
                                    real.createdAt(),
                                    real.deadline())
                            .status(TaskStatus.COMMITTED)
                            .assigned(real.assigned())
                            .minerStates(real.minerStates())
                            .money(real.escrow(), real.paid(), real.refunded())
                            .build()
                    : real;
        }

        @Override
        public Optional<ValidationRound> validation(TaskId id) {
            Task task = super.task(id);
            return Optional.of(new ValidationRound(
                    id,
                    named.apply(task),
                    task.assigned(),
                    Map.of(),
                    ledger.now().plus(LONG),
                    false));
        }
    }

    /** Looks at every block that is stored while a completion runs, and at whom it is sealed for. */
    private static final class WatchedStore extends ForwardingBlockStore {
        private final Set<KeyId> readers = new HashSet<>();

        WatchedStore(BlockStore real) {
            super(real);
        }

        @Override
        public void put(Block block) {
            readers.addAll(readersOf(block));
            super.put(block);
        }

        private static List<KeyId> readersOf(Block block) {
            try {
                return Envelope.decode(block.bytes()).recipients();
            } catch (CryptoException e) {
                return List.of(); // another kind of block
            }
        }
    }

    private KeyId keyOf(Address node) {
        return KeyAnnouncement.parse(ledger.node(node).orElseThrow().keyAnnouncement())
                .keyId();
    }

    /** Runs a completion on a ledger that names validators, in a session that was opened with so many. */
    private void requireNothingSealed(int agreed, Function<Task, List<Address>> named) {
        LocalNetwork network = network(6, FakeEngine.answering(RIGHT));
        WatchedStore watched = new WatchedStore(network.store().blocks());
        AtomicInteger grants = new AtomicInteger();
        LedgerAccount account = new ForwardingLedgerAccount(account(), new Inventor(named)) {
            @Override
            public void grantAccess(TaskId task, String envelope) {
                grants.incrementAndGet();
                super.grantAccess(task, envelope);
            }
        };
        InferenceSession session = client(account, ContentStore.on(watched)).openSession(terms(3, agreed), DEPOSIT);

        VerifiedCompletion completion = session.complete(ask((stage, detail) -> {
                    if (stage == Stage.NODE_LOST) {
                        // Also that of the validators that the lie hides.
                        letTheRoundPass();
                    }
                })
                .build());

        assertThat(completion.text()).isEqualTo(RIGHT);
        assertThat(completion.paid()).isEqualTo(PRICE.times(3));
        assertThat(grants).hasValue(1);
        assertThat(stages(Stage.GRANTED)).isEmpty();
        assertThat(stages(Stage.NODE_LOST))
                .singleElement()
                .asString()
                .contains("that the ledger names cannot be those of this task; nothing is sealed for them");
        Set<Address> miners = ledger.task(completion.task()).minerStates().keySet();
        assertThat(watched.readers)
                .contains(miners.stream().map(this::keyOf).toArray(KeyId[]::new))
                .doesNotContainAnyElementsOf(ledger.nodes().stream()
                        .map(node -> node.address())
                        .filter(node -> !miners.contains(node))
                        .map(this::keyOf)
                        .toList());
    }

    private List<Address> others(Task task, int count) {
        return ledger.nodes().stream()
                .map(node -> node.address())
                .filter(node -> !task.minerStates().containsKey(node))
                .limit(count)
                .toList();
    }

    @Test
    void drive_ledgerInventsValidators_promptNotSealedForThem() {
        requireNothingSealed(0, task -> others(task, 1));
    }

    @Test
    void drive_ledgerNamesMoreValidatorsThanAskedFor_promptNotSealedForAny() {
        requireNothingSealed(1, task -> others(task, 2));
    }

    @Test
    void drive_ledgerNamesAValidatorTwice_promptNotSealedForIt() {
        requireNothingSealed(
                2, task -> List.of(others(task, 1).get(0), others(task, 1).get(0)));
    }

    @Test
    void drive_ledgerNamesAMinerAsValidator_resultsOfOthersNotSealedForIt() {
        requireNothingSealed(
                2, task -> List.of(others(task, 1).get(0), task.assigned().get(0)));
    }

    @Test
    void drive_ledgerNamesTheOwnerAsValidator_promptNotSealedForAny() {
        requireNothingSealed(2, task -> List.of(others(task, 1).get(0), Counterparts.of(wallet.address())));
    }

    @Test
    void drive_ledgerNamesAStrangerWithAnothersKey_isPassedOverAndTheOthersJudge() throws Exception {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        Wallet stranger = Wallet.generate();
        opened.add(stranger);
        Address copycat = Counterparts.of(stranger.address());
        ForwardingLedger lying = new ForwardingLedger(ledger) {
            @Override
            public Optional<ValidationRound> validation(TaskId task) {
                return super.validation(task)
                        .map(real -> new ValidationRound(
                                task,
                                List.of(
                                        real.validators().stream()
                                                .filter(node -> !node.equals(copycat))
                                                .findFirst()
                                                .orElseThrow(),
                                        copycat),
                                real.miners(),
                                Map.of(),
                                real.deadline(),
                                real.closed()));
            }
        };
        ledger.fund(copycat, STAKE);
        try (InferenceSession session = client(new ForwardingLedgerAccount(account(), lying), network.store())
                .openSession(terms(3, 2), DEPOSIT)) {
            ledger.account(copycat).register(STAKE, ledger.nodes().get(0).keyAnnouncement());
            List<Address> refused = new ArrayList<>();
            VerifiedCompletion completion = session.complete(ask((stage, detail) -> {
                        if (stage == Stage.NODE_LOST) {
                            refused.add(Address.parse(detail.substring(5, 47)));
                        }
                        if (stage == Stage.JUDGED && stages(Stage.JUDGED).size() == 3) {
                            letTheRoundPass();
                        }
                    })
                    .build());

            assertThat(completion.text()).isEqualTo(RIGHT);
            assertThat(refused).containsExactly(copycat);
            assertThat(stages(Stage.GRANTED)).containsExactly("GRANTED prompt and results to 1 validator");
        }
    }

    @Test
    void complete_keysOfTheValidatorsAreGone_theAnswerCountsAndTheRoundEndsWithoutVerdicts() {
        LocalNetwork network = network(4, FakeEngine.answering(RIGHT));
        try (InferenceSession session = client(account(), network.store()).openSession(terms(3, 1), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask((stage, detail) -> {
                        if (stage == Stage.SEALED) {
                            // The one that is no miner is going to be the validator.
                            Task task = ledger.task(new TaskId(session.id(), 1));
                            network.store()
                                    .blocks()
                                    .delete(Cid.of(
                                            Codec.RAW,
                                            keyOf(others(task, 1).get(0)).bytes()));
                        } else if (stage == Stage.NODE_LOST) {
                            letTheRoundPass();
                        }
                    })
                    .build());

            assertThat(completion.text()).isEqualTo(RIGHT);
            assertThat(completion.paid()).isEqualTo(PRICE.times(3));
            assertThat(round(completion).verdicts()).isEmpty();
            assertThat(stages(Stage.NODE_LOST)).singleElement().asString().endsWith("has no key that holds");
        }
    }

    /** A store that fails to take blocks for a while. */
    private static final class FailingStore extends ForwardingBlockStore {
        private int failures;

        FailingStore(BlockStore real) {
            super(real);
        }

        @Override
        public void put(Block block) {
            if (failures > 0) {
                failures--;
                throw new StoreException("the disk is full", new IOException("no space"));
            }
            super.put(block);
        }
    }

    @Test
    void complete_storeFailsTwiceWhileAccessIsGranted_isTriedAgainUntilTheValidatorsJudge() {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        FailingStore failing = new FailingStore(network.store().blocks());
        try (InferenceSession session =
                client(account(), ContentStore.on(failing)).openSession(terms(3, 2), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask((stage, detail) -> {
                        if (stage == Stage.SEALED) {
                            failing.failures = 2;
                        }
                    })
                    .build());

            assertThat(failing.failures).isZero();
            assertThat(round(completion).complete()).isTrue();
            assertThat(stages(Stage.GRANTED)).hasSize(1);
        }
    }

    @Test
    void complete_ledgerTakesNoGrantForValidators_theAnswerCounts() {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        AtomicInteger grants = new AtomicInteger();
        for (LedgerRefusedException.Reason reason :
                List.of(LedgerRefusedException.Reason.WRONG_PHASE, LedgerRefusedException.Reason.FEE_ABOVE_CAP)) {
            grants.set(0);
            LedgerAccount refusing = new ForwardingLedgerAccount(account()) {
                @Override
                public void grantAccess(TaskId task, String envelope) {
                    if (grants.getAndIncrement() > 0) {
                        letTheRoundPass();
                        throw new LedgerRefusedException(reason, "Grant access", "another time", "this one");
                    }
                    super.grantAccess(task, envelope);
                }
            };
            try (InferenceSession session = client(refusing, network.store()).openSession(terms(3, 2), DEPOSIT)) {
                VerifiedCompletion completion = session.complete(ask().build());

                assertThat(completion.text()).isEqualTo(RIGHT);
                assertThat(completion.paid()).isEqualTo(PRICE.times(3));
                assertThat(round(completion).verdicts()).isEmpty();
                assertThat(grants).hasValue(2);
            }
        }
    }

    @Test
    void complete_answerOfTheLedgerIsLost_grantsAgainAndEachJudgesOnce() {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        AtomicInteger grants = new AtomicInteger();
        LedgerAccount losing = new ForwardingLedgerAccount(account()) {
            @Override
            public void grantAccess(TaskId task, String envelope) {
                int number = grants.incrementAndGet();
                super.grantAccess(task, envelope);
                if (number == 2) {
                    throw new LedgerUnavailableException("Grant access: the answer was lost");
                }
            }
        };
        try (InferenceSession session = client(losing, network.store()).openSession(terms(3, 2), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask().build());

            assertThat(round(completion).complete()).isTrue();
            assertThat(stages(Stage.JUDGED)).hasSize(6).doesNotHaveDuplicates();
            assertThat(grants.get()).isBetween(2, 3);
        }
    }

    @Test
    void complete_ledgerShowsTheRoundLate_grantsWhenItIsThere() {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        AtomicInteger reads = new AtomicInteger();
        LedgerAccount account = new ForwardingLedgerAccount(account(), new ForwardingLedger(ledger) {
            @Override
            public Optional<ValidationRound> validation(TaskId task) {
                return reads.getAndIncrement() == 0 ? Optional.empty() : super.validation(task);
            }
        });
        try (InferenceSession session = client(account, network.store()).openSession(terms(3, 2), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask().build());

            assertThat(round(completion).complete()).isTrue();
            assertThat(stages(Stage.GRANTED)).hasSize(1);
            // The one in vain, the one that is granted by, and the one that tells who judged.
            assertThat(reads).hasValue(3);
        }
    }

    @Test
    void complete_interruptedWhileValidatorsJudge_isCancelledAndResumedForItsAnswer() {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        CortensorClient client = client(account(), network.store());
        InferenceSession session = client.openSession(terms(3, 2), DEPOSIT);
        assertThatThrownBy(() -> session.complete(ask((stage, detail) -> {
                            if (stage == Stage.GRANTED) {
                                Thread.currentThread().interrupt();
                            }
                        })
                        .build()))
                .isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();

        VerifiedCompletion completion = client.resume(client.unfinished().get(0), noting((stage, detail) -> {}));

        assertThat(completion.text()).isEqualTo(RIGHT);
        assertThat(completion.paid()).isEqualTo(PRICE.times(3));
        assertThat(round(completion).complete()).isTrue();
    }

    /** The app dies when the ledger is to take the grant; another run of it goes on. */
    @Test
    void kill_beforeAccessIsGranted_theNextRunGrantsAndTheValidatorsJudge() {
        killAtTheGrant(false);
    }

    @Test
    void kill_afterAccessWasGranted_theValidatorsJudgeOnce() {
        killAtTheGrant(true);
    }

    private void killAtTheGrant(boolean afterwards) {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        AtomicInteger grants = new AtomicInteger();
        LedgerAccount mortal = new ForwardingLedgerAccount(account()) {
            @Override
            public void grantAccess(TaskId task, String envelope) {
                boolean deadly = grants.getAndIncrement() == 1;
                if (!deadly || afterwards) {
                    super.grantAccess(task, envelope);
                }
                if (deadly) {
                    throw new MortalJournal.Killed();
                }
            }
        };
        InferenceSession session = client(mortal, network.store()).openSession(terms(3, 2), DEPOSIT);
        assertThatThrownBy(() -> session.complete(ask().build())).isInstanceOf(MortalJournal.Killed.class);
        assertThat(grants).hasValue(2);

        CortensorClient next = client(account(), network.store());
        VerifiedCompletion completion = next.resume(next.unfinished().get(0), noting((stage, detail) -> {}));

        assertThat(completion.text()).isEqualTo(RIGHT);
        assertThat(completion.paid()).isEqualTo(PRICE.times(3));
        assertThat(round(completion).complete()).isTrue();
        assertThat(stages(Stage.JUDGED)).hasSize(6).doesNotHaveDuplicates();
        assertThat(next.unfinished()).isEmpty();
    }

    @Test
    void resume_roundIsOverMeanwhile_answersAndGrantsNothing() {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        LedgerAccount mortal = new ForwardingLedgerAccount(account()) {
            private int grants;

            @Override
            public void grantAccess(TaskId task, String envelope) {
                if (grants++ == 1) {
                    throw new MortalJournal.Killed();
                }
                super.grantAccess(task, envelope);
            }
        };
        InferenceSession session = client(mortal, network.store()).openSession(terms(3, 2), DEPOSIT);
        assertThatThrownBy(() -> session.complete(ask().build())).isInstanceOf(MortalJournal.Killed.class);
        letTheRoundPass();
        stages.clear();

        CortensorClient next = client(account(), network.store());
        VerifiedCompletion completion = next.resume(next.unfinished().get(0), noting((stage, detail) -> {}));

        assertThat(completion.text()).isEqualTo(RIGHT);
        assertThat(round(completion).verdicts()).isEmpty();
        assertThat(stages(Stage.GRANTED)).isEmpty();
    }

    /** Whoever has judged has seen the answer: that it says the same later is no evidence. */
    @Test
    void adaptive_nodeThatJudgedBefore_isNotAskedByAFurtherTask() {
        LocalNetwork network = network(16, FakeEngine.answering(RIGHT));
        try (InferenceSession session = client(account(), network.store()).openSession(terms(1, 1), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(
                    ask().policy(VerificationPolicy.adaptive(0.01, 7)).build());

            assertThat(completion.verdict().support()).isEqualTo(5);
            assertThat(completion.verdict().asked()).isEqualTo(5);
            assertThat(completion.paid()).isEqualTo(PRICE.times(5));
            Set<Address> judges = new HashSet<>();
            for (TaskId task : completion.tasks()) {
                Set<Address> miners = ledger.task(task).minerStates().keySet();
                boolean paid = !ledger.task(task).paid().isZero();
                assertThat(paid && miners.stream().anyMatch(judges::contains))
                        .as("task %s of %s, judges %s", task, miners, judges)
                        .isFalse();
                ledger.validation(task).ifPresent(round -> judges.addAll(round.validators()));
            }
            assertThat(judges).isNotEmpty();
            assertThat(completion.verdict().nodes())
                    .extracting(node -> node.standing().name())
                    .containsOnly("AGREES");
        }
    }

    /** Of three nodes, whichever judges the first answer, one is left that has not seen an answer: two count, not three. */
    @Test
    void agreement_onlyNodesAreLeftThatJudged_asksNoneOfThem() {
        LocalNetwork network = network(3, FakeEngine.answering(RIGHT));
        try (InferenceSession session = client(account(), network.store()).openSession(terms(1, 1), DEPOSIT)) {
            UnverifiedException failure = catchThrowableOfType(
                    UnverifiedException.class,
                    () -> session.complete(
                            ask().policy(VerificationPolicy.agreement(4, 1)).build()));

            assertThat(failure).hasMessageContaining("of the session's 3 nodes 0 are left");
            assertThat(failure.verdict().nodes()).hasSize(2);
            assertThat(failure.verdict().paid()).contains(PRICE.times(2));
        }
    }

    @Test
    void grant_ofAClient_namesOnlyValidatorsAndTheApp() throws Exception {
        LocalNetwork network = network(5, FakeEngine.answering(RIGHT));
        try (EventSubscription events = ledger.subscribe(EventFilter.all());
                InferenceSession session = client(account(), network.store()).openSession(terms(2, 1), DEPOSIT)) {
            VerifiedCompletion completion = session.complete(ask().build());

            String granted = only(LedgerEvent.TaskAccessGranted.class, drain(events))
                    .get(1)
                    .envelope();
            ValidationGrant grant =
                    ValidationGrant.decode(network.store().get(Cid.parse(granted), ValidationGrant.MAX_BYTES));
            KeyId validator = keyOf(round(completion).validators().get(0));
            KeyId app = identity.recipient().keyId();
            assertThat(grant.results().keySet())
                    .containsExactlyInAnyOrderElementsOf(round(completion).miners());
            for (Cid id : Stream.concat(Stream.of(grant.prompt()), grant.results().values().stream())
                    .toList()) {
                assertThat(Envelope.decode(network.store().get(id, 1 << 20)).recipients())
                        .containsExactlyInAnyOrder(validator, app);
            }
        }
    }
}
