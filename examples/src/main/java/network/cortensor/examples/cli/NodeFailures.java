package network.cortensor.examples.cli;

import network.cortensor.sdk.node.NodeListener;
import network.cortensor.sdk.node.TaskStep;
import network.cortensor.sdk.staking.Address;

import java.util.Optional;

/** Remembers why a node of this process gave a task back, which the ledger tells the client only by kind. Thread-safe. */
final class NodeFailures {

    private volatile String last = "";

    /** Returns the listener of a node. */
    NodeListener of(Address node) {
        return new NodeListener() {
            @Override
            public void onStep(TaskStep step) {
                if (step instanceof TaskStep.Failed failed) {
                    last = failed.reason();
                }
            }
        };
    }

    /** Returns the last reason, if a node failed. */
    Optional<String> last() {
        return Optional.of(last).filter(reason -> !reason.isEmpty());
    }
}
