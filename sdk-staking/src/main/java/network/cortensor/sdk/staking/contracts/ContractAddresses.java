package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The address book of one network: where its contracts are on one chain, at most one of each kind.
 *
 * <p>Immutable. Two are equal if chain and addresses are.
 */
public final class ContractAddresses {
    private static final String CHAIN = "CHAIN";

    private final long chainId;
    private final Map<ContractKind, Address> addresses;

    private ContractAddresses(long chainId, EnumMap<ContractKind, Address> addresses) {
        this.chainId = chainId;
        this.addresses = Collections.unmodifiableMap(new EnumMap<>(addresses));
    }

    /**
     * Starts an empty one.
     *
     * @param chainId number of the chain
     * @throws IllegalArgumentException if it is not positive
     */
    public static Builder builder(long chainId) {
        if (chainId < 1) {
            throw new IllegalArgumentException("ContractAddresses.chainId: expected at least 1, found " + chainId);
        }
        return new Builder(chainId);
    }

    /**
     * Reads what {@link #format} writes: a line {@code CHAIN=421614}, then lines such as {@code SESSION=0x…}. Empty lines
     * and lines that start with {@code #} are passed over.
     *
     * @throws IllegalArgumentException if a line has another form, a kind is unknown, a line is there twice, or there is
     *     no chain
     */
    public static ContractAddresses parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : (Iterable<String>) text.lines().map(String::strip)::iterator) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1
                    || lines.put(
                                    line.substring(0, equals).strip(),
                                    line.substring(equals + 1).strip())
                            != null) {
                throw new IllegalArgumentException(
                        "ContractAddresses: expected lines such as SESSION=0x…, each once, found another after "
                                + lines.keySet());
            }
        }
        String chain = lines.remove(CHAIN);
        if (chain == null || !chain.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    "ContractAddresses: expected a line CHAIN= with the number of the chain, found none");
        }
        Builder book = builder(Long.parseLong(chain));
        lines.forEach((kind, address) -> book.put(ContractKind.valueOf(kind), Address.parse(address)));
        return book.build();
    }

    /** The number of the chain that they are on. */
    public long chainId() {
        return chainId;
    }

    /** Where the contract of a kind is; empty if the book does not say. */
    public Optional<Address> find(ContractKind kind) {
        return Optional.ofNullable(addresses.get(kind));
    }

    /**
     * Where the contract of a kind is.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if the book does not say
     */
    public Address of(ContractKind kind) {
        return find(kind)
                .orElseThrow(() -> new LedgerRefusedException(
                        Reason.UNKNOWN_CONTRACT,
                        "use " + kind,
                        "its address in the address book of chain " + chainId,
                        "addresses of " + addresses.keySet()));
    }

    /** All of them, in order of their kinds. */
    public Map<ContractKind, Address> asMap() {
        return addresses;
    }

    /** The same book with one more address, or with another. */
    public ContractAddresses with(ContractKind kind, Address address) {
        EnumMap<ContractKind, Address> more = new EnumMap<>(ContractKind.class);
        more.putAll(addresses);
        more.put(kind, address);
        return new ContractAddresses(chainId, more);
    }

    /** The book as text, one line for the chain and one for each contract; {@link #parse} reads it back. */
    public String format() {
        StringBuilder text =
                new StringBuilder(CHAIN).append('=').append(chainId).append('\n');
        addresses.forEach(
                (kind, address) -> text.append(kind).append('=').append(address).append('\n'));
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContractAddresses that && chainId == that.chainId && addresses.equals(that.addresses);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(chainId) * 31 + addresses.hashCode();
    }

    /** Chain and addresses. */
    @Override
    public String toString() {
        return "ContractAddresses[chain " + chainId + ", " + addresses + "]";
    }

    /** Collects addresses. Not safe for use by several threads. */
    public static final class Builder {
        private final long chainId;
        private final EnumMap<ContractKind, Address> addresses = new EnumMap<>(ContractKind.class);

        private Builder(long chainId) {
            this.chainId = chainId;
        }

        /** Sets where the contract of a kind is; the last one counts. */
        public Builder put(ContractKind kind, Address address) {
            addresses.put(kind, address);
            return this;
        }

        /** Makes the book. */
        public ContractAddresses build() {
            return new ContractAddresses(chainId, addresses);
        }
    }
}
