package network.cortensor.sdk.crypto;

/** A key file cannot be read or written: missing, already there, of the wrong kind, or readable by other users. */
public final class KeyFileException extends CryptoException {

    private static final long serialVersionUID = 1L;

    /**
     * Names the file and what to do.
     *
     * @param message never with a part of the content
     */
    public KeyFileException(String message) {
        super(message);
    }

    /**
     * Names the file and what to do.
     *
     * @param message never with a part of the content
     * @param cause what the file system said
     */
    public KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
