package network.cortensor.sdk.node;

import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.PrecommitData;
import network.cortensor.sdk.internal.wire.PromptMessage;
import network.cortensor.sdk.internal.wire.ResultMessage;
import network.cortensor.sdk.internal.wire.SealedMessage;
import network.cortensor.sdk.internal.wire.TaskData;
import network.cortensor.sdk.internal.wire.ValidationGrant;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import network.cortensor.sdk.verify.CanonicalText;
import network.cortensor.sdk.verify.NodeStatement;
import network.cortensor.sdk.verify.TaskFacts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A task with validators, its owner played by hand: what an app does, step by step, so that a test can do it differently. */
final class ValidatedTask implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);
    static final TokenAmount PRICE = TokenAmount.ofCor("1");

    private final EmbeddedLedger ledger;
    private final ContentStore store;
    private final Wallet wallet = Wallet.generate();
    private final Identity identity = Identity.generate();
    private final LedgerAccount owner;
    private final PromptMessage prompt;
    private final Sealing sealing = Sealing.create(identity.recipient());
    private final Cid payload;
    private final SessionId session;
    private Optional<EventSubscription> events = Optional.empty();
    private Optional<TaskId> task = Optional.empty();

    /** Opens the session: the nodes that are registered now are its miners, those that come later can be validators. */
    ValidatedTask(EmbeddedLedger ledger, ContentStore store, int miners, int validators) throws IOException {
        this.ledger = ledger;
        this.store = store;
        this.owner = ledger.account(Counterparts.of(wallet.address()));
        ledger.fund(owner.address(), TokenAmount.ofCor("100"));
        this.session = owner.openSession(SessionTerms.builder("validated")
                .minNodes(miners)
                .maxNodes(miners)
                .redundancy(miners)
                .validators(validators)
                .pricePerResult(PRICE)
                .build());
        owner.depositToSession(session, TokenAmount.ofCor("50"));
        this.prompt = new PromptMessage(
                "How high is it?", "", 100, 0, identity.recipient(), PromptMessage.AnswerSalt.of(new byte[32]));
        byte[] message = prompt.encoded();
        try (InputStream sealed = sealing.encrypt(new ByteArrayInputStream(message), message.length)) {
            this.payload = store.add(sealed);
        }
    }

    /** Submits the task and has the miners open it. */
    TaskId submit() {
        TaskId id = owner.submit(session, TaskSubmission.of(TaskData.of(payload), "reference"));
        task = Optional.of(id);
        events = Optional.of(ledger.subscribe(EventFilter.task(id)));
        Task assigned = ledger.task(id);
        owner.grantAccess(
                id,
                put(sealing.envelope(context(Direction.PROMPT), keys(assigned.assigned()), payload.toString(), wallet)
                        .encoded()));
        return id;
    }

    /** Waits until the validators are known. */
    ValidationRound awaitRound() throws InterruptedException {
        await(LedgerEvent.ValidationOpened.class);
        return ledger.validation(id()).orElseThrow();
    }

    /** Gives the validators all they need. */
    void grant() {
        grant(ledger.results(id()));
    }

    /** Gives the validators what they need for these results. */
    void grant(List<TaskResult> results) {
        Cid grant = ValidationGrant.seal(
                new ValidationGrant.Owner(ledger.chainId(), wallet, identity, store),
                id(),
                new ValidationGrant.Prompt(payload, sealing),
                results,
                keys(ledger.validation(id()).orElseThrow().validators()),
                expiry());
        owner.grantAccess(id(), grant.toString());
    }

    /** Waits for the end; returns the verdicts that were given. */
    List<LedgerEvent.VerdictGiven> awaitEnd() throws InterruptedException {
        return await(LedgerEvent.TaskEnded.class).stream()
                .filter(LedgerEvent.VerdictGiven.class::isInstance)
                .map(LedgerEvent.VerdictGiven.class::cast)
                .toList();
    }

    /** Waits for an event; returns what came until then. */
    List<LedgerEvent> await(Class<? extends LedgerEvent> type) throws InterruptedException {
        List<LedgerEvent> seen = new ArrayList<>();
        do {
            seen.add(events.orElseThrow().next(LONG).orElseThrow());
        } while (!type.isInstance(seen.get(seen.size() - 1)));
        return seen;
    }

    /** What a miner says in its sealed result, as the owner opens it. */
    NodeStatement statementOf(Address miner) throws IOException {
        String reveal = result(miner).reveal().orElseThrow();
        Cid envelope = Cid.parse(ResultCommitment.parse(reveal).result());
        ResultMessage message = ResultMessage.decode(SealedMessage.open(
                store,
                SealedMessage.envelope(store, envelope),
                SealedMessage.Opening.by(identity),
                new Envelope.Expected(
                        Counterparts.task(ledger.chainId(), id()), Direction.RESULT, Counterparts.wallet(miner)),
                Instant.now()));
        return new NodeStatement(
                ledger.chainId(), id(), miner, payload, digest(message.text()), message.model(), message.statement());
    }

    TaskResult result(Address miner) {
        return ledger.results(id()).stream()
                .filter(one -> one.miner().equals(miner))
                .findFirst()
                .orElseThrow();
    }

    /** A miner that does all by hand, up to its precommit; returns what it has to reveal. */
    String precommit(Wallet miner, String text, Optional<WalletSignature> otherSignature, boolean names)
            throws IOException {
        NodeStatement signed = NodeStatement.sign(miner, ledger.chainId(), id(), payload, digest(text), "fake");
        NodeStatement statement = new NodeStatement(
                ledger.chainId(),
                id(),
                signed.miner(),
                payload,
                signed.answer(),
                signed.model(),
                otherSignature.orElse(signed.signature()));
        byte[] message = new ResultMessage(text, "fake", "STOP", 0, 0, statement.signature()).encoded();
        Cid envelope;
        try (Sealing result = Sealing.create(Identity.generate().recipient());
                InputStream sealed = result.encrypt(new ByteArrayInputStream(message), message.length)) {
            Cid content = store.add(sealed);
            SealContext context = new SealContext(
                    Counterparts.task(ledger.chainId(), id()), Direction.RESULT, miner.address(), expiry());
            envelope = Cid.parse(put(result.envelope(context, List.of(identity.recipient()), content.toString(), miner)
                    .encoded()));
        }
        ResultCommitment commitment = ResultCommitment.create(
                Counterparts.task(ledger.chainId(), id()), miner.address(), envelope.toString());
        LedgerAccount account = ledger.account(Counterparts.of(miner.address()));
        account.ack(id());
        account.precommit(
                id(),
                Hash.decode(commitment.hash()),
                names ? PrecommitData.of(statement.digest()) : PrecommitData.of(signed.digest()));
        return commitment.reveal();
    }

    TaskId id() {
        return task.orElseThrow();
    }

    TaskFacts facts() {
        return TaskFacts.of(ledger.chainId(), id(), payload, prompt.answerSalt().bytes(), 1);
    }

    private Hash digest(String text) {
        return CanonicalText.of(text).digest(prompt.answerSalt().bytes());
    }

    private List<Recipient> keys(Collection<Address> nodes) {
        return nodes.stream().flatMap(node -> key(node).stream()).toList();
    }

    /** Who plays a node by hand may have announced nothing that is a key. */
    private Optional<Recipient> key(Address node) {
        String announced = ledger.node(node).orElseThrow().keyAnnouncement();
        if (announced.equals("none")) {
            return Optional.empty();
        }
        Cid id = Cid.of(Codec.RAW, KeyAnnouncement.parse(announced).keyId().bytes());
        return Optional.of(Recipient.decode(store.get(id, 4096)));
    }

    private SealContext context(Direction direction) {
        return new SealContext(Counterparts.task(ledger.chainId(), id()), direction, wallet.address(), expiry());
    }

    private static Instant expiry() {
        return Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    }

    private String put(byte[] envelope) {
        Block block = Block.of(Codec.RAW, envelope);
        store.blocks().put(block);
        return block.cid().toString();
    }

    @Override
    public void close() {
        events.ifPresent(EventSubscription::close);
        sealing.close();
        identity.close();
        wallet.close();
    }
}
