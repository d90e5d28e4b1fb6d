package network.cortensor.sdk.crypto.hostile;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import network.cortensor.sdk.crypto.age.AgeIdentity;
import network.cortensor.sdk.crypto.age.AgeRecipient;
import network.cortensor.sdk.crypto.age.X25519Identity;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That no identity fits and that the header was altered cost the same, so that the time does not tell which it was: the same
 * operations of the platform, counted, and for X25519 the same time. The time for post-quantum files and several recipients
 * is compared in {@code age.AgeTimingTest}.
 */
class NoMatchOrBadMacTest {

    private static final int ROUNDS = 400;
    private static final int WARM_UP = 200;
    /** 32 bytes in base64, and a line feed. */
    private static final int MAC_LINE_END = 44;

    @Test
    void decrypt_x25519_costsTheSame() throws IOException {
        X25519Identity mine = X25519Identity.generate();
        Files files = Files.of(mine, mine.recipient(), X25519Identity.generate().recipient());

        assertThat(files.operations(files.noMatch, NotForMeException.class))
                .isEqualTo(files.operations(files.badMac, RejectedException.class))
                .containsKeys("HMAC", "decrypt");
        compareTimes(files);
    }

    @Test
    void decrypt_postQuantum_costsTheSame() throws IOException {
        Identity mine = Identity.generate();
        Files files = Files.of(mine, mine.recipient(), Identity.generate().recipient());

        assertThat(files.operations(files.noMatch, NotForMeException.class))
                .isEqualTo(files.operations(files.badMac, RejectedException.class))
                .containsKey("HMAC");
    }

    /** A file for somebody else, and a file for the reader that was altered. */
    private static final class Files {

        private final AgeDecryption with;
        private final byte[] noMatch;
        private final byte[] badMac;

        private Files(AgeDecryption with, byte[] noMatch, byte[] badMac) {
            this.with = with;
            this.noMatch = noMatch;
            this.badMac = badMac;
        }

        static Files of(AgeIdentity identity, AgeRecipient mine, AgeRecipient another) throws IOException {
            byte[] badMac = file(mine);
            // The first character of the MAC.
            int at = AgeHeader.read(badMac).length() - MAC_LINE_END;
            badMac[at] = (byte) (badMac[at] == 'A' ? 'B' : 'A');
            return new Files(AgeDecryption.with(identity), file(another), badMac);
        }

        Map<String, Integer> operations(byte[] file, Class<? extends CryptoException> expected) throws IOException {
            try (WatchedCiphers ciphers = WatchedCiphers.install()) {
                assertThat(failure(with, file)).isInstanceOf(expected);
                return ciphers.takeOperations();
            }
        }
    }

    private static void compareTimes(Files files) throws IOException {
        long[] noMatch = new long[ROUNDS];
        long[] badMac = new long[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            int slot = Math.max(0, round);
            // In turns, and each first every other time, so that a busy machine slows both.
            if (round % 2 == 0) {
                noMatch[slot] = nanos(files.with, files.noMatch);
                badMac[slot] = nanos(files.with, files.badMac);
            } else {
                badMac[slot] = nanos(files.with, files.badMac);
                noMatch[slot] = nanos(files.with, files.noMatch);
            }
        }
        double ratio = (double) median(noMatch) / median(badMac);
        System.out.printf(
                "X25519: time of 'no match' to that of 'wrong MAC' is %.3f (%d µs to %d µs, medians of %d)%n",
                ratio, median(noMatch) / 1000, median(badMac) / 1000, ROUNDS);
        // Wide, because the machine has other things to do; a public-key operation more or less is a factor of two.
        assertThat(ratio).isBetween(0.6, 1.67);
    }

    private static byte[] file(AgeRecipient recipient) throws IOException {
        return AgeEncryption.to(recipient)
                .encrypt(new ByteArrayInputStream(new byte[100]))
                .readAllBytes();
    }

    private static CryptoException failure(AgeDecryption with, byte[] file) throws IOException {
        try {
            with.decrypt(new ByteArrayInputStream(file)).close();
        } catch (CryptoException e) {
            return e;
        }
        throw new AssertionError("a file was opened that cannot be");
    }

    private static long nanos(AgeDecryption with, byte[] file) throws IOException {
        long started = System.nanoTime();
        failure(with, file);
        return System.nanoTime() - started;
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
