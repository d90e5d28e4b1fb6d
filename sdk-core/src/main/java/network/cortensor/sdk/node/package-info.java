/**
 * The embedded light node: {@link network.cortensor.sdk.node.LightNode} serves tasks from inside an application's JVM, with an
 * {@link network.cortensor.sdk.node.InferenceEngine} that the application chooses.
 */
@NullMarked
package network.cortensor.sdk.node;

import org.jspecify.annotations.NullMarked;
