package network.cortensor.sdk.verify;

/**
 * One thing that was checked about one node's result.
 *
 * @param layer what was checked
 * @param holds whether it holds
 * @param finding one sentence with the figures; never the answer itself
 */
public record Evidence(Layer layer, boolean holds, String finding) {}
