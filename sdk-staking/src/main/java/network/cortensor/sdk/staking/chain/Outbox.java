package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.outbox.OutboxEngine;
import network.cortensor.sdk.staking.internal.outbox.Sealer;
import network.cortensor.sdk.staking.internal.transaction.DynamicFeeTransaction;
import network.cortensor.sdk.staking.internal.transaction.SignedTransaction;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Sends the transactions of one account so that each intent happens once, whatever process, network, endpoints and chain
 * do meanwhile.
 *
 * <pre>{@code
 * try (Journal journal = Journal.file(path, Journal.Sync.ALWAYS);
 *         Outbox outbox = Outbox.open(chain, signer, journal, OutboxOptions.defaults())) {
 *     TransactionReceipt receipt = outbox.send("deposit 7", TransactionRequest.to(pool, data).value(wei));
 * }
 * }</pre>
 *
 * <p><b>Order.</b> A request is tried against the newest state, and refused if it reverts, costs more than the caps or more
 * than the account has; nothing is reserved by then. Then the intent is journaled with a nonce, signed, journaled with its
 * bytes, and sent. Killed at any point, the process goes on from the journal when an outbox is opened on it.
 *
 * <p><b>Why an intent cannot happen twice.</b> All that is ever signed for an intent (its first transaction, dearer
 * replacements, its cancellation) has the same nonce, and the chain takes one transaction per nonce. Another nonce is
 * given to it in one case only: a transaction that is not among them is in the chain with this nonce, {@link
 * OutboxOptions#lostAfter} blocks deep. Then none of them can be included any more, unless a reorganisation is deeper than
 * that. That transaction is found, not guessed: the block in which the account's count passed the nonce is searched for,
 * and its receipts are read. Where endpoints do not show it, because they do not keep the state of older blocks, the intent
 * stays as it is until one does, and {@link PendingTransaction#await} says so. So it stays if a count passes the nonce in a
 * block without any transaction of the account: do not use an account whose key also signs authorisations (EIP-7702). What
 * was journaled and never signed may change its nonce at will.
 *
 * <p><b>Why there is no gap.</b> Nonces are given out in order, lowest first. One whose signing failed is given back and goes
 * to the next intent; if a later one is on its way already, a transfer of nothing to the sender itself uses it up. The same
 * fills a gap that others left for {@link OutboxOptions#replaceAfter}. An endpoint's count of waiting transactions is a hint,
 * believed up to {@link OutboxOptions#inFlight} above what the quorum says is included.
 *
 * <p><b>Several processes.</b> They may share an account, each with a journal of its own and with other names for other
 * intents; they lose time when they choose the same nonce, no money. Two outboxes with the same journal and account are
 * refused. Intents in different journals are different intents, whatever their names.
 *
 * <p><b>Reorganisations.</b> What falls out of its block is sent again, the same bytes. So is what was already reported, if
 * the reorganisation was deeper than the confirmation depth and the outbox is still open; its receipt is not corrected.
 *
 * <p><b>What is trusted.</b> Counts, heads and receipts are those of the chain's quorum, see {@link ChainOptions#quorum}. An
 * endpoint alone can lie: it can report what did not happen, and make an intent's nonce look used. A quorum of two or more
 * of different people is for those who send money.
 *
 * <p><b>Journal.</b> With {@link Journal.Sync#ALWAYS} all of this survives the loss of power. With {@link Journal.Sync#OS} it
 * survives the death of the process; after a loss of power the last intents may be missing in the journal although they
 * were sent, and asked for again they happen again. A memory journal forgets with the process. Entries are below {@code
 * outbox/}, by chain and account, so that outboxes may share a journal. Keys never touch it; signed transactions do, and are
 * public. After a failed write nothing is sent any more: close outbox and journal and open both anew.
 *
 * <p>Thread-safe; many threads may submit at once, and sign at once. Two daemon threads send and watch. A look at the chain
 * costs as much as is under way, not what has ended. Whoever opened chain, signer and journal closes them, after the outbox.
 */
public final class Outbox implements AutoCloseable {
    private static final int MAX_INTENT = 200;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

    private final OutboxEngine engine;
    private final Claim claim;
    private final Address sender;
    private final Duration sendTimeout;

    private Outbox(OutboxEngine engine, Claim claim, Address sender, Duration sendTimeout) {
        this.engine = engine;
        this.claim = claim;
        this.sender = sender;
        this.sendTimeout = sendTimeout;
    }

    /**
     * Opens the outbox of the signer's account and goes on with what the journal holds.
     *
     * @throws IllegalArgumentException if the chain's options leave its id open and an endpoint is not on this machine: who
     *     may say which chain is signed for may have it signed for another one
     * @throws LedgerUnavailableException if the chain does not answer, the journal cannot be read, or an outbox of this
     *     account is open on it
     * @throws LedgerEvidenceException if what the journal holds contradicts itself, or endpoints contradict each other
     */
    public static Outbox open(Chain chain, TransactionSigner signer, Journal journal, OutboxOptions options) {
        requireChainId(chain.options());
        OutboxOptions complete = options.completedBy(chain.options());
        Address sender = signer.address();
        Claim claim = Claim.of(journal, chain.chainId(), sender);
        boolean opened = false;
        try {
            OutboxEngine engine = OutboxEngine.open(
                    new QuorumChain(chain),
                    new SignerSealer(signer, sender),
                    journal,
                    complete,
                    Clock.systemUTC(),
                    () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
            engine.start();
            opened = true;
            return new Outbox(engine, claim, sender, complete.sendTimeout());
        } finally {
            if (!opened) {
                claim.close();
            }
        }
    }

    private static void requireChainId(ChainOptions chain) {
        List<String> elsewhere = chain.endpoints().stream()
                .filter(endpoint -> !LOOPBACK.matcher(endpoint.uri().getHost()).matches())
                .map(Endpoint::name)
                .toList();
        if (chain.chainId() == 0 && !elsewhere.isEmpty()) {
            throw new IllegalArgumentException(
                    "ChainOptions.chainId: expected the chain that transactions are to be signed for, found none, and endpoints"
                            + " that are not on this machine: " + elsewhere);
        }
    }

    /** The account. */
    public Address sender() {
        return sender;
    }

    /**
     * Takes an intent. When this returns it is journaled and signed, and will happen once, or fail once, whether or not
     * anybody waits for it.
     *
     * <p>The same intent again, also after a restart and when it is done, has no effect and gives the same pending
     * transaction, until {@link OutboxOptions#retention} is over. Waits while {@link OutboxOptions#inFlight} intents are
     * under way.
     *
     * @param intent the caller's name for what is to happen once, such as {@code withdraw 2026-11}: 1 to 200 characters
     * @throws RevertedException if the call reverts at the newest state; nothing was reserved
     * @throws LedgerRefusedException FEE_ABOVE_CAP, INSUFFICIENT_GAS_FUNDS; INTENT_CONFLICT, if the intent is another
     *     request's; nothing was reserved
     * @throws LedgerUnavailableException if the chain does not answer, there is no place in time, the thread is interrupted,
     *     the outbox is closed, or the signer could not be asked (nothing was reserved or it was given back); if the journal
     *     cannot be written, it is open whether it holds the intent
     * @throws LedgerEvidenceException if the signer signs something else, or endpoints contradict each other
     */
    public PendingTransaction submit(String intent, TransactionRequest request) {
        checked(intent);
        return new PendingTransaction(engine.submit(intent, request));
    }

    /**
     * Submits and waits, for at most {@link OutboxOptions#sendTimeout}.
     *
     * @throws LedgerRefusedException as {@link #submit} and {@link PendingTransaction#await}
     * @throws LedgerUnavailableException as {@link #submit}; or if the time is over or the thread was interrupted, whose
     *     flag is set again: then the intent is in the outbox and happens; submit it again to wait for it
     */
    public TransactionReceipt send(String intent, TransactionRequest request) {
        PendingTransaction pending = submit(intent, request);
        try {
            return pending.await(sendTimeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException(
                    request.description() + " (intent " + intent
                            + "): interrupted while waiting; it stays in the outbox",
                    e);
        }
    }

    /** The intent of this name, under way or remembered; empty if the outbox has none. */
    public Optional<PendingTransaction> find(String intent) {
        checked(intent);
        return engine.find(intent).map(PendingTransaction::new);
    }

    /** Intents that are under way, lowest nonce first; after opening, those that an earlier process left. */
    public List<PendingTransaction> pending() {
        return engine.pending().stream().map(PendingTransaction::new).toList();
    }

    /**
     * Stops sending and watching. What is under way stays in the journal, and may happen while no outbox is open. Again: no
     * effect.
     *
     * @throws LedgerUnavailableException if one of the threads does not end in time
     */
    @Override
    public void close() {
        engine.close();
        claim.close();
    }

    private static void checked(String intent) {
        if (intent.isEmpty()
                || intent.length() > MAX_INTENT
                || !StandardCharsets.UTF_8.newEncoder().canEncode(intent)) {
            throw new IllegalArgumentException("Outbox: expected an intent of 1 to " + MAX_INTENT
                    + " well-formed characters, found " + intent.length() + " characters");
        }
    }

    /** A signer as the outbox needs it. */
    private record SignerSealer(TransactionSigner signer, Address sender) implements Sealer {
        @Override
        public byte[] seal(DynamicFeeTransaction transaction) {
            SignedTransaction signed = sign(transaction);
            if (!signed.sender().equals(sender)) {
                throw new LedgerEvidenceException("Answer of the signer of " + sender + ": expected a signature of this"
                        + " account, found one of " + signed.sender() + "; nothing was sent");
            }
            return signed.bytes();
        }

        private SignedTransaction sign(DynamicFeeTransaction transaction) {
            try {
                return transaction.sign(signer);
            } catch (LedgerException e) {
                throw e;
            } catch (RuntimeException e) {
                // The caller's code: whatever its device throws, other transactions have to go on.
                throw new LedgerUnavailableException("Sign as " + sender + ": the signer failed", e);
            }
        }
    }
}
