package network.cortensor.sdk.node;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.TaskId;

import java.util.Map;
import java.util.Optional;

/** Keeps the one thing a node must not lose: what it is about to commit to. Neither prompts nor answers are in it. */
final class TaskJournal {

    private final Journal journal;

    TaskJournal(Journal journal) {
        this.journal = journal;
    }

    /**
     * What a node binds itself to for a task. The reveal is nobody's business before the commit phase.
     *
     * @param data what goes along with the hash
     */
    record Commitment(Hash hash, String reveal, String data) {

        @Override
        public String toString() {
            return "Commitment[" + hash + "]";
        }
    }

    /** Records the commitment; durable when it returns. */
    void write(TaskId task, Commitment commitment) {
        byte[] value = Json.write(Map.of(
                "commitment", commitment.hash().toString(), "reveal", commitment.reveal(), "data", commitment.data()));
        journal.write(Journal.Batch.create().put(key(task), value));
    }

    /** Returns the commitment that was recorded for a task, if there is one. */
    Optional<Commitment> read(TaskId task) {
        return journal.read(key(task)).map(bytes -> {
            JsonNode json = Json.read(bytes);
            // Older journals have none.
            String data = json.has("data") ? Json.text(json, "data") : "";
            return new Commitment(Hash.parse(Json.text(json, "commitment")), Json.text(json, "reveal"), data);
        });
    }

    /** Forgets a task that is over. */
    void forget(TaskId task) {
        journal.write(Journal.Batch.create().remove(key(task)));
    }

    private static String key(TaskId task) {
        return "task/" + task;
    }
}
