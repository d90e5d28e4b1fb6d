package network.cortensor.sdk.verify.compare;

/** What every layer checks of the two answers it is given. */
final class Pairs {

    private Pairs() {}

    /** Throws when the answers are of different types. */
    static void requireOneType(AnswerText a, AnswerText b) {
        if (a.type() != b.type()) {
            throw new IllegalArgumentException("Only answers of one type can be compared, these are " + a.type()
                    + " and " + b.type() + ": make both ready with the type that the task asks for");
        }
    }
}
