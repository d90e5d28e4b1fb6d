package network.cortensor.sdk.client;

import network.cortensor.sdk.internal.wire.ResultMessage;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.NodeSubmission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the ended tasks of one completion brought, in the order in which they were submitted. Used by one thread. */
final class GatheredResults {

    private final List<TaskId> tasks = new ArrayList<>();
    private final Set<Address> nodes = new HashSet<>();
    private final Set<Address> validators = new HashSet<>();
    private final List<NodeSubmission> submissions = new ArrayList<>();
    private final Map<Address, ResultMessage> messages = new HashMap<>();
    private final Set<DeclineReason> declined = EnumSet.noneOf(DeclineReason.class);
    private TokenAmount paid = TokenAmount.ZERO;
    private TokenAmount refunded = TokenAmount.ZERO;
    private int asked;
    private int inVain;
    private boolean answered;

    /** Adds a task that is over. */
    void add(Task task, int redundancy, ResultCollector.Collected collected, Set<DeclineReason> reasons) {
        tasks.add(task.id());
        int fresh = 0;
        for (Address node : task.minerStates().keySet()) {
            fresh += validators.contains(node) || !nodes.add(node) ? 0 : 1;
        }
        // A node that took the place of another one is not one more that was asked.
        asked += tasks.size() == 1 ? redundancy : Math.min(fresh, redundancy);
        inVain += fresh == 0 ? 1 : 0;
        submissions.addAll(collected.submissions());
        // Of a node that answers twice, the first result is the one that a verdict looks at.
        collected.messages().forEach(messages::putIfAbsent);
        declined.addAll(reasons);
        paid = paid.plus(task.paid());
        refunded = refunded.plus(task.refunded());
        // Not told by the money: a session may pay nothing for a result.
        answered |= task.minerStates().containsValue(MinerState.COMMITTED);
    }

    /** Adds nodes that may have seen the results of a task. */
    void judgedBy(Collection<Address> judges) {
        validators.addAll(judges);
    }

    List<TaskId> tasks() {
        return tasks;
    }

    TaskId first() {
        return tasks.get(0);
    }

    /** The nodes that may have seen the results of a task. */
    Set<Address> validators() {
        return validators;
    }

    /** The nodes that are not to be asked any more: those that the ledger ever assigned, and those that saw the results of them. */
    Set<Address> spent() {
        Set<Address> spent = new HashSet<>(nodes);
        spent.addAll(validators);
        return spent;
    }

    /** How many nodes were to answer. */
    int asked() {
        return asked;
    }

    /** How many tasks the ledger gave to nodes alone that had been asked before. */
    int inVain() {
        return inVain;
    }

    List<NodeSubmission> submissions() {
        return submissions;
    }

    Optional<ResultMessage> messageOf(Address node) {
        return Optional.ofNullable(messages.get(node));
    }

    Set<DeclineReason> declined() {
        return declined;
    }

    TokenAmount paid() {
        return paid;
    }

    TokenAmount refunded() {
        return refunded;
    }

    /** Whether any node revealed a result. */
    boolean answered() {
        return answered;
    }
}
