package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.rpc.Fields;
import network.cortensor.sdk.staking.internal.rpc.Hex;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what endpoints answer into the types of this package, strictly: each field that is used has its form, and what says
 * the same twice says the same. Whatever does not is a {@link LedgerEvidenceException}.
 */
final class Answers {
    private static final int BLOOM_BYTES = 256;
    private static final int NONCE_BYTES = 8;

    /** What forks have added to the header, in the order in which it is hashed. */
    private static final List<String> LATER_FIELDS = List.of(
            "baseFeePerGas",
            "withdrawalsRoot",
            "blobGasUsed",
            "excessBlobGas",
            "parentBeaconBlockRoot",
            "requestsHash");

    private static final Set<String> NUMBERS = Set.of("baseFeePerGas", "blobGasUsed", "excessBlobGas");

    private Answers() {}

    /** Hashes the fields of a block's header and compares: what the answer says of the header is then what was hashed. */
    static BlockHeader header(JsonNode json) {
        Fields block = Fields.of("block", json);
        List<byte[]> fields = new ArrayList<>();
        fields.add(block.data("parentHash", Hash.LENGTH));
        fields.add(block.data("sha3Uncles", Hash.LENGTH));
        fields.add(block.data("miner", Address.LENGTH));
        fields.add(block.data("stateRoot", Hash.LENGTH));
        fields.add(block.data("transactionsRoot", Hash.LENGTH));
        fields.add(block.data("receiptsRoot", Hash.LENGTH));
        fields.add(block.data("logsBloom", BLOOM_BYTES));
        for (String number : List.of("difficulty", "number", "gasLimit", "gasUsed", "timestamp")) {
            fields.add(minimal(block.quantity(number)));
        }
        fields.add(block.data("extraData"));
        fields.add(block.data("mixHash", Hash.LENGTH));
        fields.add(block.data("nonce", NONCE_BYTES));
        for (String later : LATER_FIELDS) {
            if (block.has(later)) {
                fields.add(NUMBERS.contains(later) ? minimal(block.quantity(later)) : block.data(later, Hash.LENGTH));
            }
        }
        BlockHeader header = BlockHeader.of(fields);
        Hash claimed = block.hash("hash");
        if (!header.hash().equals(claimed)) {
            throw new LedgerEvidenceException("Block " + header.number() + ": expected the hash " + claimed
                    + " that came with it, found " + header.hash()
                    + " from its fields; either the answer is wrong, or the"
                    + " header has a field of a fork that this library does not know: then use a newer one");
        }
        return header;
    }

    /** As RLP writes a number: no leading zeros, none at all for zero. */
    private static byte[] minimal(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int zeros = bytes[0] == 0 ? 1 : 0;
        byte[] minimal = new byte[bytes.length - zeros];
        System.arraycopy(bytes, zeros, minimal, 0, minimal.length);
        return minimal;
    }

    /**
     * Reads the answer to a query, in the order of the chain. Each log is one that was asked for, in a block of the range; logs
     * of one block name the same block, and none is there twice.
     */
    static List<ChainLog> logs(JsonNode json, LogQuery query) {
        List<ChainLog> logs = new ArrayList<>();
        for (JsonNode each : Fields.list("logs", json)) {
            ChainLog log = log(Fields.of("log", each));
            if (!query.matches(log)) {
                throw new LedgerEvidenceException("Logs: expected those that were asked for, found " + log);
            }
            logs.add(log);
        }
        logs.sort(Comparator.comparingLong(ChainLog::blockNumber).thenComparingInt(ChainLog::index));
        requireConsistent(logs);
        return List.copyOf(logs);
    }

