package network.cortensor.sdk.verify;

import java.util.List;

/**
 * What of a receipt holds, line by line. Immutable.
 *
 * @param findings everything that was checked, in order
 */
public record ReceiptReport(List<Finding> findings) {

    /** Copies the list. */
    public ReceiptReport {
        findings = List.copyOf(findings);
    }

    /**
     * One check.
     *
     * @param holds whether it holds
     * @param text what was checked and, where it does not hold, what was expected and found
     */
    public record Finding(boolean holds, String text) {}

    /** Returns true when everything holds. */
    public boolean valid() {
        return findings.stream().allMatch(Finding::holds);
    }
}
