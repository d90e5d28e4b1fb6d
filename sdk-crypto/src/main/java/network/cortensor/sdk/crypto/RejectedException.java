package network.cortensor.sdk.crypto;

import java.util.Objects;

/**
 * The evidence does not hold: somebody signed, sealed, committed or announced something else than was expected.
 *
 * <p>Never retry with the same bytes and never use the data. {@link #check()} says which rule refused it, for logs and
 * for decisions such as reporting a node.
 */
public final class RejectedException extends CryptoException {

    private static final long serialVersionUID = 1L;

    private final Check check;

    /**
     * For implementations of {@link KeyDirectory} and {@link WalletSigner}.
     *
     * @param check the rule that refused
     * @param message what was checked, expected and found; never a secret
     */
    public RejectedException(Check check, String message) {
        super(message);
        this.check = Objects.requireNonNull(check, "check");
    }

    /** The one answer to every ciphertext that does not open, whatever the reason (SPEC §7.6). */
    public static RejectedException ciphertext() {
        return new RejectedException(
                Check.CIPHERTEXT,
                "the ciphertext does not open: it was altered or cut, or it was not made for this envelope");
    }

    /** Returns the rule that refused. */
    public Check check() {
        return check;
    }

    /** The rules that can refuse. */
    public enum Check {
        /** A signature recovers to no wallet, or a signer returned a signature that is not its own. */
        SIGNATURE,
        /** An envelope is not signed by the expected sender over exactly these bytes (SPEC §6). */
        SENDER_SIGNATURE,
        /** An envelope was made for another chain, session, task, direction or sender (SPEC §5). */
        CONTEXT,
        /** An envelope is older than its sender allowed (SPEC §5). */
        EXPIRED,
        /**
         * The ciphertext does not open. Wrong key, wrong header MAC, altered, cut or extended payload and wrong padding
         * are one case with one message, so that the answer tells an attacker nothing (SPEC §7).
         */
        CIPHERTEXT,
        /** An announcement is for another chain (SPEC §8). */
        ANNOUNCEMENT_CHAIN,
        /** An announcement is not signed by the expected node (SPEC §8). */
        ANNOUNCEMENT_SIGNATURE,
        /** The key given with an announcement is not the key that was announced (SPEC §8). */
        ANNOUNCEMENT_KEY,
        /** An announcement is not yet or no longer valid (SPEC §8). */
        ANNOUNCEMENT_VALIDITY,
        /** An announcement is older than one already seen (SPEC §8). */
        ANNOUNCEMENT_ROLLBACK,
        /** A node has announced two different keys for one place in its history (SPEC §8). */
        ANNOUNCEMENT_FORK,
        /** A revealed result is not what was committed to, or was committed to by or for somebody else (SPEC §9). */
        COMMITMENT,
        /** A share was altered, is of another sharing or party, was given twice, or too few hold (SPEC §17). */
        SHARE,
        /** The opening of a live channel was accepted before, or cannot be told from one that was (SPEC §14). */
        CHANNEL_REPLAYED,
        /** The transport of a live channel ended before the authenticated final chunk (SPEC §14). */
        CHANNEL_CUT,
        /** Something asks for another HPKE suite than the one of this module (SPEC §3.1). */
        UNSUPPORTED_SUITE,
        /**
         * A keystore does not open: a wrong password and an altered file cannot be told apart (SPEC §15). Here, and only
         * here, another attempt with another password makes sense.
         */
        PASSWORD,
        /** A receipt is not in a signed batch, or the batch is by another wallet or for another chain (SPEC §16). */
        RECEIPT_BATCH
    }
}
