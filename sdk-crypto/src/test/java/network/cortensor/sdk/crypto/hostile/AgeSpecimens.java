package network.cortensor.sdk.crypto.hostile;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import network.cortensor.sdk.crypto.age.Passphrase;
import network.cortensor.sdk.crypto.age.X25519Identity;
import network.cortensor.sdk.crypto.internal.Secret;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.AgeStream;
import network.cortensor.sdk.crypto.internal.age.FileKey;
import network.cortensor.sdk.crypto.internal.age.ScryptStanza;
import network.cortensor.sdk.crypto.internal.age.Stanza;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Good age files of every kind. */
final class AgeSpecimens {

    private static final int SEALED_CHUNK = 64 * 1024 + 16;
    private static final int NONCE = 16;

    /** The logarithms that are within the limits and cost more than a thousandth of a second. */
    private static final Pattern COSTLY = Pattern.compile("-> scrypt [^ \n]+ (9|1[0-9]|20)\n");

    private AgeSpecimens() {}

    static List<Specimen> postQuantum() {
        Identity identity = Identity.generate();
        AgeEncryption to = AgeEncryption.to(Identity.generate().recipient(), identity.recipient());
        return List.of(stream(to, AgeDecryption.with(identity), 100), stream(to, AgeDecryption.with(identity), 70_000));
    }

    static List<Specimen> x25519() {
        X25519Identity identity = X25519Identity.generate();
        AgeDecryption with = AgeDecryption.with(identity, X25519Identity.generate());
        AgeEncryption to = AgeEncryption.to(
                X25519Identity.generate().recipient(),
                identity.recipient(),
                X25519Identity.generate().recipient());
        return List.of(
                stream(to, with, 0),
                stream(to, with, 100),
                stream(to, with, 3000),
                stream(to, with, 65_536),
                stream(to, with, 131_073));
    }

    static List<Specimen> seekable() {
        X25519Identity identity = X25519Identity.generate();
        AgeDecryption with = AgeDecryption.with(identity);
        AgeEncryption to = AgeEncryption.to(identity.recipient());
        return List.of(seekable(to, with, 0), seekable(to, with, 3000), seekable(to, with, 131_073));
    }

    static List<Specimen> passphrase() {
        Passphrase passphrase = Passphrase.of("a passphrase of a test".toCharArray());
        byte[] body = Scene.bytes(500);
        byte[] otherBody = Scene.bytes(501);
        byte[] good = forPassphrase(body);
        return List.of(Specimen.of(
                        good,
                        boundaries(good),
                        body,
                        List.of(forPassphrase(otherBody), forPassphrase(body)),
                        random -> random.nextInt(4) > 0 ? withOtherWorkFactor(good, random) : downgraded(good, random),
                        (input, released, random) -> {
                            Matcher costly = COSTLY.matcher(new String(input, StandardCharsets.ISO_8859_1));
                            // What a thousand of these cost is not the question here: AgeDecryption bounds each.
                            byte[] cheap = costly.find()
                                    ? Mutation.replaced(input, costly.start(1), costly.end(1), EIGHT)
                                    : input;
                            Specimens.copy(
                                    AgeDecryption.with(passphrase).decrypt(new MemorySource(cheap)), released, random);
                        })
                .withOtherTruths(otherBody));
    }

    private static final byte[] EIGHT = {'8'};

    static byte[] forPassphrase(byte[] body) {
        try (FileKey key = FileKey.generate();
                Secret passphrase = Secret.taking("passphrase", Specimens.ascii("a passphrase of a test"))) {
            byte[] header = AgeHeader.create(List.of(ScryptStanza.wrap(key, passphrase, 1)), key)
                    .encoded();
            return Mutation.concat(header, Scene.readAll(AgeStream.encrypting(new ByteArrayInputStream(body), key)));
        }
    }

    private static byte[] withOtherWorkFactor(byte[] good, SplittableRandom random) {
        AgeHeader header = AgeHeader.read(good);
        List<String> arguments = new ArrayList<>(header.stanzas().get(0).arguments());
        arguments.set(
                2,
                switch (random.nextInt(6)) {
                    case 0 -> "0" + random.nextInt(99);
                    case 1 -> "-" + random.nextInt(99);
                    case 2 -> "+" + random.nextInt(99);
                    case 3 -> Integer.toString(21 + random.nextInt(1000));
                    case 4 -> Long.toString(random.nextLong(Long.MAX_VALUE)) + random.nextLong(Long.MAX_VALUE);
                    default -> Integer.toString(2 + random.nextInt(7));
                });
        return Specimens.withStanzas(
                header, List.of(Stanza.of(arguments, header.stanzas().get(0).body())), good);
    }

    /** Text around a file, which has several forms: ends of lines, blanks before and behind. */
    static List<Specimen> armored() {
        X25519Identity identity = X25519Identity.generate();
        AgeDecryption with = AgeDecryption.with(identity);
        AgeEncryption to = AgeEncryption.to(identity.recipient()).armored();
        return List.of(
                armored(to, with, 0), armored(to, with, 100), armored(to, with, 3001), armored(to, with, 70_000));
    }

