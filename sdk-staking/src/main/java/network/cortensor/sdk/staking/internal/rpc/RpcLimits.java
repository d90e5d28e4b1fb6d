package network.cortensor.sdk.staking.internal.rpc;

import java.time.Duration;

/**
 * What one exchange may cost.
 *
 * @param connect longest time until there is a connection, TLS included
 * @param answerBytes most bytes of an answer, after decompression
 * @param retries how often a question is repeated that may be
 */
public record RpcLimits(Duration connect, long answerBytes, int retries) {}
