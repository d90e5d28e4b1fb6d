package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.crypto.channel.ChannelOpening;
import network.cortensor.sdk.crypto.sharing.SharingId;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The second implementation of SPEC.md, {@code spec-peer} in Go. Where it writes, it can be asked to do one thing wrong; the
 * names of the deviations are those of the program, and the empty one means none.
 *
 * <p>What it refuses it refuses with {@link LinePeer.Refusal}, whose message has the class of SPEC §11.
 */
final class SpecPeer implements AutoCloseable {

    /** No deviation. */
    static final String AS_SPECIFIED = "";

    private static final int KEY_BYTES = 32;

    private final LinePeer program;

    SpecPeer(Path program) throws IOException {
        this.program = LinePeer.program(program);
    }

    /** The program and the version of Go. */
    String name() {
        return "spec-peer of " + program.askForText("version");
    }

    /** An identity that the peer has. */
    record Keys(String identity, Recipient recipient) {

        /** Has the peer use an identity of ours. */
        static Keys of(Identity identity) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                identity.writeTo(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String text = out.toString(StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining());
            return new Keys(text, identity.recipient());
        }
    }

    /** A wallet that the peer has; it signs for us as an external signer would. */
    final class Account implements WalletSigner {

        private final byte[] key;
        private final WalletAddress address;

        private Account(byte[] key) {
            this.key = key;
            this.address = WalletAddress.parse(program.askForText("describe-wallet", key));
        }

        @Override
        public WalletAddress address() {
            return address;
        }

        @Override
        public WalletSignature sign(byte[] digest) {
            return WalletSignature.decode(program.askForOne("sign-digest", key, digest));
        }
    }

    /** The two parts of a sealed object. */
    static final class SealedObject {

        final byte[] envelope;
        final byte[] payload;

        SealedObject(byte[] envelope, byte[] payload) {
            this.envelope = envelope;
            this.payload = payload;
        }
    }

    /** A signed batch and the proofs of its receipts. */
    static final class Batch {

        final byte[] signed;
        final List<byte[]> proofs;

        Batch(List<byte[]> results) {
            this.signed = results.get(0);
            this.proofs = results.subList(1, results.size());
        }
    }

    /** What a reader of a channel has after some bytes. */
    static final class Received {

        /** {@code open}, {@code complete}, or the failure. */
        final String state;

        final List<byte[]> payloads;

        Received(List<byte[]> results) {
            this.state = LinePeer.text(results.get(0));
            this.payloads = results.subList(1, results.size());
        }
    }

    Account account() {
        return new Account(random());
    }

    Keys keys() {
        List<byte[]> texts = program.ask("describe-identity", random());
        return new Keys(LinePeer.text(texts.get(0)), Recipient.parse(LinePeer.text(texts.get(1))));
    }

    SealedObject seal(
            String deviation,
            Account account,
            SealContext context,
            String contentId,
            byte[] body,
            Collection<Recipient> recipients) {
        List<byte[]> parts = ask(
                "seal-object",
                List.of(deviation, account.key),
                task(context.task()),
                List.of(number(context.direction()), context.sender(), seconds(context.expiry()), contentId, body),
                recipients);
        return new SealedObject(parts.get(0), parts.get(1));
    }

    /** Returns the body. */
    byte[] open(byte[] envelope, byte[] payload, Keys reader, Envelope.Expected expected, Instant now) {
        return ask("open-object", List.of(envelope, payload, reader.identity()), expected(expected, now))
                .get(0);
    }

    byte[] grant(
            byte[] envelope,
            Keys own,
            Account account,
            Envelope.Expected expected,
            Instant expiry,
            Collection<Recipient> recipients) {
        // The time is zero, because a sender that resumes looks at no clock.
        return ask(
                        "grant-object",
                        List.of(envelope, own.identity(), account.key),
                        expected(expected, Instant.EPOCH),
                        List.of(seconds(expiry)),
                        recipients)
                .get(0);
    }

    String announce(
            String deviation,
            Account account,
            WalletAddress node,
            long chainId,
            Recipient recipient,
            long epoch,
            Instant validFrom,
            Instant validUntil,
            byte[] previous) {
        return LinePeer.text(program.ask(
                        "announce",
                        deviation,
                        account.key,
                        node,
                        chainId,
                        recipient,
                        epoch,
                        seconds(validFrom),
                        seconds(validUntil),
                        previous)
                .get(0));
    }