    /** Looks at logs that are in order. */
    private static void requireConsistent(List<ChainLog> logs) {
        for (int next = 1; next < logs.size(); next++) {
            ChainLog before = logs.get(next - 1);
            ChainLog log = logs.get(next);
            boolean sameBlock = before.blockNumber() == log.blockNumber();
            if (sameBlock != before.blockHash().equals(log.blockHash())) {
                throw new LedgerEvidenceException(
                        "Logs of block " + log.blockNumber() + ": expected one hash for each block, found "
                                + before.blockHash() + " and " + log.blockHash());
            }
            boolean sameTransaction = before.transactionIndex() == log.transactionIndex();
            if (sameBlock
                    && (before.index() == log.index()
                            || before.transactionIndex() > log.transactionIndex()
                            || sameTransaction != before.transaction().equals(log.transaction()))) {
                throw new LedgerEvidenceException("Logs of block " + log.blockNumber()
                        + ": expected each at a place of its own, in the order of their transactions, found " + before
                        + " and " + log);
            }
        }
    }

    /** Reads one log. */
    static ChainLog log(Fields log) {
        if (log.json("removed").asBoolean(false)) {
            throw new LedgerEvidenceException(
                    "Log: expected one that is in the chain, found one that was removed from it");
        }
        List<Hash> topics = new ArrayList<>();
        for (JsonNode topic : log.list("topics")) {
            topics.add(Hex.hash(log.label("topics"), topic));
        }
        if (topics.size() > 4) {
            throw new LedgerEvidenceException("Log: expected at most 4 topics, found " + topics.size());
        }
        return new ChainLog(
                log.address("address"),
                topics,
                log.data("data"),
                log.number("blockNumber"),
                log.hash("blockHash"),
                log.hash("transactionHash"),
                log.index("transactionIndex"),
                log.index("logIndex"));
    }

    /** Reads the receipts of one block: one for each transaction, in order, all of that block. */
    static List<TransactionReceipt> receipts(JsonNode json, Hash block) {
        List<TransactionReceipt> receipts = new ArrayList<>();
        Set<Hash> transactions = new HashSet<>();
        int nextLog = 0;
        for (JsonNode each : Fields.list("receipts", json)) {
            TransactionReceipt receipt = receipt(each);
            boolean ownPlace = receipt.transactionIndex() == receipts.size() && transactions.add(receipt.transaction());
            boolean sameBlock = receipt.blockHash().equals(block)
                    && (receipts.isEmpty() || receipts.get(0).blockNumber() == receipt.blockNumber());
            if (!ownPlace || !sameBlock) {
                throw new LedgerEvidenceException("Receipts of block " + block + ": expected that of transaction "
                        + receipts.size() + " of this block, found " + receipt);
            }
            for (ChainLog log : receipt.logs()) {
                if (log.index() != nextLog) {
                    throw new LedgerEvidenceException(
                            "Receipts of block " + block + ": expected log " + nextLog + " next, found " + log);
                }
                nextLog++;
            }
            receipts.add(receipt);
        }
        return List.copyOf(receipts);
    }

    /** Reads a receipt, whose logs are of its transaction and block. */
    static TransactionReceipt receipt(JsonNode json) {
        Fields fields = Fields.of("receipt", json);
        TransactionReceipt.Builder receipt = TransactionReceipt.builder(
                        fields.hash("transactionHash"),
                        fields.address("from"),
                        fields.number("blockNumber"),
                        fields.hash("blockHash"),
                        fields.index("transactionIndex"))
                .gas(
                        fields.quantity("gasUsed"),
                        // Chains from before EIP-1559 have one price, which is in the transaction.
                        fields.has("effectiveGasPrice") ? fields.quantity("effectiveGasPrice") : BigInteger.ZERO);
        if (fields.has("contractAddress")) {
            receipt.created(fields.address("contractAddress"));
        }
        int status = fields.index("status");
        if (status > 1) {
            throw new LedgerEvidenceException(fields.label("status") + ": expected 0 or 1, found " + status);
        }
        List<ChainLog> logs = new ArrayList<>();
        for (JsonNode each : fields.list("logs")) {
            logs.add(log(Fields.of("log", each)));
        }
        if (status == 0 && !logs.isEmpty()) {
            throw new LedgerEvidenceException(
                    "Receipt: expected no logs of a transaction that failed, found " + logs.size());
        }
        return status == 1 ? consistent(receipt.succeeded(logs)) : receipt.reverted();
    }

