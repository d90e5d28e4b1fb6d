package network.cortensor.sdk.client;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.internal.wire.PromptMessage;
import network.cortensor.sdk.internal.wire.PromptMessage.AnswerSalt;
import network.cortensor.sdk.internal.wire.SealedMessage;
import network.cortensor.sdk.internal.wire.ValidationGrant;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.node.InferenceRequest;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.ValidationRound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Encrypts prompts and seals their content keys.
 *
 * <p>The payload is encrypted and stored once, before the task exists. For whom it is sealed is decided when the ledger has
 * assigned nodes, by a small envelope per assignment; so a replacement node, and one that is asked later in a task of its
 * own, costs one envelope and no second upload.
 */
final class PromptSealer {

    /** The task number in an envelope that the app makes for itself before the ledger has given the task a number. */
    private static final long NO_TASK_YET = 0;

    /** For how long an app that crashed can take its own prompt up again. */
    private static final Duration OWN_LIFETIME = Duration.ofDays(30);

    private final ClientOptions options;
    private final long chainId;
    private final SecureRandom random = new SecureRandom();

    PromptSealer(ClientOptions options) {
        this.options = options;
        this.chainId = options.account().ledger().chainId();
    }

    /** Encrypts and stores a prompt that nobody but the app can open yet. */
    PreparedTask prepare(SessionId session, CompletionRequest request) {
        byte[] saltBytes = new byte[32];
        random.nextBytes(saltBytes);
        byte[] referenceBytes = new byte[16];
        random.nextBytes(referenceBytes);
        AnswerSalt salt = AnswerSalt.of(saltBytes);
        Recipient self = options.identity().recipient();
        InferenceRequest inference = request.inference();
        byte[] message = new PromptMessage(
                        inference.prompt(),
                        inference.document().orElse(""),
                        inference.maxTokens(),
                        inference.temperatureHundredths(),
                        self,
                        salt)
                .encoded();

        Sealing sealing = Sealing.create(self);
        try (InputStream sealed = sealing.encrypt(new ByteArrayInputStream(message), message.length)) {
            Cid payload = options.store().add(sealed);
            Instant expiry = options.clock().instant().plus(OWN_LIFETIME).truncatedTo(ChronoUnit.SECONDS);
            Envelope own = sealing.envelope(
                    context(session, NO_TASK_YET, expiry), List.of(self), payload.toString(), options.wallet());
            UnfinishedTask record = UnfinishedTask.of(
                    HexFormat.of().formatHex(referenceBytes),
                    session,
                    payload,
                    own,
                    request.timeout(),
                    new UnfinishedTask.Wanted(
                            request.policy().orElse(options.policy()),
                            request.type(),
                            request.budget().orElse(null)));
            return new PreparedTask(record, sealing, salt, inference.temperatureHundredths());
        } catch (IOException e) {
            sealing.close();
            throw new UncheckedIOException("reading from memory does not fail", e);
        } catch (RuntimeException e) {
            sealing.close();
            throw e;
        }
    }

    /** Takes up the prompt of an earlier run. */
    PreparedTask resume(UnfinishedTask record) {
        Envelope.Expected expected = new Envelope.Expected(
                new TaskRef(chainId, record.session().value(), NO_TASK_YET),
                Direction.PROMPT,
                options.wallet().address());
        try {
            PromptMessage message = PromptMessage.decode(SealedMessage.open(
                    options.store(),
                    record.own(),
                    SealedMessage.Opening.by(options.identity()),
                    expected,
                    options.clock().instant()));
            return new PreparedTask(
                    record,
                    Sealing.resume(record.own(), options.identity(), expected),
                    message.answerSalt(),
                    message.temperatureHundredths());
        } catch (IOException e) {
            throw new EvidenceException("The stored prompt of task " + record.reference() + " could not be read.", e);
        }
    }

    /**
     * Seals the content key for the nodes of a task and stores the envelope.
     *
     * @return the content id that the ledger is told
     */
    Cid sealFor(PreparedTask prepared, Task task, Collection<Recipient> nodes) {
        List<Recipient> recipients = new ArrayList<>(nodes);
        recipients.add(options.identity().recipient());
        SealContext context =
                context(task.id().session(), task.id().number(), task.deadline().truncatedTo(ChronoUnit.SECONDS));
        Envelope envelope = prepared.sealing()
                .envelope(context, recipients, prepared.record().payload().toString(), options.wallet());
        Block block = Block.of(Codec.RAW, envelope.encoded());
        options.store().blocks().put(block);
        return block.cid();
    }

    /**
     * Seals prompt and results for the validators of a task, until their round ends, and stores the envelopes.
     *
     * @param results what the miners put on the ledger
     * @return the content id that the ledger is told
     */
    Cid sealFor(
            PreparedTask prepared, ValidationRound round, List<TaskResult> results, Collection<Recipient> validators) {
        List<TaskResult> judged = results.stream()
                .filter(result -> round.miners().contains(result.miner()))
                .toList();
        return ValidationGrant.seal(
                new ValidationGrant.Owner(chainId, options.wallet(), options.identity(), options.store()),
                round.task(),
                new ValidationGrant.Prompt(prepared.record().payload(), prepared.sealing()),
                judged,
                validators,
                round.deadline().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
    }

    private SealContext context(SessionId session, long task, Instant expiry) {
        return new SealContext(
                new TaskRef(chainId, session.value(), task),
                Direction.PROMPT,
                options.wallet().address(),
                expiry);
    }
}
