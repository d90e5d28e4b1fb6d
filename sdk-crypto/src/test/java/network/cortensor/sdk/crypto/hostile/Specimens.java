package network.cortensor.sdk.crypto.hostile;

import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.OpenedEnvelope;
import network.cortensor.sdk.crypto.Participant;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.channel.ReplayedExchange;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.FileKey;
import network.cortensor.sdk.crypto.internal.age.HybridStanza;
import network.cortensor.sdk.crypto.internal.age.Stanza;
import network.cortensor.sdk.crypto.sharing.CombinedSecret;
import network.cortensor.sdk.crypto.sharing.SecretShare;
import network.cortensor.sdk.crypto.sharing.SecretSharing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Good objects of every kind but age files, which are {@link AgeSpecimens}. */
final class Specimens {

    private static final int WORD = 32;
    private static final int SEALED_CHUNK = 64 * 1024 + 16;
    private static final int NONCE = 16;
    private static final byte[] NOTHING = {};

    private Specimens() {}

    static List<Specimen> envelopes() {
        Scene scene = Scene.withBody(3000);
        byte[] good = scene.envelope.encoded();
        byte[] regranted = scene.sealing
                .envelope(
                        scene.context(),
                        List.of(scene.miner.recipient(), Participant.create().recipient()),
                        Scene.PAYLOAD_ID,
                        scene.client.wallet())
                .encoded();
        SealContext elsewhere = new SealContext(
                new TaskRef(Scene.CHAIN, Scene.SESSION, Scene.TASK + 1),
                Direction.RESULT,
                scene.client.address(),
                Scene.EXPIRY.plusSeconds(9));
        byte[] otherTask = scene.sealing
                .envelope(elsewhere, scene.nodes(), Scene.PAYLOAD_ID, scene.client.wallet())
                .encoded();
        byte[] otherSender = Scene.withBody(3000).envelope.encoded();
        return List.of(Specimen.of(
                good,
                Specimen.lines(good, good.length),
                scene.body,
                List.of(regranted, otherTask, otherSender),
                random -> downgradedEnvelope(scene, random),
                (input, released, random) -> {
                    try (OpenedEnvelope opened =
                            Envelope.decode(input).open(scene.miner.identity(), scene.expected(), Scene.NOW)) {
                        copy(opened.decrypt(new MemorySource(scene.payload)), released, random);
                    }
                }));
    }

    private static byte[] downgradedEnvelope(Scene scene, SplittableRandom random) {
        byte[] good = scene.envelope.encoded();
        AgeHeader header = AgeHeader.read(good);
        List<Stanza> stanzas = new ArrayList<>(header.stanzas());
        int last = stanzas.size() - 1;
        int victim = random.nextInt(last);
        switch (random.nextInt(9)) {
            case 0 -> {
                return text(good, "age-encryption.org/v1", "age-encryption.org/v" + random.nextInt(20));
            }
            case 1 -> {
                return text(good, "/ctx v1", "/ctx v" + random.nextInt(20));
            }
            case 2 -> {
                return text(good, "/signed v1", "/signed v" + random.nextInt(20));
            }
            case 3 -> {
                return text(good, Scene.PAYLOAD_ID, "bafkrei" + Long.toString(random.nextLong(Long.MAX_VALUE), 36));
            }
            case 4 -> {
                String share = stanzas.get(victim).arguments().get(1).substring(0, 43);
                stanzas.set(victim, Stanza.of(List.of("X25519", share), noise(32, random)));
            }
            case 5 -> {
                byte[] context = stanzas.get(last).body();
                int word = random.nextInt(context.length / WORD);
                context[word * WORD + WORD - 1 - random.nextInt(4)] ^= (byte) (1 << random.nextInt(8));
                stanzas.set(last, Stanza.of(stanzas.get(last).arguments(), context));
            }
            case 6 -> {
                byte[] context = stanzas.get(last).body();
                int from = (7 + victim) * WORD;
                stanzas.set(
                        last,
                        Stanza.of(
                                stanzas.get(last).arguments(), Mutation.replaced(context, from, from + WORD, NOTHING)));
                stanzas.remove(victim);
            }
            case 7 -> stanzas.set(victim, HybridStanza.wrap(FileKey.generate(), scene.miner.recipient()));
            default ->
                stanzas.add(
                        victim, Stanza.of(List.of("grease-" + random.nextInt(100)), noise(random.nextInt(99), random)));
        }
        return withStanzas(header, stanzas, good);
    }

