package network.cortensor.sdk.internal.failure;

import network.cortensor.sdk.CortensorException;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.KeyFileException;
import network.cortensor.sdk.ipfs.BlockNotFoundException;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.DeadlineExceededException;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException;

/** The one place where errors of the leaf modules become errors of this one. Their messages are fit to be shown as they are. */
public final class Failures {

    private Failures() {}

    /** Returns what can be shown of a failure: the message of ours, the class of any other, whose message may hold content. */
    public static String sentence(RuntimeException e) {
        boolean ours = e instanceof CortensorException
                || e instanceof LedgerException
                || e instanceof IpfsException
                || e instanceof CryptoException;
        return ours ? String.valueOf(e.getMessage()) : e.getClass().getName();
    }

    /** Whether a store could not be asked, or was not any more: that says nothing about who put down what was looked for. */
    public static boolean couldNotAsk(Exception e) {
        return e instanceof StoreException
                || e instanceof UnreachableException
                || e instanceof DeadlineExceededException
                || e instanceof CancelledException;
    }

    /** Throws a failure again with which the store {@linkplain #couldNotAsk could not be asked}; of all others, nothing is done. */
    public static void rethrowUnasked(Exception e) {
        if (e instanceof IpfsException failure && couldNotAsk(e)) {
            throw failure;
        }
    }

    public static CortensorException translate(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof CortensorException own) {
            return own;
        }
        if (e instanceof LedgerException) {
            if (e instanceof LedgerRefusedException) {
                return new RefusedException(message, e);
            }
            return e instanceof LedgerEvidenceException
                    ? new EvidenceException(message, e)
                    : new UnavailableException(message, e);
        }
        if (e instanceof IpfsException) {
            return e instanceof BlockNotFoundException || couldNotAsk(e)
                    ? new UnavailableException(message, e)
                    : new EvidenceException(message, e);
        }
        if (e instanceof CryptoException) {
            return e instanceof KeyFileException
                    ? new UnavailableException(message, e)
                    : new EvidenceException(message, e);
        }
        throw e;
    }
}