    private static Specimen armored(AgeEncryption to, AgeDecryption with, int length) {
        byte[] body = Scene.bytes(length);
        byte[] otherBody = Scene.bytes(length + 66_000);
        byte[] good = encrypted(to, body);
        return Specimen.of(
                        good,
                        Specimen.lines(good, good.length),
                        body,
                        List.of(encrypted(to, body), encrypted(to, otherBody)),
                        random -> switch (random.nextInt(5)) {
                            case 0 -> Specimens.text(good, "AGE ENCRYPTED FILE", "PGP MESSAGE");
                            case 1 ->
                                Specimens.text(good, "-----END", random.nextBoolean() ? "----END" : "=\n-----END");
                            case 2 ->
                                Specimens.text(
                                        good,
                                        "\n",
                                        List.of("\r", "\r\n", "\n\n").get(random.nextInt(3)));
                            case 3 -> Mutation.concat(Specimens.ascii("\n \t\n".repeat(random.nextInt(500))), good);
                            default ->
                                Mutation.concat(
                                        good,
                                        Specimens.ascii("\n".repeat(random.nextInt(1500))
                                                + (random.nextBoolean() ? "" : "more")));
                        },
                        (input, released, random) -> Specimens.copy(
                                (random.nextBoolean() ? with.armored() : with).decrypt(new MemorySource(input)),
                                released,
                                random))
                .withOtherTruths(otherBody)
                .withSeveralForms();
    }

    private static Specimen stream(AgeEncryption to, AgeDecryption with, int length) {
        return file(
                to,
                length,
                (input, released, random) -> Specimens.copy(with.decrypt(new MemorySource(input)), released, random));
    }

    /** Reads from some position first and then from the beginning. */
    private static Specimen seekable(AgeEncryption to, AgeDecryption with, int length) {
        byte[] truth = Scene.bytes(length);
        return file(to, length, (input, released, random) -> {
            try (SeekableByteChannel plaintext = with.decrypt(new MemoryChannel(input))) {
                long position = random.nextInt(length + 1);
                byte[] some =
                        Channels.newInputStream(plaintext.position(position)).readNBytes(100);
                byte[] expected = Arrays.copyOfRange(truth, (int) position, (int) Math.min(length, position + 100));
                if (!Arrays.equals(some, expected)) {
                    throw new AssertionError("bytes at " + position + " are not what was written there");
                }
                Channels.newInputStream(plaintext.position(0)).transferTo(released);
            }
        });
    }

    private static Specimen file(AgeEncryption to, int length, Specimen.Reader reader) {
        byte[] body = Scene.bytes(length);
        byte[] otherBody = Scene.bytes(length + 66_000);
        byte[] good = encrypted(to, body);
        return Specimen.of(
                        good,
                        boundaries(good),
                        body,
                        List.of(encrypted(to, body), encrypted(to, otherBody)),
                        random -> downgraded(good, random),
                        reader)
                .withOtherTruths(otherBody);
    }

    private static byte[] encrypted(AgeEncryption to, byte[] body) {
        return Scene.readAll(to.encrypt(new ByteArrayInputStream(body)));
    }

    private static int[] boundaries(byte[] file) {
        int header = AgeHeader.read(file).length();
        return IntStream.concat(
                        IntStream.of(Specimen.lines(file, header)),
                        IntStream.iterate(header + NONCE, at -> at < file.length, at -> at + SEALED_CHUNK))
                .toArray();
    }

    private static byte[] downgraded(byte[] good, SplittableRandom random) {
        AgeHeader header = AgeHeader.read(good);
        List<Stanza> stanzas = new ArrayList<>(header.stanzas());
        int victim = random.nextInt(stanzas.size());
        List<String> arguments = new ArrayList<>(stanzas.get(victim).arguments());
        byte[] body = stanzas.get(victim).body();
        switch (random.nextInt(6)) {
            case 0 -> {
                return Specimens.text(good, "age-encryption.org/v1", "age-encryption.org/v" + random.nextInt(20));
            }
            // Classical for post-quantum and the other way round.
            case 1 ->
                arguments.set(
                        0,
                        List.of("X25519", "mlkem768x25519", "scrypt", "piv-p256")
                                .get(random.nextInt(4)));
            case 2 -> {
                arguments.set(0, "X25519");
                arguments.set(
                        1,
                        arguments
                                .get(1)
                                .substring(0, Math.min(43, arguments.get(1).length())));
            }
            case 3 -> arguments.add("more");
            case 4 -> body = Specimens.noise(random.nextInt(64), random);
            default -> {
                stanzas.add(victim, Stanza.of(List.of("grease"), Specimens.noise(random.nextInt(99), random)));
                return Specimens.withStanzas(header, stanzas, good);
            }
        }
        stanzas.set(victim, Stanza.of(arguments, body));
        return Specimens.withStanzas(header, stanzas, good);
    }
}
