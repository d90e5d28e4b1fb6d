package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

import static network.cortensor.sdk.staking.contracts.ContractKind.ACL;
import static network.cortensor.sdk.staking.contracts.ContractKind.BRIDGE;
import static network.cortensor.sdk.staking.contracts.ContractKind.COGNITIVE;
import static network.cortensor.sdk.staking.contracts.ContractKind.COGNITIVE_LEVEL;
import static network.cortensor.sdk.staking.contracts.ContractKind.COR_TOKEN;
import static network.cortensor.sdk.staking.contracts.ContractKind.IAM;
import static network.cortensor.sdk.staking.contracts.ContractKind.INBOX;
import static network.cortensor.sdk.staking.contracts.ContractKind.NODE_POOL;
import static network.cortensor.sdk.staking.contracts.ContractKind.NODE_REPUTATION;
import static network.cortensor.sdk.staking.contracts.ContractKind.NODE_STATS;
import static network.cortensor.sdk.staking.contracts.ContractKind.POOL_MANAGER;
import static network.cortensor.sdk.staking.contracts.ContractKind.ROLLUP;
import static network.cortensor.sdk.staking.contracts.ContractKind.RUNTIME;
import static network.cortensor.sdk.staking.contracts.ContractKind.SEQUENCER_INBOX;
import static network.cortensor.sdk.staking.contracts.ContractKind.SESSION;
import static network.cortensor.sdk.staking.contracts.ContractKind.SESSION_QUEUE;
import static network.cortensor.sdk.staking.contracts.ContractKind.STAKING_POOL;
import static network.cortensor.sdk.staking.contracts.ContractKind.TOKEN_STAKING_POOL;

/**
 * What public sources say of the network's chains and contracts. Nothing in it is invented and nothing was checked on a
 * live chain; where a source is silent, so is the preset.
 *
 * <p>The addresses that a node of the network finds through its {@code Runtime} contract are in no source, and neither is
 * that contract's interface: {@link #contracts} of most presets is short. Take addresses that you know from elsewhere with
 * {@link ContractAddresses#builder}.
 */
