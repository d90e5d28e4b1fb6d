package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.RpcError;
import network.cortensor.sdk.staking.internal.rpc.SendRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a chain says when its one endpoint is good: a real node, asked as users ask. */
class ChainTest {

    private static final Hash TOPIC = Hash.parse("0x" + "00".repeat(31) + "01");
    private static final Hash NOBODYS = Hash.parse("0x" + "ab".repeat(32));
    private static final Address SOMEBODY = Address.parse("0x" + "42".repeat(20));

    private Anvil anvil;
    private Chain chain;
    private Sender sender;

    @BeforeEach
    void start() {
        anvil = Anvil.start(ChainTest.class);
        Contracts.install(anvil);
        chain = Chain.open(ChainOptions.of(anvil.uri()));
        sender = new Sender(anvil, anvil.account(0));
    }

    @AfterEach
    void stop() {
        // Both are missing where anvil is.
        if (chain != null) {
            chain.close();
        }
        if (anvil != null) {
            anvil.close();
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private Hash mined(byte[] signed) {
        Hash sent = chain.send(signed);
        anvil.awaitMined(sent);
        return sent;
    }

    @Test
    void open_oneEndpoint_knowsItsChain() {
        assertThat(chain.chainId()).isEqualTo(31337);
        assertThat(chain.endpoints()).containsExactly(anvil.uri().toString());
        assertThat(chain).hasToString("Chain[31337, 1 of [" + anvil.uri() + "]]");
    }

    @Test
    void open_endpointOfAnotherChain_isRefused() {
        ChainOptions options = ChainOptions.builder()
                .endpoint(Endpoint.of(anvil.uri()))
                .chainId(421614)
                .build();
        assertThatThrownBy(() -> Chain.open(options))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("421614")
                .hasMessageContaining("serves chain 31337");
    }

    @Test
    void head_afterBlocks_isTheNewest() {
        anvil.mine(3);
        BlockHeader head = chain.head();
        assertThat(head.number()).isEqualTo(5);
        assertThat(head.hash()).isEqualTo(anvil.blockHash(5));
        assertThat(head.parentHash()).isEqualTo(anvil.blockHash(4));
    }

    @Test
    void header_byNumberHashAndLatest_isTheSame() {
        Hash hash = anvil.blockHash(2);
        assertThat(chain.header(BlockId.number(2)).value().hash()).isEqualTo(hash);
        assertThat(chain.header(BlockId.hash(hash)).value().number()).isEqualTo(2);
        assertThat(chain.header(BlockId.latest()).value().hash()).isEqualTo(hash);
        assertThat(chain.header(BlockId.latest()).assurance()).isEqualTo(Assurance.said(1, 1, 2, hash));
        assertThat(chain.header(BlockId.number(0)).value().number()).isZero();
    }

    @Test
    void header_unknown_saysThatTheBlockIsUnknown() {
        assertThatThrownBy(() -> chain.header(BlockId.number(99))).isInstanceOf(UnknownBlockException.class);
        assertThatThrownBy(() -> chain.header(BlockId.hash(NOBODYS))).isInstanceOf(UnknownBlockException.class);
        assertThatThrownBy(() -> chain.balance(SOMEBODY, BlockId.hash(NOBODYS)))
                .isInstanceOf(UnknownBlockException.class)
                .hasMessageContaining(anvil.uri().toString());
        assertThatThrownBy(() -> chain.receipts(NOBODYS)).isInstanceOf(UnknownBlockException.class);
    }

    @Test
    void call_contract_returnsItsData() {
        byte[] data = bytes("0123456789");
        Assured<byte[]> answer = chain.call(Call.to(Contracts.ECHO, data), BlockId.latest());
        assertThat(answer.value()).isEqualTo(data);
        assertThat(answer.assurance().level()).isEqualTo(AssuranceLevel.ENDPOINT);
        assertThat(answer.assurance().blockHash()).isEqualTo(anvil.blockHash(2));
        assertThat(chain.call(Call.to(Contracts.ECHO, data), BlockId.number(0)).value())
                .as("before the contract was there")
                .isEmpty();
    }

    @Test
    void call_reverts_carriesTheErrorsData() {
        byte[] error = bytes("deadbeef" + "00".repeat(31) + "07");
        assertThatThrownBy(() -> chain.call(Call.to(Contracts.REVERTER, error), BlockId.latest()))
                .isInstanceOfSatisfying(RevertedException.class, reverted -> {
                    assertThat(reverted.data()).isEqualTo(error);
                    assertThat(reverted.reason()).isEqualTo(LedgerRefusedException.Reason.REVERTED);
                    assertThat(reverted.found()).contains("0xdeadbeef");
                });
        assertThatThrownBy(() -> chain.call(Call.to(Contracts.REVERTER, new byte[0]), BlockId.latest()))
                .isInstanceOfSatisfying(
                        RevertedException.class,
                        reverted -> assertThat(reverted.data()).isEmpty());
        assertThatThrownBy(() -> chain.call(Call.create(bytes("fe")), BlockId.latest()))
                .as("the EVM itself")
                .isInstanceOf(RevertedException.class);
        assertThatThrownBy(() -> chain.estimateGas(Call.to(Contracts.REVERTER, error)))
                .isInstanceOfSatisfying(
                        RevertedException.class,
                        reverted -> assertThat(reverted.data()).isEqualTo(error));
    }

    @Test
    void state_ofBlocks_isThatOfEachBlock() {
        Hash slot = Hash.parse("0x" + "00".repeat(31) + "05");
        anvil.setBalance(SOMEBODY, BigInteger.valueOf(7));
        anvil.setStorage(Contracts.ECHO, slot, NOBODYS);
        anvil.mine();
        assertThat(chain.balance(SOMEBODY, BlockId.latest()).value()).isEqualTo(BigInteger.valueOf(7));
        assertThat(chain.balance(SOMEBODY, BlockId.number(0)).value()).isZero();
        assertThat(chain.storage(Contracts.ECHO, slot, BlockId.latest()).value())
                .isEqualTo(NOBODYS);
        assertThat(chain.code(Contracts.ECHO, BlockId.latest()).value()).isEqualTo(bytes("365f5f37365ff3"));
        assertThat(chain.code(SOMEBODY, BlockId.latest()).value()).isEmpty();
        mined(sender.transfer(0, SOMEBODY));
        assertThat(chain.transactionCount(anvil.account(0).address(), BlockId.latest())
                        .value())
                .isEqualTo(1);
        assertThat(chain.transactionCount(anvil.account(0).address(), BlockId.number(1))
                        .value())
                .isZero();
    }

    @Test
    void send_transaction_hasAReceiptWithItsLogs() {
        Hash sent = mined(sender.call(0, Contracts.LOGGER, bytes("0a0b")));
        TransactionReceipt receipt = chain.receipt(sent).orElseThrow();
        assertThat(receipt.succeeded()).isTrue();
        assertThat(receipt.transaction()).isEqualTo(sent);
        assertThat(receipt.sender()).isEqualTo(anvil.account(0).address());
        assertThat(receipt.blockNumber()).isEqualTo(3);
        assertThat(receipt.gasUsed()).isPositive();
        assertThat(receipt.gasPrice()).isPositive();
        assertThat(receipt.created()).isEmpty();
        assertThat(receipt.logs()).hasSize(1);
        ChainLog log = receipt.logs().get(0);
        assertThat(log.address()).isEqualTo(Contracts.LOGGER);
        assertThat(log.topics()).containsExactly(TOPIC);
        assertThat(log.data()).isEqualTo(bytes("0a0b"));
        assertThat(chain.receipts(receipt.blockHash())).singleElement().hasToString(receipt.toString());
        assertThat(chain.receipts(anvil.blockHash(1))).isEmpty();
        assertThat(chain.logs(new LogQuery(Set.of(Contracts.LOGGER), Set.of(TOPIC), 0, 3)))
                .containsExactly(log);
        assertThat(chain.logs(new LogQuery(Set.of(Contracts.LOGGER), Set.of(), 3, 3)))
                .containsExactly(log);
        assertThat(chain.logs(new LogQuery(Set.of(Contracts.LOGGER), Set.of(NOBODYS), 0, 3)))
                .isEmpty();
        assertThat(chain.logs(new LogQuery(Set.of(Contracts.ECHO), Set.of(), 0, 3)))
                .isEmpty();
    }

    @Test
    void send_contractThatReverts_isMinedWithoutLogs() {
        Hash sent = mined(sender.call(0, Contracts.REVERTER, bytes("00")));
        TransactionReceipt receipt = chain.receipt(sent).orElseThrow();
        assertThat(receipt.succeeded()).isFalse();
        assertThat(receipt.logs()).isEmpty();
    }

    @Test
    void send_twice_isOnce() {
        byte[] signed = sender.transfer(0, SOMEBODY);
        assertThat(mined(signed)).isEqualTo(chain.send(signed)).isEqualTo(Hash.keccak256(signed));
        assertThat(anvil.balance(SOMEBODY)).isOne();
    }

    @Test
    void send_waitingTwice_isKnown() {
        anvil.setAutomine(false);
        byte[] signed = sender.transfer(0, SOMEBODY);
        assertThat(chain.send(signed)).isEqualTo(chain.send(signed));
        assertThat(chain.receipt(Hash.keccak256(signed))).isEmpty();
        assertThat(chain.pendingTransactionCount(anvil.account(0).address())).isEqualTo(1);
        assertThat(chain.transactionCount(anvil.account(0).address(), BlockId.latest())
                        .value())
                .isZero();
    }

    @Test
    void send_refused_saysWhy() {
        mined(sender.transfer(0, SOMEBODY));
        assertThat(refusal(sender.transfer(0, Contracts.ECHO))).isEqualTo(RpcError.Kind.NONCE_TOO_LOW);
        assertThat(refusal(sender.transfer(1, SOMEBODY, BigInteger.ZERO))).isEqualTo(RpcError.Kind.FEE_TOO_LOW);
        anvil.setAutomine(false);
        chain.send(sender.transfer(1, SOMEBODY));
        assertThat(refusal(sender.transfer(1, Contracts.ECHO))).isEqualTo(RpcError.Kind.UNDERPRICED);
        anvil.setBalance(anvil.account(0).address(), BigInteger.ONE);
        assertThat(refusal(sender.transfer(2, SOMEBODY))).isEqualTo(RpcError.Kind.INSUFFICIENT_FUNDS);
        assertThat(refusal(bytes("02c0"))).isEqualTo(RpcError.Kind.OTHER);
    }

    private RpcError.Kind refusal(byte[] signed) {
        try {
            chain.send(signed);
        } catch (SendRefusedException e) {
            return e.kind();
        }
        throw new AssertionError("it was taken");
    }

    @Test
    void estimate_call_isEnoughGas() {
        BigInteger gas = chain.estimateGas(
                Call.to(Contracts.LOGGER, bytes("01")).from(anvil.account(0).address()));
        assertThat(gas).isBetween(BigInteger.valueOf(21_000), BigInteger.valueOf(50_000));
    }

    @Test
    void fees_developmentChain_arePositive() {
        assertThat(chain.fees().baseFeePerGas()).isPositive();
        for (int nonce = 0; nonce < 5; nonce++) {
            mined(sender.transfer(nonce, SOMEBODY));
        }
        assertThat(chain.fees().priorityFeePerGas()).isEqualTo(BigInteger.TEN.pow(9));
    }

    @Test
    void proof_account_hasNodesForEachSlot() {
        Hash slot = Hash.parse("0x" + "00".repeat(31) + "05");
        anvil.setStorage(Contracts.ECHO, slot, TOPIC);
        anvil.mine();
        AccountEvidence evidence =
                chain.proof(Contracts.ECHO, List.of(slot, NOBODYS), chain.head().hash());
        assertThat(evidence.nodes()).isNotEmpty();
        assertThat(evidence.codeHash()).isEqualTo(Hash.keccak256(bytes("365f5f37365ff3")));
        assertThat(evidence.slots()).hasSize(2);
        assertThat(evidence.slots().get(0).value()).isOne();
        assertThat(evidence.slots().get(1).value()).isZero();
        assertThat(evidence.slots().get(0).nodes()).isNotEmpty();
        assertThatThrownBy(() -> chain.proof(Contracts.ECHO, List.of(), NOBODYS))
                .isInstanceOf(UnknownBlockException.class);
    }

    @Test
    void receiptEvidence_check_getsWhatWasSent() {
        Hash sent = mined(sender.transfer(0, SOMEBODY));
        assertThat(chain.<String>receiptEvidence(chain.head().hash(), json -> json))
                .contains(sent.toString());
    }

    @Test
    void close_thenAsked_isUnavailable() {
        chain.close();
        chain.close();
        assertThatThrownBy(() -> chain.head())
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("closed");
    }
}
