package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.internal.http.HttpLimits;

import java.time.Duration;

/**
 * The limits on exchanges with gateways.
 *
 * @param attempt the longest time for one block, and for the beginning of a stream
 * @param stall see {@link HttpLimits#stall}
 * @param privateHosts whether gateways that routing found may be in the network of this machine
 */
record GatewayLimits(Duration attempt, Duration stall, boolean privateHosts) {
    private static final int REDIRECTS = 3;
    private static final int STALL_BYTES_PER_SECOND = 1024;

    HttpLimits forBlocks(Gateway gateway) {
        return forStreams(gateway).withWhole(attempt);
    }

    HttpLimits forStreams(Gateway gateway) {
        Duration connect = attempt.compareTo(HttpLimits.DEFAULT.connect()) < 0 ? attempt : HttpLimits.DEFAULT.connect();
        return HttpLimits.DEFAULT
                .withConnect(connect)
                .withAnswer(attempt)
                .withStall(stall, Math.max(1, stall.toMillis() * STALL_BYTES_PER_SECOND / 1000))
                .withRedirects(REDIRECTS)
                .withHosts(gateway.isFound() && !privateHosts ? HttpLimits.Hosts.PUBLIC : HttpLimits.Hosts.ANY);
    }
}
