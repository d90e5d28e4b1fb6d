package network.cortensor.sdk.node;

/**
 * What an engine answered. {@code toString} leaves the text out.
 *
 * @param text the answer
 * @param model the model that gave it, as the engine names it
 * @param finish why the answer ended where it ends
 * @param promptTokens the number of tokens read, as the engine counts; 0 when it does not
 * @param completionTokens the number of tokens written, as the engine counts; 0 when it does not
 */
public record InferenceResult(String text, String model, Finish finish, int promptTokens, int completionTokens) {

    /** Why an answer ended. */
    public enum Finish {
        /** The model was done. */
        STOP,
        /** The token limit cut it. */
        LENGTH
    }

    @Override
    public String toString() {
        return "InferenceResult(" + text.length() + " characters by " + model + ", " + finish + ")";
    }
}