    /** Returns the hash. */
    byte[] check(
            String announcement,
            Recipient recipient,
            long chainId,
            WalletAddress node,
            Instant now,
            Collection<KeyAnnouncement> remembered) {
        return ask(
                        "check-announcement",
                        List.of(announcement, recipient, chainId, node, seconds(now)),
                        remembered.stream().map(KeyAnnouncement::text).toList())
                .get(1);
    }

    /** Returns the key id. */
    byte[] checkRecipient(String text) {
        return program.askForOne("check-recipient", text);
    }

    /** Returns the text of the recipient. */
    String checkIdentity(String text) {
        return program.askForText("check-identity", text);
    }

    byte[] keccak256(byte[] bytes) {
        return program.askForOne("keccak256", bytes);
    }

    /** Returns the text and its hash. */
    List<byte[]> commit(TaskRef task, WalletAddress miner, String contentId) {
        return ask("commit", task(task), List.of(miner, random(), contentId));
    }

    /** Returns the content id. */
    String checkCommitment(String text, byte[] hash, TaskRef task, WalletAddress miner) {
        return LinePeer.text(ask("check-commitment", List.of(text, hash), task(task), List.of(miner))
                .get(0));
    }

    /** Returns the number of a channel and the opening. */
    List<byte[]> connect(
            String deviation, Account account, WalletAddress client, Recipient node, TaskRef task, Instant expiry) {
        return ask(
                "channel-connect", List.of(deviation, account.key, client, node), task(task), List.of(seconds(expiry)));
    }

    /** Returns the number of a channel; openings are remembered under the name of a guard. */
    byte[] accept(String guard, byte[] opening, Keys node, ChannelOpening.Expected expected, Instant now) {
        return ask(
                        "channel-accept",
                        List.of(guard, opening, node.identity()),
                        task(expected.task()),
                        List.of(expected.client(), seconds(now)))
                .get(0);
    }

    /** Returns the opening of the response. */
    byte[] respond(String deviation, byte[] channel) {
        return program.askForOne("channel-respond", deviation, channel);
    }

    byte[] send(String deviation, byte[] channel, byte[] payload) {
        return program.askForOne("channel-send", deviation, channel, payload);
    }

    byte[] finish(String deviation, byte[] channel) {
        return program.askForOne("channel-finish", deviation, channel);
    }

    Received receive(byte[] channel, byte[] bytes) {
        return new Received(program.ask("channel-receive", channel, bytes));
    }

    void receiveEnd(byte[] channel) {
        program.ask("channel-receive-end", channel);
    }

    Batch signBatch(String deviation, Account account, long chainId, List<byte[]> receipts) {
        return new Batch(ask("batch-sign", List.of(deviation, account.key, chainId), receipts));
    }

    /** Returns the index. */
    int checkBatch(byte[] signed, byte[] proof, byte[] receipt, WalletAddress issuer, long chainId) {
        return Integer.parseInt(program.askForText("batch-check", signed, proof, receipt, chainId, issuer));
    }

    /** Returns the sharing id as text and the shares. */
    List<byte[]> split(String deviation, byte[] secret, int threshold, int count) {
        return program.ask("split", deviation, threshold, count, secret);
    }

    void checkShare(SharingId id, byte[] share) {
        program.ask("check-share", id, share);
    }

    /** Returns the secret and, with commas, the places of the refused shares. */
    List<byte[]> combine(SharingId id, List<byte[]> shares) {
        return ask("combine", List.of(id), shares);
    }

    private List<byte[]> ask(String operation, Collection<?>... arguments) {
        List<Object> all = new ArrayList<>();
        Stream.of(arguments).forEach(all::addAll);
        return program.ask(operation, all.toArray());
    }

    private static List<Object> expected(Envelope.Expected expected, Instant now) {
        List<Object> all = new ArrayList<>(task(expected.task()));
        all.addAll(Arrays.asList(number(expected.direction()), expected.sender(), seconds(now)));
        return all;
    }

    private static List<Object> task(TaskRef task) {
        return List.of(task.chainId(), task.sessionId(), task.taskId());
    }

    private static int number(Direction direction) {
        return switch (direction) {
            case PROMPT -> 1;
            case RESULT -> 2;
        };
    }

    private static long seconds(Instant time) {
        return time.getEpochSecond();
    }

    private static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        program.close();
    }
}
