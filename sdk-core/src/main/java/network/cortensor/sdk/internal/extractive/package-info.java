/** Finding the sentence of a document that fits a question. */
@NullMarked
package network.cortensor.sdk.internal.extractive;

import org.jspecify.annotations.NullMarked;
