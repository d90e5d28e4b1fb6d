package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.LedgerEvidenceException;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Says why calls were reverted, for a set of contracts that call one another. Immutable and safe for use by several
 * threads.
 */
public final class Reverts {
    private static final Abi SOLIDITY = Abi.of();

    private final List<Abi> interfaces;

    private Reverts(List<Abi> interfaces) {
        this.interfaces = interfaces;
    }

    /** Knows the errors of these interfaces; where two have one selector, the first is taken. */
    public static Reverts of(Abi... interfaces) {
        return new Reverts(List.of(interfaces));
    }

    /** The error that a failed call returned, if it is known. */
    public Optional<AbiError> error(byte[] data) {
        return interfaces.stream()
                .flatMap(known -> known.errors().stream())
                .filter(error -> error.matches(data))
                .findFirst()
                .or(() -> SOLIDITY.error(data));
    }

    /**
     * Says the reason in one line, whatever the data is; fit for messages.
     *
     * @see AbiError#describe
     */
    public String describe(byte[] data) {
        if (data.length == 0) {
            return "no reason given";
        }
        Optional<AbiError> known = error(data);
        if (known.isEmpty()) {
            int shown = Math.min(data.length, AbiFunction.SELECTOR_LENGTH);
            return "an unknown error 0x" + HexFormat.of().formatHex(data, 0, shown) + " of " + data.length + " bytes";
        }
        try {
            return known.get().describe(data);
        } catch (LedgerEvidenceException e) {
            return known.get().name() + " with " + data.length + " bytes that are not its arguments";
        }
    }
}
