package network.cortensor.sdk.node;

import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.MessageLimits;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ForwardingBlockStore;
import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import network.cortensor.sdk.verify.NodeStatement;
import network.cortensor.sdk.verify.ValidatorFault;
import network.cortensor.sdk.verify.ValidatorVerdict;
import network.cortensor.sdk.verify.ValidatorVerdict.Claim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Nodes that judge, and validators that do not do what they should. */
class ValidatorNodeTest {

    private static final TokenAmount STAKE = TokenAmount.ofCor("10000");
    private static final String RIGHT = "The tower is 324 metres high.";
    private static final String WRONG = "The tower is 234 metres high.";

    private final MovableClock clock = new MovableClock();
    private final EmbeddedLedger ledger = EmbeddedLedger.open(
            EmbeddedLedgerOptions.builder().clock(clock).minStake(STAKE).build());
    private final ContentStore store = ContentStore.on(BlockStore.memory());
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** The system's time, and on demand a later one. */
    private static final class MovableClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    private record Account(Wallet wallet, KeyRing keys, Journal journal) {
        static Account create() {
            return new Account(Wallet.generate(), KeyRing.inMemory(), Journal.memory());
        }

        Address address() {
            return Counterparts.of(wallet.address());
        }
    }

    private LightNodeOptions.Builder options(Account account, InferenceEngine engine) {
        ledger.fund(account.address(), STAKE);
        return LightNodeOptions.builder(
                        ledger.account(account.address()), account.wallet(), account.keys(), store, engine)
                .stake(STAKE)
                .drainTimeout(Duration.ZERO)
                .journal(account.journal());
    }

    private LightNode started(LightNodeOptions options) {
        LightNode node = LightNode.create(options);
        opened.add(0, node);
        node.start();
        return node;
    }

    private void miners(String... answers) {
        for (String answer : answers) {
            started(options(Account.create(), FakeEngine.answering(answer)).build());
        }
    }

    /** A validator that cannot run the prompt itself. */
    private Address validator() {
        return validator(
                FakeEngine.dead(), ValidatorOptions.builder().reproduces(false).build());
    }

    private Address validator(InferenceEngine engine, ValidatorOptions judging) {
        Account account = Account.create();
        started(options(account, engine).validator(judging).build());
        return account.address();
    }

    /** A registered node without software: the test speaks for it. */
    private Wallet puppet() {
        Wallet wallet = Wallet.generate();
        opened.add(wallet);
        ledger.fund(Counterparts.of(wallet.address()), STAKE);
        account(wallet).register(STAKE, "none");
        return wallet;
    }

    private LedgerAccount account(Wallet wallet) {
        return ledger.account(Counterparts.of(wallet.address()));
    }

    private ValidatedTask task(int miners, int validators) throws IOException {
        ValidatedTask task = new ValidatedTask(ledger, store, miners, validators);
        opened.add(0, task);
        return task;
    }

    private ValidatorVerdict shown(LedgerEvent.VerdictGiven given) {
        return ValidatorVerdict.decode(store.get(ValidatorVerdict.idOf(given.evidence()), ValidatorVerdict.MAX_BYTES));
    }

    private static <T> Map<Address, T> byMiner(
            List<LedgerEvent.VerdictGiven> given, Function<LedgerEvent.VerdictGiven, T> what) {
        return given.stream().collect(Collectors.toMap(LedgerEvent.VerdictGiven::miner, what));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        ledger.close();
    }

