package network.cortensor.sdk.ipfs.gateway;

import java.net.URI;
import java.time.Duration;

/**
 * What a {@link GatewayClient} remembers of one gateway.
 *
 * @param gateway its URL
 * @param found whether routing found it, rather than the options naming it
 * @param standing whether it is asked now
 * @param penalty what is held against it: 0 for nothing, about 1 for each recent failure, 100 for wrong bytes; halves with time
 * @param firstByte how long it takes to begin its answers, for nine in ten of the recent ones; a guess before there were any
 * @param delivered how many blocks and streams it delivered that were taken
 * @param missing how many times it said that it does not have what was asked for
 * @param failed how many times it refused, did not answer, answered too slowly or broke off
 * @param wrong how many times it gave bytes that were not those asked for, or broke a rule as no honest gateway does
 */
public record GatewayHealth(
        URI gateway,
        boolean found,
        Standing standing,
        double penalty,
        Duration firstByte,
        long delivered,
        long missing,
        long failed,
        long wrong) {

    /** Whether a gateway is asked (circuit breaker). */
    public enum Standing {
        /** It is asked when it is the best, or late ones have to be hedged. */
        ASKED,

        /** It failed several times in a row, and is only asked when no other could answer, until its time is over. */
        RESTING,

        /** It gave wrong bytes, and is not asked at all until its time is over. */
        BANNED,

        /** Its time is over: one request at a time finds out whether it is better now. */
        PROBED
    }
}
