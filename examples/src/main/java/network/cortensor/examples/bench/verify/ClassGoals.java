package network.cortensor.examples.bench.verify;

import network.cortensor.examples.bench.Goal;

import java.util.Optional;
import java.util.Set;

/** What is wanted of each class, in per cent. */
final class ClassGoals {

    private static final Set<String> SHARP = Set.of("numbers", "negation", "names", "units", "dates", "json", "code");

    private static final Set<String> BLUNT = Set.of("contradiction", "antonym");

    private ClassGoals() {}

    /** Returns the goal for {@link #figure}; none for attacks without one. */
    static Optional<Goal> of(PairClass kind) {
        if (kind.honest()) {
            return Optional.of(Goal.atMost(10));
        }
        if (SHARP.contains(kind.name())) {
            return Optional.of(Goal.atMost(1));
        }
        return BLUNT.contains(kind.name()) ? Optional.of(Goal.atMost(5)) : Optional.empty();
    }

    /** Returns in a word whether a goal is met: without an error in too few pairs, nothing is shown either way. */
    static String standing(Goal goal, ClassResult result) {
        if (goal.isMetBy(figure(result))) {
            return "holds";
        }
        boolean honest = result.kind().honest();
        return result.tally().wrong(honest) == 0 ? "too few pairs" : "FALLS SHORT";
    }

    /**
     * Returns what the goal is for: of attacks the upper end of the interval of what is accepted, of honest pairs the share that
     * is rejected.
     */
    static double figure(ClassResult result) {
        boolean honest = result.kind().honest();
        Tally tally = result.tally();
        return 100 * (honest ? tally.wrongShare(true) : tally.wrongBounds(false).high());
    }
}