    @Test
    void validator_minersAgree_acceptsEachWithEvidenceThatAnyoneCanRead() throws Exception {
        miners(RIGHT, RIGHT);
        ValidatedTask task = task(2, 1);
        Address validator = validator();
        task.submit();
        ValidationRound round = task.awaitRound();
        assertThat(round.validators()).containsExactly(validator);
        task.grant();

        List<LedgerEvent.VerdictGiven> given = task.awaitEnd();

        assertThat(given).hasSize(2);
        for (LedgerEvent.VerdictGiven one : given) {
            ValidatorVerdict shown = shown(one);
            NodeStatement statement = task.statementOf(one.miner());
            assertThat(one.accepted()).isTrue();
            assertThat(shown.holds()).isTrue();
            assertThat(shown.claim()).isEqualTo(Claim.AGREES);
            assertThat(shown.validator()).isEqualTo(validator);
            assertThat(shown.statement()).contains(statement.digest());
            assertThat(shown.saw(statement)).isTrue();
            assertThat(new String(shown.encoded(), StandardCharsets.UTF_8)).doesNotContain("324 metres", "tower");
            assertThat(ValidatorFault.foreignEvidence(one, shown)).isEmpty();
            assertThat(ValidatorFault.falseSignatureClaim(shown, statement)).isEmpty();
            assertThat(ValidatorFault.unfoundedSignatureClaim(shown, ledger)).isEmpty();
        }
        assertThat(ledger.task(task.id()).paid()).isEqualTo(ValidatedTask.PRICE.times(2));
    }

    @Test
    void validator_oneMinerChangesANumber_rejectsItAlone() throws Exception {
        miners(RIGHT, WRONG, RIGHT);
        ValidatedTask task = task(3, 1);
        validator();
        task.submit();
        ValidationRound round = task.awaitRound();
        task.grant();

        Map<Address, Claim> claims = byMiner(task.awaitEnd(), one -> shown(one).claim());

        assertThat(claims.values()).containsExactlyInAnyOrder(Claim.AGREES, Claim.AGREES, Claim.DISSENTS);
        assertThat(ledger.task(task.id()).paid()).isEqualTo(ValidatedTask.PRICE.times(2));
        for (Address miner : round.miners()) {
            assertThat(ledger.pendingPayment(miner).isZero()).isEqualTo(claims.get(miner) == Claim.DISSENTS);
        }
    }

    @Test
    void minersCollude_validatorRunsThePromptItself_rejectsAll() throws Exception {
        miners(WRONG, WRONG, WRONG);
        ValidatedTask task = task(3, 1);
        validator(FakeEngine.answering(RIGHT), ValidatorOptions.defaults());
        task.submit();
        task.awaitRound();
        task.grant();

        assertThat(byMiner(task.awaitEnd(), one -> shown(one).claim()).values()).containsOnly(Claim.NOT_REPRODUCED);
        assertThat(ledger.task(task.id()).refunded()).isEqualTo(ValidatedTask.PRICE.times(3));
    }

    @Test
    void mostMinersCollude_validatorRunsThePromptItself_standsByTheHonestOne() throws Exception {
        miners(WRONG, RIGHT, WRONG);
        ValidatedTask task = task(3, 1);
        validator(FakeEngine.answering(RIGHT), ValidatorOptions.defaults());
        task.submit();
        task.awaitRound();
        task.grant();

        assertThat(byMiner(task.awaitEnd(), one -> shown(one).claim()).values())
                .containsExactlyInAnyOrder(Claim.NOT_REPRODUCED, Claim.REPRODUCED, Claim.NOT_REPRODUCED);
        assertThat(ledger.task(task.id()).paid()).isEqualTo(ValidatedTask.PRICE);
    }

    @Test
    void minersCollude_validatorHasNoModel_cannotTell() throws Exception {
        miners(WRONG, WRONG, WRONG);
        ValidatedTask task = task(3, 1);
        validator();
        task.submit();
        task.awaitRound();
        task.grant();

        assertThat(byMiner(task.awaitEnd(), one -> shown(one).claim()).values()).containsOnly(Claim.AGREES);
    }

