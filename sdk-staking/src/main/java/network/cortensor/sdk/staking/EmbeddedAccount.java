package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.internal.Fact;
import network.cortensor.sdk.staking.internal.TaskRules;

import java.util.List;
import java.util.function.Function;

/** An account of an {@link EmbeddedLedger}. */
record EmbeddedAccount(EmbeddedLedger ledger, Address address) implements LedgerAccount {
    @Override
    public void register(TokenAmount stake, String keyAnnouncement) {
        ledger.execute(rules -> rules.register(address, stake, keyAnnouncement));
    }

    @Override
    public void announceKey(String keyAnnouncement) {
        ledger.execute(rules -> rules.announceKey(address, keyAnnouncement));
    }

    @Override
    public TokenAmount deregister() {
        return only(Fact.NodeWithdrawn.class, ledger.execute(rules -> rules.deregister(address)))
                .stake();
    }

    @Override
    public SessionId openSession(SessionTerms terms) {
        return only(Fact.SessionCreated.class, ledger.execute(rules -> rules.openSession(address, terms)))
                .session();
    }

    @Override
    public void depositToSession(SessionId session, TokenAmount amount) {
        ledger.execute(rules -> rules.deposit(address, session, amount));
    }

    @Override
    public void withdrawFromSession(SessionId session, TokenAmount amount) {
        ledger.execute(rules -> rules.withdraw(address, session, amount));
    }

    @Override
    public void deactivateSession(SessionId session) {
        ledger.execute(rules -> rules.deactivate(address, session));
    }

    @Override
    public TaskId submit(SessionId session, TaskSubmission submission) {
        return only(Fact.TaskSubmitted.class, ledger.execute(rules -> rules.submit(address, session, submission)))
                .task();
    }

    @Override
    public void grantAccess(TaskId task, String envelope) {
        execute("grant access to", task, rules -> rules.grantAccess(address, envelope));
    }

    @Override
    public void ack(TaskId task) {
        execute("acknowledge", task, rules -> rules.ack(address));
    }

    @Override
    public void decline(TaskId task, DeclineReason reason) {
        execute("decline", task, rules -> rules.decline(address, reason));
    }

    @Override
    public void precommit(TaskId task, Hash hash, String data) {
        execute("precommit to", task, rules -> rules.precommit(address, hash, data));
    }

    @Override
    public CommitOutcome commit(TaskId task, String reveal) {
        List<Fact> facts = execute("commit to", task, rules -> rules.commit(address, reveal));
        return facts.get(0) instanceof Fact.TaskCommitted ? CommitOutcome.ACCEPTED : CommitOutcome.SLASHED;
    }

    @Override
    public void giveVerdict(TaskId task, Address miner, boolean accepted, Hash evidence) {
        execute("judge a result of", task, rules -> rules.giveVerdict(address, miner, accepted, evidence));
    }

    @Override
    public void proveFalseVerdict(TaskId task, Address miner, Address validator, byte[] verdict, byte[] statement) {
        execute(
                "prove a verdict false of",
                task,
                rules -> rules.proveFalseVerdict(miner, validator, verdict, statement));
    }

    @Override
    public void end(TaskId task, boolean force) {
        execute(force ? "cancel" : "end", task, rules -> rules.end(address, force));
    }

    @Override
    public TokenAmount withdrawPayment() {
        return ledger.execute(rules -> rules.withdrawPayment(address)).stream()
                .map(fact -> ((Fact.PaymentWithdrawn) fact).amount())
                .reduce(TokenAmount.ZERO, TokenAmount::plus);
    }

    private List<Fact> execute(String verb, TaskId task, Function<TaskRules, List<Fact>> call) {
        return ledger.execute(rules -> call.apply(rules.task(verb, task)));
    }

    private static <F extends Fact> F only(Class<F> type, List<Fact> facts) {
        return facts.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}
