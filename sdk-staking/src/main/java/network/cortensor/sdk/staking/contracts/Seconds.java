package network.cortensor.sdk.staking.contracts;

import java.time.Duration;

/** Times on a chain have whole seconds. */
final class Seconds {
    private Seconds() {}

    /** The shortest time of whole seconds that is not shorter: nobody gets less time than was asked for. */
    static long roundedUp(Duration time) {
        return time.toNanosPart() == 0 ? time.toSeconds() : time.toSeconds() + 1;
    }
}
