package network.cortensor.sdk.client;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.compare.TaskType;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client must not lose: tasks under way, the nodes that each session was opened with, the newest key announcement that
 * was seen of each node. No prompt, answer or key is in it; the content key of a task is inside an envelope that only the
 * app's identity opens.
 */
final class ClientJournal {

    private static final String TASKS = "task/";
    private static final String SESSIONS = "session/";
    private static final String KEYS = "key/";

    private final Journal journal;

    ClientJournal(Journal journal) {
        this.journal = journal;
    }

    /** Records a completion before each submission of a task, and again after it. */
    void write(UnfinishedTask task) {
        Map<String, Object> entry = new TreeMap<>();
        entry.put("session", task.session().value());
        entry.put("payload", task.payload().toString());
        entry.put("envelope", Base64.getEncoder().encodeToString(task.own().encoded()));
        entry.put("timeoutMillis", task.timeout().toMillis());
        entry.put("tasks", task.tasks().stream().map(TaskId::number).toList());
        task.next().ifPresent(timeout -> entry.put("nextMillis", timeout.toMillis()));
        entry.put("policy", task.wanted().policy().notation());
        entry.put("type", task.wanted().type().name());
        TokenAmount budget = task.wanted().budget();
        if (budget != null) {
            entry.put("budget", budget.wei().toString());
        }
        journal.write(Journal.Batch.create().put(TASKS + task.reference(), Json.write(entry)));
    }

    void forget(UnfinishedTask task) {
        journal.write(Journal.Batch.create().remove(TASKS + task.reference()));
    }

    List<UnfinishedTask> unfinished() {
        return journal.entries(TASKS).entrySet().stream()
                .map(entry -> decode(entry.getKey().substring(TASKS.length()), entry.getValue()))
                .toList();
    }

    private static UnfinishedTask decode(String reference, byte[] value) {
        try {
            JsonNode json = Json.read(value);
            SessionId session = new SessionId(Json.number(json, "session"));
            List<TaskId> tasks = new ArrayList<>();
            json.path("tasks").forEach(number -> tasks.add(new TaskId(session, number.asLong())));
            return new UnfinishedTask(
                    reference,
                    session,
                    Cid.parse(Json.text(json, "payload")),
                    Envelope.decode(Base64.getDecoder().decode(Json.text(json, "envelope"))),
                    Duration.ofMillis(Json.number(json, "timeoutMillis")),
                    new UnfinishedTask.Wanted(
                            VerificationPolicy.parse(Json.text(json, "policy")),
                            TaskType.valueOf(Json.text(json, "type")),
                            json.has("budget") ? new TokenAmount(new BigInteger(Json.text(json, "budget"))) : null),
                    tasks,
                    json.has("nextMillis") ? Duration.ofMillis(Json.number(json, "nextMillis")) : null);
        } catch (MalformedMessageException | IllegalArgumentException | CryptoException | IpfsException e) {
            throw new EvidenceException(
                    "The client's journal holds an entry for task " + reference
                            + " that cannot be read. Was the file written by a newer version?",
                    e);
        }
    }

    /** Records what a session was opened with. */
    void write(SessionId session, SessionPin pin) {
        List<String> addresses = pin.nodes().stream().map(Address::toString).toList();
        byte[] value =
                Json.write(Map.of("nodes", addresses, "redundancy", pin.redundancy(), "validators", pin.validators()));
        journal.write(Journal.Batch.create().put(SESSIONS + session.value(), value));
    }

    Optional<SessionPin> pinOf(SessionId session) {
        return journal.read(SESSIONS + session.value()).map(value -> {
            JsonNode json = Json.read(value);
            List<Address> nodes = new ArrayList<>();
            json.get("nodes").forEach(node -> nodes.add(Address.parse(node.asText())));
            // Whoever opened it before validators were recorded has agreed to none.
            long validators = json.has("validators") ? Json.number(json, "validators") : 0;
            return new SessionPin(nodes, Math.toIntExact(Json.number(json, "redundancy")), Math.toIntExact(validators));
        });
    }

    /** Returns the sessions that were opened and not closed. */
    List<SessionId> sessions() {
        return journal.entries(SESSIONS).keySet().stream()
                .map(key -> new SessionId(Long.parseLong(key.substring(SESSIONS.length()))))
                .toList();
    }

    void forget(SessionId session) {
        journal.write(Journal.Batch.create().remove(SESSIONS + session.value()));
    }

    /** Records the newest announcement of a node, so that an older one is refused also after a restart. */
    void write(Address node, KeyAnnouncement newest) {
        journal.write(Journal.Batch.create().put(KEYS + node, newest.encoded()));
    }

    List<KeyAnnouncement> announcements() {
        return journal.entries(KEYS).values().stream()
                .map(KeyAnnouncement::decode)
                .toList();
    }
}
