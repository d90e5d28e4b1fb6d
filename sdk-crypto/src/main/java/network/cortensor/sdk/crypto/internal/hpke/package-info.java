/** The one HPKE suite of this module and the key it works with. */
@NullMarked
package network.cortensor.sdk.crypto.internal.hpke;

import org.jspecify.annotations.NullMarked;
