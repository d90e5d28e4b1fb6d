package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.ethereum.DomainType;
import network.cortensor.sdk.crypto.internal.ethereum.ValueForm;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a typed message is for: the application, its version, the chain and the contract that will check the signature
 * (EIP-712, "Definition of domainSeparator").
 *
 * <p>Every field may be left out, and a field that is left out is not bound: a signature without a chain id is good on
 * every chain. Immutable.
 */
public final class TypedDomain {

    private final byte[] separator;

    private TypedDomain(byte[] separator) {
        this.separator = separator;
    }

    /** Starts a domain without any field. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the 32 bytes of the domain separator; the array is the caller's. */
    public byte[] separator() {
        return separator.clone();
    }

    /** Collects the fields of a domain. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Object> fields = new LinkedHashMap<>();

        private Builder() {}

        /** Sets the name of the application, which wallets show. */
        public Builder name(String value) {
            return with("name", value);
        }

        /** Sets the version of the application; signatures of different versions are not compatible. */
        public Builder version(String value) {
            return with("version", value);
        }

        /** Sets the chain (EIP-155) that the signature is good for. */
        public Builder chainId(long value) {
            return chainId(BigInteger.valueOf(value));
        }

        /** Sets the chain (EIP-155) that the signature is good for, from 0 to 2^256 - 1. */
        public Builder chainId(BigInteger value) {
            return with("chainId", value);
        }

        /** Sets the contract that will check the signature. */
        public Builder verifyingContract(WalletAddress value) {
            return with("verifyingContract", value);
        }

        /** Sets 32 public bytes that tell the domain from others with the same fields. */
        public Builder salt(byte[] value) {
            return with("salt", value.clone());
        }

        private Builder with(String field, Object value) {
            fields.put(field, value);
            return this;
        }

        /**
         * Makes the domain.
         *
         * @throws IllegalArgumentException if the chain id is out of range, the salt has not 32 bytes, or a text is not
         *     valid Unicode
         */
        public TypedDomain build() {
            return new TypedDomain(DomainType.separator(fields, ValueForm.JAVA));
        }
    }
}
