package network.cortensor.sdk.verify;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.KeyId;
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
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Verdict.Status;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The evidence behind one answer, signed by the app that asked, for someone who was not there.
 *
 * <p>A receipt is JSON in one canonical form (RFC 8785), which {@code RECEIPT.md} beside this module's sources describes; any
 * other byte makes it malformed. It has a {@code body} of at most {@value #MAX_BODY_BYTES} bytes, the app's EIP-712
 * {@code signature} over it, and {@code attachments} that the body names by their SHA-256: for each node its commitment, its
 * reveal and its signed statement. {@link BatchedReceipt} puts many receipts under one more signature.
 *
 * <p>It holds no prompt, no answer and no salt: the answer appears as a salted digest that tells nothing to someone who
 * does not know the answer already. {@link ResultVerifier#check(Receipt)} says what of it holds, and which of it is only what
 * the app says. Immutable.
 */
public final class Receipt {

    /** The largest body in bytes, so that a receipt fits into an event, a header or a QR code. */
    public static final int MAX_BODY_BYTES = ReceiptBody.MAX_BYTES;

    /** The largest receipt in bytes that is read: 64 nodes with all their evidence stay below. */
    public static final int MAX_BYTES = 128 * 1024;

    private final ReceiptBody body;
    private final List<ReceiptNode> nodes;
    private final WalletSignature signature;
    private final byte[] bodyBytes;
    private final byte[] attachments;
    private final TypedData statement;

    private Receipt(ReceiptBody body, List<ReceiptNode> nodes, Signing signing) {
        this.body = body;
        this.nodes = nodes;
        this.bodyBytes = body.encoded();
        this.attachments = ReceiptNode.encoded(nodes);
        if (bodyBytes.length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "The body of a receipt has at most " + MAX_BODY_BYTES + " bytes, this one has " + bodyBytes.length);
        }
        this.statement = TypedData.builder("Receipt", "Cortensor receipt", "2", body.chainId())
                .bytes32("body", sha256(bodyBytes).bytes())
                .build();
        this.signature = signing.sign(statement);
    }

    /** Where the signature comes from: a wallet, or bytes that were read. */
    @FunctionalInterface
    private interface Signing {
        WalletSignature sign(TypedData statement);
    }

    /**
     * Issues the receipt of a verdict whose payment has no transaction, or none that is known.
     *
     * @param client the wallet of the app that asked
     * @param submissions the results that the verdict was made from
     * @param paid what the task cost, in wei
     * @param issued the time to put in; seconds are kept
     * @throws IllegalArgumentException as the other method
     */
    public static Receipt issue(
            WalletSigner client,
            TaskFacts facts,
            Verdict verdict,
            List<NodeSubmission> submissions,
            TokenAmount paid,
            Instant issued) {
        return issue(client, facts, verdict, submissions, paid, Optional.empty(), issued);
    }

    /**
     * Issues the receipt of a verdict.
     *
     * <p>Nodes whose result could not be opened are left out of the attachments: there is nothing of theirs to check. At most
     * 64 nodes are listed, those nearest to the answer first.
     *
     * <p>A receipt holds digests, and digests tell whether answers are equal, not whether they are alike. So only equal
     * answers support it: a verdict that was accepted because others said the same in other words gives a receipt whose
     * {@link #status()} is undecided, unless the equal ones alone reach the quorum; what the app concluded is
     * {@link #verdict()}.
     *
     * @param client the wallet of the app that asked
     * @param submissions the results that the verdict was made from
     * @param paid what the task cost, in wei
     * @param payment the transaction that paid, if it is known
     * @param issued the time to put in; seconds are kept
     * @throws IllegalArgumentException when the verdict names no answer, because then there is nothing to certify; when the
     *     prompt is not named by a CIDv1 of raw or dag-pb with SHA-256, more than 65,535 nodes were asked or are needed, a number
     *     is beyond 2<sup>53</sup> - 1, or the time is before 1970 or after the year 9999
     */
    public static Receipt issue(
            WalletSigner client,
            TaskFacts facts,
            Verdict verdict,
            List<NodeSubmission> submissions,
            TokenAmount paid,
            Optional<Hash> payment,
            Instant issued) {
        Hash answer = verdict.answer()
                .orElseThrow(() -> new IllegalArgumentException("A receipt needs a verdict that names an answer"));
        List<ReceiptNode> nodes = listed(facts, verdict, submissions);
        int support = count(nodes, Standing.AGREES);
        Optional<String> model = nodes.stream()
                .filter(node -> node.standing() == Standing.AGREES)
                .map(ReceiptNode::model)
                .findFirst()
                .filter(ReceiptBody::fits);
        int alike = count(nodes, Standing.ALIKE);
        ReceiptBody body = new ReceiptBody(
                facts.chainId(),
                facts.task(),
                Counterparts.of(client.address()),
                facts.prompt(),
                answer,
                model.orElse(null),
                provable(verdict, support),
                provable(verdict, support + alike),
                verdict.asked(),
                verdict.quorum(),
                support,
                alike,
                verdict.policy().receiptName(),
                ReceiptPolicy.millionths(verdict.probability()),
                layers(verdict),
                paid,
                payment.orElse(null),
                issued.truncatedTo(ChronoUnit.SECONDS),
                sha256(ReceiptNode.encoded(nodes)));
        return new Receipt(body, nodes, statement -> statement.sign(client));
    }

    private static List<ReceiptNode> listed(TaskFacts facts, Verdict verdict, List<NodeSubmission> submissions) {
        Map<Address, Standing> standings = verdict.nodes().stream()
                .collect(Collectors.toMap(NodeFinding::node, NodeFinding::standing, (first, second) -> first));
        // A node that is given twice counts once, with its first and the standing of that one, also where that one has
        // nothing to list.
        Map<Address, NodeSubmission> firsts = new LinkedHashMap<>();
        submissions.forEach(submission -> firsts.putIfAbsent(submission.node(), submission));
        List<ReceiptNode> nodes = new ArrayList<>();
        for (NodeSubmission submission : firsts.values()) {
            ReceiptNode node = listed(facts, standings.getOrDefault(submission.node(), Standing.INVALID), submission);
            if (node != null) {
                nodes.add(node);
            }
        }
        // The standings count from the nearest to the answer to the farthest, and equal ones keep their order.
        return nodes.stream()
                .sorted(Comparator.comparing(ReceiptNode::standing))
                .limit(ReceiptNode.MAX_NODES)
                .toList();
    }

    private static @Nullable ReceiptNode listed(TaskFacts facts, Standing standing, NodeSubmission submission) {
        NodeStatement statement = submission.statement();
        Hash precommit = submission.precommit();
        String reveal = submission.reveal();
        if (statement == null
                || precommit == null
                || reveal == null
                || !ReceiptNode.isListable(reveal, statement.model())) {
            return null;
        }
        TaskId task = submission.task(facts);
        ReceiptNode node = new ReceiptNode(
                submission.node(),
                standing,
                task.equals(facts.task()) ? null : Long.valueOf(task.number()),
                submission.key(),
                precommit,
                reveal,
                statement.answer(),
                statement.model(),
                statement.signature());
        // What is wrong with an answer alone, no receipt can show: who signs one and delivers another is left out.
        boolean provable =
                standing != Standing.INVALID || node.wrongIn(facts.chainId(), facts.task(), facts.prompt()) != null;
        return provable ? node : null;
    }

    /** Returns what is left of the verdict when only the listed nodes count. */
    private static Status provable(Verdict verdict, int support) {
        return verdict.accepted() && support < verdict.quorum() ? Status.UNDECIDED : verdict.status();
    }

    private static int count(List<ReceiptNode> nodes, Standing standing) {
        return (int) nodes.stream().filter(node -> node.standing() == standing).count();
    }

    private static Set<Layer> layers(Verdict verdict) {
        return verdict.nodes().stream()
                .flatMap(node -> node.evidence().stream())
                .map(Evidence::layer)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Layer.class)));
    }

    /**
     * Reads a receipt. What it says still has to be {@linkplain ResultVerifier#check(Receipt) checked}.
     *
     * @throws EvidenceException when the bytes are not a receipt of version 2 in canonical form
     */
    public static Receipt decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            throw new EvidenceException(
                    "A receipt has at most " + MAX_BYTES + " bytes, this one has " + encoded.length);
        }
        try {
            Receipt receipt = read(Json.read(encoded));
            if (!Arrays.equals(receipt.encoded(), encoded)) {
                throw new MalformedMessageException(
                        "the form is not canonical: sorted keys, no white space and no further fields are expected");
            }
            return receipt;
        } catch (MalformedMessageException e) {
            throw new EvidenceException("This is not a receipt: " + e.getMessage() + ".", e);
        } catch (IllegalArgumentException | CryptoException | IpfsException e) {
            throw new EvidenceException("This is not a receipt: a field does not have the form it should have.", e);
        }
    }

    /** Reads a receipt that is the value of a field; whoever does so compares with {@link #encoded}. */
    static Receipt read(JsonNode root) {
        JsonNode body = root.get("body");
        JsonNode attachments = root.get("attachments");
        if (body == null || !body.isObject() || attachments == null || !attachments.isObject()) {
            throw new MalformedMessageException("'body' and 'attachments' must be objects");
        }
        WalletSignature signature = WalletSignature.parse(Json.text(root, "signature"));
        return new Receipt(ReceiptBody.read(body), ReceiptNode.read(attachments), statement -> signature);
    }

    /** Returns the receipt in its one form: the bytes that {@link #decode} takes. */
    public byte[] encoded() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the 32 bytes that the app signed, which are the name of this receipt in a batch or on a chain: equal receipts
     * have an equal digest, whichever signature is under them.
     */
    public Hash digest() {
        return Hash.decode(statement.digest());
    }

    /** Returns the chain that the task lives on. */
    public long chainId() {
        return body.chainId();
    }

    /** Returns the task that was answered. */
    public TaskId task() {
        return body.task();
    }

    /** Returns the wallet address of the app that asked and signed. */
    public Address client() {
        return body.client();
    }

    /** Returns the content id of the sealed prompt's payload, which commits to the prompt and shows nothing of it. */
    public Cid prompt() {
        return body.prompt();
    }

    /** Returns the salted digest of the answer. */
    public Hash answer() {
        return body.answer();
    }

    /**
     * Returns the model that a node which gave the answer signed to have used; a claim, not a proof. Empty when its name takes
     * more than 120 bytes; the attachments then have it.
     */
    public Optional<String> model() {
        return Optional.ofNullable(body.model());
    }

    /** Returns what the receipt proves: accepted only if the equal answers alone reach the quorum. */
    public Status status() {
        return body.status();
    }

    /**
     * Returns what the app concluded. It is accepted where {@link #status()} is undecided when nodes said the same in other
     * words: that is the app's word, until somebody who has the answers compares them again.
     */
    public Status verdict() {
        return body.verdict();
    }

    /**
     * Returns the policy of the verdict: {@code majority}, {@code at-least:n}, {@code exact}, {@code agreement:n:f},
     * {@code audited:rate} or {@code adaptive:error:nodes}, rate and error in millionths. The quorum is checked against it.
     */
    public String policy() {
        return body.policy().toString();
    }

    /** Returns the verdict's probability as the app states it, rounded down to a millionth. */
    public double probability() {
        return body.probability() / 1e6;
    }

    /** Returns the layers of evidence that the verdict rests on, as the app states them. */
    public Set<Layer> layers() {
        return body.layers();
    }

    /** Returns how many nodes were asked. */
    public int asked() {
        return body.asked();
    }

    /** Returns how many equal answers were needed. */
    public int quorum() {
        return body.quorum();
    }

    /** Returns how many listed nodes gave the answer letter by letter in canonical form. */
    public int support() {
        return body.support();
    }

    /** Returns how many listed nodes said the same in other words, as the app's comparator found. */
    public int alike() {
        return body.alike();
    }

    /** Returns what the task cost, as the app states it; only the chain can prove it. */
    public TokenAmount paid() {
        return body.paid();
    }

    /**
     * Returns the transaction that paid, as the app states it; there, the chain can be asked. In the receipts of {@code
     * InferenceSession.complete} it is the one in which {@link #task()} ended and its miners were paid; empty on a ledger without
     * transactions, or if the chain did not name it in two seconds. Others that were asked later are in tasks of their own: the
     * ledger's state of each says what was paid.
     */
    public Optional<Hash> payment() {
        return Optional.ofNullable(body.payment());
    }

    /** Returns when the receipt was issued, as the app states it. */
    public Instant issued() {
        return body.issued();
    }

    /**
     * Returns the keys that the prompt was sealed for, by node, as the app states them: the sealed prompt's envelope and the
     * nodes' key announcements on the ledger name the same ones.
     */
    public Map<Address, KeyId> keys() {
        Map<Address, KeyId> keys = new LinkedHashMap<>();
        for (ReceiptNode node : nodes) {
            KeyId key = node.key();
            if (key != null) {
                keys.putIfAbsent(node.node(), key);
            }
        }
        return Map.copyOf(keys);
    }

    ReceiptPolicy policyName() {
        return body.policy();
    }

    List<ReceiptNode> nodes() {
        return nodes;
    }

    int bodyBytes() {
        return bodyBytes.length;
    }

    boolean attachmentsHold() {
        return sha256(attachments).equals(body.evidence());
    }

    /** Returns who signed the body; empty when the signature is nobody's. */
    Optional<Address> signer() {
        try {
            return Optional.of(Counterparts.of(statement.recover(signature)));
        } catch (RejectedException e) {
            return Optional.empty();
        }
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
        return "{\"attachments\":" + new String(attachments, StandardCharsets.UTF_8) + ",\"body\":"
                + new String(bodyBytes, StandardCharsets.UTF_8) + ",\"signature\":\"" + signature + "\"}";
    }
}
