package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerUnavailableException;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The right to be the one outbox of an account on a journal, in this process. A journal's file is open in one process at a
 * time, so that no more is needed.
 */
final class Claim implements AutoCloseable {
    /** By identity, since journals have no equality of their own; guarded by itself. */
    private static final Map<Journal, Set<String>> CLAIMED = new WeakHashMap<>();

    private final Journal journal;
    private final String what;
    private boolean closed;

    private Claim(Journal journal, String what) {
        this.journal = journal;
        this.what = what;
    }

    static Claim of(Journal journal, long chainId, Address account) {
        String what = chainId + "/" + account;
        synchronized (CLAIMED) {
            if (!CLAIMED.computeIfAbsent(journal, first -> new HashSet<>()).add(what)) {
                throw new LedgerUnavailableException("Open the outbox of " + account + " on chain " + chainId
                        + ": one is open on the same journal; close it first, or use it");
            }
        }
        return new Claim(journal, what);
    }

    @Override
    public void close() {
        synchronized (CLAIMED) {
            if (!closed) {
                closed = true;
                CLAIMED.getOrDefault(journal, new HashSet<>()).remove(what);
            }
        }
    }
}
