package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;

import java.util.function.Function;

/**
 * An answer and how well it is known.
 *
 * @param value the answer
 * @param assurance how well it is known
 * @param <T> what was asked for
 */
public record Assured<T>(T value, Assurance assurance) {
    /** The answer in another form, as well known as before. */
    public <R> Assured<R> map(Function<? super T, ? extends R> form) {
        return new Assured<>(form.apply(value), assurance);
    }

    /**
     * The answer, if it is known well enough.
     *
     * @param minimum the least that the caller accepts
     * @param what names the answer in the message
     * @throws LedgerRefusedException ASSURANCE_TOO_LOW
     */
    public T atLeast(AssuranceLevel minimum, String what) {
        if (!assurance.meets(minimum)) {
            throw new LedgerRefusedException(
                    Reason.ASSURANCE_TOO_LOW,
                    "use " + what,
                    "an assurance of at least " + minimum + "; add endpoints, or accept less",
                    assurance.toString());
        }
        return value;
    }
}
