package network.cortensor.sdk.internal.wire;

import network.cortensor.sdk.staking.Hash;

import java.util.Optional;

/**
 * The string that a miner sends along with its pre-commitment: {@code cortensor:statement:1:<digest of its statement>}. Ours;
 * what the network puts there is not known. With it, nobody can later ascribe another statement to the miner.
 */
public final class PrecommitData {

    private static final String PREFIX = "cortensor:statement:1:";

    private PrecommitData() {}

    public static String of(Hash statement) {
        return PREFIX + statement;
    }

    /** Returns the digest of the statement; empty when the string is none of ours. */
    public static Optional<Hash> statement(String data) {
        if (!data.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Hash.parse(data.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
