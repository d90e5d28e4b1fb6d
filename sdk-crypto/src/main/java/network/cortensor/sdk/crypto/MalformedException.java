package network.cortensor.sdk.crypto;

/**
 * Something does not parse: wrong size, wrong alphabet, a value out of range, a form that is not the canonical one.
 *
 * <p>Whoever wrote it is at fault; asking again for the same bytes does not help.
 */
public final class MalformedException extends CryptoException {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        super(message);
    }
}
