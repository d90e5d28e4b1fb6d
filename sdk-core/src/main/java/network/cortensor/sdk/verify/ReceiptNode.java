package network.cortensor.sdk.verify;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.internal.wire.ModelName;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one node contributed, as the attachments of a receipt tell it.
 *
 * @param task the number of the task, of the same session, that the node answered in; null when it is that of the receipt
 * @param key the key that the prompt was sealed for; null when it is not told
 */
record ReceiptNode(
        Address node,
        Standing standing,
        @Nullable Long task,
        @Nullable KeyId key,
        Hash precommit,
        String reveal,
        Hash answer,
        String model,
        WalletSignature statement) {

    /** As many as an envelope has recipients. */
    static final int MAX_NODES = 64;

    private static final int MAX_REVEAL = 512;

    ReceiptNode {
        if (!isListable(reveal, model)) {
            throw new IllegalArgumentException("a reveal or a model's name that no receipt can hold");
        }
        if (task != null && (task < 0 || task > ReceiptBody.MAX_NUMBER)) {
            throw new IllegalArgumentException("a task's number that no receipt can hold: " + task);
        }
    }

    /**
     * Returns what is wrong with the evidence of the node for a receipt of a chain, a task and a prompt.
     *
     * @return null when it holds
     */
    @Nullable
    String wrongIn(long chainId, TaskId first, Cid prompt) {
        TaskId own = task == null ? first : new TaskId(first.session(), task);
        String mismatch = CommitmentCheck.mismatch(chainId, own, node, precommit, reveal);
        if (mismatch != null) {
            return mismatch;
        }
        return new NodeStatement(chainId, own, node, prompt, answer, model, statement).holds()
                ? null
                : "its statement is not signed by its wallet";
    }

    /** Returns whether the texts of a node can be written in a receipt: what it sent is bounded, and has one form. */
    static boolean isListable(String reveal, String model) {
        return reveal.length() <= MAX_REVEAL
                && reveal.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\')
                && ModelName.isSound(model);
    }

    static List<ReceiptNode> read(JsonNode attachments) {
        JsonNode nodes = attachments.get("nodes");
        if (nodes == null || !nodes.isArray() || nodes.size() > MAX_NODES) {
            throw new MalformedMessageException("field 'nodes' is missing or no list of at most " + MAX_NODES);
        }
        List<ReceiptNode> read = new ArrayList<>(nodes.size());
        for (JsonNode node : nodes) {
            read.add(new ReceiptNode(
                    Address.parse(Json.text(node, "node")),
                    Standing.valueOf(Json.text(node, "standing").toUpperCase(Locale.ROOT)),
                    node.has("task") ? Json.number(node, "task") : null,
                    node.has("key") ? KeyId.parse(Json.text(node, "key")) : null,
                    Hash.parse(Json.text(node, "precommit")),
                    Json.text(node, "reveal"),
                    Hash.parse(Json.text(node, "answer")),
                    Json.text(node, "model"),
                    WalletSignature.parse(Json.text(node, "statement"))));
        }
        return List.copyOf(read);
    }

    /** Returns the attachments in their one form. */
    static byte[] encoded(List<ReceiptNode> nodes) {
        return Json.canonical(
                Map.of("nodes", nodes.stream().map(ReceiptNode::toMap).toList()));
    }

    private Map<String, Object> toMap() {
        Map<String, Object> map = new TreeMap<>();
        map.put("node", node.toString());
        map.put("standing", ReceiptBody.name(standing));
        if (key != null) {
            map.put("key", key.toString());
        }
        if (task != null) {
            map.put("task", task);
        }
        map.put("precommit", precommit.toString());
        map.put("reveal", reveal);
        map.put("answer", answer.toString());
        map.put("model", model);
        map.put("statement", statement.toString());
        return map;
    }
}
