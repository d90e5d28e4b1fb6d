package network.cortensor.sdk.crypto;

/**
 * The envelope parses, but does not list the key of the identity that tried to open it.
 *
 * <p>A caller that holds several identities (the current epoch and the one before) tries the next one.
 */
public final class NotForMeException extends CryptoException {

    private static final long serialVersionUID = 1L;

    /**
     * For implementations of this module's interfaces.
     *
     * @param message what was opened and for whom it is; never a secret
     */
    public NotForMeException(String message) {
        super(message);
    }
}
