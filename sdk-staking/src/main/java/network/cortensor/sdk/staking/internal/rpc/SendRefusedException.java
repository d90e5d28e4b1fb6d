package network.cortensor.sdk.staking.internal.rpc;

import network.cortensor.sdk.staking.LedgerRefusedException;

/** No endpoint takes a transaction, and at least one says why. It may take a changed one. */
public final class SendRefusedException extends LedgerRefusedException {
    private static final long serialVersionUID = 1L;

    private final RpcError.Kind kind;

    /**
     * Says what was sent and why it was not taken.
     *
     * @param attempt the transaction, by its hash
     * @param kind why
     */
    public SendRefusedException(String attempt, RpcError.Kind kind) {
        super(
                kind == RpcError.Kind.INSUFFICIENT_FUNDS ? Reason.INSUFFICIENT_GAS_FUNDS : Reason.NOT_TAKEN,
                attempt,
                "a transaction that the endpoints take",
                words(kind));
        this.kind = kind;
    }

    private static String words(RpcError.Kind kind) {
        return switch (kind) {
            case NONCE_TOO_LOW -> "a nonce that is used already";
            case NONCE_TOO_HIGH -> "a nonce behind a gap";
            case UNDERPRICED -> "too little more than the fee of the transaction that it would replace";
            case INSUFFICIENT_FUNDS -> "an account that cannot pay for value and gas";
            case FEE_TOO_LOW -> "a fee below what the chain asks for";
            case REVERTED, UNKNOWN_BLOCK, RANGE_TOO_LARGE, RATE_LIMITED, ALREADY_KNOWN, NO_SUCH_METHOD, OTHER ->
                "one that they do not take for another reason";
        };
    }

    /** Why; never {@link RpcError.Kind#ALREADY_KNOWN}. */
    public RpcError.Kind kind() {
        return kind;
    }
}
