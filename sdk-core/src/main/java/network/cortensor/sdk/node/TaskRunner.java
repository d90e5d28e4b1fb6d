package network.cortensor.sdk.node;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.internal.wire.MessageLimits;
import network.cortensor.sdk.internal.wire.PrecommitData;
import network.cortensor.sdk.internal.wire.PromptMessage;
import network.cortensor.sdk.internal.wire.ResultMessage;
import network.cortensor.sdk.internal.wire.SealedMessage;
import network.cortensor.sdk.internal.wire.TaskData;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.CommitOutcome;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.CanonicalText;
import network.cortensor.sdk.verify.NodeStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a miner does for a task. {@link #advance} compares what the ledger says with what the node has and does the next
 * thing, however often it is called; so the same code serves a running node and one that comes back from a crash.
 */
final class TaskRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    /** The app fetches results right after the task ends; a day leaves room for one that was down. */
    private static final Duration RESULT_LIFETIME = Duration.ofDays(1);

    private final LightNodeOptions options;
    private final LedgerAccount account;
    private final Ledger ledger;
    private final Address self;
    private final ContentStore store;
    private final TaskJournal journal;

    TaskRunner(LightNodeOptions options) {
        this.options = options;
        this.account = options.account();
        this.ledger = account.ledger();
        this.self = account.address();
        this.store = options.store();
        this.journal = new TaskJournal(options.journal());
    }

    /**
     * Takes a task as far as it goes without inference.
     *
     * @param takesNew whether tasks that are not yet acknowledged may be
     * @return true when {@link #compute} is to be called next, once
     */
    boolean advance(TaskRun run, boolean takesNew) {
        Task task = ledger.task(run.task());
        if (task.status() == TaskStatus.ENDED) {
            settle(run, task);
            return false;
        }
        MinerState mine = task.minerStates().get(self);
        if (mine == null) {
            return false;
        }
        return switch (mine) {
            case ASSIGNED -> {
                if (!takesNew) {
                    decline(run, DeclineReason.STOPPING, "the node is shutting down");
                    yield false;
                }
                account.ack(task.id());
                move(run, new TaskStep.Accepted(task.id()));
                yield accepted(run, ledger.task(task.id()));
            }
            case ACKED -> accepted(run, task);
            case PRECOMMITTED -> {
                precommitted(run, task);
                yield false;
            }
            case COMMITTED -> {
                move(run, new TaskStep.Committed(task.id()));
                yield false;
            }
            case MISMATCHED, MISSED, DECLINED -> {
                fail(run, "the ledger has it as " + mine);
                yield false;
            }
        };
    }

    /** The task is acknowledged: pre-commit to what was computed, or say that it has to be computed. */
    private boolean accepted(TaskRun run, Task task) {
        if (run.computing()) {
            return false;
        }
        Optional<TaskJournal.Commitment> commitment = journal.read(task.id());
        if (commitment.isPresent()) {
            Hash hash = commitment.get().hash();
            move(run, new TaskStep.Computed(task.id(), hash));
            account.precommit(task.id(), hash, commitment.get().data());
            move(run, new TaskStep.Precommitted(task.id(), hash));
            precommitted(run, ledger.task(task.id()));
            return false;
        }
        if (run.step() instanceof TaskStep.Assigned) {
            move(run, new TaskStep.Accepted(task.id()));
        }
        boolean granted =
                task.envelope().filter(envelope -> !run.isUseless(envelope)).isPresent();
        if (granted) {
            run.computingStarts();
        }
        return granted;
    }

    /** The ledger has the commitment: reveal it once everybody has committed. */
    private void precommitted(TaskRun run, Task task) {
        if (task.status() != TaskStatus.PRECOMMITTED) {
            return;
        }
        Optional<TaskJournal.Commitment> commitment = journal.read(task.id());
        if (commitment.isEmpty()) {
            fail(run, "its commitment is not in this node's journal");
            return;
        }
        if (account.commit(task.id(), commitment.get().reveal()) == CommitOutcome.ACCEPTED) {
            move(run, new TaskStep.Committed(task.id()));
        } else {
            fail(run, "the reveal did not match the commitment");
        }
    }

    private void settle(TaskRun run, Task task) {
        run.cancel();
        boolean paid = task.minerStates().get(self) == MinerState.COMMITTED;
        TokenAmount price = ledger.session(task.id().session()).terms().pricePerResult();
        move(run, new TaskStep.Settled(task.id(), paid ? price : TokenAmount.ZERO));
        journal.forget(task.id());
    }

    private void move(TaskRun run, TaskStep next) {
        if (!run.over() && !next.equals(run.step())) {
            run.step(next);
            options.listener().onStep(next);
        }
    }

    private void fail(TaskRun run, String reason) {
        run.cancel();
        move(run, new TaskStep.Failed(run.task(), reason));
        journal.forget(run.task());
    }

    void declineBusy(TaskRun run) {
        decline(run, DeclineReason.BUSY, "more tasks wait than the node takes");
    }

    void declineBroken(TaskRun run) {
        decline(run, DeclineReason.FAILED, "the engine failed in a way that it should not");
    }

    private void decline(TaskRun run, DeclineReason reason, String why) {
        // Before the ledger hears of it: its event would end the run without the reason.
        fail(run, why);
        try {
            account.decline(run.task(), reason);
        } catch (LedgerRefusedException e) {
            LOG.debug("Task {} ended or went to another node before it could be given back", run.task());
        } catch (LedgerException e) {
            LOG.warn("Task {} could not be given back and is left to its deadline: {}", run.task(), e.getMessage());
        }
    }

    /** Opens the prompt, runs the engine, seals and stores the result, and records the commitment to it. */
    void compute(TaskRun run) {
        Task task = ledger.task(run.task());
        String envelope = task.envelope().orElse("");
        try {
            PromptMessage prompt = open(task, envelope);
            TaskJournal.Commitment commitment = commitmentTo(task, infer(run, task, prompt));
            journal.write(task.id(), commitment);
            move(run, new TaskStep.Computed(task.id(), commitment.hash()));
        } catch (NotForMeException e) {
            run.uselessEnvelope(envelope);
        } catch (CryptoException | MalformedMessageException e) {
            decline(run, DeclineReason.CANNOT_OPEN, "the sealed prompt was refused: " + e.getMessage());
        } catch (BlockNotFoundException e) {
            decline(run, DeclineReason.FAILED, "the sealed prompt is not in the store: " + e.getMessage());
        } catch (IpfsException | IOException e) {
            decline(run, DeclineReason.CANNOT_OPEN, "the sealed prompt could not be read: " + e.getMessage());
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.CANCELLED) {
                DeclineReason reason =
                        e.kind() == EngineException.Kind.REFUSED ? DeclineReason.UNSUPPORTED : DeclineReason.FAILED;
                decline(run, reason, String.valueOf(e.getMessage()));
            } else {
                // Not given back: a node that comes up again finds the task at the ledger and goes on with it.
                fail(run, "the inference was cancelled");
            }
        }
    }

    private PromptMessage open(Task task, String envelopeId) throws IOException {
        Cid payload = TaskData.parse(task.taskData());
        Envelope envelope = SealedMessage.envelope(store, Cid.parse(envelopeId));
        if (!envelope.payload().equals(payload.toString())) {
            throw new MalformedMessageException("the envelope is for another payload than the task names");
        }
        Envelope.Expected expected = new Envelope.Expected(
                Counterparts.task(ledger.chainId(), task.id()), Direction.PROMPT, Counterparts.wallet(task.owner()));
        Instant now = options.clock().instant();
        return PromptMessage.decode(SealedMessage.open(store, envelope, options.keys()::open, expected, now));
    }

    /**
     * A result that is in the store.
     *
     * @param envelope the content id of its envelope
     * @param statement the digest of the statement that is in it
     */
    private record Sealed(Cid envelope, Hash statement) {}

    private Sealed infer(TaskRun run, Task task, PromptMessage prompt) throws IOException {
        Duration left = Duration.between(ledger.now(), task.phaseDeadline());
        if (left.isNegative() || left.isZero()) {
            throw new EngineException(EngineException.Kind.UNAVAILABLE, "No time is left for the inference.");
        }
        InferenceResult result = options.engine().infer(request(prompt), run.cancellation(), left);
        run.cancellation().throwIfCancelled();
        if (!ResultMessage.isSound(result.text(), result.model())) {
            throw new EngineException(
                    EngineException.Kind.MALFORMED,
                    "The engine gave a blank answer, or text that is no valid Unicode.");
        }

        Hash answer = CanonicalText.of(result.text()).digest(prompt.answerSalt().bytes());
        NodeStatement statement = NodeStatement.sign(
                options.wallet(), ledger.chainId(), task.id(), TaskData.parse(task.taskData()), answer, result.model());
        byte[] message = new ResultMessage(
                        result.text(),
                        result.model(),
                        result.finish().name(),
                        result.promptTokens(),
                        result.completionTokens(),
                        statement.signature())
                .encoded();
        if (message.length > MessageLimits.MAX_MESSAGE_BYTES) {
            // Nobody would read it, and validators would have it for this node's fault.
            throw new EngineException(
                    EngineException.Kind.MALFORMED,
                    "The engine gave an answer that takes more than " + MessageLimits.MAX_MESSAGE_BYTES + " bytes.");
        }

        Instant expiry = task.deadline().plus(RESULT_LIFETIME).truncatedTo(ChronoUnit.SECONDS);
        SealContext context = new SealContext(
                Counterparts.task(ledger.chainId(), task.id()),
                Direction.RESULT,
                options.wallet().address(),
                expiry);
        try (Sealing sealing = Sealing.create(options.keys().current().recipient());
                InputStream sealed = sealing.encrypt(new ByteArrayInputStream(message), message.length)) {
            Cid payload = store.add(sealed);
            Envelope envelope =
                    sealing.envelope(context, List.of(prompt.replyTo()), payload.toString(), options.wallet());
            Block block = Block.of(Codec.RAW, envelope.encoded());
            store.blocks().put(block);
            return new Sealed(block.cid(), statement.digest());
        }
    }

    static InferenceRequest request(PromptMessage prompt) {
        try {
            InferenceRequest.Builder request = InferenceRequest.builder(prompt.prompt())
                    .maxTokens(prompt.maxTokens())
                    .temperatureHundredths(prompt.temperatureHundredths());
            if (!prompt.document().isEmpty()) {
                request.document(prompt.document());
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("a prompt message with a value out of range");
        }
    }

    private TaskJournal.Commitment commitmentTo(Task task, Sealed result) {
        ResultCommitment commitment = ResultCommitment.create(
                Counterparts.task(ledger.chainId(), task.id()),
                options.wallet().address(),
                result.envelope().toString());
        return new TaskJournal.Commitment(
                Hash.decode(commitment.hash()), commitment.reveal(), PrecommitData.of(result.statement()));
    }
}
