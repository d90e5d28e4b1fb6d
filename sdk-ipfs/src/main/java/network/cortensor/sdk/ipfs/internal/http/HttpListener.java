package network.cortensor.sdk.ipfs.internal.http;

/** Hears how an exchange ends: one of the two methods is called, once, on a thread of the {@link HttpClient}. */
public interface HttpListener {
    /**
     * Takes an answer, whatever its status, and reads its body before it returns. What it throws goes to {@link #failed}.
     *
     * @param answer closed when this method returns
     */
    void answered(HttpAnswer answer);

    /** Hears that there was no answer, or that its body failed while {@link #answered} read it. Must not throw. */
    void failed(RuntimeException failure);
}