    /** Keeps MAC line and what comes behind. */
    static byte[] withStanzas(AgeHeader header, List<Stanza> stanzas, byte[] good) {
        StringBuilder text = new StringBuilder("age-encryption.org/v1\n");
        stanzas.forEach(stanza -> stanza.writeTo(text));
        int macLine = header.length() - "--- ".length() - 43 - 1;
        return Mutation.concat(ascii(text.toString()), Arrays.copyOfRange(good, macLine, good.length));
    }

    /** Payloads behind an envelope that is open already, so that no public-key work is done for each. */
    static List<Specimen> payloads() {
        Scene big = Scene.withBody(150_000);
        return List.of(
                payload(new Scene(NOTHING)),
                payload(Scene.withBody(1)),
                payload(Scene.withBody(3000)),
                // Padded to 65,536 bytes: the last chunk is full.
                payload(Scene.withBody(65_528)),
                payload(big));
    }

    private static Specimen payload(Scene scene) {
        byte[] good = scene.payload;
        int[] boundaries = IntStream.iterate(NONCE, at -> at < good.length, at -> at + SEALED_CHUNK)
                .flatMap(at -> IntStream.of(at, Math.min(good.length, at + SEALED_CHUNK) - 16))
                .toArray();
        byte[] otherKey = new Scene(scene.body).payload;
        byte[] otherBody = Scene.withBody(scene.body.length + 70_000).payload;
        OpenedEnvelope opened = scene.envelope.open(scene.miner.identity(), scene.expected(), Scene.NOW);
        return Specimen.of(
                good,
                boundaries,
                scene.body,
                List.of(otherKey, otherBody),
                random -> {
                    // A chunk less, so that one before claims to be the last; or all under another nonce.
                    byte[] bad = good.clone();
                    System.arraycopy(noise(NONCE, random), 0, bad, 0, 1 + random.nextInt(NONCE));
                    int chunks = (good.length - NONCE + SEALED_CHUNK - 1) / SEALED_CHUNK;
                    return random.nextBoolean()
                            ? bad
                            : Arrays.copyOf(
                                    random.nextBoolean() ? good : bad, NONCE + random.nextInt(chunks) * SEALED_CHUNK);
                },
                (input, released, random) -> copy(opened.decrypt(new MemorySource(input)), released, random));
    }

    static List<Specimen> openings() {
        ReplayedExchange exchange = ReplayedExchange.of(3);
        byte[] good = exchange.request().get(0);
        byte[] rest = Mutation.concat(
                exchange.request().subList(1, exchange.request().size()).toArray(byte[][]::new));
        // Header, ML-KEM, X25519, length, seven words, commitment, r, s, v.
        int[] boundaries = IntStream.concat(
                        IntStream.of(1, 3, 5, 7, 7 + 1088, 7 + 1120),
                        IntStream.rangeClosed(0, 10).map(word -> good.length - 1 - word * WORD))
                .toArray();
        int words = good.length - 1 - 10 * WORD;
        return List.of(Specimen.of(
                good,
                boundaries,
                exchange.prompt(),
                List.of(
                        exchange.again().request().get(0),
                        ReplayedExchange.of(1).request().get(0)),
                random -> {
                    byte[] bad = good.clone();
                    switch (random.nextInt(4)) {
                        // Suite.
                        case 0 -> bad[1 + random.nextInt(6)] = (byte) random.nextInt(256);
                        // A number of the context, small enough to parse.
                        case 1 ->
                            bad[words + random.nextInt(7) * WORD + WORD - 1 - random.nextInt(4)] ^=
                                    (byte) (1 << random.nextInt(8));
                        // An ML-KEM part for classical security only.
                        case 2 -> Arrays.fill(bad, 7, 7 + 1088, (byte) random.nextInt(256));
                        // An X25519 part of low order, or any other.
                        default -> Arrays.fill(bad, 7 + 1088, 7 + 1120, (byte) random.nextInt(4));
                    }
                    return bad;
                },
                (input, released, random) ->
                        exchange.readRequest(Mutation.concat(input, rest), pieces(random), released::write)));
    }

    static List<Specimen> requests() {
        ReplayedExchange exchange = ReplayedExchange.of(4);
        ReplayedExchange other = exchange.again();
        return List.of(frames(
                exchange.request().subList(1, exchange.request().size()),
                exchange.prompt(),
                List.of(
                        joined(other.request().subList(1, other.request().size())),
                        joined(exchange.response()
                                .subList(1, exchange.response().size()))),
                (input, released, random) -> exchange.readPrompt(input, pieces(random), released::write)));
    }

