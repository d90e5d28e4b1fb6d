package network.cortensor.examples.bench.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.proof.AccountProof;
import network.cortensor.sdk.staking.proof.Receipt;
import network.cortensor.sdk.staking.proof.ReceiptLog;
import network.cortensor.sdk.staking.proof.ReceiptsProof;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Something to prove, made up in the sizes that it has on a large chain, and the hashes that a proof of it takes at least.
 *
 * @param proof checks it once
 * @param hashed what is hashed at least, each as often as it has to be
 */
record ProofWork(Runnable proof, List<byte[]> hashed) {

    /** Full branches above an account of Ethereum's state, and above a slot of a contract with some million of them. */
    private static final int ACCOUNT_DEPTH = 8;

    private static final int SLOT_DEPTH = 6;

    static final int RECEIPTS = 200;
    private static final int LOGS = 3;
    private static final int TOPICS = 3;
    private static final int DATA = 96;

    private static final int BLOOM_BYTES = 256;

    /** A header, an account in its state and a slot of its storage. */
    static ProofWork ofState() {
        Trie trie = new Trie();
        Address account = Address.decode(Arrays.copyOf(bytes(1, 32), Address.LENGTH));
        Hash slot = Hash.decode(bytes(2, 32));
        Hash value = Hash.decode(bytes(3, 32));
        List<byte[]> slotNodes = trie.path(trie.hash(slot.bytes()), Trie.string(value.bytes()), SLOT_DEPTH);
        byte[] fields = Trie.list(List.of(
                Trie.string(Trie.number(1)),
                Trie.string(new byte[0]),
                Trie.string(trie.hash(slotNodes.get(0))),
                Trie.string(bytes(4, 32))));
        List<byte[]> nodes = trie.path(trie.hash(account.bytes()), fields, ACCOUNT_DEPTH);
        byte[] header = header(trie.hash(nodes.get(0)), bytes(5, 32), new byte[BLOOM_BYTES]);
        trie.hash(header);
        return new ProofWork(
                () -> {
                    Hash proved = AccountProof.builder(account, nodes)
                            .slot(slot, value, slotNodes)
                            .build()
                            .check(BlockHeader.decode(header))
                            .value(slot);
                    require(proved.equals(value));
                },
                trie.hashed());
    }

    /** All receipts of a block. */
    static ProofWork ofReceipts() {
        Trie trie = new Trie();
        SplittableRandom random = new SplittableRandom(6);
        List<byte[]> encoded = new ArrayList<>();
        byte[] bloom = new byte[BLOOM_BYTES];
        for (int number = 1; number <= RECEIPTS; number++) {
            List<ReceiptLog> logs = new ArrayList<>();
            for (int log = 0; log < LOGS; log++) {
                logs.add(log(random));
            }
            encoded.add(Receipt.of(2, true, BigInteger.valueOf(90_000L * number), logs)
                    .encoded());
            for (ReceiptLog log : logs) {
                add(bloom, trie.hash(log.address().bytes()));
                log.topics().forEach(topic -> add(bloom, trie.hash(topic.bytes())));
            }
        }
        byte[] header = header(bytes(7, 32), trie.rootOfList(encoded), bloom);
        trie.hash(header);
        return new ProofWork(
                () -> {
                    List<Receipt> receipts =
                            encoded.stream().map(Receipt::decode).toList();
                    ReceiptsProof proof = ReceiptsProof.check(BlockHeader.decode(header), receipts);
                    require(proof.logs().size() == RECEIPTS * LOGS);
                },
                trie.hashed());
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a proof gave something else than what it proves");
        }
    }

    private static ReceiptLog log(SplittableRandom random) {
        List<Hash> topics = new ArrayList<>();
        for (int topic = 0; topic < TOPICS; topic++) {
            topics.add(Hash.decode(bytes(random, Hash.LENGTH)));
        }
        return ReceiptLog.of(Address.decode(bytes(random, Address.LENGTH)), topics, bytes(random, DATA));
    }

    /** Three bits for each hash: its first three pairs of bytes modulo 2,048. */
    private static void add(byte[] bloom, byte[] hash) {
        for (int pair = 0; pair < 6; pair += 2) {
            int bit = ((hash[pair] & 7) << 8) | (hash[pair + 1] & 0xff);
            bloom[BLOOM_BYTES - 1 - bit / 8] |= (byte) (1 << bit % 8);
        }
    }

    private static byte[] header(byte[] stateRoot, byte[] receiptsRoot, byte[] bloom) {
        return BlockHeader.of(List.of(
                        bytes(10, 32),
                        bytes(11, 32),
                        bytes(12, 20),
                        stateRoot,
                        bytes(13, 32),
                        receiptsRoot,
                        bloom,
                        new byte[0],
                        Trie.number(20_000_000),
                        Trie.number(30_000_000),
                        Trie.number(15_000_000),
                        Trie.number(1_800_000_000),
                        bytes(14, 32),
                        bytes(15, 32),
                        new byte[8],
                        Trie.number(1_000_000_000)))
                .rlp();
    }

    private static byte[] bytes(int seed, int length) {
        return bytes(new SplittableRandom(seed), length);
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
