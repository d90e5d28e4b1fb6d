package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.LedgerEvidenceException;

/** Endpoints contradict each other and too few agree: nothing of what they said was used. */
public final class DisagreementException extends LedgerEvidenceException {
    private static final long serialVersionUID = 1L;

    private final transient Disagreement disagreement;

    /**
     * Says what was asked, how many would have had to agree, and who said what.
     *
     * @param quorum how many would have had to agree
     * @param disagreement who said what
     */
    public DisagreementException(int quorum, Disagreement disagreement) {
        super(disagreement.attempt() + ": expected " + quorum + " endpoints that agree, found answers with the hashes "
                + disagreement.answers() + "; ask other endpoints, and do not act on this one");
        this.disagreement = disagreement;
    }

    /** Who said what. */
    public Disagreement disagreement() {
        return disagreement;
    }
}
