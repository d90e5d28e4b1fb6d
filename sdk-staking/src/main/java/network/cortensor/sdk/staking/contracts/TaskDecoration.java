package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.internal.contract.Fields;

/**
 * How miners were asked to answer a task, as the contract keeps it [ABI]: without the repeat penalty that
 * {@link InferenceParameters} have.
 *
 * @param promptType number of the {@link PromptKind}
 * @param template the template that came with the task; public
 * @param maxTokens most tokens of an answer
 * @param temperature in hundredths
 * @param topP in hundredths
 * @param topK as it is
 * @param presencePenalty as it is
 * @param frequencyPenalty as it is
 */
public record TaskDecoration(
        long promptType,
        String template,
        long maxTokens,
        long temperature,
        long topP,
        long topK,
        long presencePenalty,
        long frequencyPenalty) {
    static TaskDecoration of(Fields struct) {
        struct.skip().skip().skip();
        return new TaskDecoration(
                struct.number(),
                struct.text(),
                struct.number(),
                struct.number(),
                struct.number(),
                struct.number(),
                struct.number(),
                struct.number());
    }

    /** The numbers; no template. */
    @Override
    public String toString() {
        return "TaskDecoration[type " + promptType + ", " + maxTokens + " tokens, temperature " + temperature + "]";
    }
}
