package network.cortensor.sdk.staking.internal.contract;

import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.chain.RevertedException;
import network.cortensor.sdk.staking.internal.abi.Abi;
import network.cortensor.sdk.staking.internal.abi.AbiError;
import network.cortensor.sdk.staking.internal.abi.Reverts;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the errors of contracts mean: a reason that callers act on, in place of bytes.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Refusals {
    private final Reverts reverts;

    private Refusals(Reverts reverts) {
        this.reverts = reverts;
    }

    /** Knows the errors of these interfaces, also where one contract passes on the error of another. */
    public static Refusals of(Abi... interfaces) {
        return new Refusals(Reverts.of(interfaces));
    }

    /**
     * The refusal in the words of the domain; {@link RevertedException} with the error's name and arguments if it has no
     * reason of its own.
     *
     * @param attempt what was tried, on what
     */
    public LedgerRefusedException explain(String attempt, RevertedException reverted) {
        byte[] data = reverted.data();
        String found = reverts.describe(data);
        LedgerRefusedException refused = reverts.error(data)
                .filter(error -> MEANINGS.containsKey(error.signature()))
                .flatMap(error -> arguments(error, data).map(values -> refused(attempt, error, values, found)))
                .orElseGet(() -> new RevertedException(attempt, found, data));
        // It is the same refusal in other words, not the cause of another.
        refused.addSuppressed(reverted);
        return refused;
    }

    /** Empty if the bytes are not the error's arguments: whoever sent them did not mean it, and it means nothing. */
    private static Optional<List<Object>> arguments(AbiError error, byte[] data) {
        try {
            return Optional.of(error.decode(data));
        } catch (LedgerEvidenceException e) {
            return Optional.empty();
        }
    }

    private static LedgerRefusedException refused(
            String attempt, AbiError error, List<Object> values, String description) {
        Meaning meaning = Objects.requireNonNull(MEANINGS.get(error.signature()));
        List<String> names = error.parameters().names();
        String expected = value("expected", names, values)
                .map(value -> meaning.expected().replace("{}", value))
                .orElse(meaning.expected());
        return new LedgerRefusedException(
                meaning.reason(),
                attempt,
                expected,
                value("found", names, values).orElse(description));
    }

    /** The contracts' errors call what they wanted and what they got by these names. */
    private static Optional<String> value(String name, List<String> names, List<Object> values) {
        int index = names.indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(values.get(index).toString());
    }

    private record Meaning(Reason reason, String expected) {}

    /** By signature: contracts of other makers may use a name for something else. */
    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            means("UnknownSession(uint256,uint256)", Reason.UNKNOWN_SESSION, "the number of a session"),
            means("UnknownTask(uint256,uint256,uint256)", Reason.UNKNOWN_TASK, "the number of a task"),
            means("NotRegistered(address)", Reason.NOT_REGISTERED, "a registered node"),
            means("AlreadyRegistered(address)", Reason.ALREADY_REGISTERED, "no registration"),
            means("StakeTooLow(uint256,uint256)", Reason.STAKE_TOO_LOW, "at least {} wei"),
            means("InsufficientBalance(uint256,uint256)", Reason.INSUFFICIENT_BALANCE, "at least {} wei"),
            means("ERC20InsufficientBalance(address,uint256,uint256)", Reason.INSUFFICIENT_BALANCE, "as many tokens"),
            means("LimitExceeded(address,uint256,uint256)", Reason.INSUFFICIENT_BALANCE, "as much left of the limit"),
            means(
                    "NotEnoughNodes(uint256,uint256)",
                    Reason.NOT_ENOUGH_NODES,
                    "at least {} nodes with the minimum stake"),
            means("NotOwner(address,address)", Reason.NOT_OWNER, "its owner {}"),
            means("NotAssigned(uint256,uint256,address)", Reason.NOT_ASSIGNED, "one of its miners"),
            means("NotValidator(uint256,uint256,address)", Reason.NOT_ASSIGNED, "one of its validators"),
            means("NotValidated(uint256,uint256,address)", Reason.WRONG_PHASE, "a miner that is judged"),
            means("WrongPhase(uint256,uint256,uint8,uint8)", Reason.WRONG_PHASE, "another step"),
            means("NotYetDue(uint256,uint256)", Reason.WRONG_PHASE, "a time from {} on, in seconds since 1970"),
            means("CommitsAccepted(uint256)", Reason.WRONG_PHASE, "no accepted commit"),
            means("ValidationOver(uint256,uint256)", Reason.WRONG_PHASE, "an open round"),
            means("AlreadyJudged(uint256,uint256,address)", Reason.WRONG_PHASE, "no verdict yet"),
            means(
                    "NothingToRefute(uint256,uint256,address,address)",
                    Reason.WRONG_PHASE,
                    "a rejection that was not proved false"),
            means("NotProved(string)", Reason.NOT_PROVED, "a good signature that the verdict calls wrong"),
            means("SessionInactive(uint256)", Reason.SESSION_INACTIVE, "an active session"),
            means("SessionExpired(uint256,uint256)", Reason.SESSION_EXPIRED, "a time before {}, in seconds since 1970"),
            means("TaskLimit(uint256,uint256)", Reason.TASK_LIMIT, "at most {} tasks"),
            means("DuplicateReference(uint256)", Reason.DUPLICATE_REFERENCE, "a client reference of its own"),
            means("TextTooLong(uint256,uint256)", Reason.TEXT_TOO_LONG, "at most {} bytes of UTF-8"),
            means("OpenTasks(uint256)", Reason.OPEN_TASKS, "no open task"),
            means("NotAllowed(address)", Reason.NOT_ALLOWED, "an account that the network lets do it"),
            means("NotModule(address,address)", Reason.NOT_ALLOWED, "a module of the network"),
            means("OwnableUnauthorizedAccount(address)", Reason.NOT_ALLOWED, "the contract's owner"),
            means("AccessControlUnauthorizedAccount(address,bytes32)", Reason.NOT_ALLOWED, "an account with the role"));

    private static Map.Entry<String, Meaning> means(String error, Reason reason, String expected) {
        return Map.entry(error, new Meaning(reason, expected));
    }
}
