package network.cortensor.sdk.ipfs.internal.http;

import java.time.Duration;

/**
 * How long one exchange may take and where it may lead, besides the deadline of the call that it belongs to.
 *
 * @param connect the longest time until there is a connection, TLS included
 * @param answer the longest time until all headers of the answer are there, the sending of the request included
 * @param whole the longest time until the end of the body
 * @param stall how long the server may be silent while bytes are awaited, and the window in which {@code stallBytes} must come
 * @param stallBytes the fewest bytes of body in any such window; time in which nobody reads does not count
 * @param redirects how many redirects are followed; only those of GET and HEAD ever are
 * @param hosts which addresses may be connected to
 */
public record HttpLimits(
        Duration connect,
        Duration answer,
        Duration whole,
        Duration stall,
        long stallBytes,
        int redirects,
        Hosts hosts) {
    /** No limit of its own: the deadline of the call remains. */
    public static final Duration NONE = Duration.ofNanos(Long.MAX_VALUE);

    /**
     * 10 seconds to connect, 60 to answer, no limit on the whole, 16 KiB in any 20 seconds, no redirects, any host.
     *
     * <p>The stall limit is far below the slowest line that anybody would wait for, and keeps a server that sends a byte now
     * and then from holding a thread for ever.
     */
    public static final HttpLimits DEFAULT = new HttpLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(60), NONE, Duration.ofSeconds(20), 16 * 1024, 0, Hosts.ANY);

    /** Which addresses may be connected to. */
    public enum Hosts {
        /**
         * The host of the request may be anywhere, as the user of this SDK named it. A redirect to another host, also one
         * below it, may only lead to a public address: a gateway must not make its clients call services of their own network.
         * {@code localhost} may redirect to names below itself.
         */
        ANY,

        /** Public addresses only: for hosts that strangers named. Looked at after the name was resolved, for each connection. */
        PUBLIC
    }

    public HttpLimits {
        requirePositive("connect", connect);
        requirePositive("answer", answer);
        requirePositive("whole", whole);
        requirePositive("stall", stall);
        if (stallBytes < 0 || redirects < 0) {
            throw new IllegalArgumentException("stallBytes and redirects must not be negative");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, is " + value);
        }
    }

    public HttpLimits withConnect(Duration connect) {
        return new HttpLimits(connect, answer, whole, stall, stallBytes, redirects, hosts);
    }

    public HttpLimits withAnswer(Duration answer) {
        return new HttpLimits(connect, answer, whole, stall, stallBytes, redirects, hosts);
    }

    public HttpLimits withWhole(Duration whole) {
        return new HttpLimits(connect, answer, whole, stall, stallBytes, redirects, hosts);
    }

    public HttpLimits withStall(Duration stall, long stallBytes) {
        return new HttpLimits(connect, answer, whole, stall, stallBytes, redirects, hosts);
    }

    public HttpLimits withRedirects(int redirects) {
        return new HttpLimits(connect, answer, whole, stall, stallBytes, redirects, hosts);
    }

    public HttpLimits withHosts(Hosts hosts) {
        return new HttpLimits(connect, answer, whole, stall, stallBytes, redirects, hosts);
    }
}
