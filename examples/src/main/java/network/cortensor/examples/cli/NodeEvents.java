package network.cortensor.examples.cli;

import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.node.NodeListener;
import network.cortensor.sdk.node.NodeState;
import network.cortensor.sdk.node.TaskStep;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.TokenAmount;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Prints what the nodes of this process do, a line for each event. Nodes are numbered in the order of their start. */
final class NodeEvents {

    private final Console console;
    private final Stopwatch watch;
    private final boolean json;
    private final List<Address> nodes = new CopyOnWriteArrayList<>();

    NodeEvents(Console console, Stopwatch watch, boolean json) {
        this.console = console;
        this.watch = watch;
        this.json = json;
    }

    /** Returns the listener of a node. */
    NodeListener of(Address node) {
        nodes.add(node);
        return new NodeListener() {
            @Override
            public void onState(NodeState state) {
                String reason = state instanceof NodeState.Failed failed ? failed.reason() : "";
                print(node, "state", name(state), reason);
            }

            @Override
            public void onStep(TaskStep step) {
                print(node, "task " + step.task(), name(step), detail(step));
            }
        };
    }

    /** A node is on the ledger. */
    void registered(Address node, TokenAmount stake, KeyId key) {
        if (json) {
            console.result(event(node)
                    .put("event", "registered")
                    .put("stake", stake.toString())
                    .put("key", key.toString())
                    .line());
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "%8s  node %d  %s  stake %s  key %s",
                    watch.seconds(),
                    number(node),
                    node,
                    stake,
                    key));
        }
    }

    private void print(Address node, String subject, String what, String detail) {
        if (json) {
            console.result(event(node)
                    .put("event", subject)
                    .put("is", what)
                    .put("detail", detail.isEmpty() ? null : detail)
                    .line());
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "%8s  node %d  %s %s%s",
                    watch.seconds(),
                    number(node),
                    subject,
                    what,
                    detail.isEmpty() ? "" : ": " + detail));
        }
    }

    private Json event(Address node) {
        return Json.object()
                .put("milliseconds", watch.millis())
                .put("node", number(node))
                .put("address", node.toString());
    }

    private int number(Address node) {
        return nodes.indexOf(node) + 1;
    }

    /** Returns the case of a state or step as a word: {@code Precommitted} is "precommitted". */
    private static String name(Object eventCase) {
        return eventCase.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String detail(TaskStep step) {
        if (step instanceof TaskStep.Settled settled) {
            return "paid " + settled.paid();
        }
        return step instanceof TaskStep.Failed failed ? failed.reason() : "";
    }
}
