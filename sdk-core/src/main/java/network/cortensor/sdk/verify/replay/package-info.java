/**
 * Running the model again: a validator that has the same model says of each token of an answer whether the model would have
 * drawn it, and how far off it is. Start at {@link network.cortensor.sdk.verify.replay.TokenReplay}.
 */
@NullMarked
package network.cortensor.sdk.verify.replay;

import org.jspecify.annotations.NullMarked;
