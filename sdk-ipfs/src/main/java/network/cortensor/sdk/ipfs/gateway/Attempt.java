package network.cortensor.sdk.ipfs.gateway;

/** One request to one gateway, on its way. */
@FunctionalInterface
interface Attempt {
    /** Ends it, also what it has delivered; called when nobody wants it any more, at any time and from any thread. */
    void cancel();

    /** Hears of an attempt, from any thread. */
    interface Listener<T> {
        /** The answer has begun. */
        void began();

        /** The attempt is over. Called once. */
        void ended(Outcome<T> outcome);
    }

    /** What is asked of each gateway. */
    @FunctionalInterface
    interface Entrant<T> {
        /** Sends the request and returns at once. */
        Attempt start(Gateway gateway, Listener<T> listener);
    }
}
