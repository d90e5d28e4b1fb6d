package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.LedgerUnavailableException;

/**
 * Too few endpoints have the block that was asked about, or still its state: it is not made yet, was replaced by a
 * reorganisation, or is too old for them. Ask about a newer block, or later.
 */
public final class UnknownBlockException extends LedgerUnavailableException {
    private static final long serialVersionUID = 1L;

    /** Says what was asked, and of whom. */
    public UnknownBlockException(String message) {
        super(message);
    }
}
