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

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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

    /** Records a task before its submission, and again after it. */
    void write(UnfinishedTask task) {
        Map<String, Object> entry = new TreeMap<>();
        entry.put("session", task.session().value());
        entry.put("payload", task.payload().toString());
        entry.put("envelope", Base64.getEncoder().encodeToString(task.own().encoded()));
        entry.put("timeoutMillis", task.timeout().toMillis());
        task.task().ifPresent(id -> entry.put("task", id.number()));
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
            return new UnfinishedTask(
                    reference,
                    session,
                    Cid.parse(Json.text(json, "payload")),
                    Envelope.decode(Base64.getDecoder().decode(Json.text(json, "envelope"))),
                    Duration.ofMillis(Json.number(json, "timeoutMillis")),
                    json.has("task") ? new TaskId(session, Json.number(json, "task")) : null);
        } catch (MalformedMessageException | IllegalArgumentException | CryptoException | IpfsException e) {
            throw new EvidenceException(
                    "The client's journal holds an entry for task " + reference
                            + " that cannot be read. Was the file written by a newer version?",
                    e);
        }
    }

    /** Records which nodes a session was opened with. */
    void write(SessionId session, List<Address> nodes) {
        List<String> addresses = nodes.stream().map(Address::toString).toList();
        journal.write(Journal.Batch.create().put(SESSIONS + session.value(), Json.write(Map.of("nodes", addresses))));
    }

    Optional<List<Address>> nodesOf(SessionId session) {
        return journal.read(SESSIONS + session.value())
                .map(value -> Stream.of(Json.read(value).get("nodes"))
                        .flatMap(nodes -> Stream.iterate(0, i -> i < nodes.size(), i -> i + 1)
                                .map(i -> Address.parse(nodes.get(i).asText())))
                        .toList());
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
