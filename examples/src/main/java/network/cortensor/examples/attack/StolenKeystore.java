package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.Wallet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who: a thief of a keystore who guesses its password, or somebody who can write to the disk. Wants: the key, or that its owner
 * signs with another one. Stopped by: the MAC under the password ({@link Wallet#readKeystore}).
 */
final class StolenKeystore implements Attack {

    @Override
    public String name() {
        return "stolen-keystore";
    }

    @Override
    public String description() {
        return "A keystore is tried with another password, and changed so that it would open to another key.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        Path folder = Files.createTempDirectory("cortensor-attack");
        Path keystore = folder.resolve("keystore.json");
        char[] password = "correct horse battery staple".toCharArray();
        try (Wallet wallet = Wallet.generate()) {
            wallet.writeKeystore(keystore, password);
            trial.rejected(
                    "another password",
                    Check.PASSWORD,
                    "",
                    () -> Wallet.readKeystore(keystore, "Correct horse battery staple".toCharArray())
                            .close());
            Files.writeString(keystore, withAnotherDigit(Files.readString(keystore), "\"ciphertext\":\""));
            trial.rejected(
                    "changed on the disk",
                    Check.PASSWORD,
                    "",
                    () -> Wallet.readKeystore(keystore, password).close());
        } finally {
            Files.deleteIfExists(keystore);
            Files.delete(folder);
        }
        return trial.outcome();
    }

    private static String withAnotherDigit(String json, String behind) {
        String compact = json.replace("\": \"", "\":\"");
        int at = compact.indexOf(behind) + behind.length();
        char other = compact.charAt(at) == '0' ? '1' : '0';
        return compact.substring(0, at) + other + compact.substring(at + 1);
    }
}
