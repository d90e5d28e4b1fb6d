package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.sharing.CombinedSecret;
import network.cortensor.sdk.crypto.sharing.RefusedShare;
import network.cortensor.sdk.crypto.sharing.SecretShare;
import network.cortensor.sdk.crypto.sharing.SecretSharing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Who: a holder of a shared secret. Wants: that the others combine something else, or nothing, without knowing whose fault it is.
 * Stopped by: the sharing id, which stands for every share ({@link SecretSharing#combine}).
 */
final class HolderForgesShare implements Attack {

    @Override
    public String name() {
        return "holder-forges-share";
    }

    @Override
    public String description() {
        return "A holder of a shared secret hands in a changed share, or one of a secret of its own.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        byte[] secret = "account 4711".getBytes(StandardCharsets.UTF_8);
        try (SecretSharing sharing = SecretSharing.split(secret, 3, 5);
                SecretSharing own = SecretSharing.split(new byte[secret.length], 3, 5)) {
            List<SecretShare> shares = sharing.shares();
            byte[] changed = shares.get(2).encoded();
            changed[changed.length - 1] ^= 1;
            SecretShare forged = SecretShare.decode(changed);
            trial.rejected(
                    "two honest and a changed one",
                    Check.SHARE,
                    "",
                    () -> combine(sharing, List.of(shares.get(0), shares.get(1), forged)));
            trial.rejected(
                    "two honest and one of the holder's own secret",
                    Check.SHARE,
                    "",
                    () -> combine(
                            sharing,
                            List.of(shares.get(0), shares.get(1), own.shares().get(2))));
            trial.rejected("three of the holder's own secret", Check.SHARE, "", () -> combine(sharing, own.shares()));
            try (CombinedSecret combined =
                    SecretSharing.combine(sharing.id(), List.of(shares.get(0), forged, shares.get(1), shares.get(4)))) {
                trial.holds(
                        "three honest and a changed one",
                        Arrays.equals(combined.bytes(), secret)
                                && combined.refused()
                                        .equals(List.of(new RefusedShare(1, 3, RefusedShare.Reason.ALTERED))),
                        "the secret, and the name of the forger",
                        combined.refused());
            }
        }
        return trial.outcome();
    }

    private static void combine(SecretSharing sharing, List<SecretShare> shares) {
        SecretSharing.combine(sharing.id(), shares).close();
    }
}
