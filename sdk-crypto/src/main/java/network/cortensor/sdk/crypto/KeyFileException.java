package network.cortensor.sdk.crypto;

/** A key file cannot be read or written: missing, already there, of the wrong kind, or readable by other users. */
public final class KeyFileException extends CryptoException {

    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }

    KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
