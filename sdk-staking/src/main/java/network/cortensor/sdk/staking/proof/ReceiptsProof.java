package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.LogQuery;
import network.cortensor.sdk.staking.internal.trie.Trie;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All receipts of a block, proved by its header: each of them, and no other, in this order. So the logs are complete too, and
 * that a contract wrote nothing in this block is known as well as what it wrote.
 *
 * <p>Receipts do not name their transactions. What somebody says about the transaction of a log is checked only if the
 * transactions were given as well.
 */
public final class ReceiptsProof {
    private final BlockHeader header;
    private final List<Receipt> receipts;
    private final List<Placed> logs;
    private final Optional<List<Hash>> transactions;

    private ReceiptsProof(BlockHeader header, List<Receipt> receipts, Optional<List<Hash>> transactions) {
        this.header = header;
        this.receipts = receipts;
        this.transactions = transactions;
        this.logs = placed(receipts);
    }

    /**
     * Checks that a block has these receipts: each receipt's bloom filter against its logs, the header's against all of them,
     * and the root of their trie against the header's (Yellow Paper, 4.3.1).
     *
     * @param header of the block; as much is proved as its hash is known
     * @param receipts all of them, in order
     * @throws LedgerEvidenceException if the block has others
     */
    public static ReceiptsProof check(BlockHeader header, List<Receipt> receipts) {
        List<Receipt> copy = List.copyOf(receipts);
        requireBlooms(header, copy);
        requireRoot(
                "receipts",
                header,
                header.receiptsRoot(),
                copy.stream().map(Receipt::sharedEncoded).toList());
        return new ReceiptsProof(header, copy, Optional.empty());
    }

    /**
     * Checks also that the block has these transactions, so that what logs say about theirs can be checked.
     *
     * @param header of the block; as much is proved as its hash is known
     * @param receipts all of them, in order
     * @param transactions all of them, in order, each as the transactions root holds it: RLP, after its type if it has one
     * @throws LedgerEvidenceException if the block has others
     */
    public static ReceiptsProof check(BlockHeader header, List<Receipt> receipts, List<byte[]> transactions) {
        ReceiptsProof proof = check(header, receipts);
        if (transactions.size() != receipts.size()) {
            throw new LedgerEvidenceException(place(header) + ": expected a transaction for each of " + receipts.size()
                    + " receipts, found " + transactions.size());
        }
        requireRoot("transactions", header, header.transactionsRoot(), transactions);
        List<Hash> hashes = transactions.stream().map(Hash::keccak256).toList();
        return new ReceiptsProof(header, proof.receipts, Optional.of(hashes));
    }

    private static void requireBlooms(BlockHeader header, List<Receipt> receipts) {
        for (int i = 0; i < receipts.size(); i++) {
            if (!receipts.get(i).statesItsBloom()) {
                throw new LedgerEvidenceException(
                        place(header) + ", receipt " + i
                                + ": expected the bloom filter of its logs, found another: its logs or its filter were altered");
            }
        }
        LogsBloom stated = LogsBloom.stated(header.logsBloom());
        if (!stated.equals(LogsBloom.union(receipts.stream().map(Receipt::bloom).toList()))) {
            throw new LedgerEvidenceException(
                    place(header) + ": expected receipts with the header's bloom filter, found " + receipts.size()
                            + " with another: a contract or a topic was added, left out or altered");
        }
    }

    private static void requireRoot(String what, BlockHeader header, Hash expected, List<byte[]> values) {
        if (values.stream().anyMatch(value -> value.length == 0)) {
            throw new LedgerEvidenceException(
                    place(header) + ": expected " + what + " of some bytes, found an empty one");
        }
        Hash found = Trie.ofList(values).root();
        if (!found.equals(expected)) {
            throw new LedgerEvidenceException(place(header) + ": expected the root " + expected + " of its " + what
                    + ", found " + found + " of " + values.size() + ": one was added, left out, moved or altered");
        }
    }

    /** The header that proves them. */
    public BlockHeader header() {
        return header;
    }

    /** All receipts of the block, in order. */
    public List<Receipt> receipts() {
        return receipts;
    }

    /** All logs of the block, in order: the place in this list is the place in the block. */
    public List<ReceiptLog> logs() {
        return logs.stream().map(Placed::log).toList();
    }

