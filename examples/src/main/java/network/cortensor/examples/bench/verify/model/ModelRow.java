package network.cortensor.examples.bench.verify.model;

/**
 * What the layers see of one kind of answer, each beside the model's own answer at temperature 0. Shares are of the answers.
 *
 * @param answers that were looked at
 * @param empty answers, which are none and are not looked at: a model that was made too coarse gives some
 * @param same by all layers together
 * @param different by all layers together
 * @param equal character for character in canonical form
 * @param prefix mean share of equal tokens from the beginning
 * @param facts share of answers in which the facts differ
 * @param meaning share of answers that are too far in meaning
 * @param replayEqual mean share of tokens that the model draws itself at this position
 * @param replayMargin mean margin in nats
 * @param told share of answers whose mean margin is above that of each honest run; those with less than half the tokens of
 *     the shortest honest run are not judged
 * @param lastMargin mean margin of the last token, the end token if the answer claims to have ended
 */
public record ModelRow(
        String kind,
        int answers,
        int empty,
        double same,
        double different,
        double equal,
        double prefix,
        double facts,
        double meaning,
        double replayEqual,
        double replayMargin,
        double told,
        double lastMargin) {}
