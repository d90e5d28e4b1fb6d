package network.cortensor.examples.cli;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.KeyFileException;
import network.cortensor.sdk.ipfs.BlockMismatchException;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.ContentTooLargeException;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.PathNotFoundException;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException;
import network.cortensor.sdk.node.EngineException;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException;

/** What the program ends with. The numbers are part of its contract: scripts branch on them. */
public enum ExitCode {
    /** Done. */
    OK(0, "done"),
    /** A bug in the program. */
    UNEXPECTED(1, "a bug in this program"),
    /** Wrong usage, or input that cannot be read. Nothing was sent and nothing was paid. */
    BAD_INPUT(2, "wrong usage or bad input; nothing was sent"),
    /** None of the given identities opens the file. */
    NO_IDENTITY(3, "no identity matches"),
    /** The header of a sealed file is malformed or was altered; nothing was written. */
    MALFORMED_HEADER(4, "the header is malformed or its MAC is wrong"),
    /** The payload of a sealed file does not hold; what was written before is authentic. */
    BAD_PAYLOAD(5, "the payload fails; what was written is authentic"),
    /** A block is not in the store. */
    BLOCK_MISSING(6, "a block is missing"),
    /** An answer or a receipt came and what should prove it does not hold. */
    EVIDENCE(7, "the evidence does not hold: of an answer, receipt, block or proof"),
    /** A file is not what it should be. */
    MALFORMED_FILE(8, "malformed file, such as one that is no receipt"),
    /** An attack was not stopped. */
    ATTACK_SUCCEEDED(9, "an attack got through"),
    /** Something could not be asked, or the result could not be written to the standard output. */
    UNAVAILABLE(10, "could not ask: engine, node, store or output failed"),
    /** Something was asked and said no. */
    REFUSED(11, "told no: no funds, too few nodes"),
    /** Cancelled with Ctrl-C; after SIGTERM the platform's own 143 is used. */
    CANCELLED(130, "cancelled with Ctrl-C (143 after SIGTERM)");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the number that the process ends with. */
    public int code() {
        return code;
    }

    /** Returns a few words for the help text. */
    public String meaning() {
        return meaning;
    }

    /** Returns what a failure ends with. */
    static ExitCode of(Throwable failure) {
        if (failure instanceof CommandFailedException command) {
            return command.exitCode();
        }
        if (failure instanceof InvalidRequestException || failure instanceof KeyFileException) {
            return BAD_INPUT;
        }
        if (failure instanceof EvidenceException) {
            return EVIDENCE;
        }
        if (failure instanceof UnavailableException) {
            return failure.getCause() instanceof BlockNotFoundException ? BLOCK_MISSING : UNAVAILABLE;
        }
        if (failure instanceof RefusedException) {
            return REFUSED;
        }
        if (failure instanceof CancelledException) {
            return CANCELLED;
        }
        if (failure instanceof EngineException engine) {
            return engine.kind() == EngineException.Kind.REFUSED ? REFUSED : UNAVAILABLE;
        }
        if (failure instanceof LedgerException ledger) {
            return ofLedger(ledger);
        }
        return failure instanceof IpfsException ipfs ? ofContent(ipfs) : UNEXPECTED;
    }

    private static ExitCode ofLedger(LedgerException failure) {
        if (failure instanceof LedgerRefusedException) {
            return REFUSED;
        }
        if (failure instanceof LedgerEvidenceException) {
            return EVIDENCE;
        }
        // Ctrl-C ends the waiting for a chain as it ends a call: the flag says which.
        return Thread.currentThread().isInterrupted() ? CANCELLED : UNAVAILABLE;
    }

    private static ExitCode ofContent(IpfsException failure) {
        if (failure instanceof BlockNotFoundException) {
            return BLOCK_MISSING;
        }
        if (failure instanceof BlockMismatchException || failure instanceof RecordRejectedException) {
            return EVIDENCE;
        }
        if (failure instanceof MalformedException) {
            return MALFORMED_FILE;
        }
        if (failure instanceof network.cortensor.sdk.ipfs.RefusedException
                || failure instanceof PathNotFoundException
                || failure instanceof ContentTooLargeException) {
            return REFUSED;
        }
        // Store, remote party or deadline.
        return failure instanceof network.cortensor.sdk.ipfs.CancelledException ? CANCELLED : UNAVAILABLE;
    }
}
