package network.cortensor.sdk.verify.consensus;

import network.cortensor.sdk.staking.Address;

import java.nio.ByteBuffer;
import java.util.Random;

/** A seed that is printed and can be set, and nodes by number. */
final class Seeds {

    static final long SEED = Long.getLong("cortensor.seed", 20261123L);

    private Seeds() {}

    static Random random(Class<?> test) {
        System.out.println(test.getSimpleName() + ": -Dcortensor.seed=" + SEED);
        return new Random(SEED);
    }

    static Address node(int number) {
        return Address.decode(
                ByteBuffer.allocate(Address.LENGTH).putInt(16, number).array());
    }
}
