package network.cortensor.sdk.verify;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.PrecommitData;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.ForwardingLedger;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.ValidatorVerdict.Claim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ValidatorVerdictTest {

    private static final TaskId TASK = new TaskId(new SessionId(3), 7);
    private static final Cid PROMPT = Cid.of(
            Codec.RAW, Hash.keccak256("prompt".getBytes(StandardCharsets.UTF_8)).bytes());
    private static final Hash ANSWER = Hash.keccak256("answer".getBytes(StandardCharsets.UTF_8));
    private static final List<Evidence> FINDINGS = List.of(
            new Evidence(Layer.COMMIT_REVEAL, true, "revealed what it pre-committed to"),
            new Evidence(Layer.FACTS, false, "1 of 3 facts differ"));

    private final Wallet validator = Wallet.generate();
    private final Wallet miner = Wallet.generate();
    private final Wallet another = Wallet.generate();
    private final TaskFacts facts = TaskFacts.of(31337, TASK, PROMPT, new byte[32], 2);
    private final NodeStatement statement = NodeStatement.sign(miner, 31337, TASK, PROMPT, ANSWER, "model");
    private final NodeStatement unsigned = new NodeStatement(
            31337,
            TASK,
            statement.miner(),
            PROMPT,
            ANSWER,
            "model",
            NodeStatement.sign(another, 31337, TASK, PROMPT, ANSWER, "model").signature());

    private final EmbeddedLedger ledger =
            EmbeddedLedger.open(EmbeddedLedgerOptions.builder().build());

    @AfterEach
    void close() {
        ledger.close();
        validator.close();
        miner.close();
        another.close();
    }

    private ValidatorVerdict verdict(Claim claim) {
        return ValidatorVerdict.sign(validator, facts, statement.miner(), claim, statement, FINDINGS);
    }

    private static ValidatorVerdict altered(ValidatorVerdict verdict, String part, String other) {
        String text = new String(verdict.encoded(), StandardCharsets.UTF_8);
        assertThat(text).contains(part);
        return ValidatorVerdict.decode(text.replace(part, other).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void decode_encoded_isTheSameAndHolds() {
        ValidatorVerdict verdict = verdict(Claim.DISSENTS);

        ValidatorVerdict read = ValidatorVerdict.decode(verdict.encoded());

        assertThat(read).isEqualTo(verdict);
        assertThat(read.holds()).isTrue();
        assertThat(read.findings()).isEqualTo(FINDINGS);
        assertThat(read.validator()).isEqualTo(Counterparts.of(validator.address()));
        assertThat(read.statement()).contains(statement.digest());
        assertThat(read.saw(statement)).isTrue();
        assertThat(read.saw(unsigned)).isFalse();
        assertThat(ValidatorVerdict.idOf(read.evidence()))
                .isEqualTo(read.block().cid());
        assertThat(read.toString()).contains("DISSENTS").doesNotContain("differ");
    }

    @Test
    void holds_eachFieldChanged_isFalse() {
        ValidatorVerdict verdict = verdict(Claim.AGREES);
        Map<String, String> changes = Map.of(
                "\"chain\":31337",
                "\"chain\":31338",
                "\"session\":3",
                "\"session\":4",
                "\"task\":7",
                "\"task\":8",
                verdict.validator().toString(),
                Counterparts.of(another.address()).toString(),
                verdict.miner().toString(),
                Counterparts.of(another.address()).toString(),
                PROMPT.toString(),
                ValidatorVerdict.idOf(ANSWER).toString(),
                "AGREES",
                "REPRODUCED",
                statement.digest().toString(),
                unsigned.digest().toString(),
                "1 of 3 facts",
                "2 of 3 facts",
                "\"holds\":0",
                "\"holds\":1");
        changes.forEach((part, other) ->
                assertThat(altered(verdict, part, other).holds()).as(part).isFalse());
        assertThat(altered(
                                verdict,
                                verdict.signature().toString(),
                                statement.signature().toString())
                        .holds())
                .isFalse();
    }

    @Test
    void decode_notCanonicalLaterOrDamaged_isEvidence() {
        String good = new String(verdict(Claim.AGREES).encoded(), StandardCharsets.UTF_8);
        List<String> bad = List.of(
                "",
                "{}",
                "[]",
                good + " ",
                good.substring(1),
                good.substring(0, good.length() - 1),
                good.replace("\"version\":1", "\"version\":2"),
                good.replace("AGREES", "MAYBE"),
                good.replace("FACTS", "TELEPATHY"),
                good.replace("\"claim\"", "\"clam\""),
                good.replace("\"chain\":31337", "\"chain\":-1"),
                good.replace("\"task\":7", "\"task\":7,\"task\":7"),
                good.replace("{\"chain\"", "{\"bonus\":1,\"chain\""),
                "x".repeat(ValidatorVerdict.MAX_BYTES + 1));
        for (String text : bad) {
            assertThatThrownBy(() -> ValidatorVerdict.decode(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text.substring(0, Math.min(40, text.length())))
                    .isInstanceOf(EvidenceException.class);
        }
    }

    @Test
    void sign_manyLongFindings_staysReadable() {
        List<Evidence> long10k =
                Collections.nCopies(100, new Evidence(Layer.FACTS, false, "\ud83d\ude80".repeat(5_000)));

        ValidatorVerdict verdict =
                ValidatorVerdict.sign(validator, facts, statement.miner(), Claim.DISSENTS, null, long10k);

        assertThat(verdict.encoded().length).isLessThanOrEqualTo(ValidatorVerdict.MAX_BYTES);
        ValidatorVerdict read = ValidatorVerdict.decode(verdict.encoded());
        assertThat(read.holds()).isTrue();
        assertThat(read.statement()).isEmpty();
        assertThatThrownBy(() ->
                        ValidatorVerdict.sign(validator, facts, statement.miner(), Claim.SIGNATURE, null, FINDINGS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void falseSignatureClaim_onlyAboutThisStatementAndOnlyIfItHolds() {
        ValidatorVerdict lie = verdict(Claim.SIGNATURE);
        assertThat(ValidatorFault.falseSignatureClaim(lie, statement)).isPresent();

        ValidatorVerdict honest =
                ValidatorVerdict.sign(validator, facts, statement.miner(), Claim.SIGNATURE, unsigned, FINDINGS);
        assertThat(ValidatorFault.falseSignatureClaim(honest, unsigned)).isEmpty();
        assertThat(ValidatorFault.falseSignatureClaim(honest, statement)).isEmpty();
        assertThat(ValidatorFault.falseSignatureClaim(verdict(Claim.DISSENTS), statement))
                .isEmpty();
        assertThat(ValidatorFault.falseSignatureClaim(
                        altered(verdict(Claim.DISSENTS), "DISSENTS", "SIGNATURE"), statement))
                .as("not signed by the validator")
                .isEmpty();
        NodeStatement ofAnother = NodeStatement.sign(another, 31337, TASK, PROMPT, ANSWER, "model");
        assertThat(ValidatorFault.falseSignatureClaim(
                        ValidatorVerdict.sign(
                                validator, facts, statement.miner(), Claim.SIGNATURE, ofAnother, FINDINGS),
                        ofAnother))
                .as("a statement of another miner is no statement of this one")
                .isEmpty();
    }

    @Test
    void sign_signatureWrongUnderAModelThatIsNoUnicode_isRefused() {
        // Its digest is that of the same statement with a question mark, which the miner may have signed.
        NodeStatement noText = new NodeStatement(
                31337, TASK, statement.miner(), PROMPT, ANSWER, "model \ud800", statement.signature());

        assertThatThrownBy(() ->
                        ValidatorVerdict.sign(validator, facts, statement.miner(), Claim.SIGNATURE, noText, FINDINGS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void prove_falseSignatureClaim_slashesOnTheLedgerAndNothingElseDoes() {
        try (EmbeddedLedger ledger =
                EmbeddedLedger.open(EmbeddedLedgerOptions.builder().build())) {
            LedgerAccount judged = registered(ledger, miner);
            LedgerAccount app = ledger.account(Counterparts.of(another.address()));
            TaskId task = app.submit(
                    app.openSession(
                            SessionTerms.builder("session").validators(1).build()),
                    TaskSubmission.of("data", "reference"));
            LedgerAccount judge = registered(ledger, validator);
            judged.ack(task);
            judged.precommit(task, Hash.keccak256("reveal".getBytes(StandardCharsets.UTF_8)), "");
            judged.commit(task, "reveal");
            TaskFacts truth = TaskFacts.of(ledger.chainId(), task, PROMPT, new byte[32], 1);
            NodeStatement signed =
                    NodeStatement.sign(miner, ledger.chainId(), task, PROMPT, ANSWER, "a model: \u00e4\ud83d\ude80");
            List<Evidence> findings =
                    List.of(new Evidence(Layer.SIGNATURE, false, "\"claim\":\"AGREES\" \u00e4\ud83d\ude80\n"));
            ValidatorVerdict lie =
                    ValidatorVerdict.sign(validator, truth, judged.address(), Claim.SIGNATURE, signed, findings);
            ValidatorFault fault =
                    ValidatorFault.falseSignatureClaim(lie, signed).orElseThrow();
            ValidatorFault equivocation = ValidatorFault.equivocation(
                            lie,
                            ValidatorVerdict.sign(validator, truth, judged.address(), Claim.AGREES, signed, findings))
                    .orElseThrow();
            assertThatThrownBy(() -> fault.prove(app))
                    .as("no verdict yet")
                    .isInstanceOf(LedgerRefusedException.class)
                    .hasMessageContaining("WRONG_PHASE");
            judge.giveVerdict(task, judged.address(), false, lie.evidence());

            fault.prove(app);

            assertThat(ledger.node(judge.address()).orElseThrow().slashed()).isNotEqualTo(TokenAmount.ZERO);
            assertThatThrownBy(() -> fault.prove(app))
                    .isInstanceOf(LedgerRefusedException.class)
                    .hasMessageContaining("WRONG_PHASE");
            assertThatThrownBy(() -> equivocation.prove(app)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static LedgerAccount registered(EmbeddedLedger ledger, Wallet wallet) {
        LedgerAccount account = ledger.account(Counterparts.of(wallet.address()));
        ledger.fund(account.address(), TokenAmount.ofCor("10000"));
        account.register(TokenAmount.ofCor("10000"), "key");
        return account;
    }

    @Test
    void decodeFault_eachPartChanged_provesNothing() {
        byte[] good = ValidatorFault.falseSignatureClaim(verdict(Claim.SIGNATURE), statement)
                .orElseThrow()
                .encoded();
        assertThat(ValidatorFault.decode(good).encoded()).isEqualTo(good);
        String text = new String(good, StandardCharsets.UTF_8);
        for (Map.Entry<String, String> change : Map.of(
                        "\"task\":7",
                        "\"task\":8",
                        ANSWER.toString(),
                        unsigned.digest().toString(),
                        "\"model\":\"model\"",
                        "\"model\":\"other\"",
                        statement.signature().toString(),
                        unsigned.signature().toString(),
                        "FALSE_SIGNATURE_CLAIM",
                        "EQUIVOCATION",
                        "\"claim\":\"SIGNATURE\"",
                        "\"claim\":\"SEAL\"",
                        "\"version\":1",
                        "\"version\":9")
                .entrySet()) {
            assertThat(text).contains(change.getKey());
            byte[] bad = text.replace(change.getKey(), change.getValue()).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> ValidatorFault.decode(bad))
                    .as(change.getKey())
                    .isInstanceOf(EvidenceException.class);
        }
        assertThatThrownBy(() -> ValidatorFault.decode(new byte[ValidatorFault.MAX_BYTES + 1]))
                .isInstanceOf(EvidenceException.class);
    }

    @Test
    void equivocation_twoVerdictsOfOneValidatorOnOneResult_isProved() {
        ValidatorVerdict one = verdict(Claim.AGREES);
        ValidatorVerdict other = verdict(Claim.DISSENTS);

        ValidatorFault fault = ValidatorFault.equivocation(one, other).orElseThrow();

        assertThat(ValidatorFault.decode(fault.encoded()).kind()).isEqualTo(ValidatorFault.Kind.EQUIVOCATION);
        assertThat(ValidatorFault.equivocation(one, one)).isEmpty();
        assertThat(ValidatorFault.equivocation(one, altered(one, "AGREES", "DISSENTS")))
                .isEmpty();
        ValidatorVerdict onAnother = ValidatorVerdict.sign(
                validator, facts, Counterparts.of(another.address()), Claim.DISSENTS, null, FINDINGS);
        assertThat(ValidatorFault.equivocation(one, onAnother)).isEmpty();
        ValidatorVerdict byAnother =
                ValidatorVerdict.sign(another, facts, statement.miner(), Claim.DISSENTS, statement, FINDINGS);
        assertThat(ValidatorFault.equivocation(one, byAnother)).isEmpty();
    }

    /** A ledger with one result of one task. */
    private Ledger showing(long chainId, TaskId task, TaskResult result) {
        return new ForwardingLedger(ledger) {
            @Override
            public long chainId() {
                return chainId;
            }

            @Override
            public List<TaskResult> results(TaskId asked) {
                return asked.equals(task) ? List.of(result) : super.results(asked);
            }
        };
    }

    @Test
    void faultsThatRestOnTheLedger_onlyAgainstWhatItShows() {
        ValidatorVerdict lie =
                ValidatorVerdict.sign(validator, facts, statement.miner(), Claim.SIGNATURE, unsigned, FINDINGS);
        Hash precommit = Hash.keccak256(new byte[0]);
        Address self = Counterparts.of(validator.address());
        TaskResult named =
                new TaskResult.Revealed(statement.miner(), precommit, PrecommitData.of(statement.digest()), "reveal");
        TaskResult silent = new TaskResult.Revealed(statement.miner(), precommit, "", "reveal");
        TaskResult ofAnother = new TaskResult.Revealed(
                Counterparts.of(another.address()), precommit, PrecommitData.of(statement.digest()), "reveal");

        ValidatorFault fault = ValidatorFault.unfoundedSignatureClaim(lie, showing(31337, TASK, named))
                .orElseThrow();
        assertThat(fault.isSelfContained()).isFalse();
        assertThatThrownBy(fault::encoded).isInstanceOf(IllegalStateException.class);
        assertThat(ValidatorFault.unfoundedSignatureClaim(lie, showing(31337, TASK, silent)))
                .isEmpty();
        assertThat(ValidatorFault.unfoundedSignatureClaim(lie, showing(31337, TASK, ofAnother)))
                .isEmpty();
        assertThat(ValidatorFault.unfoundedSignatureClaim(lie, showing(1, TASK, named)))
                .as("another chain")
                .isEmpty();
        assertThat(ValidatorFault.unfoundedSignatureClaim(
                        lie, showing(31337, new TaskId(TASK.session(), TASK.number() + 1), named)))
                .as("another task")
                .isEmpty();
        assertThat(ValidatorFault.unfoundedSignatureClaim(verdict(Claim.SIGNATURE), showing(31337, TASK, named)))
                .isEmpty();
        assertThat(ValidatorFault.unfoundedSignatureClaim(verdict(Claim.DISSENTS), showing(31337, TASK, silent)))
                .isEmpty();
        assertThat(ValidatorFault.unfoundedSignatureClaim(
                        altered(lie, "SIGNATURE", "COMMITMENT"), showing(31337, TASK, named)))
                .isEmpty();

        ValidatorVerdict shown = verdict(Claim.AGREES);
        assertThat(ValidatorFault.foreignEvidence(given(self, true, shown), shown))
                .isEmpty();
        assertThat(ValidatorFault.foreignEvidence(given(self, false, shown), shown))
                .map(ValidatorFault::kind)
                .contains(ValidatorFault.Kind.FOREIGN_EVIDENCE);
        assertThat(ValidatorFault.foreignEvidence(given(self, false, lie), shown))
                .as("another block than the event names")
                .isEmpty();
    }

    private static LedgerEvent.VerdictGiven given(Address validator, boolean accepted, ValidatorVerdict evidence) {
        return new LedgerEvent.VerdictGiven(
                1, Instant.EPOCH, TASK, validator, evidence.miner(), accepted, evidence.evidence());
    }
}
