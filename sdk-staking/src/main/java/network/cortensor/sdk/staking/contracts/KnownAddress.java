package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;

import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * An address that a public source gives for a contract, how sure that is, and what this library can do with it. Nothing
 * here was checked on a live chain: compare before money depends on it.
 *
 * <p>Immutable.
 */
public final class KnownAddress {
    private final ContractKind kind;
    private final int number;
    private final Address address;
    private final long chainId;
    private final FactSource source;
    private final LocalDate seen;
    private final Use use;

    /** What this library can do at an address. */
    public enum Use {
        /** Its interface is known: probed when it is opened, then read and written. */
        WRAPPED,
        /** A few functions are known; the others are refused by name. */
        PARTLY,
        /** The address is known and nothing else. */
        ADDRESS_ONLY
    }

    KnownAddress(
            ContractKind kind, int number, Address address, long chainId, FactSource source, LocalDate seen, Use use) {
        this.kind = kind;
        this.number = number;
        this.address = address;
        this.chainId = chainId;
        this.source = source;
        this.seen = seen;
        this.use = use;
    }

    /** What it is for. */
    public ContractKind kind() {
        return kind;
    }

    /** Which one of its kind, from 1. */
    public int number() {
        return number;
    }

    /** Where it is. */
    public Address address() {
        return address;
    }

    /** The chain that it is on; empty if no source says. */
    public OptionalLong chainId() {
        return chainId == 0 ? OptionalLong.empty() : OptionalLong.of(chainId);
    }

    /** Where it was found. */
    public FactSource source() {
        return source;
    }

    /** The day of the source's version in which it was found. */
    public LocalDate seen() {
        return seen;
    }

    /** What this library can do with it. */
    public Use use() {
        return use;
    }

    /** Kind, address, source and date. */
    @Override
    public String toString() {
        return kind + (number == 1 ? "" : " #" + number) + " " + address + " [" + source + " " + seen + ", " + use
                + "]";
    }
}
