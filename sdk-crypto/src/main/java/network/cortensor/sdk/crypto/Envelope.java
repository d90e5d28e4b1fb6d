package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Base64Text;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import network.cortensor.sdk.crypto.internal.Limits;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.FileKey;
import network.cortensor.sdk.crypto.internal.age.HybridStanza;
import network.cortensor.sdk.crypto.internal.age.Stanza;
import network.cortensor.sdk.crypto.internal.age.TextLines;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * The small half of a sealed object: who may read a payload, what it belongs to, and who says so (SPEC §1).
 *
 * <p>A decoded envelope has only been <em>parsed</em>. {@link #payload()}, {@link #context()} and {@link #recipients()}
 * are then claims of whoever stored it: good for fetching the payload and for choosing an identity, not for decisions.
 * {@link #open} is what turns them into facts.
 *
 * <p>Immutable and thread-safe.
 */
public final class Envelope {

    /** What {@value BoundContext#MAX_RECIPIENTS} recipients and the longest content id need is 101 KiB. */
    static final int MAX_BYTES = 128 * 1024;

    private static final String WHAT = "an envelope";
    private static final String TRAILER = "cortensor.network/signed";
    private static final String TRAILER_VERSION = "v1";

    private final AgeHeader header;
    private final List<HybridStanza> stanzas;
    private final BoundContext bound;
    private final String payload;
    private final WalletSignature signature;

    private Envelope(
            AgeHeader header,
            List<HybridStanza> stanzas,
            BoundContext bound,
            String payload,
            WalletSignature signature) {
        this.header = header;
        this.stanzas = stanzas;
        this.bound = bound;
        this.payload = payload;
        this.signature = signature;
    }

    /** Wraps a key for each recipient and has the result signed. The recipients are in the order of their key ids. */
    static Envelope seal(
            FileKey key,
            SealContext context,
            SortedMap<KeyId, Recipient> recipients,
            String payload,
            WalletSigner signer) {
        BoundContext bound = BoundContext.of(context, List.copyOf(recipients.keySet()));
        List<Stanza> stanzas = new ArrayList<>();
        for (Recipient recipient : recipients.values()) {
            stanzas.add(HybridStanza.wrap(key, recipient));
        }
        List<HybridStanza> wrapped = stanzas.stream().map(HybridStanza::parse).toList();
        stanzas.add(bound.stanza());
        AgeHeader header = AgeHeader.create(stanzas, key);
        WalletSignature signature = bound.signed(header, payload).sign(signer);
        return new Envelope(header, wrapped, bound, payload, signature);
    }

    /**
     * Parses an envelope. Proves nothing about who made it.
     *
     * @throws MalformedException if the bytes are not the canonical form of an envelope of version 1, or there are more
     *     than 131,072 of them
     */
    public static Envelope decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            throw new MalformedException(WHAT + " must have at most " + MAX_BYTES + " bytes, found " + encoded.length);
        }
        AgeHeader header = AgeHeader.read(encoded);
        int last = header.stanzas().size() - 1;
        BoundContext bound = BoundContext.parse(header.stanzas().get(last));
        if (bound.recipients().size() != last) {
            throw new MalformedException(WHAT + " names " + bound.recipients().size() + " recipients and has " + last
                    + " recipient stanzas");
        }
        List<HybridStanza> stanzas = header.stanzas().subList(0, last).stream()
                .map(HybridStanza::parse)
                .toList();

        TextLines lines = new TextLines(WHAT, encoded, header.length());
        List<String> trailer = TextLines.words("the trailer of an envelope", lines.next());
        if (trailer.size() != 4
                || !trailer.get(0).equals(TRAILER)
                || !trailer.get(1).equals(TRAILER_VERSION)
                || !Limits.isContentId(trailer.get(2))) {
            throw new MalformedException("the trailer of an envelope must be " + TRAILER + ' ' + TRAILER_VERSION
                    + " with a content id and a signature");
        }
        WalletSignature signature =
                WalletSignature.decode(Base64Text.STANDARD.decode("the signature of an envelope", trailer.get(3)));
        if (lines.offset() != encoded.length) {
            throw new MalformedException(
                    WHAT + " goes on for " + (encoded.length - lines.offset()) + " bytes after its trailer");
        }
        return new Envelope(header, stanzas, bound, trailer.get(2), signature);
    }

    /** Returns the bytes to store; {@link #decode} reads them. The array is the caller's. */
    public byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.encoded());
        String trailer =
                String.join(" ", TRAILER, TRAILER_VERSION, payload, Base64Text.STANDARD.encode(signature.bytes()))
                        + '\n';
        out.writeBytes(trailer.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /**
     * Returns the content id of the payload: <strong>untrusted</strong> until {@link #open} has returned.
     *
     * <p>The payload must be fetched by this id and checked against it. The ciphertext alone only proves that somebody
     * who has the content key wrote it, and every recipient has it (SPEC §7.7).
     */
    public String payload() {
        return payload;
    }

    /** Returns what the object claims to belong to: <strong>untrusted</strong> until {@link #open} has returned. */
    public SealContext context() {
        return bound.context();
    }

    /**
     * Returns the ids of the keys it claims to be sealed for, in ascending order: <strong>untrusted</strong> until
     * {@link #open} has returned.
     */
    public List<KeyId> recipients() {
        return bound.recipients();
    }

    /**
     * Checks everything, then unwraps the content key. The checks run in this order and the first that fails decides:
     * context, expiry, own key listed, signature of the expected sender, wrapped key, header MAC (SPEC §7). Nothing is
     * decrypted before the signature has been checked.
     *
     * <p>Opening is repeatable: that a task is not answered twice is for the caller to ensure.
     *
     * @param identity the reader's key; not closed
     * @param expected what the reader knows from the chain, never from the envelope
     * @param now the reader's clock
     * @return the opened envelope, which the caller closes
     * @throws RejectedException with {@code CONTEXT}, {@code EXPIRED}, {@code SENDER_SIGNATURE} or {@code CIPHERTEXT}
     * @throws NotForMeException if the envelope does not list the identity's key; another identity may fit
     * @throws MalformedException if the sender signed a wrapped key that no identity can unwrap
     * @throws IllegalStateException if the identity has been closed
     */
    public OpenedEnvelope open(Identity identity, Expected expected, Instant now) {
        requireContext(expected);
        if (!now.isBefore(bound.context().expiry())) {
            throw new RejectedException(
                    RejectedException.Check.EXPIRED,
                    "the envelope expired at " + bound.context().expiry() + ", and it is " + now
                            + "; ask the sender for a new one");
        }
        return new OpenedEnvelope(this, unwrap(identity, expected.sender()));
    }

    /** Gives the content key back to the sender; as {@link #open}, but an expired envelope will do. */
    FileKey reopen(Identity self, Expected expected) {
        requireContext(expected);
        return unwrap(self, expected.sender());
    }

    private FileKey unwrap(Identity identity, WalletAddress sender) {
        KeyId own = identity.recipient().keyId();
        int index = Collections.binarySearch(bound.recipients(), own);
        if (index < 0) {
            throw new NotForMeException("the envelope is for "
                    + bound.recipients().size() + " keys and not for " + own + "; try another identity");
        }
        if (!bound.signed(header, payload).isSignedBy(sender, signature)) {
            throw new RejectedException(
                    RejectedException.Check.SENDER_SIGNATURE,
                    "the envelope is not signed by " + sender + " over these bytes, or was altered since");
        }
        FileKey key = stanzas.get(index).unwrap(IdentityAccess.keyOf(identity));
        if (!header.isAuthentic(key)) {
            key.close();
            throw RejectedException.ciphertext();
        }
        return key;
    }

    private void requireContext(Expected expected) {
        SealContext context = bound.context();
        require("chain", expected.task().chainId(), context.task().chainId());
        require("session", expected.task().sessionId(), context.task().sessionId());
        require("task", expected.task().taskId(), context.task().taskId());
        require("direction", expected.direction(), context.direction());
        require("sender", expected.sender(), context.sender());
    }

    private static void require(String part, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new RejectedException(
                    RejectedException.Check.CONTEXT,
                    "the envelope is for another " + part + ": expected " + expected + ", found " + found);
        }
    }

    /** Names the payload and the number of recipients. */
    @Override
    public String toString() {
        return "Envelope[" + payload + ", " + bound.recipients().size() + " recipients]";
    }

    /**
     * What the reader of an envelope knows from elsewhere, as a rule from the chain. There is no wildcard: each part
     * must be known before anything is opened.
     *
     * @param task chain, session and task
     * @param direction which way the object must have travelled
     * @param sender the wallet that must have signed
     */
    public record Expected(TaskRef task, Direction direction, WalletAddress sender) {

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if a part is out of its range
         */
        public Expected {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(direction, "direction");
            Objects.requireNonNull(sender, "sender");
        }
    }
}
