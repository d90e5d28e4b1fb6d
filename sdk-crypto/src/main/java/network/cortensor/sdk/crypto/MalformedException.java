package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.age.ArmorException;

/**
 * Something does not parse: wrong size, wrong alphabet, a value out of range, a form that is not the canonical one.
 *
 * <p>Whoever wrote it is at fault; asking again for the same bytes does not help.
 */
public sealed class MalformedException extends CryptoException permits ArmorException {

    private static final long serialVersionUID = 1L;

    /**
     * For implementations of this module's interfaces.
     *
     * @param message what was read, what was expected, what was found; never a secret
     */
    public MalformedException(String message) {
        super(message);
    }
}
