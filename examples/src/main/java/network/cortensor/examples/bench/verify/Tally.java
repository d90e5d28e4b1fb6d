package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.Sign;

/** What a check said of a number of pairs. */
record Tally(int accepted, int undecided, int rejected) {

    static final Tally NONE = new Tally(0, 0, 0);

    /** Returns this and one more. */
    Tally and(Sign sign) {
        return switch (sign) {
            case SAME -> new Tally(accepted + 1, undecided, rejected);
            case NOTHING -> new Tally(accepted, undecided + 1, rejected);
            case DIFFERENT -> new Tally(accepted, undecided, rejected + 1);
        };
    }

    int pairs() {
        return accepted + undecided + rejected;
    }

    /** Returns how many are wrong: accepted attacks, or rejected honest pairs. What is undecided is no error. */
    int wrong(boolean honest) {
        return honest ? rejected : accepted;
    }

    /** Returns the share of what is wrong, with its interval. */
    Bounds wrongBounds(boolean honest) {
        return Bounds.of(wrong(honest), pairs());
    }

    double wrongShare(boolean honest) {
        return pairs() == 0 ? 0 : (double) wrong(honest) / pairs();
    }
}
