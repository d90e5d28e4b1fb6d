package network.cortensor.sdk.node;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.verify.ValidatorVerdict;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the rounds in which a node judges, and each verdict that it signed: it must not sign a second one. */
final class ValidationJournal {

    private static final String ROUNDS = "validation/";

    private final Journal journal;

    ValidationJournal(Journal journal) {
        this.journal = journal;
    }

    /** Remembers that this node judges a task's results. */
    void begin(TaskId task) {
        if (journal.read(key(task)).isEmpty()) {
            write(task, Map.of());
        }
    }

    /** Returns the tasks whose rounds are not known to be over. */
    List<TaskId> open() {
        List<TaskId> open = new ArrayList<>();
        journal.forEach(ROUNDS, (key, ignored) -> {
            String[] parts = key.substring(ROUNDS.length()).split("/", -1);
            open.add(new TaskId(new SessionId(Long.parseLong(parts[0])), Long.parseLong(parts[1])));
        });
        return open;
    }

    /** Records all verdicts on a task's results; durable when it returns. */
    void write(TaskId task, Map<Address, ValidatorVerdict> verdicts) {
        Map<String, String> encoded = new TreeMap<>();
        verdicts.forEach((miner, verdict) ->
                encoded.put(miner.toString(), Base64.getEncoder().encodeToString(verdict.encoded())));
        journal.write(Journal.Batch.create().put(key(task), Json.write(encoded)));
    }

    /** Returns the verdicts that this node signed, by miner. */
    Map<Address, ValidatorVerdict> read(TaskId task) {
        Map<Address, ValidatorVerdict> verdicts = new LinkedHashMap<>();
        journal.read(key(task)).map(Json::read).ifPresent(json -> read(json, verdicts));
        return verdicts;
    }

    private static void read(JsonNode json, Map<Address, ValidatorVerdict> verdicts) {
        json.fieldNames()
                .forEachRemaining(miner -> verdicts.put(
                        Address.parse(miner),
                        ValidatorVerdict.decode(Base64.getDecoder().decode(Json.text(json, miner)))));
    }

    /** Forgets a round that is over. */
    void forget(TaskId task) {
        journal.write(Journal.Batch.create().remove(key(task)));
    }

    private static String key(TaskId task) {
        return ROUNDS + task;
    }
}
