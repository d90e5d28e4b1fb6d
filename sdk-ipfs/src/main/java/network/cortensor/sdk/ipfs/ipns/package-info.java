/**
 * Names that point to content and can be pointed elsewhere by whoever holds their key: IPNS names and the signed records behind
 * them (IPNS record specification).
 *
 * <p>Start at {@link network.cortensor.sdk.ipfs.ipns.IpnsRecord}, which verifies and signs records. {@link
 * network.cortensor.sdk.ipfs.ipns.IpnsHistory} refuses to go back to an older one. How records travel is for other packages.
 */
@NullMarked
package network.cortensor.sdk.ipfs.ipns;

import org.jspecify.annotations.NullMarked;
