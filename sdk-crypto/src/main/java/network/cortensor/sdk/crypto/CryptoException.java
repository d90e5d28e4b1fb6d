package network.cortensor.sdk.crypto;

/**
 * The root of everything this module refuses to do because of data it was given.
 *
 * <p>Mistakes of the caller (a closed key, a negative length) are {@link IllegalArgumentException} or
 * {@link IllegalStateException} instead. No message contains a secret, a prompt, an answer or remote text.
 */
public abstract sealed class CryptoException extends RuntimeException
        permits MalformedException, NotForMeException, RejectedException, KeyFileException, ChannelStalledException {

    private static final long serialVersionUID = 1L;

    CryptoException(String message) {
        super(message);
    }

    CryptoException(String message, Throwable cause) {
        super(message, cause);
    }
}
