package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.chain.AssuranceLevel;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.ChainOptions;
import network.cortensor.sdk.staking.chain.Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Accounts: 1 is a node, 4 owns a session, 5 is nobody. */
class ProvedReadsTest {
    private static DevelopmentChain network;
    private static Chain twoEndpoints;
    private static SessionId session;

    @BeforeAll
    static void start() {
        network = DevelopmentChain.start(ProvedReadsTest.class, options -> options.minStake(COR));
        network.register(1, COR.times(3));
        session = network.as(4)
                .sessions()
                .open(network.intent(), SessionTerms.builder("proved").build())
                .session();
        network.as(4)
                .payments()
                .deposit(
                        network.intent(),
                        session,
                        network.permit(4, network.contracts().payments().address(), COR.times(2)));
        URI one = network.anvil().uri();
        // The same node under another name: enough to count as two.
        twoEndpoints = Chain.open(ChainOptions.builder()
                .endpoint(Endpoint.of(one))
                .endpoint(Endpoint.of(URI.create("http://localhost:" + one.getPort())))
                .quorum(2)
                .build());
    }

    @AfterAll
    static void stop() {
        if (twoEndpoints != null) {
            twoEndpoints.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @Test
    void reads_twoEndpoints_areProvenAndSayWhatTheWrappersSay() {
        Contracts contracts = open(network.contracts().addresses());
        ProvedReads proved = contracts.proved();
        Address node = network.address(1);

        proven(proved.stake(node), contracts.staking().stake(node).value());
        proven(proved.balance(node), contracts.token().balance(node).value());
        proven(
                proved.nativeBalance(node),
                contracts.chain().balance(node, BlockId.latest()).value());
        proven(proved.sessionOwner(session), Optional.of(network.address(4)));
        proven(proved.sessionBalance(session), COR.times(2).wei());
        proven(proved.pendingPayment(node), BigInteger.ZERO);
        proven(proved.keyAnnouncement(node), Optional.of("keys of node 1"));
    }

    @Test
    void reads_whatIsNotThere_isProvenToo() {
        ProvedReads proved = open(network.contracts().addresses()).proved();

        proven(proved.keyAnnouncement(network.address(5)), Optional.empty());
        proven(proved.sessionOwner(new SessionId(77)), Optional.empty());
        assertThat(proved.stake(network.address(5)).value().isZero()).isTrue();
    }

    @Test
    void reads_oneEndpoint_areNotClaimedToBeProven() {
        Assured<?> read = network.contracts().proved().stake(network.address(1));

        assertThat(read.assurance().level()).isEqualTo(AssuranceLevel.ENDPOINT);
        Refused.because(Reason.ASSURANCE_TOO_LOW, () -> read.atLeast(AssuranceLevel.PROVEN, "the stake"));
    }

    @Test
    void reads_earlierBlock_areOfThatBlock() {
        Contracts before = open(network.contracts().addresses()).atHead();
        network.as(4).token().transfer(network.intent(), network.address(5), COR);

        assertThat(before.proved().balance(network.address(5)).value())
                .isEqualTo(before.token().balance(network.address(5)).value());
        assertThat(before.proved().balance(network.address(5)).value().plus(COR))
                .isEqualTo(open(network.contracts().addresses())
                        .proved()
                        .balance(network.address(5))
                        .value());
    }

    @Test
    void reads_otherCodeAtTheAddress_areRefusedAndSayWhy() {
        Address other = Address.parse("0x4444444444444444444444444444444444444444");
        byte[] code = network.chain()
                .code(network.contracts().token().address(), BlockId.latest())
                .value();
        // One instruction more: still a token, whose slots could be anywhere.
        network.anvil().setCode(other, Arrays.copyOf(code, code.length + 1));
        network.anvil().mine();
        Contracts contracts = open(network.contracts().addresses().with(ContractKind.COR_TOKEN, other));

        assertThat(contracts.token().balance(network.address(1)).assurance().level())
                .isEqualTo(AssuranceLevel.QUORUM);
        assertThatThrownBy(() -> contracts.proved().balance(network.address(1)))
                .hasMessageContaining("UNKNOWN_CONTRACT")
                .hasMessageContaining("this library's CorToken");
    }

    @Test
    void keyAnnouncement_storageSaysAnotherHash_isNotTaken() {
        Address node = network.address(1);
        Address pool = network.contracts().nodes().address();
        network.anvil().mine();
        Hash slot = announcementSlot(node);
        Hash before = Hash.parse(
                network.anvil().call("eth_getStorageAt", pool, slot, "latest").textValue());
        assertThat(before).isEqualTo(Hash.keccak256("keys of node 1".getBytes(StandardCharsets.UTF_8)));
        network.anvil().setStorage(pool, slot, Hash.keccak256(new byte[] {1}));
        network.anvil().mine();
        try {
            assertThatThrownBy(
                            () -> open(network.contracts().addresses()).proved().keyAnnouncement(node))
                    .isInstanceOf(LedgerEvidenceException.class)
                    .hasMessageContaining("key announcement of node " + node);
            assertThatThrownBy(() -> network.contracts().nodes().node(node))
                    .isInstanceOf(LedgerEvidenceException.class);
        } finally {
            network.anvil().setStorage(pool, slot, before);
            network.anvil().mine();
        }
    }

    /** Slot 6 of NodePool is the mapping of registrations, whose first member is the hash. */
    private static Hash announcementSlot(Address node) {
        byte[] key = new byte[64];
        System.arraycopy(node.bytes(), 0, key, 12, 20);
        key[63] = 6;
        return Hash.keccak256(key);
    }

    private static Contracts open(ContractAddresses addresses) {
        return Contracts.open(twoEndpoints, addresses);
    }

    private static void proven(Assured<?> read, Object value) {
        assertThat(read.assurance().level()).isEqualTo(AssuranceLevel.PROVEN);
        assertThat(read.value()).isEqualTo(value);
    }
}
