package network.cortensor.sdk.crypto.channel;

import java.time.Duration;

/** Bounds of a channel, and why they are what they are (SPEC §12). */
final class ChannelLimits {

    /**
     * Chunks of one direction, the last included. Hours of tokens one by one, or 16 GiB; far from any overflow of a
     * counter, and few enough that a test runs through all of them.
     */
    static final int MAX_CHUNKS = 1 << 20;

    /** Keep-alives in a row. At one a second a quarter of an hour without a token, which is no answer any more. */
    static final int MAX_SILENT_CHUNKS = 1024;

    /** How far ahead an expiry may lie: what bounds the time that a replay guard has to remember. */
    static final Duration MAX_LIFETIME = Duration.ofDays(1);

    private ChannelLimits() {}
}
