package network.cortensor.sdk.crypto;

/**
 * A live channel fell silent: no chunk came within the time that the caller allowed, or the whole exchange took longer.
 *
 * <p>Silence is no evidence against anybody: the network, the node or an attacker may be the cause. What was read before
 * is authentic, but it is a beginning and not an answer. Asking again, this node or another one, takes a new channel.
 */
public final class ChannelStalledException extends CryptoException {

    private static final long serialVersionUID = 1L;

    /**
     * For this module's packages.
     *
     * @param message what was waited for and how long
     */
    public ChannelStalledException(String message) {
        super(message);
    }
}
