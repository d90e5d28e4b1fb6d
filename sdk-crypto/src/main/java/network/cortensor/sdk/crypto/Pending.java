package network.cortensor.sdk.crypto;

/** Marks what is declared so that others can compile against it, and filled in next. */
final class Pending {

    private Pending() {}

    @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"}) // goes with the last use of this class
    static <T> T pending() {
        throw new UnsupportedOperationException("pending");
    }
}
