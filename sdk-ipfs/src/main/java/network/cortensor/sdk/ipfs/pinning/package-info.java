/**
 * Has services keep content: the IPFS Pinning Service API.
 *
 * <p>Start at {@link network.cortensor.sdk.ipfs.pinning.PinningClient}.
 */
@NullMarked
package network.cortensor.sdk.ipfs.pinning;

import org.jspecify.annotations.NullMarked;
