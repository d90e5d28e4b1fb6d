package network.cortensor.sdk.node;

/** Where a {@link LightNode} is in its life. {@link Stopped} and {@link Failed} are final. */
public sealed interface NodeState {

    /** Created, nothing started. */
    record New() implements NodeState {}

    /** Registering, publishing the key, taking up unfinished tasks. */
    record Starting() implements NodeState {}

    /** Serving. */
    record Running() implements NodeState {}

    /** Finishing what it accepted; takes nothing new. */
    record Draining() implements NodeState {}

    /** Closed. */
    record Stopped() implements NodeState {}

    /**
     * Ended by a failure that it could not handle.
     *
     * @param reason one sentence
     */
    record Failed(String reason) implements NodeState {}
}
