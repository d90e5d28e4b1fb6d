/** What several packages of this module share and nobody else sees: secrets in memory and in files, hashes, encodings. */
@NullMarked
package network.cortensor.sdk.crypto.internal;

import org.jspecify.annotations.NullMarked;
