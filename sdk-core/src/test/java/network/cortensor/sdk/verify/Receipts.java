package network.cortensor.sdk.verify;

import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.compare.Comparison;
import network.cortensor.sdk.verify.compare.LayerFinding;
import network.cortensor.sdk.verify.compare.Sign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Receipts of a small world that is the same in every run: fixed keys, salts and times. */
final class Receipts {

    static final long CHAIN = 421614;
    static final TaskId TASK = new TaskId(new SessionId(7), 12);
    static final Instant ISSUED = Instant.parse("2026-11-22T10:00:00Z");
    static final TokenAmount PAID = TokenAmount.ofCor("0.03");
    static final Hash PAYMENT = Hash.keccak256("a transaction".getBytes(StandardCharsets.UTF_8));

    /** Number 0 is the app's, 1 collects receipts, the nodes have the others. */
    static final List<Wallet> WALLETS =
            IntStream.range(0, 80).mapToObj(Receipts::wallet).toList();

    /** Texts with the same first word say the same. */
    static final AnswerComparator FIRST_WORDS = (a, b) -> {
        Sign sign = a.text().split(" ", 2)[0].equals(b.text().split(" ", 2)[0]) ? Sign.SAME : Sign.DIFFERENT;
        return new Comparison(
                sign,
                sign == Sign.SAME ? 0.97 : 0.02,
                List.of(
                        new LayerFinding(Layer.FACTS, sign, 0, "facts"),
                        new LayerFinding(Layer.EMBEDDING, sign, 0, "cosine")));
    };

    private static final byte[] SALT = new byte[32];

    private Receipts() {}

    private static Wallet wallet(int number) {
        try {
            Path file = Files.createTempFile(
                    "wallet",
                    ".hex",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, String.format("%062x%02x", 0xc0ffee, number + 1));
            Wallet wallet = Wallet.readFrom(file);
            Files.delete(file);
            return wallet;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Wallet app() {
        return WALLETS.get(0);
    }

    static Cid prompt(int task) {
        byte[] digest = new byte[32];
        Arrays.fill(digest, (byte) task);
        return Cid.of(Codec.DAG_PB, digest);
    }

    static TaskFacts facts(TaskId task, int asked) {
        return TaskFacts.of(CHAIN, task, prompt((int) task.number()), SALT, asked);
    }

    /** What a node says, with a salt that is its number. */
    static NodeSubmission answer(TaskId task, int node, String text, String model) {
        return answer(task, prompt((int) task.number()), node, text, text, model);
    }

    /** What a node says under a further task that the prompt of {@link #TASK} was given to it by. */
    static NodeSubmission later(int task, int node, String text) {
        TaskId further = new TaskId(TASK.session(), task);
        return answer(further, prompt((int) TASK.number()), node, text, text, "llama")
                .in(further);
    }

    /** A node that signs one text and delivers another. */
    static NodeSubmission signsAndDelivers(int node, String signed, String delivered) {
        return answer(TASK, prompt((int) TASK.number()), node, signed, delivered, "llama");
    }

    private static NodeSubmission answer(
            TaskId task, Cid prompt, int node, String signed, String delivered, String model) {
        Wallet wallet = WALLETS.get(node + 2);
        byte[] salt = new byte[32];
        Arrays.fill(salt, (byte) node);
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) (0xa0 + node));
        ResultCommitment commitment = ResultCommitment.parse(
                "cortensor:result:1:" + CHAIN + ":" + task.session().value()
                        + ":" + task.number() + ":" + wallet.address() + ":"
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(salt) + ":object-" + node);
        NodeSubmission submission = NodeSubmission.opened(
                Counterparts.of(wallet.address()),
                Hash.decode(commitment.hash()),
                commitment.reveal(),
                NodeStatement.sign(
                        wallet, CHAIN, task, prompt, CanonicalText.of(signed).digest(SALT), model),
                delivered);
        return node % 2 == 0 ? submission.withKey(KeyId.decode(key)) : submission;
    }

    static Receipt receipt(TaskId task, VerificationPolicy policy, Optional<Hash> payment, String... answers) {
        List<NodeSubmission> submissions = new ArrayList<>();
        for (String answer : answers) {
            submissions.add(answer(task, submissions.size(), answer, "llama-3.1:8b-q4_K_M"));
        }
        return receipt(task, policy, payment, submissions);
    }

    static Receipt receipt(
            TaskId task, VerificationPolicy policy, Optional<Hash> payment, List<NodeSubmission> submissions) {
        return receipt(facts(task, submissions.size()), policy, payment, submissions);
    }

    /** The same, for a prompt that was given to nodes under several tasks. */
    static Receipt receipt(List<Integer> furtherTasks, NodeSubmission... submissions) {
        TaskFacts facts = facts(TASK, submissions.length)
                .withFollowUps(furtherTasks.stream()
                        .map(task -> new TaskId(TASK.session(), task))
                        .toList());
        return receipt(facts, VerificationPolicy.majority(), Optional.empty(), List.of(submissions));
    }

    private static Receipt receipt(
            TaskFacts facts, VerificationPolicy policy, Optional<Hash> payment, List<NodeSubmission> submissions) {
        Verdict verdict =
                ResultVerifier.builder(policy).comparator(FIRST_WORDS).build().verify(facts, submissions);
        return Receipt.issue(app(), facts, verdict, submissions, PAID, payment, ISSUED);
    }

    static Receipt receipt(String... answers) {
        return receipt(TASK, VerificationPolicy.majority(), Optional.of(PAYMENT), answers);
    }

    /** Puts the app's signature under an altered body. */
    static Receipt signedAnew(String altered) {
        Receipt unsigned = Receipt.decode(altered.getBytes(StandardCharsets.UTF_8));
        String signature = app().sign(unsigned.digest().bytes()).toString();
        return Receipt.decode(altered.replaceFirst("\"signature\":\"[^\"]+\"}$", "\"signature\":\"" + signature + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    }

    /** The same, for altered attachments: the body names them too. */
    static Receipt signedAnewWithAttachments(String altered) {
        Receipt unsigned = Receipt.decode(altered.getBytes(StandardCharsets.UTF_8));
        String evidence = HexFormat.of().formatHex(sha256(ReceiptNode.encoded(unsigned.nodes())));
        return signedAnew(altered.replaceFirst("\"evidence\":\"0x[0-9a-f]+\"", "\"evidence\":\"0x" + evidence + "\""));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Receipts of tasks 0, 1, 2 and so on. */
    static List<Receipt> receipts(int number) {
        return IntStream.range(0, number)
                .mapToObj(task -> receipt(
                        new TaskId(new SessionId(7), task), VerificationPolicy.majority(), Optional.empty(), "yes"))
                .toList();
    }
}
