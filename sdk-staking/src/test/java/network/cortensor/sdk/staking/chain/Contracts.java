package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;

import java.util.HexFormat;

/** Contracts of a few bytes, put at an address without a transaction. */
final class Contracts {
    /** Writes the call's data as the data of one log, whose topic is 1. */
    static final Address LOGGER = Address.parse("0x" + "11".repeat(20));

    /** Returns the call's data. */
    static final Address ECHO = Address.parse("0x" + "22".repeat(20));

    /** Reverts with the call's data. */
    static final Address REVERTER = Address.parse("0x" + "33".repeat(20));

    private Contracts() {}

    /** Puts all of them there, in block 2. */
    static void install(Anvil anvil) {
        // What is set by hand is set in the newest block too.
        anvil.mine();
        anvil.setCode(LOGGER, HexFormat.of().parseHex("365f5f376001365fa100"));
        anvil.setCode(ECHO, HexFormat.of().parseHex("365f5f37365ff3"));
        anvil.setCode(REVERTER, HexFormat.of().parseHex("365f5f37365ffd"));
        anvil.mine();
    }
}
