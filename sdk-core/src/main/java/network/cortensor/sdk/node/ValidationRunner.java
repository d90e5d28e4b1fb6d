package network.cortensor.sdk.node;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.internal.wire.PrecommitData;
import network.cortensor.sdk.internal.wire.PromptMessage;
import network.cortensor.sdk.internal.wire.ResultMessage;
import network.cortensor.sdk.internal.wire.SealedMessage;
import network.cortensor.sdk.internal.wire.TaskData;
import network.cortensor.sdk.internal.wire.ValidationGrant;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ContentTooLargeException;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import network.cortensor.sdk.verify.CanonicalText;
import network.cortensor.sdk.verify.Evidence;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeFinding;
import network.cortensor.sdk.verify.NodeStatement;
import network.cortensor.sdk.verify.NodeSubmission;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.TaskFacts;
import network.cortensor.sdk.verify.ValidatorVerdict;
import network.cortensor.sdk.verify.ValidatorVerdict.Claim;
import network.cortensor.sdk.verify.Verdict;
import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.Sign;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a validator does for a task. {@link #advance} compares what the ledger says with what the node has and does the next
 * thing, however often it is called; a verdict is in the journal before anybody hears of it, and none is signed twice.
 *
 * <p>A result that the task's owner gives it no key for, or a wrong one, or that the store does not have, is not judged: that
 * says nothing against the miner, and who says nothing rejects nothing. One that opens and then is no result message, or more
 * than one may be, is the miner's doing: under a key that somebody else made up, its payload would not open.
 */
final class ValidationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ValidationRunner.class);

    private final LightNodeOptions options;
    private final ValidatorOptions judging;
    private final LedgerAccount account;
    private final Ledger ledger;
    private final Address self;
    private final ContentStore store;
    private final ValidationJournal journal;
    private final ResultVerifier verifier;
    private final OwnRuns ownRuns;

    ValidationRunner(LightNodeOptions options, ValidatorOptions judging) {
        this.options = options;
        this.judging = judging;
        this.account = options.account();
        this.ledger = account.ledger();
        this.self = account.address();
        this.store = options.store();
        this.journal = new ValidationJournal(options.journal());
        this.verifier = judging.verifier();
        this.ownRuns = new OwnRuns(judging.reproductionsPerHour());
    }

    /** Remembers a round, so that a node that comes up again goes on with it. */
    void begin(TaskId task) {
        journal.begin(task);
    }

    /** Returns the tasks in whose rounds this node was a validator when it ended. */
    List<TaskId> unfinished() {
        return journal.open();
    }

    /** Takes a round as far as it goes; returns true when there is nothing left to do in it. */
    boolean advance(TaskRun run) {
        TaskId id = run.task();
        Optional<ValidationRound> found = ledger.validation(id);
        if (found.isEmpty()) {
            return false;
        }
        ValidationRound round = found.get();
        List<Address> open = round.miners().stream()
                .filter(miner -> !round.hasJudged(self, miner))
                .toList();
        boolean over = round.closed()
                || !round.validators().contains(self)
                || !ledger.now().isBefore(round.deadline());
        if (over) {
            journal.forget(id);
            return true;
        }
        Map<Address, ValidatorVerdict> verdicts = journal.read(id);
        if (!verdicts.keySet().containsAll(open)) {
            Task task = ledger.task(id);
            Optional<String> grant = task.envelope().filter(envelope -> !run.isUseless(envelope));
            if (grant.isPresent()) {
                judge(run, task, round, grant.get(), verdicts.keySet()).forEach(verdicts::putIfAbsent);
                journal.write(id, verdicts);
                // What it did not let this node judge, only another grant can.
                run.uselessEnvelope(grant.get());
            }
        }
        for (Address miner : open) {
            ValidatorVerdict verdict = verdicts.get(miner);
            if (verdict != null) {
                give(verdict);
            }
        }
        // What was given stays in the journal until the round is over: a chain may take the round back and show it
        // anew, with other results, and then it has to be the same verdict.
        return false;
    }

    private void give(ValidatorVerdict verdict) {
        store.blocks().put(verdict.block());
        try {
            account.giveVerdict(verdict.task(), verdict.miner(), verdict.claim().accepts(), verdict.evidence());
        } catch (LedgerRefusedException e) {
            if (e.reason() != LedgerRefusedException.Reason.WRONG_PHASE) {
                throw e;
            }
            LOG.debug("Node {}: {} came too late, or was there already", self, verdict);
            return;
        }
        options.listener().onVerdict(verdict);
    }

    /** What a validator found of one result. */
    private record Found(TaskResult result, NodeSubmission submission, Optional<Opened> opened) {}

    /** A result that was opened. */
    private record Opened(NodeStatement statement, ResultMessage message) {}

    private Map<Address, ValidatorVerdict> judge(
            TaskRun run, Task task, ValidationRound round, String grantId, Set<Address> judged) {
        ValidationGrant grant;
        PromptMessage prompt;
        try {
            grant = ValidationGrant.decode(store.get(Cid.parse(grantId), ValidationGrant.MAX_BYTES));
            prompt = prompt(task, grant);
        } catch (CryptoException | IpfsException | MalformedMessageException | IOException e) {
            // Then the next look tries again.
            Failures.rethrowUnasked(e);
            // The grant may still be that of the miners.
            LOG.debug(
                    "Node {} cannot open the prompt of task {} to judge its results: {}",
                    self,
                    task.id(),
                    e.getMessage());
            return Map.of();
        }
        TaskFacts facts = TaskFacts.of(
                        ledger.chainId(),
                        task.id(),
                        TaskData.parse(task.taskData()),
                        prompt.answerSalt().bytes(),
                        round.miners().size())
                .withType(judging.type())
                .withTemperature(prompt.temperatureHundredths() / 100.0);
        Map<Address, Found> found = new LinkedHashMap<>();
        for (TaskResult result : ledger.results(task.id())) {
            if (result instanceof TaskResult.Revealed revealed && round.miners().contains(result.miner())) {
                open(task, prompt, revealed, grant).ifPresent(one -> found.put(result.miner(), one));
            }
        }
        if (judged.containsAll(found.keySet())) {
            // Nothing new: no reason to sign anything, and none to run the prompt once more.
            return Map.of();
        }
        return judge(facts, found, reproduce(run, prompt, round, found));
    }

    private Map<Address, ValidatorVerdict> judge(
            TaskFacts facts, Map<Address, Found> found, Optional<InferenceResult> own) {
        Verdict verdict = verifier.verify(
                facts, found.values().stream().map(Found::submission).toList());
        Map<Address, ValidatorVerdict> verdicts = new LinkedHashMap<>();
        for (NodeFinding node : verdict.nodes()) {
            Found one = found.get(node.node());
            if (one != null) {
                List<Evidence> findings = new ArrayList<>(node.evidence());
                Claim claim = claim(verdict, node, one, own, findings);
                NodeStatement statement = one.opened().map(Opened::statement).orElse(null);
                verdicts.put(
                        node.node(),
                        ValidatorVerdict.sign(options.wallet(), facts, node.node(), claim, statement, findings));
            }
        }
        return verdicts;
    }

    private Claim claim(
            Verdict verdict, NodeFinding node, Found found, Optional<InferenceResult> own, List<Evidence> findings) {
        if (otherThanNamed(found)) {
            findings.add(new Evidence(
                    Layer.COMMIT_REVEAL, false, "its sealed result has another statement than it named beforehand"));
            return Claim.COMMITMENT;
        }
        if (node.standing() == NodeFinding.Standing.INVALID || node.standing() == NodeFinding.Standing.SILENT) {
            return invalid(node);
        }
        if (own.isPresent()) {
            return reproduced(found, own.get(), findings);
        }
        return switch (node.standing()) {
            case AGREES, ALIKE -> verdict.accepted() && verdict.support() > 1 ? Claim.AGREES : Claim.UNDECIDED;
            case DISSENTS -> verdict.accepted() ? Claim.DISSENTS : Claim.UNDECIDED;
            case UNDECIDED, INVALID, SILENT -> Claim.UNDECIDED;
        };
    }

    private static Claim invalid(NodeFinding node) {
        Layer failed = node.evidence().isEmpty()
                ? Layer.SEAL
                : node.evidence().get(node.evidence().size() - 1).layer();
        return switch (failed) {
            case COMMIT_REVEAL -> Claim.COMMITMENT;
            case SIGNATURE -> Claim.SIGNATURE;
            default -> Claim.SEAL;
        };
    }

    /** Comes before all else: a signature may only be called wrong under the very statement that the miner named. */
    private static boolean otherThanNamed(Found found) {
        Optional<Hash> named = PrecommitData.statement(found.result().precommitData());
        return named.isPresent()
                && found.opened()
                        .filter(one -> !one.statement().digest().equals(named.get()))
                        .isPresent();
    }

    private Claim reproduced(Found found, InferenceResult own, List<Evidence> findings) {
        ResultMessage message = found.opened().orElseThrow().message();
        Sign sign = message.model().equals(own.model())
                ? judging.comparator()
                        .compare(
                                AnswerText.of(judging.type(), own.text()),
                                AnswerText.of(judging.type(), message.text()))
                        .sign()
                : Sign.NOTHING;
        return switch (sign) {
            case SAME -> {
                findings.add(new Evidence(Layer.REPLAY, true, "the validator's own run says the same"));
                yield Claim.REPRODUCED;
            }
            case DIFFERENT -> {
                findings.add(new Evidence(Layer.REPLAY, false, "the validator's own run says something else"));
                yield Claim.NOT_REPRODUCED;
            }
            case NOTHING -> Claim.UNDECIDED;
        };
    }

    /**
     * Runs the prompt where the engine has the model of a result and sampling does not make answers differ, if the options
     * allow it to run another one. Half of the time that is left, so that rounds that wait for this one come in time too.
     */
    private Optional<InferenceResult> reproduce(
            TaskRun run, PromptMessage prompt, ValidationRound round, Map<Address, Found> found) {
        InferenceEngine engine = options.engine();
        boolean has = found.values().stream()
                .flatMap(one -> one.opened().stream())
                .anyMatch(one -> one.message().model().equals(engine.model()));
        Duration left = Duration.between(ledger.now(), round.deadline()).dividedBy(2);
        if (!judging.reproduces()
                || !has
                || prompt.temperatureHundredths() != 0
                || left.isNegative()
                || left.isZero()
                || !paysEnough(run.task())) {
            return Optional.empty();
        }
        if (!ownRuns.begin(ledger.now())) {
            LOG.info(
                    "Node {} does not run the prompt of task {} itself: it ran {} within the last hour",
                    self,
                    run.task(),
                    judging.reproductionsPerHour());
            return Optional.empty();
        }
        try {
            InferenceResult own = engine.infer(TaskRunner.request(prompt), run.cancellation(), left);
            return ResultMessage.isSound(own.text(), own.model()) ? Optional.of(own) : Optional.empty();
        } catch (EngineException e) {
            run.cancellation().throwIfCancelled();
            LOG.warn("Node {} could not run the prompt of task {} itself: {}", self, run.task(), e.kind());
            return Optional.empty();
        }
    }

    /** Asks the ledger only where the answer matters. */
    private boolean paysEnough(TaskId task) {
        TokenAmount least = judging.reproducesFrom();
        return least.isZero()
                || ledger.session(task.session()).terms().pricePerResult().compareTo(least) >= 0;
    }

    private PromptMessage prompt(Task task, ValidationGrant grant) throws IOException {
        Envelope envelope = SealedMessage.envelope(store, grant.prompt());
        if (!envelope.payload().equals(TaskData.parse(task.taskData()).toString())) {
            throw new MalformedMessageException("the envelope is for another payload than the task names");
        }
        return PromptMessage.decode(open(task, envelope, Direction.PROMPT));
    }

    /** Opens what the task's owner sealed for this validator. */
    private byte[] open(Task task, Envelope envelope, Direction direction) throws IOException {
        Envelope.Expected expected = new Envelope.Expected(
                Counterparts.task(ledger.chainId(), task.id()), direction, Counterparts.wallet(task.owner()));
        Instant now = options.clock().instant();
        return SealedMessage.open(store, envelope, options.keys()::open, expected, now);
    }

    /** Empty when this node cannot tell anything of the result, and that may not be the miner's fault. */
    private Optional<Found> open(Task task, PromptMessage prompt, TaskResult.Revealed revealed, ValidationGrant grant) {
        Envelope sealed;
        try {
            sealed = SealedMessage.envelope(
                    store, Cid.parse(ResultCommitment.parse(revealed.text()).result()));
        } catch (CryptoException | MalformedException | ContentTooLargeException e) {
            return Optional.of(unreadable(revealed, "what it committed to is no sealed result: " + e.getMessage()));
        } catch (BlockNotFoundException e) {
            return Optional.empty();
        }
        try {
            Optional<Envelope> granted = Optional.ofNullable(grant.results().get(revealed.miner()))
                    .map(id -> SealedMessage.envelope(store, id))
                    .filter(envelope -> envelope.payload().equals(sealed.payload()));
            if (granted.isEmpty()) {
                return Optional.empty();
            }
            ResultMessage message = ResultMessage.decode(open(task, granted.get(), Direction.RESULT));
            NodeStatement statement = new NodeStatement(
                    ledger.chainId(),
                    task.id(),
                    revealed.miner(),
                    TaskData.parse(task.taskData()),
                    CanonicalText.of(message.text()).digest(prompt.answerSalt().bytes()),
                    message.model(),
                    message.statement());
            NodeSubmission submission = NodeSubmission.opened(
                    revealed.miner(), revealed.precommit(), revealed.text(), statement, message.text());
            return Optional.of(new Found(revealed, submission, Optional.of(new Opened(statement, message))));
        } catch (MalformedMessageException e) {
            // Comes of what was decrypted alone, so that it is the miner's: too large, or no result message.
            return Optional.of(unreadable(revealed, "its sealed result was refused: " + e.getMessage()));
        } catch (CryptoException | IpfsException | IOException e) {
            Failures.rethrowUnasked(e);
            LOG.debug(
                    "Node {} cannot judge the result of {} for task {}: {}",
                    self,
                    revealed.miner(),
                    task.id(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Found unreadable(TaskResult.Revealed result, String why) {
        return new Found(
                result,
                NodeSubmission.unreadable(result.miner(), result.precommit(), result.text(), why),
                Optional.empty());
    }
}
