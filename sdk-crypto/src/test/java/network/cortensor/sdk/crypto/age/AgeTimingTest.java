package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Scene;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static network.cortensor.sdk.crypto.age.AgeFiles.encrypt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * "No identity matches" takes as long as "the MAC is wrong", whichever stanza fits: both unwrap every stanza and compute the
 * MAC. Otherwise whoever sees how long a reader takes learns whose file it is. The measurements are interleaved and compared
 * with each other, so that a slow machine is slow for all of them; the bounds are wide, and would still find a reader that
 * stops at the first stanza that fits.
 */
class AgeTimingTest {

    private static final int RECIPIENTS = 8;
    private static final int WARM_UP = 30;
    private static final int ROUNDS = 150;

    @Test
    void decrypt_noMatchAndWrongMac_takeTheSameTime() {
        List<Identity> identities = new ArrayList<>();
        List<AgeRecipient> recipients = new ArrayList<>();
        for (int i = 0; i < RECIPIENTS; i++) {
            Identity identity = Identity.generate();
            identities.add(identity);
            recipients.add(identity.recipient());
        }
        byte[] altered = AgeFiles.withOtherMac(encrypt(AgeEncryption.to(recipients), Scene.bytes(100)));
        AgeDecryption stranger = AgeDecryption.with(Identity.generate());
        AgeDecryption first = AgeDecryption.with(identities.get(0));
        AgeDecryption last = AgeDecryption.with(identities.get(RECIPIENTS - 1));

        assertThatThrownBy(() -> open(stranger, altered)).isInstanceOf(NotForMeException.class);
        assertThatThrownBy(() -> open(first, altered)).isInstanceOf(RejectedException.class);
        List<AgeDecryption> readers = List.of(stranger, first, last);
        long[][] times = new long[readers.size()][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int turn = 0; turn < readers.size(); turn++) {
                // Each comes first as often as the others.
                int reader = Math.floorMod(round + turn, readers.size());
                long took = time(readers.get(reader), altered);
                if (round >= 0) {
                    times[reader][round] = took;
                }
            }
        }

        double firstToNone = (double) undisturbed(times[1]) / undisturbed(times[0]);
        double lastToNone = (double) undisturbed(times[2]) / undisturbed(times[0]);
        System.out.printf(
                Locale.ROOT,
                "age header for %d recipients: time of 'wrong MAC' to that of 'no match' is %.3f when the first stanza"
                        + " fits, %.3f when the last does (%d rounds)%n",
                RECIPIENTS,
                firstToNone,
                lastToNone,
                ROUNDS);
        assertThat(firstToNone).isBetween(0.6, 1.6);
        assertThat(lastToNone).isBetween(0.6, 1.6);
    }

    private static void open(AgeDecryption decryption, byte[] file) throws IOException {
        decryption.decrypt(new ByteArrayInputStream(file)).close();
    }

    private static long time(AgeDecryption decryption, byte[] file) {
        long start = System.nanoTime();
        try {
            open(decryption, file);
            throw new AssertionError("a file with a wrong MAC was opened");
        } catch (CryptoException e) {
            return System.nanoTime() - start;
        } catch (IOException e) {
            throw new AssertionError("bytes in memory can be read", e);
        }
    }

    /** The time that one in ten was faster than: other work on the machine slows the slower half down, not these. */
    private static long undisturbed(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 10];
    }
}