public enum NetworkPreset {
    /** The testnet that nodes are set up for by default [CFG]. Its chain is Arbitrum Sepolia. */
    TESTNET_0(new Facts(Chains.ARBITRUM_SEPOLIA)
            .from(FactSource.CFG, Dates.INSTALLER)
            .onlyAddress(RUNTIME, "0xa438cE917a5740267e0f7217f81cbbAA23E7e106")),
    /** The testnet on a rollup of its own, as a service. No source says the number of its chain. */
    TESTNET_1(new Facts(Chains.UNKNOWN)
            .from(FactSource.CFG, Dates.INSTALLER)
            .onlyAddress(RUNTIME, "0x0188C7F0c23c8be756F7b56486193E086f48E64b")),
    /** The testnet on the rollup COR-0, whose parent is Arbitrum Sepolia: its contracts there [CFG]. */
    TESTNET_1A(new Facts(Chains.COR_0)
            .on(Chains.ARBITRUM_SEPOLIA)
            .from(FactSource.CFG, Dates.SALT)
            .onlyAddress(ROLLUP, "0x39F772DfF00756bec951b691778f58d10a753a57")
            .onlyAddress(BRIDGE, "0x974d0762eBD0883411A75de8BF41a4c7eA93c03d")
            .onlyAddress(INBOX, "0x08a6C4Bbf77A2387D7DDAD41Fd55193467B6e2b6")
            .onlyAddress(SEQUENCER_INBOX, "0xeeF64Fe40F04aB1aB55016A242D4C278721237FD")),
    /** A development network. */
    DEVNET_7(new Facts(Chains.ARBITRUM_SEPOLIA)
            .from(FactSource.CFG, Dates.INSTALLER)
            .onlyAddress(RUNTIME, "0x8d67608D0F674F359DE0e420857739ECBDeb6B90")
            .from(FactSource.COM, Dates.COMMUNITY_PROJECTS)
            .onlyAddress(COGNITIVE, "0xEfF13D83bf906e7078207BC0550F3C37A969216d")
            .onlyAddress(COGNITIVE_LEVEL, "0x6C1255dCd8EFc56A1D4cBF0787f30A049E5Ff093")),
    /** An older development network. */
    DEVNET_6(devnet("0x2ACb5EE389B06250cC40593edbCc6eF3b9cEC8c7")),
    /** An older development network. */
    DEVNET_5(devnet("0x8361E7821bDAD7F8F0aC7862Bebb190B8Da1A160")),
    /** An older development network. */
    DEVNET_4(devnet("0x7bDF2244a3Cc65335176d7e546Cc99B9316a912a")),
    /** An older development network. */
    DEVNET_3(devnet("0x5889b0E1620f133eFB93fab890543569DE846365")),
    /** An older development network. */
    DEVNET_2(devnet("0xC0e4E569810a445d097CBB20e25775701f41A8cc")),
    /** What a community client used on Arbitrum Sepolia in 2025-08, without saying on which of the networks there. */
    ARBITRUM_SEPOLIA_2025_08(new Facts(Chains.ARBITRUM_SEPOLIA)
            .from(FactSource.COM, Dates.HACKATHON)
            .wrapped(SESSION, "0x2f1380ba4eFBE866C811862e50923585b31EA03B")
            .wrapped(SESSION_QUEUE, "0x2fCC55699048eD2e22fe46b1dD45557024fD1836")
            .wrapped(COR_TOKEN, "0xF9C355394e7b3F147e8aFEBF95B3Ebbf688457f3")),
    /** A configuration template of the network, which does not say of which chain. The addresses are older ones. */
    CONFIGURATION_TEMPLATE(new Facts(Chains.UNKNOWN)
            .from(FactSource.CFG, Dates.SALT)
            .onlyAddress(IAM, "0x146834e5b45832769D8e8Fd0869AD1CEbdF150bD")
            .onlyAddress(ACL, "0x6Dbc02BD4adbb34caeFb081fe60eDC41e393521B")
            .onlyAddress(NODE_POOL, "0xFF489a46eeD2733dAa3bEa1e397E8b4ac97C1bb0")
            .onlyAddress(NODE_STATS, "0x593EE6FBb0f7eFbaD8aE17d758878660158af788")
            .onlyAddress(NODE_REPUTATION, "0xe62F741249C1eE21E053dac8aC3a7BD66Dc9c773")
            .onlyAddress(COGNITIVE, "0x7DEe590Cb7B329e6454Ac78be4213d2D96FF195b")),
    /** Ethereum's main network: the COR token and the community staking pools, of which {@code shares} alone is known. */
    ETHEREUM(new Facts(Chains.ETHEREUM)
            .from(FactSource.COM, Dates.MONITORING_APP)
            .wrapped(COR_TOKEN, "0x8e0EeF788350f40255D86DFE8D91ec0AD3a4547F")
            .from(FactSource.DOC, Dates.DOCUMENTATION)
            .onlyAddress(POOL_MANAGER, "0xBf2c607Cf9a8FcE0d7cD2e6B70203c594c6dB144")
            .partly(STAKING_POOL, "0xd47dcfa5b1362647860b901C727A8428B814d450")
            .partly(STAKING_POOL, "0x033b6A802eBf1bf3B4F8a20D567121b2690fb022")
            .partly(STAKING_POOL, "0x634DAEeCF243c844263D206e1DcF68F310e6BB19")
            .onlyAddress(TOKEN_STAKING_POOL, "0x9E63631e657B19faebb88a93A897BefD428C02b3")
            .onlyAddress(TOKEN_STAKING_POOL, "0x58CAC8c03D12d54EBa094B827E3af304F6232E8e")
            .onlyAddress(TOKEN_STAKING_POOL, "0x6876e661AE0F740C9132B7B8f26f7D245cFc62C1")),
    /** The network's main network, planned on Arbitrum One [DOC2]. No address is known. */
    MAINNET_LITE(new Facts(Chains.ARBITRUM_ONE));

