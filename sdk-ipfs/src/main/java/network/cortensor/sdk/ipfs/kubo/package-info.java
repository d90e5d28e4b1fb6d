/**
 * Talks to a Kubo daemon over its RPC API without believing it.
 *
 * <p>Start at {@link network.cortensor.sdk.ipfs.kubo.KuboClient}. Uploads that must survive a crash go through {@link
 * network.cortensor.sdk.ipfs.kubo.CarUpload}.
 */
@NullMarked
package network.cortensor.sdk.ipfs.kubo;

import org.jspecify.annotations.NullMarked;
