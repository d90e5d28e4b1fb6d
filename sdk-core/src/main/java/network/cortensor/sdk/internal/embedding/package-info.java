/** The embedding model that comes as an optional dependency. */
@NullMarked
package network.cortensor.sdk.internal.embedding;

import org.jspecify.annotations.NullMarked;
