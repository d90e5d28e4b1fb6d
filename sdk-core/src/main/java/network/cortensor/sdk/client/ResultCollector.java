package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.internal.wire.ResultMessage;
import network.cortensor.sdk.internal.wire.SealedMessage;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.verify.CanonicalText;
import network.cortensor.sdk.verify.NodeStatement;
import network.cortensor.sdk.verify.NodeSubmission;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches and opens what the nodes delivered. A result that cannot be read becomes a finding, not a failure of the task. */
final class ResultCollector {

    private final ClientOptions options;
    private final Ledger ledger;

    ResultCollector(ClientOptions options) {
        this.options = options;
        this.ledger = options.account().ledger();
    }

    /**
     * What came of a task.
     *
     * @param submissions one per node that was ever assigned, save those left out
     * @param messages the opened results, by node; a verdict says which of them hold
     */
    record Collected(List<NodeSubmission> submissions, Map<Address, ResultMessage> messages) {}

    /**
     * Fetches the results of a task that is over.
     *
     * @param keys what the prompt was sealed for, by node, as far as it is known
     * @param leftOut nodes that nothing was sealed for on purpose: their silence is no fault
     */
    Collected collect(Task task, PreparedTask prepared, Map<Address, KeyId> keys, Set<Address> leftOut) {
        Map<Address, TaskResult> results = new HashMap<>();
        ledger.results(task.id()).forEach(result -> results.put(result.miner(), result));
        List<NodeSubmission> submissions = new ArrayList<>();
        Map<Address, ResultMessage> messages = new HashMap<>();
        for (Map.Entry<Address, MinerState> miner : task.minerStates().entrySet()) {
            if (leftOut.contains(miner.getKey())) {
                continue;
            }
            NodeSubmission submission = submission(task, miner, results.get(miner.getKey()), prepared, messages)
                    .in(task.id());
            KeyId key = keys.get(miner.getKey());
            submissions.add(key == null ? submission : submission.withKey(key));
        }
        return new Collected(List.copyOf(submissions), Map.copyOf(messages));
    }

    private NodeSubmission submission(
            Task task,
            Map.Entry<Address, MinerState> miner,
            @Nullable TaskResult result,
            PreparedTask prepared,
            Map<Address, ResultMessage> messages) {
        if (result == null) {
            return NodeSubmission.missing(miner.getKey(), whyMissing(miner.getValue()));
        }
        Optional<String> reveal = result.reveal();
        return reveal.isEmpty()
                ? NodeSubmission.missing(miner.getKey(), "pre-committed and revealed nothing")
                : open(task.id(), result, reveal.get(), prepared, messages);
    }

    private static String whyMissing(MinerState state) {
        return switch (state) {
            case DECLINED -> "gave the task back";
            case ASSIGNED, ACKED, MISSED -> "did not answer in time";
            case PRECOMMITTED, COMMITTED, MISMATCHED -> "the ledger has it as " + state + " and shows no result";
        };
    }

    private NodeSubmission open(
            TaskId task,
            TaskResult result,
            String reveal,
            PreparedTask prepared,
            Map<Address, ResultMessage> messages) {
        try {
            ResultCommitment commitment = ResultCommitment.parse(reveal);
            Envelope envelope = SealedMessage.envelope(options.store(), Cid.parse(commitment.result()));
            ResultMessage message = open(task, result.miner(), envelope);
            Hash digest =
                    CanonicalText.of(message.text()).digest(prepared.salt().bytes());
            messages.put(result.miner(), message);
            NodeStatement statement = new NodeStatement(
                    ledger.chainId(),
                    task,
                    result.miner(),
                    prepared.record().payload(),
                    digest,
                    message.model(),
                    message.statement());
            return NodeSubmission.opened(result.miner(), result.precommit(), reveal, statement, message.text());
        } catch (CryptoException | IpfsException | MalformedMessageException | IOException e) {
            // That says nothing about the node. The task stays in the journal.
            Failures.rethrowUnasked(e);
            return NodeSubmission.unreadable(
                    result.miner(), result.precommit(), reveal, "its sealed result was refused: " + e.getMessage());
        }
    }

    private ResultMessage open(TaskId task, Address miner, Envelope envelope) throws IOException {
        Envelope.Expected expected = new Envelope.Expected(
                Counterparts.task(ledger.chainId(), task), Direction.RESULT, Counterparts.wallet(miner));
        Instant now = options.clock().instant();
        return ResultMessage.decode(SealedMessage.open(
                options.store(), envelope, SealedMessage.Opening.by(options.identity()), expected, now));
    }
}
