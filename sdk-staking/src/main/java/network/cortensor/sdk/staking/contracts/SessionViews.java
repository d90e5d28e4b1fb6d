package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.Session;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionState;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.internal.contract.Fields;

import java.math.BigInteger;
import java.util.List;

/** Sessions of the development network as the ledger speaks of them. */
final class SessionViews {
    private SessionViews() {}

    /** The struct that {@code open} takes. */
    static List<Object> terms(SessionTerms terms) {
        return List.of(
                terms.name(),
                "",
                terms.minNodes(),
                terms.maxNodes(),
                terms.redundancy(),
                terms.validators(),
                terms.mode().code(),
                Seconds.roundedUp(terms.reservePeriod()),
                terms.maxTasks(),
                terms.pricePerResult().wei(),
                terms.model());
    }

    /** The struct that {@code sessionView} returns. */
    static Session session(Fields view) {
        SessionRecord record = SessionRecord.of(view.struct(), Generation.DEVELOPMENT);
        BigInteger pricePerResult = view.integer();
        view.skip();
        long tasks = view.number();
        TokenAmount balance = view.amount();
        return Session.builder(
                        record.id(),
                        record.owner(),
                        terms(record, TokenAmount.ofWei(pricePerResult)),
                        record.createdAt())
                .state(record.isActive() ? SessionState.ACTIVE : SessionState.INACTIVE)
                .nodes(record.ephemeralNodes())
                .taskCount(tasks)
                .balance(balance)
                .build();
    }

    private static SessionTerms terms(SessionRecord record, TokenAmount pricePerResult) {
        SessionLimits limits = record.limits()
                .orElseThrow(() -> new IllegalStateException("a session of the development network has limits"));
        try {
            return SessionTerms.builder(record.name())
                    .minNodes(count(record.id(), record.minNodes()))
                    .maxNodes(count(record.id(), record.maxNodes()))
                    .redundancy(record.redundancy())
                    .validators(count(record.id(), record.validators()))
                    .mode(record.mode())
                    .reservePeriod(limits.reservePeriod())
                    .maxTasks(count(record.id(), limits.maxTasks()))
                    .pricePerResult(pricePerResult)
                    .model(limits.model())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new LedgerEvidenceException(
                    "Session " + record.id() + ": expected terms that a ledger takes, found others; read its record",
                    e);
        }
    }

    private static int count(SessionId session, long number) {
        if (number > Integer.MAX_VALUE) {
            throw new LedgerEvidenceException(
                    "Session " + session + ": expected a count up to 2^31 - 1, found " + number);
        }
        return (int) number;
    }
}
