/** Trees of hashes, as Certificate Transparency has them. */
@NullMarked
package network.cortensor.sdk.crypto.internal.merkle;

import org.jspecify.annotations.NullMarked;
