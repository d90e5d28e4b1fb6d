package network.cortensor.examples.attack;

import network.cortensor.sdk.CortensorException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.verify.Evidence;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeFinding;
import network.cortensor.sdk.verify.Verdict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries the variants of one attack and keeps, for each, whether the check that it is aimed at is the one that fired. "Some
 * exception" is not enough: with the check switched off, most attacks would still run into something. Not thread-safe.
 */
final class Trial {

    /** What the attacker does, or what the victim does with what the attacker made. */
    @FunctionalInterface
    interface Act {
        void run() throws IOException, InterruptedException;
    }

    private final List<String> stopped = new ArrayList<>();
    private final List<String> through = new ArrayList<>();

    /** The act must be rejected by this rule of sdk-crypto, and the error, or the class that threw it, say {@code telling}. */
    void rejected(String variant, RejectedException.Check check, String telling, Act act)
            throws IOException, InterruptedException {
        fails(variant, check, telling, act);
    }

    /** The ledger must refuse the act for this reason. */
    void refused(String variant, LedgerRefusedException.Reason reason, Act act)
            throws IOException, InterruptedException {
        fails(variant, reason, "", act);
    }

    /** The act must fail with this error, and the error, or the class that threw it, say {@code telling}. */
    void fails(String variant, Class<? extends RuntimeException> error, String telling, Act act)
            throws IOException, InterruptedException {
        fails(variant, (Object) error, telling, act);
    }

    private void fails(String variant, Object expected, String telling, Act act)
            throws IOException, InterruptedException {
        try {
            act.run();
            note(false, variant, name(expected), "nothing was refused");
        } catch (CortensorException | CryptoException | IpfsException | LedgerException e) {
            RuntimeException origin = origin(e);
            String account = origin.getMessage() + " [" + thrower(origin) + "]";
            note(
                    kind(origin).equals(expected) && account.contains(telling),
                    variant,
                    name(expected) + " by " + thrower(origin),
                    name(kind(origin)) + ", " + account);
        }
    }

    /** The verdict must find this of a node, with the reason in this layer. */
    void found(
            String variant, Verdict verdict, Address node, NodeFinding.Standing standing, Layer layer, String telling) {
        NodeFinding finding = verdict.nodes().stream()
                .filter(one -> one.node().equals(node))
                .findFirst()
                .orElseThrow();
        List<Evidence> evidence = finding.evidence();
        Evidence last = evidence.get(evidence.size() - 1);
        boolean fired = finding.standing() == standing
                && last.layer() == layer
                && last.finding().contains(telling);
        String figures = last.finding().contains("cosine") ? ", " + last.finding() : "";
        note(fired, variant, standing + " at " + layer + figures, finding.standing() + " at " + last);
    }

    /** Something that can be seen from outside must be so: a verdict's status, a ledger event, a balance. */
    void holds(String variant, boolean holds, String expected, Object found) {
        note(holds, variant, expected, found.toString());
    }

    private void note(boolean fired, String variant, String expected, String found) {
        if (fired) {
            stopped.add(variant + ": " + expected);
        } else {
            through.add(variant + ": expected " + expected + ", found " + found);
        }
    }

    AttackOutcome outcome() {
        return through.isEmpty()
                ? new AttackOutcome(!stopped.isEmpty(), String.join("; ", stopped))
                : new AttackOutcome(false, "GOT THROUGH " + String.join("; ", through));
    }

    /** The client translates the errors of the modules below; what counts is where they come from. */
    private static RuntimeException origin(RuntimeException e) {
        return e.getCause() instanceof RuntimeException cause && isOfSdk(cause) ? origin(cause) : e;
    }

    private static boolean isOfSdk(RuntimeException e) {
        return e instanceof CortensorException
                || e instanceof CryptoException
                || e instanceof IpfsException
                || e instanceof LedgerException;
    }

    private static Object kind(RuntimeException e) {
        if (e instanceof RejectedException rejected) {
            return rejected.check();
        }
        return e instanceof LedgerRefusedException refused ? refused.reason() : e.getClass();
    }

    private static String name(Object kind) {
        return kind instanceof Class<?> type ? type.getSimpleName() : kind.toString();
    }

    /** The class that refused. For ciphertexts there is nothing else to go by: they all fail with one message (SPEC §7). */
    private static String thrower(RuntimeException e) {
        if (e instanceof LedgerException) {
            return "the ledger";
        }
        for (StackTraceElement frame : e.getStackTrace()) {
            // The error's own factory, and what the platform called it through, did not decide anything.
            if (!frame.getClassName().equals(e.getClass().getName())
                    && !frame.getClassName().startsWith("java.")) {
                String name =
                        frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
                return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
            }
        }
        return e.getClass().getSimpleName();
    }
}
