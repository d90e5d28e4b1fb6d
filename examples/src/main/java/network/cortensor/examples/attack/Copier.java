package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.staking.CommitOutcome;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.ForwardingLedgerAccount;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;

import java.util.Optional;
import java.util.function.Predicate;

/** The account of a node that waits for what its victim puts down, and puts down the same. */
abstract class Copier extends ForwardingLedgerAccount {

    private final Party victim;

    private Copier(LedgerAccount real, Party victim) {
        super(real);
        this.victim = victim;
    }

    /** Copies hash and text from the ledger, where both are public. */
    static Copier ofCommitment(Party copier, Party victim, ObservedBlockStore unused) {
        return new Copier(copier.account(), victim) {
            @Override
            public void precommit(TaskId task, Hash hash, String data) {
                super.precommit(task, victims(task, result -> true).precommit(), data);
            }

            @Override
            public CommitOutcome commit(TaskId task, String reveal) {
                TaskResult seen = victims(task, result -> result.reveal().isPresent());
                return super.commit(task, seen.reveal().orElseThrow());
            }
        };
    }

    /** Makes a commitment of its own, to the sealed result that it saw the victim put into the store. */
    static Copier ofResult(Party copier, Party victim, ObservedBlockStore store) {
        return new Copier(copier.account(), victim) {
            private String ownReveal = "";

            @Override
            public void precommit(TaskId task, Hash hash, String data) {
                victims(task, result -> true);
                Block stolen = store.resultEnvelopes()
                        .filter(block -> Envelope.decode(block.bytes())
                                .context()
                                .sender()
                                .equals(victim.wallet().address()))
                        .findFirst()
                        .orElseThrow();
                ResultCommitment own = ResultCommitment.create(
                        new TaskRef(ledger().chainId(), task.session().value(), task.number()),
                        copier.wallet().address(),
                        stolen.cid().toString());
                ownReveal = own.reveal();
                super.precommit(task, Hash.decode(own.hash()), data);
            }

            @Override
            public CommitOutcome commit(TaskId task, String reveal) {
                return super.commit(task, ownReveal);
            }
        };
    }

    /** Waits until the ledger shows what it is looking for. */
    final TaskResult victims(TaskId task, Predicate<TaskResult> wanted) {
        try (EventSubscription events = ledger().subscribe(EventFilter.task(task))) {
            while (true) {
                Optional<TaskResult> seen = ledger().results(task).stream()
                        .filter(result -> result.miner().equals(victim.address()))
                        .filter(wanted)
                        .findFirst();
                if (seen.isPresent()) {
                    return seen.get();
                }
                if (events.next(Scene.PATIENCE).isEmpty()) {
                    throw new LedgerUnavailableException("copy " + task + ": nothing to copy");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("copy " + task + ": interrupted", e);
        }
    }
}
