/**
 * Identifies, stores and reads content by its hash.
 *
 * <p>Start at {@link network.cortensor.sdk.ipfs.ContentStore}: it turns content of any size into a {@link
 * network.cortensor.sdk.ipfs.Cid} and back. Below it lies a {@link network.cortensor.sdk.ipfs.BlockStore}, in memory, in a
 * folder, or the caller's own. A {@link network.cortensor.sdk.ipfs.Block} exists only as a pair of bytes and the CID that
 * these bytes hash to, so what a store hands out is either right or an {@link network.cortensor.sdk.ipfs.IpfsException}.
 *
 * <p>Everything else of this module is internal and may change without notice.
 */
@NullMarked
package network.cortensor.sdk.ipfs;

import org.jspecify.annotations.NullMarked;
