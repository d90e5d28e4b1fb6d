/**
 * Programs that others wrote, which {@code .ci/peers} fetches: a real Kubo, and the npm importer, verified-fetch and RPC
 * client behind small scripts in {@code src/test/peers/node}.
 *
 * <p>A test that needs one asks {@link network.cortensor.sdk.ipfs.peers.KuboDaemon} or
 * {@link network.cortensor.sdk.ipfs.peers.NodePeer} for it, and is skipped where it is not there.
 */
@NullMarked
package network.cortensor.sdk.ipfs.peers;

import org.jspecify.annotations.NullMarked;
