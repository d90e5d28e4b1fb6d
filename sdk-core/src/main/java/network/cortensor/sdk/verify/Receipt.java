package network.cortensor.sdk.verify;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Verdict.Status;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The evidence behind one answer, signed by the app that asked, for someone who was not there.
 *
 * <p>A receipt is JSON in one canonical form: no white space, sorted keys; any other byte makes it malformed. It has a
 * {@code body} of at most {@value #MAX_BODY_BYTES} bytes, the app's EIP-712 {@code signature} over it (domain {@code
 * Cortensor receipt} version 1, type {@code Receipt(bytes32 body)} with the SHA-256 of the body), and {@code attachments}
 * that the body names by their SHA-256: for each node its commitment, its reveal and its signed statement.
 *
 * <p>It holds no prompt, no answer and no salt: the answer appears as a salted digest that tells nothing to someone who
 * does not know the answer already. {@link ResultVerifier#check} says what of it holds. Immutable.
 */
public final class Receipt {

    /** The largest body in bytes, so that a receipt fits into an event, a header or a QR code. */
    public static final int MAX_BODY_BYTES = 1024;

    /** The largest receipt in bytes that is read: 64 nodes with all their evidence stay well below. */
    public static final int MAX_BYTES = 128 * 1024;

    private static final String TYPE = "cortensor-receipt";
    private static final int VERSION = 1;

    private final Map<String, Object> body;
    private final Map<String, Object> attachments;
    private final WalletSignature signature;
    private final Fields fields;
    private final List<NodeEvidence> nodes;

    private Receipt(Map<String, Object> body, Map<String, Object> attachments, WalletSignature signature) {
        this.body = body;
        this.attachments = attachments;
        this.signature = signature;
        this.fields = Fields.read(Json.read(Json.write(body)));
        this.nodes = NodeEvidence.read(Json.read(Json.write(attachments)));
    }

    /** What one node contributed, as the attachments tell it. */
    record NodeEvidence(
            Address node,
            Standing standing,
            Hash precommit,
            String reveal,
            Hash answer,
            String model,
            WalletSignature statement) {

        static List<NodeEvidence> read(JsonNode attachments) {
            JsonNode nodes = attachments.get("nodes");
            if (nodes == null || !nodes.isArray()) {
                throw new MalformedMessageException("field 'nodes' is missing or no list");
            }
            List<NodeEvidence> read = new ArrayList<>();
            for (JsonNode node : nodes) {
                read.add(new NodeEvidence(
                        Address.parse(Json.text(node, "node")),
                        Standing.valueOf(Json.text(node, "standing").toUpperCase(Locale.ROOT)),
                        Hash.parse(Json.text(node, "precommit")),
                        Json.text(node, "reveal"),
                        Hash.parse(Json.text(node, "answer")),
                        Json.text(node, "model"),
                        WalletSignature.parse(Json.text(node, "statement"))));
            }
            return List.copyOf(read);
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new TreeMap<>();
            map.put("node", node.toString());
            map.put("standing", standing.name().toLowerCase(Locale.ROOT));
            map.put("precommit", precommit.toString());
            map.put("reveal", reveal);
            map.put("answer", answer.toString());
            map.put("model", model);
            map.put("statement", statement.toString());
            return map;
        }
    }

    private record Fields(
            long chainId,
            TaskId task,
            Address client,
            Cid prompt,
            Hash answer,
            Status status,
            int asked,
            int quorum,
            int support,
            TokenAmount paid,
            Instant issued,
            Hash evidence) {

        static Fields read(JsonNode body) {
            if (!TYPE.equals(Json.text(body, "type")) || Json.number(body, "version") != VERSION) {
                throw new MalformedMessageException("not a receipt of version " + VERSION);
            }
            if (Json.number(body, "chain") < 1 || Json.number(body, "asked") < 1) {
                throw new MalformedMessageException("chain and asked start at 1");
            }
            return new Fields(
                    Json.number(body, "chain"),
                    new TaskId(new SessionId(Json.number(body, "session")), Json.number(body, "task")),
                    Address.parse(Json.text(body, "client")),
                    Cid.parse(Json.text(body, "prompt")),
                    Hash.parse(Json.text(body, "answer")),
                    Status.valueOf(Json.text(body, "status").toUpperCase(Locale.ROOT)),
                    Math.toIntExact(Json.number(body, "asked")),
                    Math.toIntExact(Json.number(body, "quorum")),
                    Math.toIntExact(Json.number(body, "support")),
                    new TokenAmount(new BigInteger(Json.text(body, "paid"))),
                    Instant.parse(Json.text(body, "issued")),
                    Hash.parse(Json.text(body, "evidence")));
        }
    }

    /**
     * Issues the receipt of a verdict.
     *
     * <p>Nodes whose result could not be opened are left out of the attachments: there is nothing of theirs to check.
     *
     * <p>A receipt holds digests, and digests tell whether answers are equal, not whether they are alike. So only equal
     * answers support it: a verdict that was accepted because others said the same in other words gives a receipt that is
     * undecided, unless the equal ones alone reach the quorum.
     *
     * @param client the wallet of the app that asked
     * @param submissions the results that the verdict was made from
     * @param paid what the task cost, in wei
     * @param issued the time to put in; seconds are kept
     * @throws IllegalArgumentException when the verdict names no answer, because then there is nothing to certify
     */
    public static Receipt issue(
            WalletSigner client,
            TaskFacts facts,
            Verdict verdict,
            List<NodeSubmission> submissions,
            TokenAmount paid,
            Instant issued) {
        Hash answer = verdict.answer()
                .orElseThrow(() -> new IllegalArgumentException("A receipt needs a verdict that names an answer"));
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (NodeSubmission submission : submissions) {
            NodeStatement statement = submission.statement();
            Hash precommit = submission.precommit();
            String reveal = submission.reveal();
            if (statement != null && precommit != null && reveal != null) {
                nodes.add(new NodeEvidence(
                                submission.node(),
                                standing(verdict, submission.node()),
                                precommit,
                                reveal,
                                statement.answer(),
                                statement.model(),
                                statement.signature())
                        .toMap());
            }
        }
        Map<String, Object> attachments = new TreeMap<>(Map.of("nodes", nodes));

        Map<String, Object> body = new TreeMap<>();
        body.put("type", TYPE);
        body.put("version", VERSION);
        body.put("chain", facts.chainId());
        body.put("session", facts.task().session().value());
        body.put("task", facts.task().number());
        body.put("client", Counterparts.of(client.address()).toString());
        body.put("prompt", facts.prompt().toString());
        body.put("answer", answer.toString());
        body.put("status", provable(verdict).name().toLowerCase(Locale.ROOT));
        body.put("asked", verdict.asked());
        body.put("quorum", verdict.quorum());
        body.put("support", verdict.equal());
        body.put("paid", paid.wei().toString());
        body.put("issued", issued.truncatedTo(ChronoUnit.SECONDS).toString());
        body.put("evidence", sha256(Json.write(attachments)).toString());
        return new Receipt(body, attachments, typedData(facts.chainId(), body).sign(client));
    }

    private static Status provable(Verdict verdict) {
        return verdict.accepted() && verdict.equal() < verdict.quorum() ? Status.UNDECIDED : verdict.status();
    }

    private static Standing standing(Verdict verdict, Address node) {
        return verdict.nodes().stream()
                .filter(finding -> finding.node().equals(node))
                .map(NodeFinding::standing)
                .findFirst()
                .orElse(Standing.INVALID);
    }

    /**
     * Reads a receipt. What it says still has to be {@linkplain ResultVerifier#check checked}.
     *
     * @throws EvidenceException when the bytes are not a receipt in canonical form
     */
    public static Receipt decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            throw new EvidenceException(
                    "A receipt has at most " + MAX_BYTES + " bytes, this one has " + encoded.length);
        }
        try {
            JsonNode root = Json.read(encoded);
            JsonNode body = root.get("body");
            JsonNode attachments = root.get("attachments");
            if (body == null || !body.isObject() || attachments == null || !attachments.isObject()) {
                throw new MalformedMessageException("'body' and 'attachments' must be objects");
            }
            Receipt receipt = new Receipt(
                    Json.toMap(body), Json.toMap(attachments), WalletSignature.parse(Json.text(root, "signature")));
            if (!Arrays.equals(receipt.encoded(), encoded)) {
                throw new MalformedMessageException(
                        "the form is not canonical: sorted keys, no white space and no further fields are expected");
            }
            return receipt;
        } catch (MalformedMessageException e) {
            throw new EvidenceException("This is not a receipt: " + e.getMessage() + ".", e);
        } catch (IllegalArgumentException
                | ArithmeticException
                | DateTimeException
                | CryptoException
                | IpfsException e) {
            throw new EvidenceException("This is not a receipt: a field does not have the form it should have.", e);
        }
    }

    /** Returns the receipt in its one form: the bytes that {@link #decode} takes. */
    public byte[] encoded() {
        Map<String, Object> root = new TreeMap<>();
        root.put("body", body);
        root.put("attachments", attachments);
        root.put("signature", signature.toString());
        return Json.write(root);
    }

    /** Returns the chain that the task lives on. */
    public long chainId() {
        return fields.chainId();
    }

    /** Returns the task that was answered. */
    public TaskId task() {
        return fields.task();
    }

    /** Returns the wallet address of the app that asked and signed. */
    public Address client() {
        return fields.client();
    }

    /** Returns the content id of the sealed prompt's payload. */
    public Cid prompt() {
        return fields.prompt();
    }

    /** Returns the salted digest of the answer. */
    public Hash answer() {
        return fields.answer();
    }

    /** Returns the status that the verdict had. */
    public Status status() {
        return fields.status();
    }

    /** Returns how many nodes were asked. */
    public int asked() {
        return fields.asked();
    }

    /** Returns how many equal answers were needed. */
    public int quorum() {
        return fields.quorum();
    }

    /** Returns how many nodes gave the answer. */
    public int support() {
        return fields.support();
    }

    /** Returns what the task cost, as the app states it; only the chain can prove it. */
    public TokenAmount paid() {
        return fields.paid();
    }

    /** Returns when the receipt was issued, as the app states it. */
    public Instant issued() {
        return fields.issued();
    }

    List<NodeEvidence> nodes() {
        return nodes;
    }

    int bodyBytes() {
        return Json.write(body).length;
    }

    boolean attachmentsHold() {
        return sha256(Json.write(attachments)).equals(fields.evidence());
    }

    /** Returns who signed the body; empty when the signature is nobody's. */
    Optional<Address> signer() {
        try {
            return Optional.of(Counterparts.of(typedData(fields.chainId(), body).recover(signature)));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    private static TypedData typedData(long chainId, Map<String, Object> body) {
        return TypedData.builder("Receipt", "Cortensor receipt", "1", chainId)
                .bytes32("body", sha256(Json.write(body)).bytes())
                .build();
    }

    private static Hash sha256(byte[] bytes) {
        try {
            return Hash.decode(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Returns the receipt as text, which is what its bytes are. */
    @Override
    public String toString() {
        return new String(encoded(), StandardCharsets.UTF_8);
    }
}
