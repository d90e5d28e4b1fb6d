package network.cortensor.sdk.client;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.ValidationRound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the validators of one task what they need to judge its results. Used by one thread.
 *
 * <p>It is done once in a run of the application; a run that takes over after a crash cannot know whether it was done, and does
 * it again, which gives nothing to anybody else. Where ledger or store cannot be asked, it tries again while the round is open.
 * Nothing that goes wrong here is the fault of the miners, whose answers the app has a right to: no failure leaves this class,
 * and validators that cannot judge reject nobody.
 */
final class ValidatorAccess {

    private static final Logger LOG = LoggerFactory.getLogger(ValidatorAccess.class);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private final LedgerAccount account;
    private final Ledger ledger;
    private final NodeKeys keys;
    private final PromptSealer sealer;
    private final TaskDriver.Errand errand;
    private final TaskProgress progress;
    private final Set<Address> granted = new HashSet<>();
    private final Set<Address> refused = new HashSet<>();
    private boolean settled;
    private boolean tried;
    private long lastTry;
    private Duration wait = FIRST_WAIT;
    private Instant deadline = Instant.MIN;

    ValidatorAccess(
            LedgerAccount account,
            NodeKeys keys,
            PromptSealer sealer,
            TaskDriver.Errand errand,
            TaskProgress progress) {
        this.account = account;
        this.ledger = account.ledger();
        this.keys = keys;
        this.sealer = sealer;
        this.errand = errand;
        this.progress = progress;
    }

    /** The validators that were given access, or may have been. */
    Set<Address> granted() {
        return granted;
    }

    /** Until when they judge; long ago as long as there is no round. */
    Instant deadline() {
        return deadline;
    }

    /** How long after now the next try is due; empty when none is to come, or none was made yet. */
    Optional<Duration> untilNextTry() {
        return settled || !tried ? Optional.empty() : Optional.of(wait.minusNanos(System.nanoTime() - lastTry));
    }

    /** Grants access to a task whose results are all there, unless that was done or the next try is not due yet. */
    void advance(Task task) {
        if (settled || untilNextTry().filter(left -> !left.isNegative()).isPresent()) {
            return;
        }
        if (tried) {
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
        tried = true;
        try {
            Optional<ValidationRound> round = ledger.validation(task.id());
            if (round.isPresent()) {
                settled = round.get().closed() || !mayBe(round.get(), task) || grant(round.get());
            }
        } catch (LedgerRefusedException e) {
            settled = true;
            if (e.reason() == LedgerRefusedException.Reason.WRONG_PHASE) {
                LOG.debug("Task {} ended before its validators were given access", task.id());
            } else {
                LOG.warn("The validators of task {} are not given access: {}", task.id(), e.getMessage());
            }
        } catch (LedgerException | IpfsException | CryptoException e) {
            LOG.warn(
                    "The validators of task {} are not given access yet, which is tried again: {}",
                    task.id(),
                    e.getMessage());
        }
        lastTry = System.nanoTime();
    }

    /** Whether it can be true what the ledger says. If not, that costs the miners' answers nothing: they have their own evidence. */
    private boolean mayBe(ValidationRound round, Task task) {
        try {
            NodeKeys.requireAskedFor(
                    round, task, account.address(), errand.pin().validators());
            deadline = round.deadline();
            progress.report(round);
            return true;
        } catch (EvidenceException e) {
            LOG.warn("{}", e.getMessage());
            progress.validatorsRefused(round.validators().size());
            return false;
        }
    }

    /** Returns whether there is nothing left to try. */
    private boolean grant(ValidationRound round) {
        NodeKeys.Found found = keys.of(round.task(), round.validators(), validator -> {
            if (refused.add(validator)) {
                progress.keyRefused(validator);
            }
        });
        if (!found.recipients().isEmpty()) {
            Cid grant = sealer.sealFor(
                    errand.prepared(),
                    round,
                    ledger.results(round.task()),
                    found.recipients().values());
            // From here on it may have reached the ledger, whatever comes back.
            granted.addAll(found.recipients().keySet());
            account.grantAccess(round.task(), grant.toString());
            progress.grantedTo(found.recipients().size());
        }
        return true;
    }
}
