/** Tests of the pinning client, with a service in this JVM that follows the specification: no real one can be reached. */
@NullMarked
package network.cortensor.sdk.ipfs.pinning;

import org.jspecify.annotations.NullMarked;
