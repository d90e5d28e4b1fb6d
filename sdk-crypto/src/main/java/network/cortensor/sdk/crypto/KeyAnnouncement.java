package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Base64Text;
import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.Limits;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;
import network.cortensor.sdk.crypto.internal.hpke.Suite;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A node's statement, signed by its wallet, that a recipient key is its own for a while (SPEC §8).
 *
 * <p>Announcements of one node form a chain: epochs count up and each names the hash of the one before, so a reader that
 * remembers the newest one notices a rollback or a second history. What was decoded is <em>signed by</em>
 * {@link #node()}; that this is the node you mean, that the key fits and that it is valid now is for
 * {@link KeyDirectory#admit} to say.
 *
 * <p>Immutable. Two announcements are equal when they say the same, whichever signature they carry.
 */
public final class KeyAnnouncement {

    private static final String WHAT = "a key announcement";
    private static final int VERSION = 1;

    /** KEM 0x647a, KDF 0x0001, AEAD 0x0003: the only suite there is, named so that there can be another. */
    private static final long SUITE = (long) Suite.KEM << 32 | Suite.KDF << 16 | Suite.AEAD;

    private static final int WORDS = 9;
    private static final int SIZE = WORDS * AbiWords.SIZE + WalletSignature.SIZE;
    private static final byte[] NONE = new byte[Hashes.SIZE];

    private final long chainId;
    private final WalletAddress node;
    private final KeyId keyId;
    private final long epoch;
    private final Instant validFrom;
    private final Instant validUntil;
    private final byte[] previous;
    private final TypedData message;
    private final WalletSignature signature;

    private KeyAnnouncement(
            long chainId,
            WalletAddress node,
            KeyId keyId,
            long epoch,
            Instant validFrom,
            Instant validUntil,
            byte[] previous,
            Signing signing) {
        this.chainId = chainId;
        this.node = node;
        this.keyId = keyId;
        this.epoch = epoch;
        this.validFrom = validFrom;
        this.validUntil = validUntil;
        this.previous = previous;
        this.message = TypedData.builder("KeyAnnouncement", "Cortensor key announcement", "1", chainId)
                .address("node", node)
                .uint64("suite", SUITE)
                .bytes32("keyId", keyId.bytes())
                .uint64("epoch", epoch)
                .uint64("validFrom", validFrom.getEpochSecond())
                .uint64("validUntil", validUntil.getEpochSecond())
                .bytes32("previous", previous)
                .build();
        this.signature = signing.sign(message);
    }

    /** Where the signature comes from: a wallet, or bytes that were read. */
    @FunctionalInterface
    private interface Signing {
        WalletSignature sign(TypedData message);
    }

    /**
     * Makes and signs the announcement that begins a node's history, or begins it anew after its records were lost.
     *
     * @param node the wallet that the node is registered under
     * @param chainId the chain that it is registered on, at least 1
     * @param key the key that is announced
     * @param epoch anything for a new node; else above every epoch that the node may have announced, by at least two,
     *     because readers refuse what looks like a rollback or a fork. The time in milliseconds serves. Not negative
     * @param validFrom the first second of its validity, whole seconds
     * @param validUntil the first second after its validity, whole seconds
     * @throws IllegalArgumentException if a value is out of range, or the validity is empty
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if the signer returned a signature that
     *     is not its own
     */
    public static KeyAnnouncement begin(
            WalletSigner node, long chainId, Recipient key, long epoch, Instant validFrom, Instant validUntil) {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch must not be negative, found " + epoch);
        }
        return issue(node, chainId, key, epoch, validFrom, validUntil, NONE);
    }

    /**
     * Makes and signs the announcement after this one: the next epoch, linked to this one by its {@link #hash()}. Overlap
     * the validity of the two by the time that envelopes stay unopened, and keep the older identity until then.
     *
     * @param signer the wallet of this announcement's node
     * @param key the key that is announced
     * @param from the first second of its validity, whole seconds
     * @param until the first second after its validity, whole seconds
     * @throws IllegalArgumentException if the wallet is another one, a value is out of range, or the validity is empty
     * @throws IllegalStateException if this is the last epoch that a number can express
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if the signer returned a signature that
     *     is not its own
     */
    public KeyAnnouncement next(WalletSigner signer, Recipient key, Instant from, Instant until) {
        if (!signer.address().equals(node)) {
            throw new IllegalArgumentException(
                    "the announcement before is of node " + node + ", the signer signs for " + signer.address());
        }
        if (epoch == Long.MAX_VALUE) {
            throw new IllegalStateException("node " + node + " has announced the last epoch there is");
        }
        return issue(signer, chainId, key, epoch + 1, from, until, hash());
    }

    private static KeyAnnouncement issue(
            WalletSigner node,
            long chainId,
            Recipient key,
            long epoch,
            Instant validFrom,
            Instant validUntil,
            byte[] previous) {
        Limits.requireSeconds("validFrom", validFrom);
        Limits.requireSeconds("validUntil", validUntil);
        if (!validFrom.isBefore(validUntil)) {
            throw new IllegalArgumentException(
                    "validUntil must be after validFrom " + validFrom + ", found " + validUntil);
        }
        return new KeyAnnouncement(
                chainId,
                node.address(),
                key.keyId(),
                epoch,
                validFrom,
                validUntil,
                previous,
                message -> message.sign(node));
    }

    /**
     * Reads an announcement and checks its signature.
     *
     * @throws MalformedException if the bytes are not the canonical form of an announcement of version 1
     * @throws RejectedException with {@link RejectedException.Check#ANNOUNCEMENT_SIGNATURE} if it is not signed by the
     *     node that it names, with {@link RejectedException.Check#UNSUPPORTED_SUITE} if it is for another suite
     */
    public static KeyAnnouncement decode(byte[] encoded) {
        if (encoded.length != SIZE) {
            throw new MalformedException(WHAT + " must have " + SIZE + " bytes, found " + encoded.length);
        }
        AbiWords.Reader words = new AbiWords.Reader(WHAT, Arrays.copyOf(encoded, WORDS * AbiWords.SIZE));
        if (words.uint64("version") != VERSION) {
            throw new MalformedException(WHAT + " has a version that this reader does not know; it knows " + VERSION);
        }
        long chainId = words.positive("chainId");
        WalletAddress node = words.address("node");
        requireSuite(words.uint64("suite"));
        KeyId keyId = KeyId.decode(words.bytes32("keyId"));
        long epoch = words.uint64("epoch");
        long validFrom = words.uint64("validFrom");
        long validUntil = words.uint64("validUntil");
        if (!Limits.isSecond(validFrom) || !Limits.isSecond(validUntil) || validFrom >= validUntil) {
            throw new MalformedException(WHAT + ": its validity is empty or does not lie between 1970 and 10000");
        }
        byte[] previous = words.bytes32("previous");
        WalletSignature signature =
                WalletSignature.decode(Arrays.copyOfRange(encoded, WORDS * AbiWords.SIZE, encoded.length));

        KeyAnnouncement announcement = new KeyAnnouncement(
                chainId,
                node,
                keyId,
                epoch,
                Instant.ofEpochSecond(validFrom),
                Instant.ofEpochSecond(validUntil),
                previous,
                message -> signature);
        if (!announcement.message.isSignedBy(node, signature)) {
            throw new RejectedException(
                    RejectedException.Check.ANNOUNCEMENT_SIGNATURE,
                    "a key announcement names node " + node + " and is not signed by it, or was altered since");
        }
        return announcement;
    }

    /**
     * Reads the text form.
     *
     * @throws MalformedException if the text is not canonical base64url without padding, or as {@link #decode}
     * @throws RejectedException as {@link #decode}
     */
    public static KeyAnnouncement parse(String text) {
        return decode(Base64Text.URL.decode(WHAT, text));
    }

    /** Returns the 353 bytes of the announcement with its signature; the array is the caller's. */
    public byte[] encoded() {
        return AbiWords.concat(
                AbiWords.uint64(VERSION),
                AbiWords.uint64(chainId),
                AbiWords.address(node),
                AbiWords.uint64(SUITE),
                keyId.bytes(),
                AbiWords.uint64(epoch),
                AbiWords.uint64(validFrom.getEpochSecond()),
                AbiWords.uint64(validUntil.getEpochSecond()),
                previous,
                signature.bytes());
    }

    private static void requireSuite(long suite) {
        if (suite >>> 48 != 0) {
            throw new MalformedException(WHAT + ": suite is not three numbers of 16 bits");
        }
        Suite.require(WHAT, (int) (suite >>> 32), (int) (suite >>> 16) & 0xffff, (int) suite & 0xffff);
    }

    /** Returns the base64url form, 471 characters, for ledgers that hold text; {@link #parse} reads it. */
    public String text() {
        return Base64Text.URL.encode(encoded());
    }

    /**
     * Returns the EIP-712 digest of what is said: the 32 bytes that the next announcement names. The signature is no
     * part of it, so signing the same statement twice is no fork. The array is the caller's.
     */
    public byte[] hash() {
        return message.digest();
    }

    /** Returns the chain that the node is registered on. */
    public long chainId() {
        return chainId;
    }

    /** Returns the wallet that signed. */
    public WalletAddress node() {
        return node;
    }

    /** Returns the name of the announced key. */
    public KeyId keyId() {
        return keyId;
    }

    /** Returns the place in the node's history. */
    public long epoch() {
        return epoch;
    }

    /** Returns the first second of the validity. */
    public Instant validFrom() {
        return validFrom;
    }

    /** Returns the first second after the validity. */
    public Instant validUntil() {
        return validUntil;
    }

    /**
     * Returns the {@link #hash()} of the announcement before, or nothing if this one is the first. The array is the
     * caller's.
     */
    public Optional<byte[]> previous() {
        return Arrays.equals(previous, NONE) ? Optional.empty() : Optional.of(previous.clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyAnnouncement that && Arrays.equals(hash(), that.hash());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash());
    }

    /** Names the node, the chain, the epoch and the key id. */
    @Override
    public String toString() {
        return "KeyAnnouncement[" + node + " on chain " + chainId + ", epoch " + epoch + ", key " + keyId + "]";
    }
}
