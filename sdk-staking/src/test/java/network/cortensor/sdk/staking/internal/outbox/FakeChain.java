package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Call;
import network.cortensor.sdk.staking.chain.Fees;
import network.cortensor.sdk.staking.chain.RevertedException;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.transaction.DynamicFeeTransaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A chain with accounts, a mempool, blocks and reorganisations, in memory. Calls whose data is {@code revert} revert always,
 * {@code late revert} only in a block. Thread-safe.
 */
class FakeChain implements OutboxChain {
    static final long CHAIN_ID = 31337;
    static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
    static final BigInteger WEALTH = GWEI.pow(2).multiply(BigInteger.valueOf(1000));
    static final long GAS = 21_000;

    private final List<Mined> blocks = new ArrayList<>();
    private final Map<Address, NavigableMap<Long, Transaction>> mempool = new HashMap<>();
    private final Address rich;
    private final FakeTime time;
    private long branches;

    volatile boolean automine;
    volatile BigInteger baseFee = GWEI;
    volatile BigInteger floor = BigInteger.ZERO;

    /** A transaction as {@link FakeSealer} wrote it down. */
    record Transaction(
            Hash hash,
            Address sender,
            long nonce,
            Optional<Address> to,
            BigInteger value,
            String data,
            long gas,
            BigInteger maxFee,
            BigInteger priority) {
        BigInteger cost() {
            return maxFee.multiply(BigInteger.valueOf(gas)).add(value);
        }
    }

    /** A block, and accounts after it. */
    private record Mined(
            Block block,
            List<Transaction> transactions,
            BigInteger baseFee,
            Map<Address, Long> counts,
            Map<Address, BigInteger> balances,
            BigInteger burned) {}

    FakeChain(Address rich, FakeTime time) {
        this.rich = rich;
        this.time = time;
        blocks.add(new Mined(
                new Block(0, hash(0, 0), hash(-1, 0), time.instant()),
                List.of(),
                GWEI,
                Map.of(),
                Map.of(rich, WEALTH),
                BigInteger.ZERO));
    }

