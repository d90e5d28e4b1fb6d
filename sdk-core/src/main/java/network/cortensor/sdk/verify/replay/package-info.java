/**
 * Running the model again: a validator that has the same model says of each token of an answer whether the model would have
 * drawn it, and how far off it is. Start at {@link network.cortensor.sdk.verify.replay.TokenReplay}.
 *
 * <pre>{@code
 * ReplayReport report = TokenReplay.on(reference).replay(prompt, answer, Sampling.greedy(), timeout);
 * ReplayThreshold threshold = ReplayThreshold.of(honest, 0.05); // reports of 19 honest runs or more
 * LayerFinding finding = threshold.finding(report);             // DIFFERENT: not this model, or not this prompt
 * }</pre>
 *
 * <p>A light node that validates does not do this by itself: it runs the prompt again and compares the two texts.
 */
@NullMarked
package network.cortensor.sdk.verify.replay;

import org.jspecify.annotations.NullMarked;