    static List<Specimen> responses() {
        ReplayedExchange exchange = ReplayedExchange.of(5);
        ReplayedExchange other = exchange.again();
        return List.of(frames(
                exchange.response(),
                exchange.answer(),
                List.of(joined(other.response()), joined(exchange.request())),
                (input, released, random) -> exchange.readResponse(input, pieces(random), released::write)));
    }

    private static Specimen frames(List<byte[]> frames, byte[] truth, List<byte[]> others, Specimen.Reader reader) {
        int[] boundaries = new int[frames.size()];
        for (int i = 1; i < boundaries.length; i++) {
            boundaries[i] = boundaries[i - 1] + frames.get(i - 1).length;
        }
        byte[] good = joined(frames);
        byte[] last = frames.get(frames.size() - 1);
        return Specimen.of(
                good,
                boundaries,
                truth,
                others,
                random -> {
                    int frame = 1 + random.nextInt(frames.size() - 1);
                    List<byte[]> bad = new ArrayList<>(frames);
                    byte[] victim = bad.get(frame).clone();
                    switch (random.nextInt(4)) {
                        // The end comes early, as another chunk or as the last.
                        case 0 -> bad.add(frame, last);
                        case 1 -> {
                            byte[] early = Arrays.copyOf(victim, Math.min(victim.length, last.length));
                            early[0] = 0;
                            bad.set(frame, early);
                        }
                        // Lengths in longer forms, or of another chunk.
                        case 2 -> {
                            byte[] length = {(byte) (0x80 | random.nextInt(0x80)), 0, 0, (byte) random.nextInt(256)};
                            bad.set(frame, Mutation.concat(length, victim));
                        }
                        default -> victim[0] ^= (byte) (1 << random.nextInt(8));
                    }
                    if (bad.get(frame) == frames.get(frame)) {
                        bad.set(frame, victim);
                    }
                    return joined(bad);
                },
                reader);
    }

    static List<Specimen> announcements() {
        Participant node = Participant.create();
        Duration day = Duration.ofDays(1);
        KeyAnnouncement announcement =
                KeyAnnouncement.begin(node.wallet(), Scene.CHAIN, node.recipient(), 7, Scene.NOW, Scene.NOW.plus(day));
        KeyAnnouncement next = announcement.next(
                node.wallet(), Participant.create().recipient(), Scene.NOW, Scene.NOW.plus(day.multipliedBy(2)));
        Participant stranger = Participant.create();
        KeyAnnouncement foreign = KeyAnnouncement.begin(
                stranger.wallet(), Scene.CHAIN, node.recipient(), 7, Scene.NOW, Scene.NOW.plus(day));
        byte[] good = announcement.encoded();
        return List.of(Specimen.of(
                good,
                IntStream.rangeClosed(1, 11).map(word -> word * WORD).toArray(),
                NOTHING,
                List.of(next.encoded(), foreign.encoded()),
                random -> {
                    // Version, chain, suite, epoch and times; addresses and ids are left to the other kinds.
                    int word = new int[] {0, 1, 3, 5, 6, 7}[random.nextInt(6)];
                    byte[] bad = good.clone();
                    bad[word * WORD + WORD - 1 - random.nextInt(6)] = (byte) random.nextInt(256);
                    return bad;
                },
                (input, released, random) -> KeyAnnouncement.decode(input)));
    }

    static List<Specimen> commitments() {
        TaskRef task = new TaskRef(Scene.CHAIN, Scene.SESSION, Scene.TASK);
        WalletAddress miner = Participant.create().address();
        ResultCommitment commitment = ResultCommitment.create(task, miner, "bafyresult");
        byte[] good = ascii(commitment.reveal());
        int[] colons = IntStream.range(0, good.length)
                .filter(at -> good[at] == ':')
                .flatMap(at -> IntStream.of(at, at + 1))
                .toArray();
        return List.of(Specimen.of(
                good,
                colons,
                NOTHING,
                List.of(
                        ascii(ResultCommitment.create(task, miner, "bafyother").reveal()),
                        ascii(ResultCommitment.create(new TaskRef(1, 2, 3), miner, "bafyresult")
                                .reveal())),
                random -> switch (random.nextInt(4)) {
                    case 0 -> text(good, "result:1:", "result:" + random.nextInt(30) + ':');
                    case 1 -> text(good, ":" + Scene.SESSION + ":", ":0" + Scene.SESSION + ":");
                    case 2 -> text(good, ":" + Scene.TASK + ":", ":" + random.nextLong() + ":");
                    default ->
                        ascii(commitment
                                        .reveal()
                                        .replace(
                                                miner.toString(),
                                                miner.toString().toLowerCase(Locale.ROOT))
                                + (random.nextBoolean() ? "" : "x"));
                },
                (input, released, random) -> ResultCommitment.verify(
                        new String(input, StandardCharsets.ISO_8859_1), commitment.hash(), task, miner)));
    }

