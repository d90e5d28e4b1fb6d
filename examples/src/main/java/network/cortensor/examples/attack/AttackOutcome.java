package network.cortensor.examples.attack;

/**
 * What became of an attack.
 *
 * @param stopped whether each variant was stopped by the check that it is aimed at
 * @param evidence for each variant the check that fired and the class that it is in; or what got through
 */
public record AttackOutcome(boolean stopped, String evidence) {}
