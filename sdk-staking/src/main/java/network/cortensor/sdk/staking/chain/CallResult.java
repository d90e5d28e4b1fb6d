package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;

import java.util.HexFormat;

/** How a call that was tried ended: with data, or with an error of the contract. */
final class CallResult {
    private static final int SELECTOR = 4;

    private final boolean returned;
    private final byte[] data;

    private CallResult(boolean returned, byte[] data) {
        this.returned = returned;
        this.data = data;
    }

    static CallResult returned(byte[] data) {
        return new CallResult(true, data);
    }

    static CallResult reverted(byte[] data) {
        return new CallResult(false, data);
    }

    /** Equal for the same end with the same data. */
    Hash digest() {
        return Canonical.pair(Canonical.kind(returned ? "returned" : "reverted"), Canonical.data(data));
    }

    /** Equal for all that return, and for reverts with the same data. */
    Hash outcome() {
        return returned ? Canonical.kind("returned") : digest();
    }

    /** Returns the data, or throws the error as {@link RevertedException}. */
    byte[] orThrow(String attempt) {
        if (returned) {
            return data;
        }
        String error = data.length < SELECTOR
                ? "a revert without a reason"
                : "a revert with error 0x" + HexFormat.of().formatHex(data, 0, SELECTOR) + " and " + data.length
                        + " bytes";
        throw new RevertedException(attempt, error, data);
    }
}