    /**
     * Checks that the block has these logs and no other.
     *
     * @param claimed what somebody says that the logs of the block are
     * @throws LedgerEvidenceException if one was left out, invented, moved or altered; says which
     */
    public void requireExactly(List<ChainLog> claimed) {
        requireExactly(logs, claimed);
    }

    /**
     * Checks that the block has these logs, and no other that was asked for.
     *
     * @param query what was asked for; its range has to have this block
     * @param claimed what somebody says that the answer is, as far as it is of this block
     * @throws LedgerEvidenceException if one was left out, invented, moved or altered; says which
     * @throws IllegalArgumentException if the range does not have this block
     */
    public void requireExactly(LogQuery query, List<ChainLog> claimed) {
        if (header.number() < query.fromBlock() || header.number() > query.toBlock()) {
            throw new IllegalArgumentException("ReceiptsProof: expected a range with block " + header.number()
                    + ", found " + query.fromBlock() + " to " + query.toBlock());
        }
        requireExactly(logs.stream().filter(log -> matches(query, log.log())).toList(), claimed);
    }

    private static boolean matches(LogQuery query, ReceiptLog log) {
        Optional<Hash> first = log.topics().stream().findFirst();
        return query.addresses().contains(log.address())
                && (query.topics().isEmpty()
                        || first.map(query.topics()::contains).orElse(false));
    }

    private void requireExactly(List<Placed> proved, List<ChainLog> claimed) {
        Set<Integer> places = proved.stream().map(Placed::index).collect(Collectors.toSet());
        int next = 0;
        for (ChainLog log : claimed) {
            if (!log.blockHash().equals(header.hash()) || log.blockNumber() != header.number()) {
                throw refused(
                        log.index(),
                        "a log of this block",
                        "one of block " + log.blockNumber() + " " + log.blockHash());
            }
            if (!places.contains(log.index())) {
                throw refused(log.index(), "no such log", "an invented one");
            }
            requireSame(inOrder(log, proved, next), log);
            next++;
        }
        if (next < proved.size()) {
            throw refused(
                    proved.get(next).index(),
                    "the log of " + proved.get(next).log().address(),
                    "it left out");
        }
    }

    /** The log that has to be at this place of the claim. */
    private Placed inOrder(ChainLog log, List<Placed> proved, int next) {
        if (next == proved.size() || log.index() < proved.get(next).index()) {
            throw refused(log.index(), "each log once and in order", "it repeated or moved");
        }
        Placed expected = proved.get(next);
        if (log.index() > expected.index()) {
            throw refused(expected.index(), "the log of " + expected.log().address(), "it left out or moved");
        }
        return expected;
    }

    private void requireSame(Placed expected, ChainLog log) {
        ReceiptLog found = ReceiptLog.of(log);
        if (log.transactionIndex() != expected.transactionIndex()) {
            throw refused(log.index(), "transaction " + expected.transactionIndex(), "" + log.transactionIndex());
        }
        if (!found.address().equals(expected.log().address())) {
            throw refused(
                    log.index(),
                    "contract " + expected.log().address(),
                    found.address().toString());
        }
        if (!found.topics().equals(expected.log().topics())) {
            throw refused(
                    log.index(),
                    "topics " + expected.log().topics(),
                    found.topics().toString());
        }
        if (!found.equals(expected.log())) {
            throw refused(log.index(), "the data of the receipt", "other data");
        }
        transactions.map(hashes -> hashes.get(expected.transactionIndex())).ifPresent(hash -> {
            if (!hash.equals(log.transaction())) {
                throw refused(
                        log.index(),
                        "the transaction " + hash,
                        log.transaction().toString());
            }
        });
    }

    private LedgerEvidenceException refused(int index, String expected, String found) {
        return new LedgerEvidenceException(
                place(header) + ", log " + index + ": expected " + expected + ", found " + found);
    }

    private static String place(BlockHeader header) {
        return "Receipts of block " + header.number() + " " + header.hash();
    }

    private static List<Placed> placed(List<Receipt> receipts) {
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < receipts.size(); i++) {
            for (ReceiptLog log : receipts.get(i).logs()) {
                placed.add(new Placed(log, i, placed.size()));
            }
        }
        return List.copyOf(placed);
    }

    /** A log where it is. */
    private record Placed(ReceiptLog log, int transactionIndex, int index) {}
}
