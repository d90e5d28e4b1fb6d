package network.cortensor.sdk.crypto;

/** What a miner commits to before it reveals its result. */
public final class ResultCommitment {
    private ResultCommitment() {}

    public static ResultCommitment create(
            long chainId, long sessionId, long taskId, WalletAddress miner, String result) {
        return Pending.pending();
    }

    public static ResultCommitment parse(String revealed) {
        return Pending.pending();
    }

    public static ResultCommitment verify(
            String revealed, byte[] committed, long chainId, long sessionId, long taskId, WalletAddress miner) {
        return Pending.pending();
    }

    public String reveal() {
        return Pending.pending();
    }

    public byte[] hash() {
        return Pending.pending();
    }

    public long chainId() {
        return Pending.pending();
    }

    public long sessionId() {
        return Pending.pending();
    }

    public long taskId() {
        return Pending.pending();
    }

    public WalletAddress miner() {
        return Pending.pending();
    }

    public String result() {
        return Pending.pending();
    }
}
