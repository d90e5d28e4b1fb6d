package network.cortensor.sdk.internal.facts;

/** Which way a word points on which scale: "rise" up on the scale of amounts, "before" down on that of time. */
enum Direction {
    NONE,
    MORE,
    LESS,
    LATER,
    EARLIER,
    FIRST,
    LAST,
    MOST,
    LEAST,
    AHEAD,
    BEHIND,
    INWARD,
    OUTWARD;

    /** Returns the other end of the same scale. */
    Direction opposite() {
        return switch (this) {
            case NONE -> NONE;
            case MORE -> LESS;
            case LESS -> MORE;
            case LATER -> EARLIER;
            case EARLIER -> LATER;
            case FIRST -> LAST;
            case LAST -> FIRST;
            case MOST -> LEAST;
            case LEAST -> MOST;
            case AHEAD -> BEHIND;
            case BEHIND -> AHEAD;
            case INWARD -> OUTWARD;
            case OUTWARD -> INWARD;
        };
    }
}
