package network.cortensor.sdk.verify.consensus;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.staking.Address;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@link Reputation} of every node that an application has met. Immutable: each task gives a new book.
 *
 * <p>It learns from accepted answers only, so it believes what the majority of the asked nodes said. Where that majority is
 * bad, it learns the wrong way round. It holds for fewer than half bad nodes and has no meaning beyond.
 *
 * <p>A book can be exported and imported: canonical JSON (no white space, sorted keys) of type {@code cortensor-reputations},
 * version {@value #VERSION}, counts in millionths and times in seconds since 1970, so there is one form of one book. An
 * imported book is its author's word; import only your own, or one whose author you would let vote for you.
 */
public final class ReputationBook {

    /** The largest export in bytes that is read. */
    public static final int MAX_BYTES = 32 * 1024 * 1024;

    /** The half-life of {@link #empty()}. */
    public static final Duration HALF_LIFE = Duration.ofDays(30);

    private static final String TYPE = "cortensor-reputations";
    private static final int VERSION = 1;
    private static final double MILLION = 1e6;

    /** Below this sum of counts a node is as good as unknown, and forgotten. */
    private static final double FORGOTTEN = 0.01;

    private final Duration halfLife;
    private final Map<Address, Reputation> nodes;

    private ReputationBook(Duration halfLife, Map<Address, Reputation> nodes) {
        this.halfLife = halfLife;
        this.nodes = nodes;
    }

    /** A book without any node, whose counts fade by half in {@link #HALF_LIFE}. */
    public static ReputationBook empty() {
        return empty(HALF_LIFE);
    }

    /**
     * A book without any node.
     *
     * @param halfLife in which counts fade by half; whole seconds, at least one
     */
    public static ReputationBook empty(Duration halfLife) {
        if (halfLife.toSeconds() < 1) {
            throw new IllegalArgumentException("A half-life is at least a second, not " + halfLife);
        }
        return new ReputationBook(Duration.ofSeconds(halfLife.toSeconds()), Map.of());
    }

    /** Returns what is known of a node, as of when it was last met; {@link Reputation#UNKNOWN} for a stranger. */
    public Reputation of(Address node) {
        return nodes.getOrDefault(node, Reputation.UNKNOWN);
    }

    /** Returns how many nodes are known. */
    public int size() {
        return nodes.size();
    }

    /** Returns in which time counts fade by half. */
    public Duration halfLife() {
        return halfLife;
    }

    /** Returns all that is known, by node. */
    public Map<Address, Reputation> nodes() {
        return nodes;
    }

    /**
     * Returns the book after a task whose answer was accepted. Linear in the number of nodes of the book.
     *
     * @param agreed the nodes that gave the answer
     * @param deviated the nodes that gave another one, or evidence that does not hold
     */
    public ReputationBook after(Collection<Address> agreed, Collection<Address> deviated, Instant now) {
        Map<Address, Reputation> next = new HashMap<>(nodes);
        for (Address node : agreed) {
            next.put(node, of(node).afterAgreement(now, halfLife));
        }
        for (Address node : deviated) {
            next.put(node, of(node).afterDeviation(now, halfLife));
        }
        return new ReputationBook(halfLife, withoutForgotten(next));
    }

    /** Returns the book as it is at that time, with all counts faded, and without the nodes that are as good as unknown. */
    public ReputationBook fadedTo(Instant now) {
        Map<Address, Reputation> next = new HashMap<>(nodes);
        next.replaceAll((node, reputation) -> reputation.fadedTo(now, halfLife));
        return new ReputationBook(halfLife, withoutForgotten(next));
    }

    private static Map<Address, Reputation> withoutForgotten(Map<Address, Reputation> nodes) {
        for (Iterator<Reputation> all = nodes.values().iterator(); all.hasNext(); ) {
            Reputation reputation = all.next();
            if (reputation.agreed() + reputation.deviated() < FORGOTTEN) {
                all.remove();
            }
        }
        return Collections.unmodifiableMap(nodes);
    }

    /**
     * Returns how many nodes of the book seem honest and how many bad, each node counting as one at most: what a node that
     * is not in the book is judged by.
     */
    ShareBelief population() {
        double bad = 0;
        double honest = 0;
        for (Reputation node : nodes.values()) {
            double one = 1 + node.agreed() + node.deviated();
            bad += node.deviated() / one;
            honest += node.agreed() / one;
        }
        return ShareBelief.afterMeeting(bad, honest);
    }

    /** Returns the best that is known of any node, strangers included, where this share of strangers is bad. */
    Reputation best(double share) {
        Reputation best = Reputation.UNKNOWN;
        for (Reputation node : nodes.values()) {
            best = node.deviation(share) < best.deviation(share) ? node : best;
        }
        return best;
    }

    /** Returns the book in its one form. */
    public byte[] encoded() {
        Map<String, Object> entries = new TreeMap<>();
        nodes.forEach((node, reputation) -> entries.put(
                node.toString(),
                new TreeMap<>(Map.of(
                        "agreed", millionths(reputation.agreed()),
                        "deviated", millionths(reputation.deviated()),
                        "asOf", reputation.asOf().getEpochSecond()))));
        Map<String, Object> root = new TreeMap<>();
        root.put("type", TYPE);
        root.put("version", VERSION);
        root.put("halfLife", halfLife.toSeconds());
        root.put("nodes", entries);
        return Json.write(root);
    }

    private static long millionths(double count) {
        return Math.round(count * MILLION);
    }

    /**
     * Reads what {@link #encoded} wrote.
     *
     * @throws EvidenceException when it is something else: of a later version, with a count that is negative, not a number or
     *     above what a node can have, or in another form than the canonical one
     */
    public static ReputationBook decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            throw new EvidenceException(
                    "A reputation book has at most " + MAX_BYTES + " bytes, this one has " + encoded.length);
        }
        try {
            ReputationBook book = read(Json.read(encoded));
            if (!Arrays.equals(book.encoded(), encoded)) {
                throw new MalformedMessageException(
                        "the form is not canonical: sorted keys, no white space and no further fields are expected");
            }
            return book;
        } catch (MalformedMessageException e) {
            throw new EvidenceException("This is not a reputation book: " + e.getMessage() + ".", e);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new EvidenceException("This is not a reputation book: a field is out of its range.", e);
        }
    }

    private static ReputationBook read(JsonNode root) {
        if (!TYPE.equals(Json.text(root, "type"))) {
            throw new MalformedMessageException("its type is another one than " + TYPE);
        }
        long version = Json.number(root, "version");
        if (version != VERSION) {
            throw new MalformedMessageException("it has version " + version + ", this library reads " + VERSION
                    + "; use the library that wrote it, or start with an empty book");
        }
        JsonNode nodes = root.get("nodes");
        if (nodes == null || !nodes.isObject()) {
            throw new MalformedMessageException("field 'nodes' is missing or no object");
        }
        Map<Address, Reputation> read = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : nodes.properties()) {
            JsonNode node = entry.getValue();
            read.put(
                    Address.parse(entry.getKey()),
                    new Reputation(
                            Json.number(node, "agreed") / MILLION,
                            Json.number(node, "deviated") / MILLION,
                            Instant.ofEpochSecond(Json.number(node, "asOf"))));
        }
        ReputationBook empty = empty(Duration.ofSeconds(Json.number(root, "halfLife")));
        return new ReputationBook(empty.halfLife, Collections.unmodifiableMap(read));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReputationBook that && halfLife.equals(that.halfLife) && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode() {
        return 31 * halfLife.hashCode() + nodes.hashCode();
    }

    @Override
    public String toString() {
        return "ReputationBook(" + nodes.size() + " nodes)";
    }
}
