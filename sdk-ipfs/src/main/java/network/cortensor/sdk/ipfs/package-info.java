@NullMarked
package network.cortensor.sdk.ipfs;

import org.jspecify.annotations.NullMarked;
