package network.cortensor.sdk.staking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything a ledger shows, as text, so that two ledgers can be compared line by line. */
final class LedgerSnapshot {
    private LedgerSnapshot() {}

    static List<String> of(Ledger ledger, List<Address> accounts) {
        List<String> lines = new ArrayList<>();
        for (NodeRegistration node : ledger.nodes()) {
            lines.add(node + " " + node.slashed() + " " + node.keyAnnouncement() + " " + node.registeredAt());
        }
        for (Address account : accounts) {
            lines.add(account + " " + ledger.balance(account) + " " + ledger.pendingPayment(account) + " "
                    + ledger.openTasks(account));
        }
        Optional<Session> session = session(ledger, 1);
        for (long id = 2; session.isPresent(); id++) {
            Session shown = session.get();
            lines.add(shown + " " + shown.owner() + " " + shown.terms() + " " + shown.nodes() + " " + shown.balance()
                    + " " + shown.createdAt() + " " + shown.reservedUntil());
            for (long number = 1; number <= shown.taskCount(); number++) {
                lines.add(task(ledger, new TaskId(shown.id(), number)));
            }
            session = session(ledger, id);
        }
        return lines;
    }

    private static String task(Ledger ledger, TaskId id) {
        Task task = ledger.task(id);
        return task + " " + task.owner() + " " + task.taskData() + " " + task.clientReference() + " " + task.assigned()
                + " "
                + task.envelope() + " " + task.phaseDeadline() + " " + task.deadline() + " " + task.escrow() + " "
                + task.paid() + " " + task.refunded() + " " + task.createdAt() + " "
                + ledger.taskByReference(id.session(), task.clientReference()) + " "
                + (ledger.session(id.session()).terms().validators() == 0 ? "" : ledger.validation(id)) + " "
                + ledger.results(id).stream()
                        .map(result -> result + result.precommitData() + result.reveal())
                        .toList();
    }

    private static Optional<Session> session(Ledger ledger, long id) {
        try {
            return Optional.of(ledger.session(new SessionId(id)));
        } catch (LedgerRefusedException e) {
            return Optional.empty();
        }
    }
}
