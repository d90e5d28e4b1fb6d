package network.cortensor.sdk.internal.facts;

/** One token of source code. */
record CodeToken(Kind kind, String text) {

    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        SIGN,
        /** An indentation or a line end that says something. */
        LAYOUT
    }
}
