/** Who can read a prompt. */
@NullMarked
package network.cortensor.sdk.privacy;

import org.jspecify.annotations.NullMarked;
