@NullMarked
package network.cortensor.sdk.staking;

import org.jspecify.annotations.NullMarked;
