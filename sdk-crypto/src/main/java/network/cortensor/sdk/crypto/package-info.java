@NullMarked
package network.cortensor.sdk.crypto;

import org.jspecify.annotations.NullMarked;
