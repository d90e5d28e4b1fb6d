package network.cortensor.sdk.staking.contracts;

/** Which part of a list is asked for. */
final class Page {
    private Page() {}

    static void check(String what, long offset, int limit, int most) {
        if (offset < 0 || limit < 1 || limit > most) {
            throw new IllegalArgumentException(what + ": expected an offset from 0 on and a limit of 1 to " + most
                    + ", found " + offset + " and " + limit);
        }
    }
}