    @SuppressWarnings("ImmutableEnumChecker") // Filled before the constant is made, changed by nobody after.
    private final Facts facts;

    NetworkPreset(Facts facts) {
        this.facts = facts;
    }

    /** The number of the network's chain; empty if no source says. */
    public OptionalLong chainId() {
        return facts.chainId == Chains.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(facts.chainId);
    }

    /** All that is known, also what this library cannot read. */
    public List<KnownAddress> addresses() {
        return Collections.unmodifiableList(facts.addresses);
    }

    /**
     * The address book of what this library can read or write, for {@link Contracts#open}; of several of a kind the one
     * that was opened last. Empty of what {@link KnownAddress.Use#ADDRESS_ONLY} says.
     *
     * @throws IllegalStateException if no source says on which chain the network is
     */
    public ContractAddresses contracts() {
        ContractAddresses.Builder book = ContractAddresses.builder(chainId()
                .orElseThrow(() -> new IllegalStateException("NetworkPreset." + this
                        + ".contracts: expected the number of its chain, found none in any source; make the address book"
                        + " with ContractAddresses.builder(chainId)")));
        for (KnownAddress known : facts.addresses) {
            if (known.use() != KnownAddress.Use.ADDRESS_ONLY) {
                book.put(known.kind(), known.address());
            }
        }
        return book.build();
    }

    private static Facts devnet(String runtime) {
        return new Facts(Chains.ARBITRUM_SEPOLIA)
                .from(FactSource.CFG, Dates.INSTALLER)
                .onlyAddress(RUNTIME, runtime);
    }

    /** Numbers of chains [CFG]. */
    private static final class Chains {
        static final long UNKNOWN = 0;
        static final long ETHEREUM = 1;
        static final long ARBITRUM_ONE = 42161;
        static final long ARBITRUM_SEPOLIA = 421614;
        static final long COR_0 = 18964747554L;
    }

    /** Days of the versions of the sources. */
    private static final class Dates {
        static final LocalDate INSTALLER = LocalDate.of(2026, 4, 29);
        static final LocalDate SALT = LocalDate.of(2026, 2, 9);
        static final LocalDate COMMUNITY_PROJECTS = LocalDate.of(2026, 2, 10);
        static final LocalDate HACKATHON = LocalDate.of(2025, 8, 30);
        static final LocalDate MONITORING_APP = LocalDate.of(2025, 6, 9);
        static final LocalDate DOCUMENTATION = LocalDate.of(2026, 6, 28);
    }

    /** Collects what is known of a network; changes no more once the constant is made. */
    private static final class Facts {
        private final long chainId;
        private final List<KnownAddress> addresses = new ArrayList<>();
        private long on;
        private FactSource source = FactSource.INF;
        private LocalDate seen = LocalDate.EPOCH;

        Facts(long chainId) {
            this.chainId = chainId;
            this.on = chainId;
        }

        Facts on(long chain) {
            this.on = chain;
            return this;
        }

        Facts from(FactSource where, LocalDate when) {
            this.source = where;
            this.seen = when;
            return this;
        }

        Facts wrapped(ContractKind kind, String address) {
            return add(kind, address, KnownAddress.Use.WRAPPED);
        }

        Facts partly(ContractKind kind, String address) {
            return add(kind, address, KnownAddress.Use.PARTLY);
        }

        Facts onlyAddress(ContractKind kind, String address) {
            return add(kind, address, KnownAddress.Use.ADDRESS_ONLY);
        }

        private Facts add(ContractKind kind, String address, KnownAddress.Use use) {
            int number = 1;
            for (KnownAddress known : addresses) {
                number += known.kind() == kind ? 1 : 0;
            }
            addresses.add(new KnownAddress(kind, number, Address.parse(address), on, source, seen, use));
            return this;
        }
    }
}
