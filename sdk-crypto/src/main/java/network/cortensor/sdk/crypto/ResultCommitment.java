package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Base64Text;
import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.Limits;
import network.cortensor.sdk.crypto.internal.Secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a miner commits to before the results of others are visible, and reveals afterwards (SPEC §9).
 *
 * <p>The revealed text names chain, session, task and miner, so that a copied commitment cannot be revealed as one's
 * own, and has a 32-byte salt, so that the hash does not tell which result it is. Its {@link #hash()} is the Keccak-256
 * of the text, which is what the network's {@code verifyHash(string,bytes32)} is believed to compute [INF]; one string
 * then serves both.
 *
 * <p>{@link #reveal()} is secret until the reveal: keep it, because without it the commitment cannot be fulfilled.
 * Immutable.
 */
public final class ResultCommitment {

    private static final int SALT_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile("cortensor:result:1:([0-9]{1,19}):([0-9]{1,19}):([0-9]{1,19}):(0x[0-9a-fA-F]{40})"
                    + ":([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]{1," + Limits.MAX_CONTENT_ID + "})");

    private final TaskRef task;
    private final WalletAddress miner;
    private final byte[] salt;
    private final String result;

    private ResultCommitment(TaskRef task, WalletAddress miner, byte[] salt, String result) {
        this.task = task;
        this.miner = miner;
        this.salt = salt;
        this.result = result;
    }

    /**
     * Makes a commitment with a fresh salt.
     *
     * @param task what is answered
     * @param miner the wallet that commits
     * @param result the content id of the sealed result's envelope: 1 to 256 letters, digits, {@code -} or {@code _}
     * @throws IllegalArgumentException if the content id has another form
     */
    public static ResultCommitment create(TaskRef task, WalletAddress miner, String result) {
        Limits.requireContentId("result", result);
        return new ResultCommitment(task, miner, Secret.randomBytes(SALT_BYTES), result);
    }

    /**
     * Reads a revealed text. Proves nothing about who committed to it, or when: {@link #verify} does.
     *
     * @throws MalformedException if the text is not the canonical form of a commitment of version 1
     */
    public static ResultCommitment parse(String revealed) {
        Matcher parts = FORM.matcher(revealed);
        if (!parts.matches()) {
            throw malformed();
        }
        ResultCommitment commitment;
        try {
            commitment = new ResultCommitment(
                    new TaskRef(
                            Long.parseLong(parts.group(1)),
                            Long.parseLong(parts.group(2)),
                            Long.parseLong(parts.group(3))),
                    WalletAddress.parse(parts.group(4)),
                    Base64Text.URL.decode("the salt of a commitment", parts.group(5)),
                    parts.group(6));
        } catch (IllegalArgumentException e) {
            // A number that is no long, or chain 0.
            throw malformed();
        }
        // Leading zeros and addresses without a checksum: one statement has one text.
        if (!commitment.reveal().equals(revealed)) {
            throw malformed();
        }
        return commitment;
    }

    private static MalformedException malformed() {
        return new MalformedException("a revealed result must be cortensor:result:1:<chain>:<session>:<task>:"
                + "<miner with EIP-55 checksum>:<salt>:<content id>");
    }

    /**
     * Checks a revealed text against the commitment that the chain recorded before.
     *
     * @param revealed the text
     * @param committed the 32 bytes on chain
     * @param task chain, session and task, from the chain
     * @param miner the wallet that committed and revealed, from the chain
     * @return the commitment, all of which holds
     * @throws MalformedException as {@link #parse}
     * @throws RejectedException with {@link RejectedException.Check#COMMITMENT} if the text does not hash to
     *     {@code committed}, or is for another chain, session, task or miner
     */
    public static ResultCommitment verify(String revealed, byte[] committed, TaskRef task, WalletAddress miner) {
        ResultCommitment commitment = parse(revealed);
        if (!MessageDigest.isEqual(commitment.hash(), committed)) {
            throw refused("it hashes to " + HexFormat.of().formatHex(commitment.hash())
                    + ", which is not what was committed");
        }
        require("chain", task.chainId(), commitment.task.chainId());
        require("session", task.sessionId(), commitment.task.sessionId());
        require("task", task.taskId(), commitment.task.taskId());
        require("miner", miner, commitment.miner);
        return commitment;
    }

    private static void require(String part, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw refused("it is for another " + part + ": expected " + expected + ", found " + found);
        }
    }

    private static RejectedException refused(String reason) {
        return new RejectedException(RejectedException.Check.COMMITMENT, "a revealed result does not hold: " + reason);
    }

    /** Returns the text to reveal; secret until then. */
    public String reveal() {
        return "cortensor:result:1:" + task.chainId() + ':' + task.sessionId() + ':' + task.taskId() + ':' + miner + ':'
                + Base64Text.URL.encode(salt) + ':' + result;
    }

    /** Returns what to commit: the Keccak-256 of {@link #reveal()}, 32 bytes; the array is the caller's. */
    public byte[] hash() {
        return Hashes.keccak256(reveal().getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns what is answered. */
    public TaskRef task() {
        return task;
    }

    /** Returns the wallet that commits. */
    public WalletAddress miner() {
        return miner;
    }

    /** Returns the content id of the sealed result's envelope. */
    public String result() {
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResultCommitment that && reveal().equals(that.reveal());
    }

    @Override
    public int hashCode() {
        return reveal().hashCode();
    }

    /** Names what is public before the reveal: everything but the salt and the result. */
    @Override
    public String toString() {
        return "ResultCommitment[task " + task + ", miner " + miner + "]";
    }
}
