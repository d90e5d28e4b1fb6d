package network.cortensor.examples.attack;

import java.io.IOException;

/** Something that a dishonest party may try. Each run sets up a world of its own; nothing leaves the process. */
public interface Attack {

    /** How an attack ends that does not succeed. */
    enum Defence {
        /** The act itself is refused. */
        REFUSED,
        /** Nobody can prevent the act; it is found out, and whoever did it is named. */
        DETECTED
    }

    /** Returns the name on the command line, in kebab case. */
    String name();

    /** Returns one sentence: who does what. */
    String description();

    /** Returns how the attack ends as long as the checks are in place. */
    default Defence defence() {
        return Defence.REFUSED;
    }

    /**
     * Tries it, in all its variants.
     *
     * @param ground where the ledgers of its worlds are
     * @throws IOException if the attack could not be tried
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    AttackOutcome run(Ground ground) throws IOException, InterruptedException;
}
