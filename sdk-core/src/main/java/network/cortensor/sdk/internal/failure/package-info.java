/** Turning the errors of the modules below into the errors that callers of this module handle. */
@NullMarked
package network.cortensor.sdk.internal.failure;

import org.jspecify.annotations.NullMarked;
