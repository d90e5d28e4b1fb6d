/** Integer encodings that a CID is made of: each decoder takes exactly what its encoder gives. */
@NullMarked
package network.cortensor.sdk.ipfs.internal.multiformats;

import org.jspecify.annotations.NullMarked;
