package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.LedgerUnavailableException;

/** An endpoint does not answer for so many blocks, or so many events, at once: ask for a shorter range. */
public final class LogRangeException extends LedgerUnavailableException {
    private static final long serialVersionUID = 1L;

    /** Says which range was asked for. */
    public LogRangeException(LogQuery query) {
        super("Read the logs of blocks " + query.fromBlock() + " to " + query.toBlock()
                + ": the endpoint does not answer for so much at once; ask for a shorter range");
    }
}
