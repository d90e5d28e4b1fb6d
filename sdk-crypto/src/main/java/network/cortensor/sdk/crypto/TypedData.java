package network.cortensor.sdk.crypto;

import java.util.List;

/** A flat EIP-712 message. */
public final class TypedData {
    private TypedData() {}

    public static Builder builder(String primaryType, String domainName, String domainVersion, long chainId) {
        return Pending.pending();
    }

    public byte[] digest() {
        return Pending.pending();
    }

    public byte[] structHash() {
        return Pending.pending();
    }

    public WalletSignature sign(WalletSigner signer) {
        return Pending.pending();
    }

    public WalletAddress recover(WalletSignature signature) {
        return Pending.pending();
    }

    /** Collects the fields in their order. */
    public static final class Builder {
        private Builder() {}

        public Builder uint64(String name, long value) {
            return Pending.pending();
        }

        public Builder address(String name, WalletAddress value) {
            return Pending.pending();
        }

        public Builder bytes32(String name, byte[] value) {
            return Pending.pending();
        }

        public Builder text(String name, String value) {
            return Pending.pending();
        }

        public Builder bytes32List(String name, List<byte[]> values) {
            return Pending.pending();
        }

        public TypedData build() {
            return Pending.pending();
        }
    }
}
