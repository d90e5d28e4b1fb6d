/** The objects that apps and nodes exchange: what is inside a sealed prompt and a sealed result, and how they are named. */
@NullMarked
package network.cortensor.sdk.internal.wire;

import org.jspecify.annotations.NullMarked;
