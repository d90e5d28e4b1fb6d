package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.TransactionSigner;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Addresses and hashes made from names. */
final class Accounts {
    private Accounts() {}

    static Address address(String name) {
        byte[] hash = Hash.keccak256(name.getBytes(StandardCharsets.UTF_8)).bytes();
        return Address.decode(Arrays.copyOf(hash, Address.LENGTH));
    }

    /** The signer of a name: the same name is the same account. */
    static TransactionSigner signer(String name) {
        return TransactionSigner.ofKey(
                Hash.keccak256(name.getBytes(StandardCharsets.UTF_8)).bytes());
    }

    static Hash hashOf(String reveal) {
        return Hash.keccak256(reveal.getBytes(StandardCharsets.UTF_8));
    }
}
