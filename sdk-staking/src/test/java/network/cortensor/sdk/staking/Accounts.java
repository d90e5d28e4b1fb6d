package network.cortensor.sdk.staking;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Addresses and hashes made from names. */
final class Accounts {
    private Accounts() {}

    static Address address(String name) {
        byte[] hash = Hash.keccak256(name.getBytes(StandardCharsets.UTF_8)).bytes();
        return Address.decode(Arrays.copyOf(hash, Address.LENGTH));
    }

    static Hash hashOf(String reveal) {
        return Hash.keccak256(reveal.getBytes(StandardCharsets.UTF_8));
    }
}