    @Test
    void minerSignsWithAnotherKey_validatorSaysSoAndCannotBeBlamed() throws Exception {
        Wallet miner = puppet();
        ValidatedTask task = task(1, 1);
        validator();
        task.submit();
        String reveal = task.precommit(miner, RIGHT, Optional.of(signatureOfAnother(task.id())), true);
        account(miner).commit(task.id(), reveal);
        task.awaitRound();
        task.grant();

        LedgerEvent.VerdictGiven given = task.awaitEnd().get(0);

        ValidatorVerdict shown = shown(given);
        assertThat(shown.claim()).isEqualTo(Claim.SIGNATURE);
        assertThat(given.accepted()).isFalse();
        assertThat(ValidatorFault.falseSignatureClaim(shown, task.statementOf(given.miner())))
                .isEmpty();
        assertThat(ValidatorFault.unfoundedSignatureClaim(shown, ledger)).isEmpty();
        assertThat(ledger.task(task.id()).paid()).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void minerCommitsToGarbage_isRejectedAndKeepsNobodyElseFromBeingJudged() throws Exception {
        miners(RIGHT);
        Wallet miner = puppet();
        ValidatedTask task = task(2, 1);
        validator();
        task.submit();
        account(miner).ack(task.id());
        account(miner).precommit(task.id(), Hash.keccak256("garbage".getBytes(StandardCharsets.UTF_8)), "");
        task.await(LedgerEvent.TaskPrecommitEnded.class);
        account(miner).commit(task.id(), "garbage");
        task.awaitRound();
        task.grant();

        Map<Address, Claim> claims = byMiner(task.awaitEnd(), one -> shown(one).claim());

        assertThat(claims)
                .hasSize(2)
                .containsEntry(Counterparts.of(miner.address()), Claim.COMMITMENT)
                .containsValue(Claim.UNDECIDED);
        assertThat(ledger.task(task.id()).paid()).isEqualTo(ValidatedTask.PRICE);
    }

    @Test
    void minerNamesAGoodStatementAndSealsABadOne_validatorIsNotLuredIntoAFalseClaim() throws Exception {
        Wallet miner = puppet();
        ValidatedTask task = task(1, 1);
        validator();
        task.submit();
        String reveal = task.precommit(miner, RIGHT, Optional.of(signatureOfAnother(task.id())), false);
        account(miner).commit(task.id(), reveal);
        task.awaitRound();
        task.grant();

        LedgerEvent.VerdictGiven given = task.awaitEnd().get(0);

        assertThat(shown(given).claim()).isEqualTo(Claim.COMMITMENT);
        assertThat(given.accepted()).isFalse();
        NodeStatement named = NodeStatement.sign(
                miner,
                ledger.chainId(),
                task.id(),
                task.facts().prompt(),
                task.statementOf(given.miner()).answer(),
                "fake");
        assertThat(named.holds()).isTrue();
        assertThat(ValidatorFault.falseSignatureClaim(shown(given), named)).isEmpty();
    }

    @Test
    void minerSealsMoreThanAMessageMayHave_isRejectedForItsSeal() throws Exception {
        Wallet miner = puppet();
        ValidatedTask task = task(1, 1);
        validator();
        task.submit();
        String reveal = task.precommit(miner, "x".repeat(MessageLimits.MAX_MESSAGE_BYTES), Optional.empty(), true);
        account(miner).commit(task.id(), reveal);
        task.awaitRound();
        task.grant();

        LedgerEvent.VerdictGiven given = task.awaitEnd().get(0);

        assertThat(shown(given).claim()).isEqualTo(Claim.SEAL);
        assertThat(given.accepted()).isFalse();
        assertThat(ledger.task(task.id()).paid()).isEqualTo(TokenAmount.ZERO);
    }

    /** An engine whose first run lasts until it is told to end or cancelled. */
    private static final class SlowToBegin implements InferenceEngine {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public String model() {
            return "fake";
        }

        @Override
        public InferenceResult infer(InferenceRequest request, Cancellation cancellation, Duration timeout) {
            if (runs.incrementAndGet() == 1) {
                begun.countDown();
                cancellation.onCancel(mayEnd::countDown);
                try {
                    assertThat(mayEnd.await(2, TimeUnit.MINUTES)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            ended.incrementAndGet();
            return new InferenceResult(RIGHT, model(), InferenceResult.Finish.STOP, 0, 0);
        }

        void awaitFirst() throws InterruptedException {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Tasks whose rounds wait for one validator, which runs the first prompt itself for as long as its engine likes. */
    private List<ValidatedTask> waitingRounds(int rounds, InferenceEngine engine) throws Exception {
        miners(RIGHT);
        List<ValidatedTask> tasks = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            tasks.add(task(1, 1));
        }
        Account account = Account.create();
        started(options(account, engine)
                .concurrentTasks(1)
                .queuedTasks(1)
                .validator(ValidatorOptions.defaults())
                .build());
        for (ValidatedTask task : tasks) {
            task.submit();
            task.awaitRound();
            task.grant();
        }
        return tasks;
    }

    @Test
    void freeCompute_ownRunsAndRoundsWithoutEnd_paidTasksDoNotWaitForThem() throws Exception {
        SlowToBegin engine = new SlowToBegin();
        List<ValidatedTask> rounds = waitingRounds(4, engine);
        engine.awaitFirst();
        ValidatedTask paid = task(2, 0);
        paid.submit();

        paid.awaitEnd();

        assertThat(ledger.task(paid.id()).paid()).isEqualTo(ValidatedTask.PRICE.times(2));
        assertThat(ledger.task(paid.id()).minerStates().values()).containsOnly(MinerState.COMMITTED);
        assertThat(engine.runs).hasValue(2);
        engine.mayEnd.countDown();
        for (ValidatedTask round : rounds) {
            assertThat(round.awaitEnd()).hasSize(1);
        }
    }

    @Test
    void freeCompute_moreRoundsThanMayWait_othersAreJudgedWhenTheNodeLooksAgain() throws Exception {
        SlowToBegin engine = new SlowToBegin();
        List<ValidatedTask> rounds = waitingRounds(LightNode.WAITING_ROUNDS + 3, engine);
        engine.awaitFirst();

        engine.mayEnd.countDown();
        for (ValidatedTask round : rounds.subList(0, 1 + LightNode.WAITING_ROUNDS)) {
            assertThat(round.awaitEnd()).hasSize(1);
        }
        for (ValidatedTask round : rounds.subList(1 + LightNode.WAITING_ROUNDS, rounds.size())) {
            if (!ledger.validation(round.id()).orElseThrow().closed()) {
                // What has the node look before its half minute is over.
                round.grant();
            }
            assertThat(round.awaitEnd()).hasSize(1);
        }
    }

    @Test
    void close_ownRunAndRoundsThatWait_waitsForTheRunThatItCancels() throws Exception {
        SlowToBegin engine = new SlowToBegin();
        List<ValidatedTask> rounds = waitingRounds(3, engine);
        engine.awaitFirst();

        opened.remove(0).close();

        assertThat(engine.ended).hasValue(1);
        assertThat(engine.runs).hasValue(1);
        assertThat(ledger.validation(rounds.get(2).id()).orElseThrow().verdicts())
                .isEmpty();
    }

    @Test
    void freeCompute_priceBelowWhatTheValidatorAsks_judgesByTheOtherEvidence() throws Exception {
        miners(WRONG, WRONG);
        ValidatedTask task = task(2, 1);
        FakeEngine engine = FakeEngine.answering(RIGHT);
        TokenAmount more = ValidatedTask.PRICE.plus(TokenAmount.ofWei(1));
        validator(engine, ValidatorOptions.builder().reproducesFrom(more).build());
        task.submit();
        task.awaitRound();
        task.grant();

        assertThat(byMiner(task.awaitEnd(), one -> shown(one).claim()).values()).containsOnly(Claim.AGREES);
        assertThat(engine.calls()).isZero();
    }

    @Test
    void minersCollude_priceIsWhatTheValidatorAsks_runsThePromptItself() throws Exception {
        miners(WRONG, WRONG);
        ValidatedTask task = task(2, 1);
        validator(
                FakeEngine.answering(RIGHT),
                ValidatorOptions.builder().reproducesFrom(ValidatedTask.PRICE).build());
        task.submit();
        task.awaitRound();
        task.grant();

        assertThat(byMiner(task.awaitEnd(), one -> shown(one).claim()).values()).containsOnly(Claim.NOT_REPRODUCED);
    }

    @Test
    void freeCompute_moreRoundsThanOwnRunsPerHour_judgesTheOthersByTheOtherEvidence() throws Exception {
        miners(WRONG, WRONG);
        List<ValidatedTask> tasks = List.of(task(2, 1), task(2, 1), task(2, 1));
        FakeEngine engine = FakeEngine.answering(RIGHT);
        validator(engine, ValidatorOptions.builder().reproductionsPerHour(2).build());
        List<Claim> claims = new ArrayList<>();
        for (ValidatedTask task : tasks) {
            task.submit();
            task.awaitRound();
            task.grant();
            claims.addAll(byMiner(task.awaitEnd(), one -> shown(one).claim()).values());
        }

        assertThat(claims)
                .containsExactly(
                        Claim.NOT_REPRODUCED,
                        Claim.NOT_REPRODUCED,
                        Claim.NOT_REPRODUCED,
                        Claim.NOT_REPRODUCED,
                        Claim.AGREES,
                        Claim.AGREES);
        assertThat(engine.calls()).isEqualTo(2);
    }

    @Test
    void freeCompute_ownerGrantsAnewAllTheTime_runsThePromptOncePerNewResult() throws Exception {
        miners(RIGHT, RIGHT);
        ValidatedTask task = task(2, 1);
        FakeEngine engine = FakeEngine.answering(RIGHT);
        validator(engine, ValidatorOptions.defaults());
        task.submit();
        task.awaitRound();
        List<TaskResult> first = ledger.results(task.id()).subList(0, 1);
        task.grant(first);
        task.await(LedgerEvent.VerdictGiven.class);
        for (int again = 0; again < 5; again++) {
            task.grant(first);
        }
        task.grant();

        assertThat(task.awaitEnd()).hasSize(1);
        assertThat(engine.calls()).isEqualTo(2);
    }

    @Test
    void options_noOwnRunPerHour_isRefused() {
        assertThatThrownBy(() -> ValidatorOptions.builder().reproductionsPerHour(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
    }

    private WalletSignature signatureOfAnother(TaskId task) {
        try (Wallet another = Wallet.generate()) {
            return NodeStatement.sign(
                            another,
                            ledger.chainId(),
                            task,
                            ValidatorVerdict.idOf(Hash.keccak256(new byte[0])),
                            Hash.keccak256(new byte[0]),
                            "fake")
                    .signature();
        }
    }

    @Test
    void lyingValidator_callsAGoodSignatureWrong_isProvedByTheStatement() throws Exception {
        miners(RIGHT);
        ValidatedTask task = task(1, 1);
        Wallet liar = puppet();
        task.submit();
        Address miner = task.awaitRound().miners().get(0);
        NodeStatement statement = task.statementOf(miner);

        ValidatorVerdict lie = ValidatorVerdict.sign(liar, task.facts(), miner, Claim.SIGNATURE, statement, List.of());
        account(liar).giveVerdict(task.id(), miner, false, lie.evidence());

        assertThat(ledger.task(task.id()).paid()).isEqualTo(TokenAmount.ZERO);
        ValidatorFault fault =
                ValidatorFault.falseSignatureClaim(lie, statement).orElseThrow();
        assertThat(fault.validator()).isEqualTo(Counterparts.of(liar.address()));
        ValidatorFault handedOn = ValidatorFault.decode(fault.encoded());
        assertThat(handedOn.kind()).isEqualTo(ValidatorFault.Kind.FALSE_SIGNATURE_CLAIM);
        assertThat(handedOn.verdict()).isEqualTo(lie);
        assertThat(handedOn.encoded()).isEqualTo(fault.encoded());
    }

    @Test
    void honestValidator_minerNamedAnotherStatementForAnotherTask_provesNothing() throws Exception {
        Wallet miner = puppet();
        ValidatedTask task = task(1, 1);
        ValidatedTask another = task(1, 1);
        validator();
        for (ValidatedTask one : List.of(task, another)) {
            one.submit();
            account(miner)
                    .commit(one.id(), one.precommit(miner, RIGHT, Optional.of(signatureOfAnother(one.id())), true));
            one.awaitRound();
            one.grant();
        }

        ValidatorVerdict honest = shown(task.awaitEnd().get(0));

        assertThat(honest.claim()).isEqualTo(Claim.SIGNATURE);
        assertThat(another.result(honest.miner()).precommitData())
                .isNotEqualTo(task.result(honest.miner()).precommitData());
        assertThat(ValidatorFault.unfoundedSignatureClaim(honest, ledger)).isEmpty();
    }

    @Test
    void lyingValidator_inventsAStatement_isProvedByThePrecommit() throws Exception {
        miners(RIGHT);
        ValidatedTask task = task(1, 1);
        Wallet liar = puppet();
        task.submit();
        Address miner = task.awaitRound().miners().get(0);
        NodeStatement real = task.statementOf(miner);
        NodeStatement invented = new NodeStatement(
                real.chainId(), real.task(), miner, real.prompt(), real.answer(), "invented", real.signature());

        ValidatorVerdict lie = ValidatorVerdict.sign(liar, task.facts(), miner, Claim.SIGNATURE, invented, List.of());

        assertThat(ValidatorFault.falseSignatureClaim(lie, real)).isEmpty();
        assertThat(ValidatorFault.unfoundedSignatureClaim(lie, ledger))
                .map(ValidatorFault::kind)
                .contains(ValidatorFault.Kind.UNFOUNDED_SIGNATURE_CLAIM);
    }

    @Test
    void copyingValidator_givesAnothersEvidenceOrSignsWithoutLooking_isFound() throws Exception {
        miners(RIGHT);
        ValidatedTask task = task(1, 2);
        Address honest = validator();
        Wallet copier = puppet();
        task.submit();
        Address miner = task.awaitRound().miners().get(0);
        task.grant();
        LedgerEvent.VerdictGiven first = (LedgerEvent.VerdictGiven) task.await(LedgerEvent.VerdictGiven.class).stream()
                .filter(LedgerEvent.VerdictGiven.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(first.validator()).isEqualTo(honest);

        account(copier).giveVerdict(task.id(), miner, true, first.evidence());

        LedgerEvent.VerdictGiven copied = task.awaitEnd().get(0);
        assertThat(ValidatorFault.foreignEvidence(copied, shown(copied)))
                .map(ValidatorFault::validator)
                .contains(Counterparts.of(copier.address()));
        // What it can read of the other's verdict is not enough to look as if it had opened the result.
        NodeStatement unseen = new NodeStatement(
                ledger.chainId(),
                task.id(),
                miner,
                shown(first).prompt(),
                shown(first).statement().orElseThrow(),
                "fake",
                shown(first).signature());
        ValidatorVerdict signedBlindly =
                ValidatorVerdict.sign(copier, task.facts(), miner, Claim.AGREES, unseen, List.of());
        assertThat(signedBlindly.saw(task.statementOf(miner))).isFalse();
        assertThat(shown(first).saw(task.statementOf(miner))).isTrue();
    }

    @Test
    void validatorNeverAnswers_roundEndsAndMinersArePaid() throws Exception {
        miners(WRONG, RIGHT, RIGHT);
        ValidatedTask task = task(3, 2);
        validator();
        puppet();
        task.submit();
        task.awaitRound();
        task.grant();
        for (int verdict = 0; verdict < 3; verdict++) {
            task.await(LedgerEvent.VerdictGiven.class);
        }
        clock.ahead = ValidationRound.TIME;
        ledger.closeOverduePhases();

        assertThat(task.awaitEnd()).isEmpty();
        // One of two is not more than half: a single validator takes nobody's pay.
        assertThat(ledger.task(task.id()).paid()).isEqualTo(ValidatedTask.PRICE.times(3));
        assertThat(ledger.validation(task.id()).orElseThrow().verdicts()).hasSize(1);
    }

    @Test
    void ownerGivesNoKeyForAResult_validatorSaysNothingOfIt() throws Exception {
        miners(RIGHT, WRONG);
        ValidatedTask task = task(2, 1);
        validator();
        task.submit();
        List<Address> judged = task.awaitRound().miners();
        task.grant(ledger.results(task.id()).subList(0, 1));
        task.await(LedgerEvent.VerdictGiven.class);
        ValidationRound half = ledger.validation(task.id()).orElseThrow();
        assertThat(half.verdicts().values())
                .singleElement()
                .satisfies(said -> assertThat(said).hasSize(1));

        task.grant();

        assertThat(task.awaitEnd()).hasSize(1);
        assertThat(ledger.validation(task.id()).orElseThrow().accepted()).isEqualTo(judged);
    }

    @Test
    void restart_afterTheVerdictWasSigned_givesTheVeryOne() throws Exception {
        miners(RIGHT);
        ValidatedTask task = task(1, 1);
        Account account = Account.create();
        FakeEngine engine = FakeEngine.answering(RIGHT);
        FailingStore failing = new FailingStore(store.blocks());
        LightNodeOptions.Builder first = LightNodeOptions.builder(
                        ledger.account(account.address()),
                        account.wallet(),
                        account.keys(),
                        ContentStore.on(failing),
                        engine)
                .stake(STAKE)
                .journal(account.journal())
                .validator(ValidatorOptions.defaults());
        ledger.fund(account.address(), STAKE);
        LightNode dying = started(first.build());
        task.submit();
        task.awaitRound();
        failing.fails = true;
        task.grant();
        assertThat(failing.awaitFailure()).isTrue();
        dying.close();
        byte[] journaled = account.journal().read("validation/" + task.id()).orElseThrow();
        assertThat(new String(journaled, StandardCharsets.UTF_8)).contains("0x");
        assertThat(ledger.validation(task.id()).orElseThrow().verdicts()).isEmpty();

        started(options(account, engine).validator(ValidatorOptions.defaults()).build());

        LedgerEvent.VerdictGiven given = task.awaitEnd().get(0);
        assertThat(shown(given).claim()).isEqualTo(Claim.REPRODUCED);
        assertThat(failing.refused).contains(shown(given).block());
        assertThat(engine.calls()).isEqualTo(1);
    }

    /** A store that fails to take blocks, as if the process died right then. */
    private static final class FailingStore extends ForwardingBlockStore {
        private final CountDownLatch failed = new CountDownLatch(1);
        private final List<Block> refused = new CopyOnWriteArrayList<>();
        private volatile boolean fails;

        FailingStore(BlockStore real) {
            super(real);
        }

        boolean awaitFailure() throws InterruptedException {
            return failed.await(30, TimeUnit.SECONDS);
        }

        @Override
        public void put(Block block) {
            if (fails) {
                refused.add(block);
                failed.countDown();
                throw new StoreException("the disk is full", new IOException("no space"));
            }
            super.put(block);
        }

        /** The real one is the test's. */
        @Override
        public void close() {}
    }
}
