package network.cortensor.sdk.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the owner of a task gives its validators: envelopes for the prompt and for each result, over the payloads that are in
 * the store already. Its content id is the task's access grant while validators judge.
 *
 * <p>Validators are known when the last commit is there, so nobody but the app can open anything for them, and nothing is
 * uploaded twice. A validator checks each payload's content id against what the task and the miner named; a wrong key then
 * opens nothing, and an app cannot make a result look worse than it is.
 *
 * @param prompt the content id of the prompt's envelope for the validators
 * @param results the content id of the envelope for the validators of each result, by miner
 */
public record ValidationGrant(Cid prompt, Map<Address, Cid> results) {

    /** The largest encoded grant in bytes: 64 miners take less than 16 KiB. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ValidationGrant.class);

    private static final long VERSION = 1;

    /** Copies the map. */
    public ValidationGrant {
        results = Map.copyOf(results);
    }

    /**
     * Who grants.
     *
     * @param chainId the chain of the task
     * @param wallet of the task's owner
     * @param identity the key that results were sealed for
     * @param store where the payloads are
     */
    public record Owner(long chainId, WalletSigner wallet, Identity identity, ContentStore store) {}

    /**
     * What was asked.
     *
     * @param payload the content id of the encrypted prompt
     * @param sealing its content key
     */
    public record Prompt(Cid payload, Sealing sealing) {}

    /**
     * Seals prompt and results for validators, and stores the envelopes and the grant. A result that the owner cannot open is
     * left out.
     *
     * @param results what the miners put on the ledger
     * @param validators whose keys were admitted
     * @param expiry until when the envelopes can be opened
     * @return what the ledger is told
     */
    public static Cid seal(
            Owner owner,
            TaskId task,
            Prompt prompt,
            List<TaskResult> results,
            Collection<Recipient> validators,
            Instant expiry) {
        Envelope forPrompt = prompt.sealing()
                .envelope(
                        context(owner, task, Direction.PROMPT, expiry),
                        validators,
                        prompt.payload().toString(),
                        owner.wallet());
        Map<Address, Cid> ofMiners = new LinkedHashMap<>();
        for (TaskResult result : results) {
            if (result instanceof TaskResult.Revealed revealed) {
                result(owner, task, revealed, validators, expiry)
                        .ifPresent(envelope -> ofMiners.put(result.miner(), put(owner, envelope)));
            }
        }
        Block grant = Block.of(Codec.RAW, new ValidationGrant(put(owner, forPrompt), ofMiners).encoded());
        owner.store().blocks().put(grant);
        return grant.cid();
    }

    /** Empty when the owner cannot open it either, whatever the miner put there: nobody else's result is to wait for that. */
    private static Optional<Envelope> result(
            Owner owner, TaskId task, TaskResult.Revealed revealed, Collection<Recipient> validators, Instant expiry) {
        try {
            Cid id = parse(ResultCommitment.parse(revealed.text()).result());
            Envelope sealed = SealedMessage.envelope(owner.store(), id);
            Envelope.Expected expected = new Envelope.Expected(
                    Counterparts.task(owner.chainId(), task), Direction.RESULT, Counterparts.wallet(revealed.miner()));
            try (Sealing sealing = Sealing.resume(sealed, owner.identity(), expected)) {
                return Optional.of(sealing.envelope(
                        context(owner, task, Direction.RESULT, expiry), validators, sealed.payload(), owner.wallet()));
            }
        } catch (CryptoException | IpfsException | MalformedMessageException e) {
            // That is no reason to leave the result out.
            Failures.rethrowUnasked(e);
            LOG.debug("The result of {} for task {} is not granted: {}", revealed.miner(), task, e.getMessage());
            return Optional.empty();
        }
    }

    private static SealContext context(Owner owner, TaskId task, Direction direction, Instant expiry) {
        return new SealContext(
                Counterparts.task(owner.chainId(), task),
                direction,
                owner.wallet().address(),
                expiry);
    }

    private static Cid put(Owner owner, Envelope envelope) {
        Block block = Block.of(Codec.RAW, envelope.encoded());
        owner.store().blocks().put(block);
        return block.cid();
    }

    byte[] encoded() {
        Map<String, String> ofMiners = new TreeMap<>();
        results.forEach((miner, envelope) -> ofMiners.put(miner.toString(), envelope.toString()));
        return Json.write(Map.of("version", VERSION, "prompt", prompt.toString(), "results", ofMiners));
    }

    /**
     * Reads a grant.
     *
     * @throws MalformedMessageException when the bytes are no grant
     */
    public static ValidationGrant decode(byte[] encoded) {
        JsonNode json = Json.read(encoded);
        JsonNode ofMiners = json.get("results");
        if (Json.number(json, "version") != VERSION || ofMiners == null || !ofMiners.isObject()) {
            throw new MalformedMessageException("not a grant for validators of version " + VERSION);
        }
        Map<Address, Cid> results = new LinkedHashMap<>();
        try {
            ofMiners.fieldNames()
                    .forEachRemaining(miner -> results.put(Address.parse(miner), parse(Json.text(ofMiners, miner))));
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("a grant for validators that names something else than a miner");
        }
        return new ValidationGrant(parse(Json.text(json, "prompt")), results);
    }

    private static Cid parse(String id) {
        try {
            return Cid.parse(id);
        } catch (IpfsException e) {
            throw new MalformedMessageException("a content id that does not parse");
        }
    }
}
