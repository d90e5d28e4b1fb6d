package network.cortensor.examples.cli;

import network.cortensor.sdk.CortensorException;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.client.CortensorClient;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.Network;
import network.cortensor.sdk.client.UnfinishedTask;
import network.cortensor.sdk.client.UnverifiedException;
import network.cortensor.sdk.client.VerifiedCompletion;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.staking.Ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Brings what earlier runs on the same store began to its end: each task to one answer or one refund. */
final class EarlierTasks {

    private final CortensorClient client;
    private final Ledger ledger;
    private final Supplier<TaskLog> logs;

    /** Creates it; {@code logs} makes a log for each task. */
    EarlierTasks(Network network, Supplier<TaskLog> logs) {
        this.client = network.client();
        this.ledger = network.ledger();
        this.logs = logs;
    }

    /**
     * What became of a task.
     *
     * @param name the task, as far as it is known
     * @param answer what the nodes answered, accepted or not
     * @param ended why there is no answer, one sentence; empty when there is one
     */
    record Ended(String name, Optional<Answer> answer, String ended) {

        /** Returns what a run that does nothing else ends with: a refund is a proper end. */
        ExitCode exitCode() {
            return answer.map(Answer::exitCode).orElse(ExitCode.OK);
        }

        /** Prints it for a person. */
        void print(Console console) {
            if (answer.isPresent()) {
                console.result("Task " + name + " of an earlier run:");
                answer.get().print(console);
            } else {
                console.result("Task " + name + " of an earlier run ended without an answer: " + ended);
            }
            console.result("");
        }

        /** Returns it for a program. */
        Json json() {
            return answer.map(Answer::json)
                    .orElseGet(Json::object)
                    .put("task", name)
                    .put("refunded", ended.isEmpty() ? null : ended);
        }
    }

    /**
     * Finishes all of them, then closes their sessions, which gives back what is left of the deposits.
     *
     * @throws CortensorException when one can be neither answered nor refunded now; it stays in the journal
     */
    List<Ended> finish() {
        List<Ended> ended = new ArrayList<>();
        for (UnfinishedTask task : client.unfinished()) {
            ended.add(finish(task));
        }
        // Also those that a crash left before they had a task, or after it.
        client.sessions().forEach(InferenceSession::close);
        return List.copyOf(ended);
    }

    private Ended finish(UnfinishedTask task) {
        String name = task.task().map(Object::toString).orElseGet(() -> "of session " + task.session());
        TaskLog log = logs.get();
        try {
            VerifiedCompletion completion = client.resume(task, log);
            // Which engine answered is in the model's name: the options of this run are not those of the earlier one.
            boolean quoted = completion.model().startsWith("extractive/");
            Judgements judgements = Judgements.of(ledger, task.session());
            return new Ended(
                    completion.task().toString(),
                    Optional.of(Answer.accepted(completion, judgements, log.receipt(), quoted)),
                    "");
        } catch (UnverifiedException e) {
            e.receipt().ifPresent(log::keep);
            Judgements judgements = Judgements.of(ledger, task.session());
            return new Ended(name, Optional.of(Answer.refused(e, judgements, log.receipt())), "");
        } catch (UnavailableException | EvidenceException e) {
            if (e.getCause() instanceof NotForMeException) {
                throw new EvidenceException(
                        "Task " + name + " of an earlier run was sealed for another identity than this run has."
                                + " Name that run's identity with --key FILE.",
                        e);
            }
            if (isStillUnfinished(task)) {
                throw e;
            }
            return new Ended(name, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private boolean isStillUnfinished(UnfinishedTask task) {
        return client.unfinished().stream().anyMatch(other -> other.reference().equals(task.reference()));
    }
}