    private static TransactionReceipt consistent(TransactionReceipt receipt) {
        for (ChainLog log : receipt.logs()) {
            if (!log.transaction().equals(receipt.transaction())
                    || !log.blockHash().equals(receipt.blockHash())
                    || log.blockNumber() != receipt.blockNumber()
                    || log.transactionIndex() != receipt.transactionIndex()) {
                throw new LedgerEvidenceException("Receipt: expected logs of transaction " + receipt.transaction()
                        + " in block " + receipt.blockHash() + ", found " + log + " of another place");
            }
        }
        requireConsistent(receipt.logs());
        for (int next = 1; next < receipt.logs().size(); next++) {
            if (receipt.logs().get(next - 1).index() >= receipt.logs().get(next).index()) {
                throw new LedgerEvidenceException("Receipt: expected logs in order, found "
                        + receipt.logs().get(next - 1) + " before "
                        + receipt.logs().get(next));
            }
        }
        return receipt;
    }

    /** Reads a history of fees up to now: the base fee of the block to come, and the middle one of what was added to it. */
    static Fees fees(JsonNode json) {
        Fields history = Fields.of("fee history", json);
        List<JsonNode> baseFees = history.list("baseFeePerGas");
        if (baseFees.isEmpty()) {
            throw new LedgerEvidenceException("Fee history: expected at least one base fee, found none");
        }
        List<BigInteger> rewards = new ArrayList<>();
        if (history.has("reward")) {
            for (JsonNode block : history.list("reward")) {
                for (JsonNode reward : Fields.list(history.label("reward"), block)) {
                    rewards.add(Hex.quantity(history.label("reward"), reward));
                }
            }
        }
        BigInteger next = Hex.quantity(history.label("baseFeePerGas"), baseFees.get(baseFees.size() - 1));
        return new Fees(next, rewards.isEmpty() ? BigInteger.ZERO : middle(rewards));
    }

    /** The middle one, or of two the greater. */
    static BigInteger middle(List<BigInteger> numbers) {
        return numbers.stream().sorted().toList().get(numbers.size() / 2);
    }

    /** Reads the nodes of a proof; that it proves anything is not looked at. */
    static AccountEvidence evidence(JsonNode json, Address account, List<Hash> slots, Hash block) {
        Fields proof = Fields.of("proof", json);
        if (!proof.address("address").equals(account)) {
            throw new LedgerEvidenceException("Proof: expected that of " + account + ", found another account's");
        }
        List<JsonNode> storage = proof.list("storageProof");
        if (storage.size() != slots.size()) {
            throw new LedgerEvidenceException(
                    "Proof: expected proofs of " + slots.size() + " slots, found " + storage.size());
        }
        List<AccountEvidence.Slot> proved = new ArrayList<>();
        for (int index = 0; index < slots.size(); index++) {
            Fields slot = Fields.of("storage proof", storage.get(index));
            // Some servers shorten the key to a quantity.
            BigInteger key = slot.quantity("key");
            if (!key.equals(new BigInteger(1, slots.get(index).bytes()))) {
                throw new LedgerEvidenceException("Proof: expected slot " + slots.get(index) + " at place " + index
                        + " as it was asked for, found another one");
            }
            proved.add(new AccountEvidence.Slot(slots.get(index), slot.quantity("value"), nodes(slot, "proof")));
        }
        return AccountEvidence.builder(account, block)
                .account(
                        proof.quantity("nonce"),
                        proof.quantity("balance"),
                        proof.hash("storageHash"),
                        proof.hash("codeHash"))
                .nodes(nodes(proof, "accountProof"))
                .slots(proved)
                .build();
    }

    private static List<byte[]> nodes(Fields proof, String name) {
        List<byte[]> nodes = new ArrayList<>();
        for (JsonNode node : proof.list(name)) {
            nodes.add(Hex.data(proof.label(name), node));
        }
        return nodes;
    }
}
