package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.Seed;
import org.bouncycastle.crypto.generators.SCrypt;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class NarrowScryptTest {

    @Test
    void derive_parametersOfTheRfc_areThoseOfTheProvider() {
        Seed seed = Seed.of(NarrowScryptTest.class);
        Random random = seed.random();
        for (int n = 2; n < 1 << 12; n *= 2) {
            for (int p = 1; p <= 3; p++) {
                byte[] password = new byte[random.nextInt(40)];
                byte[] salt = new byte[random.nextInt(40)];
                random.nextBytes(password);
                random.nextBytes(salt);
                assertThat(NarrowScrypt.derive(password, salt, n, p, 32))
                        .as("%s, n %d, p %d", seed, n, p)
                        .isEqualTo(SCrypt.generate(password, salt, n, 1, p, 32));
            }
        }
    }
}
