package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.ForwardingLedger;
import network.cortensor.sdk.staking.ForwardingLedgerAccount;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A ledger that may not be believed says nothing of whether a task was submitted. */
@Timeout(200)
class ResumeRefusedTest extends OnEmbeddedLedger {

    @Test
    void resume_ledgerRefusesToBeRead_theTaskStaysInTheJournal() {
        LocalNetwork network = network(3);
        LedgerAccount real = account();
        LedgerAccount mortal = new ForwardingLedgerAccount(real) {
            @Override
            public TaskId submit(SessionId session, TaskSubmission submission) {
                super.submit(session, submission);
                throw new MortalJournal.Killed();
            }
        };
        InferenceSession session = client(mortal, network.store()).openSession(terms(1, 0), DEPOSIT);
        assertThatThrownBy(() -> session.complete(CompletionRequest.builder("How many?")
                        .timeout(Duration.ofSeconds(20))
                        .build()))
                .isInstanceOf(MortalJournal.Killed.class);
        LedgerAccount unsure = new ForwardingLedgerAccount(real, new ForwardingLedger(ledger) {
            @Override
            public Optional<TaskId> taskByReference(SessionId in, String reference) {
                throw new LedgerRefusedException(
                        LedgerRefusedException.Reason.ASSURANCE_TOO_LOW, "Read", "2 endpoints", "1");
            }
        });
        CortensorClient next = client(unsure, network.store());
        UnfinishedTask task = next.unfinished().get(0);
        assertThatThrownBy(() -> next.resume(task, new CompletionListener() {}));

        CortensorClient later = client(real, network.store());
        assertThat(later.unfinished()).hasSize(1);
        assertThat(later.resume(later.unfinished().get(0), new CompletionListener() {})
                        .text())
                .isEqualTo("42");
    }
}
