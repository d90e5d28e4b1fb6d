package network.cortensor.sdk.crypto.hostile;

import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.Known;
import network.cortensor.sdk.crypto.ReceiptBatch;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import network.cortensor.sdk.crypto.age.X25519Identity;
import network.cortensor.sdk.crypto.channel.ReplayedExchange;
import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.ethereum.KeyDerivation;
import network.cortensor.sdk.crypto.internal.ethereum.Keystore;
import network.cortensor.sdk.crypto.sharing.SecretSharing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the inputs that {@link ReaderFuzzTest} starts from: small good objects of this module, with keys that nobody uses.
 * Run by hand when a format changes, with the folder of the inputs as argument.
 */
final class FuzzSeeds {

    private final Path folder;

    private FuzzSeeds(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        new FuzzSeeds(Path.of(arguments[0])).write();
    }

    private void write() throws IOException {
        X25519Identity classical = X25519Identity.generate();
        byte[] forClassical = age(AgeEncryption.to(classical.recipient()), 0);
        byte[] forPostQuantum = age(AgeEncryption.to(Identity.generate().recipient()), 0);
        put("ageHeader", "x25519", header(forClassical));
        put("ageHeader", "post-quantum", header(forPostQuantum));
        put("ageHeader", "passphrase", header(AgeSpecimens.forPassphrase(new byte[0])));
        put(
                "ageHeader",
                "grease",
                Specimens.ascii("age-encryption.org/v1\n-> grease a b c\n\n-> g\n" + "A".repeat(64) + "\n\n--- "
                        + "A".repeat(43) + '\n'));

        Scene scene = Scene.withBody(1);
        Envelope envelope = scene.sealing.envelope(scene.context(), List.of(), "bafkreia", scene.client.wallet());
        put("envelope", "one-recipient", envelope.encoded());

        AgeEncryption armored = AgeEncryption.to(classical.recipient()).armored();
        put("armor", "empty", age(armored, 0));
        put("armor", "some", age(armored, 100));
        put("armor", "short-last-line", Specimens.ascii(BEGIN + "QUE=\n" + END));
        put("armor", "full-last-line", Specimens.ascii(BEGIN + "QUFB".repeat(16) + '\n' + END));
        put(
                "armor",
                "carriage-returns",
                Specimens.ascii(("\n \n" + BEGIN + "QUFB\n" + END + "\n\n").replace("\n", "\r\n")));

        ReplayedExchange exchange = ReplayedExchange.of(3);
        put("channelRequest", "whole", Mutation.concat(exchange.request().toArray(byte[][]::new)));
        byte[] opening = exchange.request().get(0);
        put("channelRequest", "unsealed", Mutation.concat(opening, unsealed(32, 1), unsealed(64, 64), LAST));
        put("channelResponse", "whole", Mutation.concat(exchange.response().toArray(byte[][]::new)));
        byte[] prologue = Arrays.copyOf(exchange.response().get(0), 65);
        put("channelResponse", "unsealed", Mutation.concat(prologue, unsealed(32, 0), unsealed(32, 32), LAST));
        put("channelResponse", "long", Mutation.concat(prologue, unsealed(128, 100), LAST));

        KeyAnnouncement announcement = KeyAnnouncement.begin(
                Known.cow(), 1, Known.ageIdentity().recipient(), 1, Scene.NOW, Scene.NOW.plus(Duration.ofDays(1)));
        put("announcement", "bytes", announcement.encoded());
        put("announcement", "text", Specimens.ascii(announcement.text()));

        char[] password = "password".toCharArray();
        put(
                "keystore",
                "scrypt",
                Keystore.seal(Known.cowKey(), KeyDerivation.Scrypt.of(new byte[8], 2, 1, 1), password)
                        .encoded());
        put(
                "keystore",
                "pbkdf2",
                Keystore.seal(Known.cowKey(), new KeyDerivation.Pbkdf2(new byte[8], 1), password)
                        .encoded());

        put("signingRequest", "structs", Specimens.ascii(SIGNING_REQUEST));

        try (SecretSharing sharing = SecretSharing.split(new byte[] {1}, 2, 3)) {
            put("share", "two-of-three", sharing.shares().get(0).encoded());
        }
        try (SecretSharing sharing = SecretSharing.split(new byte[20], 1, 1)) {
            put("share", "alone", sharing.shares().get(0).encoded());
        }

        ReceiptBatch batch = ReceiptBatch.of(
                List.of(Hashes.keccak256(new byte[1]), Hashes.keccak256(new byte[2]), Hashes.keccak256(new byte[3])));
        put("receipt", "batch", batch.sign(Known.cow(), 1).encoded());
        put("receipt", "proof", batch.proof(1).encoded());

        put("text", "identity", Specimens.ascii(Known.AGE_IDENTITY));
        put("text", "recipient", Specimens.ascii(Known.ageIdentity().recipient().toString()));
        put("text", "classical-recipient", Specimens.ascii(classical.recipient().toString()));
        put("text", "file", Specimens.ascii("# a comment\r\n\n" + Known.AGE_IDENTITY + '\n'));
        put(
                "text",
                "commitment",
                Specimens.ascii(ResultCommitment.create(new TaskRef(1, 2, 3), Known.COW, "bafy")
                        .reveal()));
        put("text", "signature", Specimens.ascii(Known.cow().sign(new byte[32]).toString()));
    }

    private static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----\n";
    private static final String END = "-----END AGE ENCRYPTED FILE-----\n";

    /** A final chunk: a length of zero and a tag. */
    private static final byte[] LAST = new byte[17];

    private static final String SIGNING_REQUEST = """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"chainId","type":"uint256"}],\
            "Mail":[{"name":"to","type":"Person[]"},{"name":"n","type":"int8[2]"},{"name":"b","type":"bytes4"},\
            {"name":"d","type":"bytes"},{"name":"ok","type":"bool"}],\
            "Person":[{"name":"wallet","type":"address"}]},"primaryType":"Mail","domain":{"name":"a","chainId":1},\
            "message":{"to":[{"wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"}],"n":[-1,"0x2"],"b":"0x00000000",\
            "d":"0x","ok":true}}""";

    /** A chunk of a bucket with so many bytes of content, and a tag of zeros. */
    private static byte[] unsealed(int bucket, int length) {
        byte[] plaintext = new byte[2 + bucket];
        plaintext[1] = (byte) length;
        Arrays.fill(plaintext, 2, 2 + length, (byte) 'x');
        int size = plaintext.length + 16;
        byte[] prefix = size < 64 ? new byte[] {(byte) size} : new byte[] {(byte) (0x40 | size >>> 8), (byte) size};
        return Mutation.concat(prefix, plaintext, new byte[16]);
    }

    private static byte[] age(AgeEncryption to, int length) {
        return Scene.readAll(to.encrypt(new ByteArrayInputStream(new byte[length])));
    }

    private static byte[] header(byte[] file) {
        return AgeHeader.read(file).encoded();
    }

    private void put(String target, String name, byte[] input) throws IOException {
        Path inputs = Files.createDirectories(folder.resolve(target));
        Files.write(inputs.resolve(name), input);
    }
}
