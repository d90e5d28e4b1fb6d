package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpList;
import network.cortensor.sdk.staking.internal.trie.Trie;
import network.cortensor.sdk.staking.internal.trie.TrieProof;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;

/** A chain of one block that a test made up: accounts, one of them a contract with storage, receipts, and a rollup below it. */
final class World {
    private static final Hash NO_CODE = Hash.keccak256(new byte[0]);
    private static final Hash NOTHING = Hash.decode(new byte[32]);
    private static final int ACCOUNTS = 60;

    private final Random random;
    private final Trie storage;
    private final List<Hash> slots = new ArrayList<>();
    private final List<Hash> values = new ArrayList<>();
    private final Trie state;
    private final List<Address> accounts = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final BlockHeader rollupHeader;
    private final BlockHeader header;

    private World(Random random) {
        this.random = random;
        this.rollupHeader = header(16, TrieProof.EMPTY_ROOT, List.of());
        for (int i = 0; i < 40; i++) {
            slots.add(hash());
            values.add(i % 2 == 0 ? hash() : Hash.parse("0x" + "0".repeat(62) + "2a"));
        }
        slots.add(ConfirmedRollupBlock.slot(rollupHeader));
        values.add(rollupHeader.hash());
        NavigableMap<byte[], byte[]> words = Trie.entries();
        for (int i = 0; i < slots.size(); i++) {
            BigInteger word = new BigInteger(1, values.get(i).bytes());
            words.put(path(slots.get(i).bytes()), Rlp.encode(RlpBytes.ofNumber(word)));
        }
        this.storage = Trie.of(words);
        NavigableMap<byte[], byte[]> all = Trie.entries();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(address());
            all.put(path(accounts.get(i).bytes()), account(i));
        }
        this.state = Trie.of(all);
        for (int i = 0; i < 20; i++) {
            receipts.add(receipt(i));
        }
        this.header = header(21, state.root(), receipts);
    }

    static World random(Random random) {
        return new World(random);
    }

    BlockHeader header() {
        return header;
    }

    List<Receipt> receipts() {
        return receipts;
    }

    /** A proof of an account without storage. */
    AccountProof somebody() {
        return builder(1).build();
    }

    /** A proof that there is no account, and nothing in a slot of it. */
    AccountProof nobody() {
        Address nobody = address();
        return AccountProof.builder(nobody, state.proof(path(nobody.bytes())))
                .claim(0, BigInteger.ZERO, TrieProof.EMPTY_ROOT, NO_CODE)
                .slot(hash(), NOTHING, List.of())
                .build();
    }

    /** A proof of three slots of a contract: a long value, a short one, none. */
    AccountProof contract() {
        Hash free = hash();
        return slot(slot(builder(0), 0), 1)
                .slot(free, NOTHING, storage.proof(path(free.bytes())))
                .build();
    }

    /** A proof of the rollup's block. */
    ProofFile rollup() {
        AccountProof outbox = slot(builder(0), slots.size() - 1).build();
        return ProofFile.of(rollupHeader).confirmedBy(ProofFile.of(header, outbox));
    }

    private AccountProof.Builder slot(AccountProof.Builder builder, int index) {
        return builder.slot(
                slots.get(index),
                values.get(index),
                storage.proof(path(slots.get(index).bytes())));
    }

    private AccountProof.Builder builder(int index) {
        Address account = accounts.get(index);
        return AccountProof.builder(account, state.proof(path(account.bytes())))
                .claim(nonce(index), balance(index), storageRoot(index), codeHash(index));
    }

    private byte[] account(int index) {
        return Rlp.encode(RlpList.of(
                RlpBytes.ofNumber(nonce(index)),
                RlpBytes.ofNumber(balance(index)),
                RlpBytes.view(storageRoot(index).bytes()),
                RlpBytes.view(codeHash(index).bytes())));
    }

    private static long nonce(int index) {
        return index * 7L;
    }

    private static BigInteger balance(int index) {
        return BigInteger.TEN.pow(index);
    }

    private Hash storageRoot(int index) {
        return index == 0 ? storage.root() : TrieProof.EMPTY_ROOT;
    }

    private static Hash codeHash(int index) {
        return index == 0 ? Hash.keccak256(new byte[] {1}) : NO_CODE;
    }

    private Receipt receipt(int index) {
        List<ReceiptLog> logs = new ArrayList<>();
        for (int i = 0; i < index % 3; i++) {
            byte[] data = new byte[random.nextInt(80)];
            random.nextBytes(data);
            logs.add(ReceiptLog.of(address(), List.of(hash(), hash()), data));
        }
        return Receipt.of(index % 5, index % 4 != 0, BigInteger.valueOf(21_000L * (index + 1)), logs);
    }

    private BlockHeader header(int fields, Hash stateRoot, List<Receipt> receipts) {
        List<byte[]> parts = new ArrayList<>(List.of(
                hash().bytes(),
                hash().bytes(),
                address().bytes(),
                stateRoot.bytes(),
                hash().bytes(),
                Trie.ofList(receipts.stream().map(Receipt::encoded).toList())
                        .root()
                        .bytes(),
                LogsBloom.union(receipts.stream().map(Receipt::bloom).toList())
                        .rlp()
                        .bytes(),
                new byte[0],
                new byte[] {1, 2, 3},
                new byte[] {4},
                new byte[] {5},
                new byte[] {0x66, 1, 2, 3},
                hash().bytes(),
                hash().bytes(),
                new byte[8],
                new byte[] {7},
                hash().bytes(),
                new byte[0],
                new byte[] {9},
                hash().bytes(),
                hash().bytes()));
        return BlockHeader.of(parts.subList(0, fields));
    }

    private Hash hash() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Hash.decode(bytes);
    }

    private Address address() {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        return Address.decode(bytes);
    }

    private static byte[] path(byte[] key) {
        return Hash.keccak256(key).bytes();
    }
}
