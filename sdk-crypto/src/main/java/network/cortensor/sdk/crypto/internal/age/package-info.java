/** The parts of the age v1 format: header, stanzas, payload stream and the text forms of keys. */
@NullMarked
package network.cortensor.sdk.crypto.internal.age;

import org.jspecify.annotations.NullMarked;
