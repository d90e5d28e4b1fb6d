package network.cortensor.sdk.node;

import network.cortensor.sdk.verify.ValidatorVerdict;

/**
 * Is told what a node does. Called from the node's threads, one call at a time per task; must return quickly and must not
 * throw.
 */
public interface NodeListener {

    /** The node entered a state. */
    default void onState(NodeState state) {}

    /** A task came a step further. */
    default void onStep(TaskStep step) {}

    /** The ledger took a verdict of this node on another node's result. */
    default void onVerdict(ValidatorVerdict verdict) {}
}
