package network.cortensor.sdk.verify;

import network.cortensor.sdk.verify.consensus.Adversary;
import network.cortensor.sdk.verify.consensus.Forecast;
import network.cortensor.sdk.verify.consensus.Reputation;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import network.cortensor.sdk.verify.consensus.SequentialTest;
import network.cortensor.sdk.verify.consensus.StoppingRule;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * When an answer counts as verified. Immutable.
 *
 * <p>With {@code n} nodes asked and a quorum of {@code q}, an answer is accepted wrongly only when at least {@code q} of
 * the asked nodes give the same wrong answer; it is withheld wrongly when more than {@code n - q} nodes fail or lie.
 *
 * <p>Which error that gives, and at which price, depends on what is assumed of the nodes: {@link #forecast} computes both.
 * With {@code b} the share of bad nodes, all colluding, and honest nodes that agree:
 *
 * <table>
 *   <caption>Wrong answers accepted, of all tasks</caption>
 *   <tr><th>policy</th><th>in general</th><th>b = 10 %</th><th>b = 30 %</th><th>nodes, b = 0 / 30 %</th></tr>
 *   <tr><td>{@code majority()}, 3 asked</td><td>P(Bin(3, b) &ge; 2)</td><td>2.8 %</td><td>22 %</td><td>2 / 2.4</td></tr>
 *   <tr><td>{@code majority()}, 7 asked</td><td>P(Bin(7, b) &ge; 4)</td><td>0.27 %</td><td>13 %</td><td>4 / 5.4</td></tr>
 *   <tr><td>{@code exact()}, 3 asked</td><td>b<sup>3</sup></td><td>0.1 %</td><td>2.7 %</td><td>3 / 2.6</td></tr>
 *   <tr><td>{@code agreement(7, 2)}</td><td>P(Bin(7, b) &ge; 5)</td><td>0.018 %</td><td>2.9 %</td><td>5 / 6.2</td></tr>
 *   <tr><td>{@code audited(0.1)}</td><td>0.9 b + 0.1 P(Bin(3, b) &ge; 2)</td><td>9.3 %</td><td>29 %</td><td>1.1 / 1.1</td></tr>
 *   <tr><td>{@code adaptive(0.01, 16)}, no book</td><td>see {@link SequentialTest}</td><td>0.001 %</td><td>0.28 %</td>
 *       <td>5 / 9.8</td></tr>
 * </table>
 *
 * <p>{@code audited} looks bad there because it deters and does not prevent. What {@code adaptive} makes of a book of
 * reputations is told in {@link SequentialTest}: 2 nodes without bad ones, below 4 with 30 %.
 */
public final class VerificationPolicy {

    /** How many nodes an audited task is given to: the answer of two of them counts. */
    public static final int AUDITORS = 3;

    private static final double DEFAULT_NO_ANSWER = 0.05;

    private enum Kind {
        MAJORITY,
        AT_LEAST,
        EXACT,
        AGREEMENT,
        AUDITED,
        ADAPTIVE
    }

    private final Kind kind;

    /** The quorum of {@link Kind#AT_LEAST}, the nodes of {@link Kind#AGREEMENT}. */
    private final int nodes;

    private final int faulty;
    private final double auditRate;
    private final byte[] auditKey;
    private final SequentialTest test;

    private VerificationPolicy(
            Kind kind, int nodes, int faulty, double auditRate, byte[] auditKey, SequentialTest test) {
        this.kind = kind;
        this.nodes = nodes;
        this.faulty = faulty;
        this.auditRate = auditRate;
        this.auditKey = auditKey;
        this.test = test;
    }

    /** Only {@link #adaptive} decides by a test; the others report a probability by this one. */
    private static final SequentialTest REPORTED = SequentialTest.of(0.01, Integer.MAX_VALUE);

    private static VerificationPolicy quorum(Kind kind, int nodes, int faulty) {
        return new VerificationPolicy(kind, nodes, faulty, 0, new byte[0], REPORTED);
    }

    /** More than half of the asked nodes must agree. The default: it tolerates one bad node of three, two of five. */
    public static VerificationPolicy majority() {
        return quorum(Kind.MAJORITY, 0, 0);
    }

    /**
     * Exactly the given number of nodes, or more, must agree, and more than on any other answer: with half of the asked nodes or
     * fewer, two answers could have enough.
     */
    public static VerificationPolicy atLeast(int nodes) {
        if (nodes < 1) {
            throw new IllegalArgumentException("A quorum needs at least 1 node, " + nodes + " was given");
        }
        return quorum(Kind.AT_LEAST, nodes, 0);
    }

    /**
     * All asked nodes must give answers that are equal in canonical form, whatever a comparator says of them. For tasks whose
     * answer is one and the same on every machine; one node that fails or lies withholds the answer.
     */
    public static VerificationPolicy exact() {
        return quorum(Kind.EXACT, 0, 0);
    }

    /**
     * The Byzantine quorum: of {@code n} asked nodes up to {@code f} may be bad, in whatever way and all together. The quorum
     * is {@code q = max(2f + 1, floor(n / 2) + 1)}, and {@code n >= 3f + 1} is demanded.
     *
     * <p><b>Theorem.</b> Each node gives one answer or none; at most {@code f} are bad.
     *
     * <ol>
     *   <li><b>Backed by honest nodes.</b> An accepted answer was given by at least {@code q - f >= f + 1} honest nodes, and
     *       so by more honest nodes than bad ones.
     *   <li><b>One answer.</b> No two different answers reach the quorum with the same nodes, as {@code 2q > n}.
     *   <li><b>Right.</b> If the honest nodes agree, only their answer is ever accepted. To have another one accepted takes
     *       {@code q} bad nodes.
     *   <li><b>Live.</b> If the honest nodes agree and answer, an answer is accepted, as {@code n - f >= q}.
     * </ol>
     *
     * <p>(1) and (4) need {@code n >= 3f + 1}: with {@code n = 3f} and {@code f > 0}, a quorum of {@code 2f + 1} is out of
     * reach of the {@code 2f} honest nodes. "Gave the answer" is meant as the comparison has it: what a comparator wrongly
     * calls the same counts as a bad node.
     *
     * <p>If instead each node is bad with probability {@code b}, a wrong answer is accepted with probability {@code P(Bin(n,
     * b) >= q)}.
     *
     * @throws IllegalArgumentException when {@code f} is negative or {@code n < 3f + 1}
     */
    public static VerificationPolicy agreement(int n, int f) {
        if (f < 0 || n < 1 || n <= 3L * f) {
            throw new IllegalArgumentException("To stand " + f + " bad nodes, at least " + (3L * Math.max(0, f) + 1)
                    + " have to be asked, not " + n);
        }
        return quorum(Kind.AGREEMENT, n, f);
    }

    /**
     * One node answers, and a share of the tasks is given to {@value #AUDITORS} nodes, of which two must agree. Which tasks,
     * no node can know before: they are drawn with a secret key, which is made here and dies with this value.
     *
     * <p>It deters and does not prevent: a wrong answer to a task that was not drawn is accepted. What it costs a cheat is
     * for {@link network.cortensor.sdk.verify.consensus.Audit} to say.
     *
     * @param rate the share of tasks that are drawn, above 0 and at most 1
     */
    public static VerificationPolicy audited(double rate) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return audited(rate, key);
    }

    /**
     * The same with a given key, so that a task is drawn again, or not, after a restart.
     *
     * @param key 32 bytes that no node knows
     */
    public static VerificationPolicy audited(double rate, byte[] key) {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("An audit rate is above 0 and at most 1, not " + rate);
        }
        if (key.length != 32) {
            throw new IllegalArgumentException("An audit key has 32 bytes, this one has " + key.length);
        }
        return new VerificationPolicy(Kind.AUDITED, 0, 0, rate, key.clone(), REPORTED);
    }

    /**
     * Asks one more node until an answer is certain enough, by what is known of the nodes: {@link SequentialTest}, whose
     * documentation tells the assumptions, what it costs and what cannot be had.
     *
     * <p>A client asks each further node by a task of its own, among the nodes of the session: open it with a redundancy of 1,
     * with {@code maxNodes} of at least these, and with enough {@code maxTasks}. The defaults of 3 nodes and 5 tasks are too few.
     *
     * @param targetError the probability of accepting a wrong answer that is wanted, between 0 and 0.5
     * @param maxNodes how many nodes are asked at most
     * @throws IllegalArgumentException when these nodes could not reach that error even if all agreed
     */
    public static VerificationPolicy adaptive(double targetError, int maxNodes) {
        return adaptive(SequentialTest.of(targetError, maxNodes));
    }

    /** The same by a given test, such as one with a share of bad nodes that is assumed. */
    public static VerificationPolicy adaptive(SequentialTest test) {
        return new VerificationPolicy(Kind.ADAPTIVE, 0, 0, 0, new byte[0], test);
    }

    /**
     * Returns the number of equal answers needed when that many nodes were asked. For {@link #adaptive}, the number of
     * strangers that have to agree when nobody contradicts; for {@link #audited}, a majority.
     */
    public int quorum(int asked) {
        return switch (kind) {
            case MAJORITY, AUDITED -> asked / 2 + 1;
            case AT_LEAST -> nodes;
            case EXACT -> asked;
            case AGREEMENT -> Math.max(2 * faulty + 1, Math.max(asked, nodes) / 2 + 1);
            case ADAPTIVE -> test.unanimous();
        };
    }

    /** Returns the quorum for a task: one that is drawn for an audit needs two nodes that agree, however few were asked. */
    int quorum(TaskFacts facts) {
        return drawn(facts) ? Math.max(quorum(AUDITORS), quorum(facts.asked())) : quorum(facts.asked());
    }

    /**
     * Returns how many nodes may be asked for a task, one after the other, until its verdict is neither accepted nor rejected
     * for good.
     */
    public int mostNodes(TaskFacts facts) {
        return kind == Kind.AUDITED && !drawn(facts) ? facts.asked() : mostNodes(facts.asked());
    }

    /**
     * Returns how many nodes may be asked for any task, where a task asks that many at a time: what a session has to have for
     * the policy to get its way.
     */
    public int mostNodes(int asked) {
        return switch (kind) {
            case MAJORITY, AT_LEAST, EXACT -> asked;
            case AGREEMENT -> Math.max(nodes, asked);
            case AUDITED -> Math.max(AUDITORS, asked);
            case ADAPTIVE -> Math.max(test.maxNodes(), asked);
        };
    }

    /**
     * Returns whether an answer can be accepted at all where no more than that many nodes can be asked: if all of them agree,
     * and, for {@link #adaptive}, each is as good as the best one of the book.
     */
    public boolean canAcceptWith(int nodes, ReputationBook reputations) {
        return kind == Kind.ADAPTIVE
                ? test.knowing(reputations).canAcceptWith(nodes)
                : nodes > 0 && nodes >= quorum(nodes);
    }

    /**
     * Returns what this policy comes to for one task: {@link #audited} asks either one node or several, which is drawn here, and
     * the others are what they are. For one who asks nodes one after the other and has to go on with the same draw after a
     * restart, when the key is gone.
     */
    public VerificationPolicy resolvedFor(TaskFacts facts) {
        if (kind != Kind.AUDITED) {
            return this;
        }
        return drawn(facts) ? agreement(Math.max(AUDITORS, facts.asked()), 0) : majority();
    }

    /**
     * Reads a policy as a person or a journal writes it: {@code majority}, {@code exact}, {@code at-least:NODES}, {@code
     * agreement:NODES:FAULTY}, {@code audited:RATE}, {@code adaptive:ERROR:NODES} or {@code adaptive:ERROR:NODES:SHARE}, where
     * the share of bad nodes is {@linkplain SequentialTest#assuming assumed}.
     *
     * @throws IllegalArgumentException when it is none of these, or a number is out of its range
     */
    public static VerificationPolicy parse(String notation) {
        String[] parts = notation.split(":", -1);
        String form = parts[0] + "/" + (parts.length - 1);
        try {
            return switch (form) {
                case "majority/0" -> majority();
                case "exact/0" -> exact();
                case "at-least/1" -> atLeast(Integer.parseInt(parts[1]));
                case "agreement/2" -> agreement(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
                case "audited/1" -> audited(Double.parseDouble(parts[1]));
                case "adaptive/2" -> adaptive(Double.parseDouble(parts[1]), Integer.parseInt(parts[2]));
                case "adaptive/3" ->
                    adaptive(SequentialTest.of(Double.parseDouble(parts[1]), Integer.parseInt(parts[2]))
                            .assuming(Double.parseDouble(parts[3])));
                default ->
                    throw new IllegalArgumentException("A policy is majority, exact, at-least:NODES,"
                            + " agreement:NODES:FAULTY, audited:RATE or adaptive:ERROR:NODES, not '" + notation + "'");
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Policy '" + notation + "' has something else than a number where one is expected", e);
        }
    }

    /**
     * Returns the policy as {@link #parse} reads it. The key of {@link #audited} is left out, because it is a secret, and of a
     * test that {@linkplain SequentialTest#knowing knows a book} only the share of bad nodes is kept.
     */
    public String notation() {
        return switch (kind) {
            case MAJORITY -> "majority";
            case AT_LEAST -> "at-least:" + nodes;
            case EXACT -> "exact";
            case AGREEMENT -> "agreement:" + nodes + ":" + faulty;
            case AUDITED -> "audited:" + auditRate;
            case ADAPTIVE -> {
                double share = test.assumedBadShare();
                boolean usual = share == REPORTED.assumedBadShare();
                yield "adaptive:" + test.targetError() + ":" + test.maxNodes() + (usual ? "" : ":" + share);
            }
        };
    }

    /** Returns how receipts name this policy. */
    ReceiptPolicy receiptName() {
        return switch (kind) {
            case MAJORITY -> ReceiptPolicy.majority();
            case AT_LEAST -> ReceiptPolicy.atLeast(nodes);
            case EXACT -> ReceiptPolicy.exact();
            case AGREEMENT -> ReceiptPolicy.agreement(nodes, faulty);
            case AUDITED -> ReceiptPolicy.audited(auditRate);
            case ADAPTIVE -> ReceiptPolicy.adaptive(test.targetError(), test.maxNodes());
        };
    }

    /** Returns the test of {@link #adaptive}; of the others, the one that they report a probability by. */
    SequentialTest test() {
        return test;
    }

    /** Returns whether the test decides, and not a quorum. */
    boolean decidesByTest() {
        return kind == Kind.ADAPTIVE;
    }

    /** Returns whether only answers count as one that are equal in canonical form. */
    boolean takesEqualOnly() {
        return kind == Kind.EXACT;
    }

    /** Returns whether the task is drawn for an audit: HMAC-SHA256 of chain, session and task under the key, as a fraction. */
    private boolean drawn(TaskFacts facts) {
        if (kind != Kind.AUDITED) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(auditKey, "HmacSHA256"));
            mac.update("cortensor audit 1".getBytes(StandardCharsets.US_ASCII));
            byte[] draw = mac.doFinal(ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(facts.chainId())
                    .putLong(facts.task().session().value())
                    .putLong(facts.task().number())
                    .array());
            return (ByteBuffer.wrap(draw).getLong() >>> 11) * 0x1p-53 < auditRate;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    /**
     * Computes which share of the tasks ends with a wrong answer, or with none, and how many nodes that takes, when they are
     * asked one after the other and no longer than needed. Nodes are strangers here; what a book of reputations saves depends
     * on how they behave.
     *
     * @param asked how many nodes may be asked; {@link #agreement}, {@link #audited} and {@link #adaptive} have their own
     *     number and ignore it
     * @throws IllegalArgumentException when that is below 1 or above {@link Forecast#MAX_NODES}
     */
    public Forecast forecast(int asked, Adversary adversary) {
        return switch (kind) {
            case MAJORITY, AT_LEAST, EXACT -> Forecast.of(StoppingRule.quorum(quorum(asked), asked), adversary, asked);
            case AGREEMENT -> Forecast.of(StoppingRule.quorum(quorum(nodes), nodes), adversary, nodes);
            case AUDITED ->
                Forecast.of(StoppingRule.quorum(quorum(AUDITORS), AUDITORS), adversary, AUDITORS)
                        .or(Forecast.of(StoppingRule.quorum(1, 1), adversary, 1), auditRate);
            case ADAPTIVE -> Forecast.of(test.ofStrangers(), adversary, Math.min(test.maxNodes(), Forecast.MAX_NODES));
        };
    }

    /** Returns how many nodes are asked on average when all bad ones collude; see {@link #forecast}. */
    public double expectedNodes(int asked, double badShare) {
        return forecast(asked, Adversary.colluding(badShare)).nodes();
    }

    /**
     * A policy that was chosen, with what it costs.
     *
     * @param policy the policy
     * @param nodes how many nodes may have to be asked
     * @param forecast what it does under the assumption that it was chosen for
     */
    public record Plan(VerificationPolicy policy, int nodes, Forecast forecast) {}

    /** Returns the cheapest policy that leaves at most one task of twenty without an answer; see the other method. */
    public static Optional<Plan> planFor(double wrongAccept, Adversary adversary) {
        return planFor(wrongAccept, adversary, DEFAULT_NO_ANSWER);
    }

    /**
     * Returns the policy that asks the fewest nodes on average among those that keep the bounds, without any knowledge of
     * single nodes. Empty when no policy of up to {@value Forecast#MAX_NODES} nodes does: then either bound has to give, or
     * a book of reputations has to tell the nodes apart, or the answers have to be computed again by somebody who is trusted.
     *
     * @param wrongAccept the largest share of all tasks that may end with a wrong answer, between 0 and 0.5
     * @param noAnswer the largest share of all tasks that may end without one, up to 1
     */
    public static Optional<Plan> planFor(double wrongAccept, Adversary adversary, double noAnswer) {
        if (!(wrongAccept > 0 && wrongAccept < 0.5 && noAnswer >= 0 && noAnswer <= 1)) {
            throw new IllegalArgumentException("A plan needs an error between 0 and 0.5 and a share without an answer"
                    + " from 0 to 1, not " + wrongAccept + " and " + noAnswer);
        }
        return candidates(wrongAccept, adversary)
                .filter(plan -> plan.forecast().wrongAccept() <= wrongAccept
                        && plan.forecast().noAnswer() <= noAnswer)
                .min(Comparator.comparingDouble((Plan plan) -> plan.forecast().nodes())
                        .thenComparingInt(Plan::nodes));
    }

    private static Stream<Plan> candidates(double wrongAccept, Adversary adversary) {
        Stream<Plan> majorities = IntStream.of(1, 3, 5, 7, 9, 11, 15, 21, 31)
                .mapToObj(nodes -> new Plan(majority(), nodes, majority().forecast(nodes, adversary)));
        Stream<Plan> agreements = IntStream.rangeClosed(1, 10)
                .mapToObj(f -> agreement(3 * f + 1, f))
                .map(policy -> new Plan(policy, policy.nodes, policy.forecast(policy.nodes, adversary)));
        // Which error the test has to aim at depends on how often it ends without an answer: so several are tried.
        double share = Math.min(adversary.badShare(), 0.49);
        Stream<Plan> tests = Stream.of(1.0, 0.7, 0.5, 0.3)
                .map(part -> part * wrongAccept)
                .flatMap(error -> IntStream.of(2, 3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64)
                        .filter(nodes -> nodes >= Reputation.leastNodes(error))
                        .mapToObj(nodes ->
                                adaptive(SequentialTest.of(error, nodes).assuming(share))))
                .map(policy -> new Plan(policy, policy.test.maxNodes(), policy.forecast(1, adversary)));
        return Stream.of(majorities, agreements, tests).flatMap(plans -> plans);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case MAJORITY -> "majority";
            case AT_LEAST -> "at least " + nodes;
            case EXACT -> "all equal";
            case AGREEMENT -> "agreement of " + quorum(nodes) + " of " + nodes + ", " + faulty + " may be bad";
            case AUDITED -> "one node, " + auditRate + " of the tasks audited";
            case ADAPTIVE -> "adaptive, " + test;
        };
    }
}
