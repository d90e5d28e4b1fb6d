/** What the packages of this module share and do not show: the checked way to blocks, and the watch over a running call. */
@NullMarked
package network.cortensor.sdk.ipfs.internal;

import org.jspecify.annotations.NullMarked;
