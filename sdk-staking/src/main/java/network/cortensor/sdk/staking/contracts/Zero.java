package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.time.Instant;
import java.util.Optional;

/** What Solidity has in the place of nothing: zeros. They end here, at the edge. */
final class Zero {
    static final Address ADDRESS = Address.decode(new byte[Address.LENGTH]);
    private static final Hash HASH = Hash.decode(new byte[Hash.LENGTH]);

    private Zero() {}

    static Optional<Address> unlessZero(Address address) {
        return address.equals(ADDRESS) ? Optional.empty() : Optional.of(address);
    }

    static Optional<Hash> unlessZero(Hash hash) {
        return hash.equals(HASH) ? Optional.empty() : Optional.of(hash);
    }

    static Optional<Instant> unlessZero(Instant time) {
        return time.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(time);
    }
}