    static byte[] encode(Address sender, DynamicFeeTransaction transaction) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(sender.bytes());
            out.writeLong(transaction.nonce());
            out.writeBoolean(transaction.to().isPresent());
            out.write(transaction.to().orElse(sender).bytes());
            out.writeUTF(transaction.value().toString());
            out.writeUTF(new String(transaction.data(), UTF_8));
            out.writeLong(transaction.gasLimit());
            out.writeUTF(transaction.maxFeePerGas().toString());
            out.writeUTF(transaction.maxPriorityFeePerGas().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Transaction decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Address sender = Address.decode(in.readNBytes(Address.LENGTH));
            long nonce = in.readLong();
            boolean call = in.readBoolean();
            Address to = Address.decode(in.readNBytes(Address.LENGTH));
            return new Transaction(
                    Hash.keccak256(bytes),
                    sender,
                    nonce,
                    call ? Optional.of(to) : Optional.empty(),
                    new BigInteger(in.readUTF()),
                    in.readUTF(),
                    in.readLong(),
                    new BigInteger(in.readUTF()),
                    new BigInteger(in.readUTF()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Hash hash(long number, long branch) {
        return Hash.keccak256(
                ByteBuffer.allocate(16).putLong(number).putLong(branch).array());
    }

    private Mined newest() {
        return blocks.get(blocks.size() - 1);
    }

    /** Makes one block of all that can be included. */
    void mine() {
        mine(transaction -> true);
    }

    /** Makes one block of what can be included and is wanted; a refusal also holds up the account's later nonces. */
    synchronized void mine(Predicate<Transaction> wanted) {
        Mined before = newest();
        Map<Address, Long> counts = new HashMap<>(before.counts());
        Map<Address, BigInteger> balances = new HashMap<>(before.balances());
        BigInteger burned = before.burned();
        List<Transaction> included = new ArrayList<>();
        for (Map.Entry<Address, NavigableMap<Long, Transaction>> account : mempool.entrySet()) {
            Address sender = account.getKey();
            account.getValue().headMap(counts.getOrDefault(sender, 0L)).clear();
            while (true) {
                long nonce = counts.getOrDefault(sender, 0L);
                Transaction next = account.getValue().get(nonce);
                if (next == null
                        || next.maxFee().compareTo(baseFee) < 0
                        || balances.getOrDefault(sender, BigInteger.ZERO).compareTo(next.cost()) < 0
                        || !wanted.test(next)) {
                    break;
                }
                account.getValue().remove(nonce);
                counts.put(sender, nonce + 1);
                BigInteger price = baseFee.add(next.priority()).min(next.maxFee());
                BigInteger fee = price.multiply(BigInteger.valueOf(GAS));
                burned = burned.add(fee);
                balances.merge(sender, fee.negate(), BigInteger::add);
                if (succeeds(next)) {
                    balances.merge(sender, next.value().negate(), BigInteger::add);
                    balances.merge(next.to().orElse(sender), next.value(), BigInteger::add);
                }
                included.add(next);
            }
        }
        long number = before.block().number() + 1;
        branches++;
        blocks.add(new Mined(
                new Block(number, hash(number, branches), before.block().hash(), time.instant()),
                included,
                baseFee,
                counts,
                balances,
                burned));
    }

    /** Takes blocks away; says which transactions were in them, oldest first. The mempool gets those that are wanted. */
    synchronized void unmine(int depth, Predicate<Transaction> kept) {
        for (int i = 0; i < depth && blocks.size() > 1; i++) {
            for (Transaction transaction : blocks.remove(blocks.size() - 1).transactions()) {
                if (kept.test(transaction)) {
                    pool(transaction.sender()).put(transaction.nonce(), transaction);
                }
            }
        }
    }

    /** Nodes forget a transaction. */
    synchronized void drop(Predicate<Transaction> unwanted) {
        mempool.values().forEach(pool -> pool.values().removeIf(unwanted));
    }

    synchronized List<Transaction> waiting() {
        return mempool.values().stream().flatMap(pool -> pool.values().stream()).toList();
    }

    /** What the chain holds, oldest first. */
    synchronized List<Transaction> executed() {
        return blocks.stream().flatMap(block -> block.transactions().stream()).toList();
    }

    synchronized BigInteger balanceNow(Address account) {
        return newest().balances().getOrDefault(account, BigInteger.ZERO);
    }

    /** Whether what the accounts have and what gas has cost is what there was. */
    synchronized boolean conservesValue() {
        return newest().balances().values().stream()
                .reduce(newest().burned(), BigInteger::add)
                .equals(WEALTH);
    }

    private static boolean succeeds(Transaction transaction) {
        return !transaction.data().endsWith("revert");
    }

    private NavigableMap<Long, Transaction> pool(Address sender) {
        return mempool.computeIfAbsent(sender, account -> new TreeMap<>());
    }

    private synchronized Mined at(BlockId id) {
        if (id instanceof BlockId.ByNumber number) {
            if (number.number() < blocks.size()) {
                return blocks.get((int) number.number());
            }
            throw new LedgerUnavailableException("No block " + number.number());
        }
        if (id instanceof BlockId.ByHash hash) {
            return blocks.stream()
                    .filter(block -> block.block().hash().equals(hash.hash()))
                    .findFirst()
                    .orElseThrow(() -> new LedgerUnavailableException("No block " + hash.hash()));
        }
        return newest();
    }

    @Override
    public long chainId() {
        return CHAIN_ID;
    }

    @Override
    public Block head() {
        return at(BlockId.latest()).block();
    }

    @Override
    public Block block(long number) {
        return at(BlockId.number(number)).block();
    }

    @Override
    public long transactionCount(Address account, BlockId block) {
        return at(block).counts().getOrDefault(account, 0L);
    }

    @Override
    public synchronized long pendingCount(Address account) {
        long count = newest().counts().getOrDefault(account, 0L);
        while (pool(account).containsKey(count)) {
            count++;
        }
        return count;
    }

    @Override
    public BigInteger balance(Address account) {
        return balanceNow(account);
    }

    @Override
    public BigInteger estimateGas(Call call) {
        call(call, BlockId.latest());
        return BigInteger.valueOf(GAS);
    }

    @Override
    public void call(Call call, BlockId block) {
        if (new String(call.data(), UTF_8).equals("revert")) {
            throw new RevertedException("try", "Refused()", new byte[] {1, 2, 3, 4});
        }
    }

    @Override
    public Fees fees() {
        return new Fees(baseFee, GWEI);
    }

    @Override
    public synchronized SendOutcome send(byte[] signed) {
        Transaction transaction = decode(signed);
        Mined now = newest();
        if (transaction.nonce() < now.counts().getOrDefault(transaction.sender(), 0L)) {
            return executed().stream().anyMatch(mined -> mined.hash().equals(transaction.hash()))
                    ? SendOutcome.ACCEPTED
                    : SendOutcome.NONCE_USED;
        }
        Transaction present = pool(transaction.sender()).get(transaction.nonce());
        if (present != null) {
            if (present.hash().equals(transaction.hash())) {
                return SendOutcome.ACCEPTED;
            }
            if (!dearerByTenth(transaction.maxFee(), present.maxFee())
                    || !dearerByTenth(transaction.priority(), present.priority())) {
                return SendOutcome.UNDERPRICED;
            }
        }
        if (transaction.maxFee().compareTo(floor) < 0) {
            return SendOutcome.FEE_TOO_LOW;
        }
        if (now.balances().getOrDefault(transaction.sender(), BigInteger.ZERO).compareTo(transaction.cost()) < 0) {
            return SendOutcome.NO_FUNDS;
        }
        pool(transaction.sender()).put(transaction.nonce(), transaction);
        if (automine) {
            mine();
        }
        return SendOutcome.ACCEPTED;
    }

    private static boolean dearerByTenth(BigInteger fee, BigInteger than) {
        return fee.multiply(BigInteger.TEN).compareTo(than.multiply(BigInteger.valueOf(11))) >= 0;
    }

    @Override
    public synchronized List<Optional<TransactionReceipt>> receipts(List<Hash> transactions) {
        Map<Hash, TransactionReceipt> all = new HashMap<>();
        for (Mined block : blocks) {
            receipts(block).forEach(receipt -> all.put(receipt.transaction(), receipt));
        }
        return transactions.stream()
                .map(hash -> Optional.ofNullable(all.get(hash)))
                .toList();
    }

    @Override
    public synchronized List<TransactionReceipt> blockReceipts(Hash block) {
        return receipts(at(BlockId.hash(block)));
    }

    private static List<TransactionReceipt> receipts(Mined block) {
        List<TransactionReceipt> receipts = new ArrayList<>();
        for (Transaction transaction : block.transactions()) {
            TransactionReceipt.Builder receipt = TransactionReceipt.builder(
                            transaction.hash(),
                            transaction.sender(),
                            block.block().number(),
                            block.block().hash(),
                            receipts.size())
                    .gas(BigInteger.valueOf(GAS), block.baseFee());
            receipts.add(succeeds(transaction) ? receipt.succeeded(List.of()) : receipt.reverted());
        }
        return receipts;
    }

    /** The account that has everything at first. */
    Address rich() {
        return rich;
    }
}
