/**
 * The threat model as programs: each class is one attack on the real code, and says who attacks, what they want and which
 * check stops them. Start at {@link network.cortensor.examples.attack.Attacks#all()}.
 *
 * <p>Hostile parts are decorators of the SDK's public interfaces, as an attacker could write them. An attack counts as
 * stopped only when the check that it is aimed at is the one that fires; that some other part fails later is no defence.
 */
@NullMarked
package network.cortensor.examples.attack;

import org.jspecify.annotations.NullMarked;
