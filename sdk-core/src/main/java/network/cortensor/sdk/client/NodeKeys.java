package network.cortensor.sdk.client;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyDirectory;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentTooLargeException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.ValidationRound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Finds the keys to seal a prompt for, and believes neither the ledger nor the store: a node must belong to the session as it
 * was opened, its own wallet must have signed the announcement, and the key must have the announced hash.
 *
 * <p>Validators may be other nodes than those of the session. That they are registered is the ledger's word; all else is
 * checked as well, and there are none unless the app asked for some when it opened the session.
 */
final class NodeKeys {

    private static final Logger LOG = LoggerFactory.getLogger(NodeKeys.class);

    /** An encoded recipient key has 1,216 bytes; a larger block is not one. */
    private static final int MAX_KEY_BYTES = 4096;

    private final ClientOptions options;
    private final Ledger ledger;
    private final ClientJournal journal;
    private final KeyDirectory directory;
    private final Map<Address, Admitted> admitted = new ConcurrentHashMap<>();

    NodeKeys(ClientOptions options, ClientJournal journal) {
        this.options = options;
        this.ledger = options.account().ledger();
        this.journal = journal;
        this.directory = KeyDirectory.inMemory(journal.announcements());
    }

    /**
     * The keys that were found.
     *
     * @param recipients the keys that hold, by node
     * @param refusals why the others do not: the store does not have the key, or it is no evidence
     */
    record Found(Map<Address, Recipient> recipients, List<RuntimeException> refusals) {}

    /**
     * Requires that the ledger assigned nodes of the session only.
     *
     * @throws EvidenceException when it names another one
     */
    static void requireOfSession(TaskId task, Collection<Address> assigned, List<Address> sessionNodes) {
        for (Address node : assigned) {
            if (!sessionNodes.contains(node)) {
                throw new EvidenceException("The ledger assigned task " + task + " to node " + node
                        + ", which is none of the " + sessionNodes.size()
                        + " nodes that the session was opened with. The prompt was not sealed for it.");
            }
        }
    }

    /**
     * Requires that the ledger names validators as the app asked for them: so many at most, each once, and none of them the
     * owner of the task or a node that ever had it.
     *
     * @param task as the ledger shows it
     * @param wanted how many validators the session was opened with
     * @throws EvidenceException when it names others
     */
    static void requireAskedFor(ValidationRound round, Task task, Address owner, int wanted) {
        List<Address> validators = round.validators();
        String named = "The ledger names " + validators.size() + " validators for task " + task.id();
        if (validators.size() > wanted || Set.copyOf(validators).size() < validators.size()) {
            throw new EvidenceException(named + ", and the session was opened with "
                    + (wanted == 0 ? "none" : wanted + " different ones at most")
                    + ". Prompt and results were not sealed for them.");
        }
        for (Address validator : validators) {
            if (validator.equals(owner) || task.minerStates().containsKey(validator)) {
                throw new EvidenceException(named + ", and one of them, " + validator
                        + ", owns or had the task itself. Prompt and results were not sealed for them.");
            }
        }
    }

    /**
     * Returns the keys of nodes. One whose key is refused is left out: no node of a session can keep the app from asking the
     * others. It cannot open the prompt, misses its deadline and is replaced.
     *
     * @param refused is told of each node that is left out
     */
    Found of(TaskId task, Collection<Address> nodes, Consumer<Address> refused) {
        Map<Address, Recipient> recipients = new LinkedHashMap<>();
        List<RuntimeException> refusals = new ArrayList<>();
        for (Address node : nodes) {
            try {
                recipients.put(node, of(node));
            } catch (EvidenceException | BlockNotFoundException | BlockMismatchException | ContentTooLargeException e) {
                LOG.warn("Task {} is not sealed for node {}: {}", task, node, e.getMessage());
                refused.accept(node);
                refusals.add(e);
            }
        }
        return new Found(recipients, refusals);
    }

    /**
     * An announcement that was admitted. Checking it costs a signature; it is checked again when the ledger shows another one,
     * and not used outside its time.
     */
    private record Admitted(String text, KeyAnnouncement announcement, Recipient key) {

        boolean covers(String shown, Instant now) {
            return text.equals(shown)
                    && !now.isBefore(announcement.validFrom())
                    && now.isBefore(announcement.validUntil());
        }
    }

    private Recipient of(Address node) {
        NodeRegistration registration = ledger.node(node)
                .orElseThrow(() -> new EvidenceException("The ledger chose node " + node
                        + " and says that it is not registered. The prompt was not sealed for it."));
        String text = registration.keyAnnouncement();
        Instant now = options.clock().instant();
        Admitted known = admitted.get(node);
        if (known != null && known.covers(text, now)) {
            return known.key();
        }
        try {
            KeyAnnouncement announcement = KeyAnnouncement.parse(text);
            Cid keyBlock = Cid.of(Codec.RAW, announcement.keyId().bytes());
            Recipient key = Recipient.decode(options.store().get(keyBlock, MAX_KEY_BYTES));
            Recipient recipient = directory.admit(announcement, key, Counterparts.wallet(node), ledger.chainId(), now);
            journal.write(node, announcement);
            admitted.put(node, new Admitted(text, announcement, recipient));
            return recipient;
        } catch (CryptoException e) {
            throw new EvidenceException(
                    "The encryption key that the ledger has for node " + node + " was refused: " + e.getMessage(), e);
        }
    }
}
