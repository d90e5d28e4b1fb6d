package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.util.Collection;
import java.util.Set;

/**
 * The filter in a block's header over the addresses and topics of its logs (Yellow Paper, section 4.4.3): it never denies
 * what is there, and now and then affirms what is not.
 *
 * <p>Immutable.
 */
public final class Bloom {
    /** Bytes in a filter. */
    public static final int LENGTH = 256;

    private static final int BITS_PER_ENTRY = 3;

    private final byte[] bits;

    private Bloom(byte[] bits) {
        this.bits = bits;
    }

    /**
     * Takes the 256 bytes of a filter.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static Bloom decode(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("Bloom: expected " + LENGTH + " bytes, found " + bytes.length);
        }
        return new Bloom(bytes.clone());
    }

    /** The filter over certain addresses and topics. */
    public static Bloom of(Collection<Address> addresses, Collection<Hash> topics) {
        Bloom bloom = new Bloom(new byte[LENGTH]);
        addresses.forEach(address -> bloom.add(Probe.of(address.bytes())));
        topics.forEach(topic -> bloom.add(Probe.of(topic.bytes())));
        return bloom;
    }

    /** Whether there may be a log of one of the contracts whose first topic is one of the topics; no topics: any. */
    boolean mayHold(Set<Probe> addresses, Set<Probe> topics) {
        return addresses.stream().anyMatch(this::holds)
                && (topics.isEmpty() || topics.stream().anyMatch(this::holds));
    }

    private boolean holds(Probe probe) {
        return has(probe.first()) && has(probe.second()) && has(probe.third());
    }

    private boolean has(int bit) {
        return (bits[LENGTH - 1 - bit / 8] & (1 << (bit % 8))) != 0;
    }

    private void add(Probe probe) {
        for (int bit : new int[] {probe.first(), probe.second(), probe.third()}) {
            bits[LENGTH - 1 - bit / 8] |= (byte) (1 << (bit % 8));
        }
    }

    /** The three bits that an entry sets. */
    record Probe(int first, int second, int third) {
        static Probe of(byte[] entry) {
            byte[] hash = Hash.keccak256(entry).bytes();
            int[] bits = new int[BITS_PER_ENTRY];
            for (int i = 0; i < BITS_PER_ENTRY; i++) {
                bits[i] = ((hash[2 * i] & 0xff) << 8 | (hash[2 * i + 1] & 0xff)) & (LENGTH * 8 - 1);
            }
            return new Probe(bits[0], bits[1], bits[2]);
        }
    }
}
