package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.ethereum.KeyDerivation;
import network.cortensor.sdk.crypto.internal.ethereum.Keystore;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What {@link SmallHeapTest} runs in a JVM of its own: prints one line for each thing it tried, with how it ended. */
final class SmallHeap {

    private static final char[] PASSWORD = "correct horse".toCharArray();

    private SmallHeap() {}

    public static void main(String[] arguments) {
        try (Wallet wallet = Wallet.generate()) {
            tried("write", () -> wallet.writeKeystore(Path.of(arguments[0]), PASSWORD));
        }
        for (String parameters : new String[] {"262144,8", "2097152,1"}) {
            String[] values = parameters.split(",", -1);
            tried(
                    "read r " + values[1],
                    () -> Keystore.decode(keystore(values[0], values[1])).open(PASSWORD));
        }
    }

    private static void tried(String what, Runnable action) {
        String ending;
        try {
            action.run();
            ending = "done";
        } catch (CryptoException | IllegalStateException | OutOfMemoryError e) {
            ending = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        System.out.println(what + " -> " + ending);
    }

    private static byte[] keystore(String n, String r) {
        byte[] small = Keystore.seal(Known.repeated(1), KeyDerivation.Scrypt.of(Known.repeated(7), 16, 8, 1), PASSWORD)
                .encoded();
        return new String(small, StandardCharsets.US_ASCII)
                .replace("\"n\":16", "\"n\":" + n)
                .replace("\"r\":8", "\"r\":" + r)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
