package network.cortensor.sdk.client;

/**
 * Is told how far a completion is. Called by the thread that waits for the completion; must return quickly and must not
 * throw.
 */
public interface CompletionListener {

    /**
     * A stage was reached.
     *
     * @param detail a few words for a person: ids and counts, never content
     */
    default void onStage(Stage stage, String detail) {}

    /**
     * The completion is verified. Called before the client forgets the task, so what is stored here survives a crash at any
     * later moment; after a crash it may be called once more for the same task.
     */
    default void onCompleted(VerifiedCompletion completion) {}
}
