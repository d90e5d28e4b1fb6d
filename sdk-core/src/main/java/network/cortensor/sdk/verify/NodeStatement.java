package network.cortensor.sdk.verify;

import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TaskId;

import java.nio.charset.StandardCharsets;

/**
 * A miner's signed word: "for this task and this prompt, my answer has this digest, and I used this model".
 *
 * <p>It travels inside the sealed result and later in the receipt, where anyone can check it. EIP-712, domain
 * {@code Cortensor node statement} version 1, type {@code NodeStatement(uint64 session,uint64 task,address miner,string
 * prompt,bytes32 answer,string model)}. Immutable.
 *
 * @param chainId the chain that the task lives on
 * @param task the task
 * @param miner the node that speaks
 * @param prompt the content id of the sealed prompt's payload
 * @param answer the salted digest of the answer, {@link CanonicalText#digest}
 * @param model the model that the node says it used; a claim, not a proof
 * @param signature the signature of the miner's wallet
 */
public record NodeStatement(
        long chainId, TaskId task, Address miner, Cid prompt, Hash answer, String model, WalletSignature signature) {

    /** Signs a statement with the miner's wallet. */
    public static NodeStatement sign(
            WalletSigner miner, long chainId, TaskId task, Cid prompt, Hash answer, String model) {
        Address address = Counterparts.of(miner.address());
        WalletSignature signature =
                typedData(chainId, task, address, prompt, answer, model).sign(miner);
        return new NodeStatement(chainId, task, address, prompt, answer, model, signature);
    }

    /** Returns whether the signature is the one of {@link #miner()} over exactly these values. */
    public boolean holds() {
        try {
            return Counterparts.of(typedData(chainId, task, miner, prompt, answer, model)
                            .recover(signature))
                    .equals(miner);
        } catch (RejectedException | IllegalArgumentException e) {
            return false; // an altered signature may belong to no key, an altered text may be no text
        }
    }

    /**
     * Returns a digest of all of it, the signature included: what a miner puts beside its pre-commitment, so that everybody
     * knows later which statement it made. It tells nothing of the answer, whose own digest is salted.
     */
    public Hash digest() {
        return Hash.keccak256(encoded());
    }

    /** What the digest is of. */
    byte[] encoded() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** All of it in one text; the model comes last because it may hold anything. */
    String text() {
        return "cortensor:statement:1:" + chainId + ":" + task + ":" + miner + ":" + prompt + ":" + answer + ":"
                + signature + ":" + model;
    }

    private static TypedData typedData(
            long chainId, TaskId task, Address miner, Cid prompt, Hash answer, String model) {
        return TypedData.builder("NodeStatement", "Cortensor node statement", "1", chainId)
                .uint64("session", task.session().value())
                .uint64("task", task.number())
                .address("miner", Counterparts.wallet(miner))
                .text("prompt", prompt.toString())
                .bytes32("answer", answer.bytes())
                .text("model", model)
                .build();
    }
}
