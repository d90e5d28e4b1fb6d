package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Hash;

/** One signed transaction of a nonce. Its bytes are public by nature: whoever has them can send them. Immutable. */
final class Version {
    /** What a transaction does with its nonce. */
    enum Purpose {
        /** What the intent asks for. */
        INTENT,
        /** Uses the nonce up: a transfer of nothing to the sender itself. Cancels an intent, or fills a gap. */
        NOTHING
    }

    private final Purpose purpose;
    private final long gasLimit;
    private final Price price;
    private final byte[] bytes;
    private final Hash hash;

    private Version(Purpose purpose, long gasLimit, Price price, byte[] bytes) {
        this.purpose = purpose;
        this.gasLimit = gasLimit;
        this.price = price;
        this.bytes = bytes;
        this.hash = Hash.keccak256(bytes);
    }

    /** The bytes are copied. */
    static Version of(Purpose purpose, long gasLimit, Price price, byte[] signed) {
        return new Version(purpose, gasLimit, price, signed.clone());
    }

    Purpose purpose() {
        return purpose;
    }

    /** Units. */
    long gasLimit() {
        return gasLimit;
    }

    Price price() {
        return price;
    }

    /** Encoded and signed; a new array each time. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** The transaction's hash. */
    Hash hash() {
        return hash;
    }
}
