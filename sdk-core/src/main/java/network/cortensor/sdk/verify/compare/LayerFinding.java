package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.Layer;

/**
 * What one layer found about two answers. Immutable.
 *
 * @param layer which one
 * @param sign what follows from it
 * @param score the layer's own figure, such as a cosine or the share of equal facts, between -1 and 1
 * @param finding one sentence with the figures; never a part of an answer
 */
public record LayerFinding(Layer layer, Sign sign, double score, String finding) {}
