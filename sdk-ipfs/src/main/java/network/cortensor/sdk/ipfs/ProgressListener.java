package network.cortensor.sdk.ipfs;

/** Hears how far a call has come. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Called after each block, from the threads that work on the call but never from two at once. Must be quick: the call waits.
     * What it throws ends the call.
     */
    void onProgress(Progress progress);
}
