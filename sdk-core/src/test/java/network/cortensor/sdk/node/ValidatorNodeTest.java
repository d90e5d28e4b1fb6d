package network.cortensor.sdk.node;

import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.TaskId;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

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
            assertThat(ValidatorFault.unfoundedSignatureClaim(shown, task.result(one.miner())))
                    .isEmpty();
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
        assertThat(ValidatorFault.unfoundedSignatureClaim(shown, task.result(given.miner())))
                .isEmpty();
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
        assertThat(ValidatorFault.unfoundedSignatureClaim(lie, task.result(miner)))
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
    private static final class FailingStore implements BlockStore {
        private final BlockStore real;
        private final CountDownLatch failed = new CountDownLatch(1);
        private final List<Block> refused = new CopyOnWriteArrayList<>();
        private volatile boolean fails;

        FailingStore(BlockStore real) {
            this.real = real;
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
            real.put(block);
        }

        @Override
        public Optional<Block> get(Cid cid) {
            return real.get(cid);
        }

        @Override
        public boolean has(Cid cid) {
            return real.has(cid);
        }

        @Override
        public boolean delete(Cid cid) {
            return real.delete(cid);
        }

        @Override
        public Stream<Cid> cids() {
            return real.cids();
        }

        @Override
        public void close() {}
    }
}