    /** Three of five are needed: with the damaged one and two others there are too few, with three others enough. */
    static List<Specimen> shares() {
        byte[] secret = Scene.bytes(40);
        SecretSharing sharing = SecretSharing.split(secret, 3, 5);
        SecretSharing foreign = SecretSharing.split(secret, 3, 5);
        List<SecretShare> others = sharing.shares().subList(1, 5);
        byte[] good = sharing.shares().get(0).encoded();
        // Mark, threshold, count, commitment, five digests, size, sealed secret, index, value.
        int[] boundaries = IntStream.concat(
                        IntStream.of(3, 4, 5, 6, good.length - 33, good.length - 32),
                        IntStream.concat(
                                IntStream.rangeClosed(1, 6).map(hash -> 6 + hash * 32),
                                IntStream.of(6 + 6 * 32 + 4, good.length - 33 - 16)))
                .toArray();
        return List.of(Specimen.of(
                good,
                boundaries,
                secret,
                List.of(
                        others.get(0).encoded(),
                        others.get(3).encoded(),
                        foreign.shares().get(0).encoded()),
                random -> {
                    byte[] bad = good.clone();
                    switch (random.nextInt(4)) {
                        case 0 -> bad[3] = (byte) random.nextInt(256);
                        case 1 -> bad[4] = (byte) random.nextInt(5);
                        case 2 -> bad[5] = (byte) random.nextInt(256);
                        default -> bad[good.length - 33] = (byte) random.nextInt(256);
                    }
                    return bad;
                },
                (input, released, random) -> {
                    try (SecretShare damaged = SecretShare.decode(input)) {
                        if (Arrays.equals(input, good)) {
                            released.write(secret);
                            return;
                        }
                        requireTooFew(sharing, damaged, others);
                        List<SecretShare> enough = new ArrayList<>(others.subList(0, 3));
                        enough.add(random.nextInt(4), damaged);
                        try (CombinedSecret combined = SecretSharing.combine(sharing.id(), enough)) {
                            require(Arrays.equals(combined.bytes(), secret), "the wrong secret was combined");
                            require(combined.refused().size() == 1, "the damaged share was not named");
                        }
                        damaged.verify(sharing.id());
                    }
                }));
    }

    private static void requireTooFew(SecretSharing sharing, SecretShare damaged, List<SecretShare> others) {
        try (CombinedSecret combined =
                SecretSharing.combine(sharing.id(), List.of(others.get(0), damaged, others.get(1)))) {
            throw new AssertionError("a damaged share was combined: " + combined);
        } catch (RejectedException e) {
            require(e.check() == RejectedException.Check.SHARE, "too few shares are told as " + e.check());
        }
    }

    /** As an assertion, but without classes that are made at its first use and would count as memory of the reader. */
    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Reads to the end, in steps of some size; then makes sure that a failed stream stays failed. */
    static void copy(InputStream from, Released to, SplittableRandom random) throws IOException {
        byte[] buffer = new byte[random.nextInt(4) == 0 ? 1 + random.nextInt(100) : 16 * 1024];
        try (from) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
            }
        } catch (RuntimeException e) {
            requireFailed(from);
            throw e;
        }
    }

    private static void requireFailed(InputStream failed) {
        int next;
        try {
            next = failed.read();
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("a stream that had failed gave " + next);
    }

    private static int pieces(SplittableRandom random) {
        return random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(300);
    }

    private static byte[] joined(List<byte[]> parts) {
        return Mutation.concat(parts.toArray(byte[][]::new));
    }

    static byte[] noise(int length, SplittableRandom random) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    static byte[] text(byte[] text, String from, String to) {
        String before = new String(text, StandardCharsets.ISO_8859_1);
        if (!before.contains(from)) {
            throw new AssertionError("there is no " + from + " to replace");
        }
        return before.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
