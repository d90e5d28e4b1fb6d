package network.cortensor.sdk.crypto.internal.ethereum;

import org.jspecify.annotations.Nullable;

/** Where in a message a value stands, for messages of errors and for the limit of depth. */
record Place(@Nullable Place outer, String step, int depth) {

    static Place root(String primaryType) {
        return new Place(null, primaryType, 0);
    }

    Place member(String name) {
        return inner('.' + name);
    }

    Place element(int index) {
        return inner("[" + index + ']');
    }

    private Place inner(String innerStep) {
        if (depth == StructEncoder.MAX_DEPTH) {
            throw refused("is nested deeper than " + StructEncoder.MAX_DEPTH + " levels, or contains itself");
        }
        return new Place(this, innerStep, depth + 1);
    }

    /** Says what is wrong here; the reason never has a part of the value. */
    IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(this + " " + reason);
    }

    /** Like {@code Mail.to[0].wallet}. */
    @Override
    public String toString() {
        return outer == null ? step : outer + step;
    }
}
