package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class BloomTest {
    private static final Bloom NOTHING = Bloom.decode(new byte[Bloom.LENGTH]);

    @Test
    void mayHold_knownBits_areThoseOfEthereum() {
        // Yellow Paper, 4.4.3: the low 11 bits of the first three pairs of bytes of the hash.
        Address address = Address.parse("0x0f572e5295c57f15886f9b263e2f6d2d6c7b5ec6");
        byte[] hash = Hash.keccak256(address.bytes()).bytes();
        byte[] bits = new byte[Bloom.LENGTH];
        for (int pair = 0; pair < 3; pair++) {
            int bit = Integer.parseInt(HexFormat.of().formatHex(hash, 2 * pair, 2 * pair + 2), 16) % 2048;
            bits[255 - bit / 8] |= (byte) (1 << (bit % 8));
        }
        Set<Bloom.Probe> probe = Set.of(Bloom.Probe.of(address.bytes()));
        assertThat(Bloom.decode(bits).mayHold(probe, Set.of())).isTrue();
        for (int i = 0; i < Bloom.LENGTH; i++) {
            if (bits[i] != 0) {
                byte[] fewer = bits.clone();
                fewer[i] = 0;
                assertThat(Bloom.decode(fewer).mayHold(probe, Set.of())).isFalse();
            }
        }
    }

    @Test
    void mayHold_whatWasAdded_isNeverDenied() {
        List<Address> addresses = new ArrayList<>();
        List<Hash> topics = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            topics.add(Hash.keccak256(new byte[] {(byte) i}));
            addresses.add(Address.decode(
                    HexFormat.of().parseHex(topics.get(i).toString().substring(2, 42))));
        }
        Bloom bloom = Bloom.of(addresses, topics);
        for (int i = 0; i < 100; i++) {
            Set<Bloom.Probe> address = Set.of(Bloom.Probe.of(addresses.get(i).bytes()));
            Set<Bloom.Probe> topic = Set.of(Bloom.Probe.of(topics.get(i).bytes()));
            assertThat(bloom.mayHold(address, topic)).isTrue();
            assertThat(NOTHING.mayHold(address, topic)).isFalse();
        }
    }

    @Test
    void mayHold_addressWithoutTopic_needsBoth() {
        Bloom bloom = Bloom.of(List.of(FakeChain.WANTED), List.of(FakeChain.OTHER_TOPIC));
        Set<Bloom.Probe> wanted = Set.of(Bloom.Probe.of(FakeChain.WANTED.bytes()));
        Set<Bloom.Probe> topic = Set.of(Bloom.Probe.of(FakeChain.TOPIC.bytes()));
        assertThat(bloom.mayHold(wanted, topic)).isFalse();
        assertThat(bloom.mayHold(wanted, Set.of())).isTrue();
    }

    @Test
    void decode_otherLength_isRefused() {
        assertThatThrownBy(() -> Bloom.decode(new byte[255])).isInstanceOf(IllegalArgumentException.class);
    }
}
