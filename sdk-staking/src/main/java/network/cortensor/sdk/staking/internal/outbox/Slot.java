package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.internal.outbox.OutboxChain.SendOutcome;
import network.cortensor.sdk.staking.internal.outbox.Version.Purpose;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One nonce, what it is for and all that was signed with it.
 *
 * <p>Not thread-safe: guarded by the engine's lock.
 */
final class Slot {
    static final long NOT_TAKEN = -1;

    final long nonce;
    /** Empty for a filler. */
    final @Nullable Work work;

    private final List<Version> versions = new ArrayList<>();
    volatile GroupCommit.@Nullable Ticket journaled;
    /** Whether a caller's thread is about to sign. */
    boolean inPreparation;

    boolean cancelled;

    @Nullable
    TransactionReceipt receipt;

    SendOutcome lastOutcome = SendOutcome.ACCEPTED;
    long sentAt;
    long pricedAt;
    /** Whether the nonce is used and it is not known, or not for sure, by what. */
    boolean unexplained;

    /** Number of the block in which the nonce was last seen to be used by another transaction. */
    long takenIn = NOT_TAKEN;

    /**
     * What an intent is made of.
     *
     * @param intent its public face
     * @param request its content
     * @param gasLimit units of gas
     * @param earlier transactions that were signed for it with nonces that others then used
     */
    record Work(Intent intent, TransactionRequest request, long gasLimit, List<Hash> earlier) {
        Work {
            earlier = List.copyOf(earlier);
        }
    }

    Slot(long nonce, @Nullable Work work) {
        this.nonce = nonce;
        this.work = work;
    }

    Optional<Work> work() {
        return Optional.ofNullable(work);
    }

    List<Version> versions() {
        return List.copyOf(versions);
    }

    boolean signed() {
        return !versions.isEmpty();
    }

    Version newest() {
        return versions.get(versions.size() - 1);
    }

    Optional<Version> version(Hash hash) {
        return versions.stream().filter(version -> version.hash().equals(hash)).findFirst();
    }

    boolean yields() {
        return versions.stream().anyMatch(version -> version.purpose() == Purpose.NOTHING);
    }

    void add(Version version, long now) {
        versions.add(version);
        pricedAt = now;
        lastOutcome = SendOutcome.ACCEPTED;
    }

    void keepOnly(Version mined) {
        versions.clear();
        versions.add(mined);
    }

    /** Gas and value of its dearest version, in wei. */
    BigInteger mostItCosts() {
        BigInteger gas = versions.stream()
                .map(version -> version.price().cost(version.gasLimit()))
                .reduce(BigInteger.ZERO, BigInteger::max);
        return work().map(mine -> mine.request().value())
                .orElse(BigInteger.ZERO)
                .add(gas);
    }

    /** Waits until all that was said of it is journaled. */
    void awaitJournal() {
        GroupCommit.Ticket ticket = journaled;
        if (ticket != null) {
            ticket.await();
        }
    }

    /** Tells the intent's face how far it is. */
    void report() {
        Work mine = work;
        if (mine == null || mine.intent().ended()) {
            return;
        }
        List<Hash> hashes = new ArrayList<>(mine.earlier());
        versions.forEach(version -> hashes.add(version.hash()));
        Intent.Stage stage =
                receipt != null ? Intent.Stage.INCLUDED : signed() ? Intent.Stage.SENT : Intent.Stage.RESERVED;
        String trouble = lastOutcome == SendOutcome.ACCEPTED ? "" : ", last sending: " + lastOutcome;
        if (unexplained && receipt == null) {
            trouble += takenIn == NOT_TAKEN
                    ? ", its nonce is used and no endpoint has shown by what: if that stays so, add one that keeps the state"
                            + " of older blocks"
                    : ", its nonce is used by another transaction, not yet deep enough in the chain";
        }
        mine.intent().progress(new Intent.Progress(stage, nonce, hashes, trouble));
    }
}
