package network.cortensor.sdk.crypto.hostile;

import network.cortensor.sdk.crypto.InclusionProof;
import network.cortensor.sdk.crypto.Participant;
import network.cortensor.sdk.crypto.ReceiptBatch;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.SignedBatch;
import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.ethereum.KeyDerivation;
import network.cortensor.sdk.crypto.internal.ethereum.Keystore;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Good keystores and receipts. */
final class EthereumSpecimens {

    private static final int WORD = 32;
    private static final int SIGNED_BATCH = 4 * WORD + 65;

    private static final char[] PASSWORD = "a password of a test".toCharArray();

    /** A number of the parameters with three digits or more, which costs more than a thousandth of a second. */
    private static final Pattern COSTLY = Pattern.compile("[:\\s]([1-9][0-9]{2,})\\s*[,}]");

    private EthereumSpecimens() {}

    /** JSON has several forms: blanks, the case of names, members that nobody reads. */
    static List<Specimen> keystores() {
        return List.of(
                keystore(
                        KeyDerivation.Scrypt.of(Scene.bytes(32), 2, 1, 1),
                        KeyDerivation.Scrypt.of(Scene.bytes(31), 4, 1, 1)),
                keystore(new KeyDerivation.Pbkdf2(Scene.bytes(32), 2), new KeyDerivation.Pbkdf2(Scene.bytes(31), 1)));
    }

    private static Specimen keystore(KeyDerivation derivation, KeyDerivation another) {
        byte[] key = Hashes.keccak256(Specimens.ascii("a key of a test"));
        byte[] otherKey = Hashes.keccak256(Specimens.ascii("another key of a test"));
        byte[] good = Keystore.seal(key, derivation, PASSWORD).encoded();
        int[] boundaries = IntStream.range(0, good.length)
                .filter(at -> "{}\",:".indexOf(good[at]) >= 0)
                .toArray();
        return Specimen.of(
                        good,
                        boundaries,
                        key,
                        List.of(
                                Keystore.seal(key, derivation, "another password".toCharArray())
                                        .encoded(),
                                Keystore.seal(otherKey, another, PASSWORD).encoded()),
                        random -> downgraded(good, random),
                        (input, released, random) -> {
                            Keystore keystore = Keystore.decode(input);
                            Matcher costly = COSTLY.matcher(new String(input, StandardCharsets.ISO_8859_1));
                            // What a thousand of these cost is not the question here: the limits bound each.
                            Keystore cheap = costly.find()
                                    ? Keystore.decode(Mutation.replaced(input, costly.start(1), costly.end(1), TWO))
                                    : keystore;
                            byte[] opened = cheap.open(PASSWORD);
                            if (cheap.toString().equals(NO_ADDRESS)
                                    && !Arrays.equals(opened, key)
                                    && !Arrays.equals(opened, otherKey)) {
                                throw new BeyondTheFormat("another key, which the file does not name (§15.3.4)");
                            }
                            released.write(opened);
                        })
                .withOtherTruths(otherKey)
                .withSeveralForms();
    }

    private static final byte[] TWO = {'2'};

    /** The MAC does not cover the IV, so only the address could tell another key from the right one. */
    private static final String NO_ADDRESS = "Keystore[no address]";

    private static byte[] downgraded(byte[] good, SplittableRandom random) {
        String number = Integer.toString(random.nextInt(Integer.MAX_VALUE));
        return switch (random.nextInt(9)) {
            case 0 -> Specimens.text(good, "\"version\":3", "\"version\":" + random.nextInt(5));
            case 1 -> Specimens.text(good, "aes-128-ctr", random.nextBoolean() ? "aes-128-cbc" : "none");
            case 2 -> Specimens.text(good, "\"dklen\":32", "\"dklen\":" + random.nextInt(65));
            case 3 -> Specimens.text(good, "\"kdfparams\":{", "\"kdfparams\":{\"n\":" + number + ',');
            case 4 ->
                new String(good, StandardCharsets.US_ASCII)
                        .replaceAll("\"([cnpr])\":[0-9]+", "\"$1\":" + number)
                        .getBytes(StandardCharsets.US_ASCII);
            case 5 ->
                new String(good, StandardCharsets.US_ASCII)
                        .replaceAll(
                                "\"([cnpr])\":[0-9]+", "\"$1\":" + (random.nextInt(19) - 9) + "e" + random.nextInt(999))
                        .getBytes(StandardCharsets.US_ASCII);
            case 6 ->
                new String(good, StandardCharsets.US_ASCII)
                        .replaceAll("\"(address|mac|iv)\":\"[0-9a-f]+\",?", "")
                        .getBytes(StandardCharsets.US_ASCII);
            case 7 ->
                new String(good, StandardCharsets.US_ASCII)
                        .replaceAll("\"address\":\"[0-9a-f]+\",", "")
                        .replaceAll("\"iv\":\"[0-9a-f]{8}", String.format("\"iv\":\"%08x", random.nextInt()))
                        .getBytes(StandardCharsets.US_ASCII);
            default -> Specimens.text(good, "{", "{".repeat(1 + random.nextInt(200)));
        };
    }

    /** A signed batch and the proof of a receipt in it, together. */
    static List<Specimen> receipts() {
        Participant issuer = Participant.create();
        List<byte[]> receipts = IntStream.range(0, 13)
                .mapToObj(i -> Hashes.keccak256(new byte[] {(byte) i}))
                .toList();
        ReceiptBatch batch = ReceiptBatch.of(receipts);
        SignedBatch signed = batch.sign(issuer.wallet(), Scene.CHAIN);
        byte[] good = Mutation.concat(signed.encoded(), batch.proof(5).encoded());
        SignedBatch smaller = ReceiptBatch.of(receipts.subList(0, 9)).sign(issuer.wallet(), Scene.CHAIN);
        SignedBatch foreign = batch.sign(Participant.create().wallet(), Scene.CHAIN);
        int[] words = IntStream.iterate(WORD, at -> at < good.length, at -> at + WORD)
                .map(at -> at <= 6 * WORD ? at : at - WORD + 1)
                .toArray();
        return List.of(Specimen.of(
                good,
                words,
                new byte[0],
                List.of(
                        Mutation.concat(signed.encoded(), batch.proof(6).encoded()),
                        Mutation.concat(smaller.encoded(), batch.proof(5).encoded()),
                        Mutation.concat(foreign.encoded(), batch.proof(5).encoded())),
                random -> {
                    // Version, chain and size of the batch; version, size and index of the proof.
                    int word = random.nextInt(3);
                    int at = random.nextBoolean() ? word * WORD : SIGNED_BATCH + word * WORD;
                    byte[] bad = good.clone();
                    bad[at + WORD - 1 - random.nextInt(4)] = (byte) random.nextInt(256);
                    return bad;
                },
                (input, released, random) -> {
                    int end = Math.min(SIGNED_BATCH, input.length);
                    InclusionProof proof = InclusionProof.decode(Arrays.copyOfRange(input, end, input.length));
                    SignedBatch.decode(Arrays.copyOf(input, end))
                            .verify(receipts.get(5), proof, issuer.address(), Scene.CHAIN);
                }));
    }
}
