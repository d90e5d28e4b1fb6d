package network.cortensor.sdk.verify;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.internal.wire.PrecommitData;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.verify.ValidatorVerdict.Claim;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Proof that a validator did what none may. What an honest validator signs can never become one, whatever miners and apps do.
 * Immutable.
 *
 * <p>{@link Kind#FALSE_SIGNATURE_CLAIM} and {@link Kind#EQUIVOCATION} are made of the validator's own signature, travel as
 * {@linkplain #encoded() bytes} and are checked by anyone with nothing but this library; the other two also rest on what the
 * ledger shows. The ledger slashes for {@link Kind#FALSE_SIGNATURE_CLAIM}, to whoever {@linkplain #prove proves} it; it takes no
 * other kind: those are for whoever governs the network, and for apps that choose whom to trust.
 *
 * <p>Not every lie can be proved. That an answer dissents, or could not be reproduced, is judgement.
 */
public final class ValidatorFault {

    /** What was done. */
    public enum Kind {
        /** It said that a miner's signature is wrong, and the statement that it named is signed by the miner. */
        FALSE_SIGNATURE_CLAIM,
        /** It said that a miner's signature is wrong under another statement than the miner named when it pre-committed. */
        UNFOUNDED_SIGNATURE_CLAIM,
        /** It signed two different verdicts on one result. */
        EQUIVOCATION,
        /** What it gave the ledger as its evidence is another validator's verdict, on another result, or says the opposite. */
        FOREIGN_EVIDENCE
    }

    /** The largest encoded fault in bytes. */
    public static final int MAX_BYTES = 80 * 1024;

    private static final long VERSION = 1;

    private final Kind kind;
    private final Address validator;
    private final TaskId task;
    private final ValidatorVerdict verdict;
    private final @Nullable NodeStatement statement;
    private final @Nullable ValidatorVerdict other;

    private ValidatorFault(
            Kind kind,
            Address validator,
            TaskId task,
            ValidatorVerdict verdict,
            @Nullable NodeStatement statement,
            @Nullable ValidatorVerdict other) {
        this.kind = kind;
        this.validator = validator;
        this.task = task;
        this.verdict = verdict;
        this.statement = statement;
        this.other = other;
    }

    /**
     * Holds a verdict that calls a miner's signature wrong against the statement.
     *
     * @return the fault; empty when the validator did not sign the verdict, it claims something else, it is about another
     *     statement, or the signature is wrong indeed
     */
    public static Optional<ValidatorFault> falseSignatureClaim(ValidatorVerdict verdict, NodeStatement statement) {
        boolean proved = verdict.claim() == Claim.SIGNATURE
                && verdict.statement().equals(Optional.of(statement.digest()))
                && statement.chainId() == verdict.chainId()
                && statement.task().equals(verdict.task())
                && statement.miner().equals(verdict.miner())
                && statement.prompt().equals(verdict.prompt())
                && statement.holds()
                && verdict.holds();
        return proved ? Optional.of(of(Kind.FALSE_SIGNATURE_CLAIM, verdict, statement, null)) : Optional.empty();
    }

    /**
     * Holds a verdict that calls a miner's signature wrong against what the miner sent along with its pre-commitment, which it
     * reads from the ledger itself: what a miner named for one task proves nothing about a verdict on another.
     *
     * @param ledger the one of the verdict's task
     * @return the fault; empty when the validator did not sign the verdict, it claims something else or is for another chain,
     *     or the ledger knows no such task, no pre-commitment of the miner for it, or one that names no statement or the same
     * @throws LedgerUnavailableException when the ledger could not be asked
     * @throws LedgerRefusedException for another reason than that the task is unknown, such as ASSURANCE_TOO_LOW
     */
    public static Optional<ValidatorFault> unfoundedSignatureClaim(ValidatorVerdict verdict, Ledger ledger) {
        if (verdict.claim() != Claim.SIGNATURE || ledger.chainId() != verdict.chainId() || !verdict.holds()) {
            return Optional.empty();
        }
        Optional<Hash> named = results(ledger, verdict.task()).stream()
                .filter(result -> result.miner().equals(verdict.miner()))
                .findFirst()
                .flatMap(result -> PrecommitData.statement(result.precommitData()));
        boolean proved = named.isPresent() && !named.equals(verdict.statement());
        return proved ? Optional.of(of(Kind.UNFOUNDED_SIGNATURE_CLAIM, verdict, null, null)) : Optional.empty();
    }

    /** Anybody can sign a verdict on a task that there is not: nothing is shown for that one. */
    private static List<TaskResult> results(Ledger ledger, TaskId task) {
        try {
            return ledger.results(task);
        } catch (LedgerRefusedException e) {
            if (e.reason() == Reason.UNKNOWN_SESSION || e.reason() == Reason.UNKNOWN_TASK) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * Holds two verdicts against each other.
     *
     * @return the fault; empty when one was not signed by the validator that it names, they are about different results or by
     *     different validators, or both say the same
     */
    public static Optional<ValidatorFault> equivocation(ValidatorVerdict one, ValidatorVerdict other) {
        boolean proved = one.chainId() == other.chainId()
                && one.task().equals(other.task())
                && one.validator().equals(other.validator())
                && one.miner().equals(other.miner())
                && !one.says(other)
                && one.holds()
                && other.holds();
        return proved ? Optional.of(of(Kind.EQUIVOCATION, one, null, other)) : Optional.empty();
    }

    /**
     * Holds what a validator gave the ledger against what is in the store under the evidence that it named.
     *
     * @param given the ledger's event
     * @param shown the verdict with that {@link ValidatorVerdict#evidence()}
     * @return the fault; empty when {@code shown} is not what the event names, or is what it should be
     */
    public static Optional<ValidatorFault> foreignEvidence(LedgerEvent.VerdictGiven given, ValidatorVerdict shown) {
        boolean own = shown.validator().equals(given.validator())
                && shown.miner().equals(given.miner())
                && shown.task().equals(given.task())
                && shown.claim().accepts() == given.accepted()
                && shown.holds();
        return own || !shown.evidence().equals(given.evidence())
                ? Optional.empty()
                : Optional.of(
                        new ValidatorFault(Kind.FOREIGN_EVIDENCE, given.validator(), given.task(), shown, null, null));
    }

    private static ValidatorFault of(
            Kind kind, ValidatorVerdict verdict, @Nullable NodeStatement statement, @Nullable ValidatorVerdict other) {
        return new ValidatorFault(kind, verdict.validator(), verdict.task(), verdict, statement, other);
    }

    /** Returns what was done. */
    public Kind kind() {
        return kind;
    }

    /** Returns who did it. */
    public Address validator() {
        return validator;
    }

    /** Returns the task. */
    public TaskId task() {
        return task;
    }

    /** Returns the verdict that proves it. */
    public ValidatorVerdict verdict() {
        return verdict;
    }

    /** Returns whether it holds without asking a ledger, so that it can be {@linkplain #encoded() passed on}. */
    public boolean isSelfContained() {
        return statement != null || other != null;
    }

    /**
     * Hands it to the ledger, which checks it again and slashes the validator; see {@link LedgerAccount#proveFalseVerdict}.
     * Shows the miner's statement to all: the salted digest of its answer and the name of its model.
     *
     * @param account anybody's, on the ledger of the task; on a chain it pays the gas
     * @throws IllegalStateException when it is not a {@link Kind#FALSE_SIGNATURE_CLAIM}
     * @throws LedgerRefusedException WRONG_PHASE when the validator gave no rejecting verdict on this result, or was slashed for
     *     it; NOT_PROVED when it gave another verdict than this one
     * @throws LedgerUnavailableException when the ledger could not be asked; then it is open whether it slashed
     */
    public void prove(LedgerAccount account) {
        if (kind != Kind.FALSE_SIGNATURE_CLAIM || statement == null) {
            throw new IllegalStateException("The ledger takes no fault of kind " + kind);
        }
        account.proveFalseVerdict(task, verdict.miner(), validator, verdict.encoded(), statement.encoded());
    }

    /**
     * Returns the one encoding, which {@link #decode} reads and proves again.
     *
     * @throws IllegalStateException when it is not {@linkplain #isSelfContained() self-contained}
     */
    public byte[] encoded() {
        Map<String, Object> map = new TreeMap<>();
        map.put("version", VERSION);
        map.put("kind", kind.name());
        map.put("verdict", verdict.map());
        if (statement != null) {
            map.put(
                    "statement",
                    Map.of(
                            "answer", statement.answer().toString(),
                            "model", statement.model(),
                            "signature", statement.signature().toString()));
        } else if (other != null) {
            map.put("other", other.map());
        } else {
            throw new IllegalStateException(
                    "A fault of kind " + kind + " rests on the ledger and is not passed on alone");
        }
        return Json.write(map);
    }

    /**
     * Reads a fault and proves it again.
     *
     * @throws EvidenceException when the bytes are no fault, or prove none
     */
    public static ValidatorFault decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            throw new EvidenceException(
                    "A validator's fault has at most " + MAX_BYTES + " bytes, this one has " + encoded.length);
        }
        Optional<ValidatorFault> proved;
        try {
            JsonNode json = Json.read(encoded);
            if (Json.number(json, "version") != VERSION) {
                throw new MalformedMessageException("not a fault of version " + VERSION);
            }
            ValidatorVerdict verdict = ValidatorVerdict.of(object(json, "verdict"));
            proved = switch (Json.text(json, "kind")) {
                case "FALSE_SIGNATURE_CLAIM" ->
                    falseSignatureClaim(verdict, statement(verdict, object(json, "statement")));
                case "EQUIVOCATION" -> equivocation(verdict, ValidatorVerdict.of(object(json, "other")));
                default -> throw new MalformedMessageException("a kind that is not passed on");
            };
        } catch (MalformedMessageException e) {
            throw new EvidenceException("A validator's fault cannot be read: " + e.getMessage(), e);
        }
        return proved.orElseThrow(
                () -> new EvidenceException("What was handed over as a validator's fault proves nothing against it"));
    }

    private static JsonNode object(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || !value.isObject()) {
            throw new MalformedMessageException("field '" + field + "' is missing or no object");
        }
        return value;
    }

    private static NodeStatement statement(ValidatorVerdict verdict, JsonNode json) {
        try {
            return new NodeStatement(
                    verdict.chainId(),
                    verdict.task(),
                    verdict.miner(),
                    verdict.prompt(),
                    Hash.parse(Json.text(json, "answer")),
                    Json.text(json, "model"),
                    WalletSignature.parse(Json.text(json, "signature")));
        } catch (IllegalArgumentException | CryptoException e) {
            throw new MalformedMessageException("a statement with a value out of range");
        }
    }

    @Override
    public String toString() {
        return "ValidatorFault[" + kind + ", " + validator + ", task " + task + "]";
    }
}
