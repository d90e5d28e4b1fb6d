package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.Deadline;
import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.Hex;
import network.cortensor.sdk.staking.internal.rpc.Question;
import network.cortensor.sdk.staking.internal.rpc.RpcLimits;
import network.cortensor.sdk.staking.internal.rpc.RpcRequest;
import network.cortensor.sdk.staking.internal.rpc.RpcResult;
import network.cortensor.sdk.staking.internal.rpc.RpcServer;
import network.cortensor.sdk.staking.internal.rpc.RpcSocket;
import network.cortensor.sdk.staking.internal.rpc.RpcTransport;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A chain as several endpoints tell it, none of which has to be trusted alone.
 *
 * <p>With n endpoints and a quorum of k, an answer is used only if k of them say the same. Fewer than k that lie, lag, fail or
 * keep silent change nothing but the time that it takes; who was outvoted is kept in {@link #disagreements}. k that lie alike
 * win: a quorum is as good as the independence of those who run its endpoints. Where n - k + 1 fail, there is no answer. With
 * one endpoint, the chain is what that one says.
 *
 * <p>State is read by the hash of a block (EIP-1898), so that all endpoints are asked about the same block; an endpoint that
 * does not have it abstains. The hash of a header is recomputed from its fields. All fields of an answer are read strictly.
 *
 * <p>Each call takes at most {@link ChainOptions#callTimeout}, retries included, and ends when its thread is interrupted. Reads
 * are repeated after failures that may pass, with growing pauses; transactions are not. All methods throw
 *
 * <ul>
 *   <li>{@link LedgerUnavailableException} if too few endpoints answer in time, with the reason of each; as
 *       {@link UnknownBlockException} if they do not have the block; also if the thread is interrupted, whose flag is then set
 *   <li>{@link LedgerEvidenceException} if what is answered does not hold together; as {@link DisagreementException} if
 *       endpoints contradict each other and too few agree
 * </ul>
 *
 * <p>Thread-safe. Whoever opens it closes it.
 */
public final class Chain implements AutoCloseable {
    private static final int HEADERS_KEPT = 256;
    private static final int FORK_DEPTH = 16;
    private static final int RESOLUTIONS = 3;
    private static final long MOST_BLOCKS_OF_A_TIME = 10_000;
    private static final int FEE_BLOCKS = 5;
    private static final int FEE_PERCENTILE = 50;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ChainOptions options;
    private final RpcTransport transport;
    private final Electorate electorate;
    private final Map<Hash, BlockHeader> headers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, BlockHeader> eldest) {
            return size() > HEADERS_KEPT;
        }
    };

    private Chain(ChainOptions options, RpcTransport transport, List<RpcServer> servers) {
        this.options = options;
        this.transport = transport;
        this.electorate = new Electorate(transport, servers);
    }

    /**
     * Asks each endpoint for its chain id. Endpoints that do not answer now are asked before they are first used.
     *
     * @throws LedgerEvidenceException if an endpoint serves another chain than the options say, or than another endpoint
     * @throws LedgerUnavailableException if too few endpoints answer
     * @throws IllegalArgumentException if an endpoint's address or header cannot be sent
     */
    public static Chain open(ChainOptions options) {
        List<RpcServer> servers =
                options.endpoints().stream().map(RpcServer::of).toList();
        RpcTransport transport = RpcTransport.create(
                new RpcLimits(options.connectTimeout(), options.maxAnswerBytes(), options.retries()));
        Chain chain = new Chain(options, transport, servers);
        boolean opened = false;
        try {
            chain.askChainIds();
            opened = true;
            return chain;
        } finally {
            if (!opened) {
                chain.close();
            }
        }
    }

    private void askChainIds() {
        Map<RpcServer, Long> ids = new ConcurrentHashMap<>();
        Poll<Map.Entry<RpcServer, Long>> poll = new Poll<>(
                electorate,
                "Open the chain",
                Question.read(RpcRequest.of("eth_chainId")),
                Poll.value((server, json) -> Vote.of(Map.entry(server, Hex.number("eth_chainId", json)))),
                said -> Canonical.number(BigInteger.valueOf(said.getValue())),
                options.quorum(),
                deadline());
        // Whoever answers here becomes known by it.
        electorate.servers().forEach(RpcServer::becomeKnown);
        poll.gather().forEach(said -> ids.put(said.getKey(), said.getValue()));
        electorate.servers().stream().filter(server -> !ids.containsKey(server)).forEach(RpcServer::becomeUnknown);
        long expected = options.chainId() == 0 ? ids.values().iterator().next() : options.chainId();
        ids.forEach((server, id) -> {
            if (id != expected) {
                throw new LedgerEvidenceException("Open the chain " + expected + ": " + server.name() + " serves chain "
                        + id + "; correct the endpoint, or the chain id of the options");
            }
        });
        electorate.chainId(expected);
    }

    /** The number that tells this chain from others, which transactions are signed for (EIP-155). */
    public long chainId() {
        return electorate.chainId();
    }

    /** As given. */
    public ChainOptions options() {
        return options;
    }

    /** Scheme, host and port of each endpoint. */
    public List<String> endpoints() {
        return electorate.servers().stream().map(RpcServer::name).toList();
    }

    /** What endpoints contradicted each other about, outvoted or not: the last 256, newest last. */
    public List<Disagreement> disagreements() {
        return electorate.disagreements();
    }

    // Blocks

    /**
     * The newest block that the quorum agrees on: the highest number that k endpoints have reached and for which k say the same
     * hash. Where they are on different forks, the newest block below the fork.
     */
    public BlockHeader head() {
        return head(deadline()).value();
    }

    /**
     * The header of a block. Of one that is named by its hash the assurance says that so many endpoints have it, which they may
     * after the chain has left it: that it is in the chain is said only of one that is named by its number, or the newest.
     *
     * @throws UnknownBlockException if too few endpoints have it
     */
    public Assured<BlockHeader> header(BlockId at) {
        Deadline deadline = deadline();
        Poll.Agreed<BlockHeader> agreed = at instanceof BlockId.ByHash byHash
                ? header(byHash.hash(), options.quorum(), deadline)
                : resolve(at, deadline);
        return assured(agreed.value(), agreed, agreed.value());
    }

    /**
     * The headers of blocks that the chain has now, in the order of the numbers, with few exchanges. Each is agreed on by itself:
     * where the chain is reorganised meanwhile, they need not be of one branch.
     *
     * @throws UnknownBlockException if too few endpoints have one of them
     */
    List<BlockHeader> headers(List<Long> numbers) {
        return headers(numbers, deadline());
    }

    private List<BlockHeader> headers(List<Long> numbers, Deadline deadline) {
        return list(
                        "Read " + numbers.size() + " blocks",
                        numbers.stream().map(Chain::headerItem).toList(),
                        BlockHeader::hash,
                        deadline)
                .stream()
                .map(ballot -> keep(ballot.agreed().orElseThrow(ballot::refusal).get(0)))
                .toList();
    }

    private static ListPoll.Item<BlockHeader> headerItem(long number) {
        JsonNode block = RpcRequest.quantity(number);
        return new ListPoll.Item<>("Read block " + number, blockRequest(block), blockForm(block));
    }

    /**
     * The header with a hash that the caller trusts: one that was read before, or that one endpoint sends.
     *
     * @throws UnknownBlockException if no endpoint has it
     */
    BlockHeader headerOf(Hash trusted) {
        return resolve(BlockId.hash(trusted), deadline()).value();
    }

    private Poll.Agreed<BlockHeader> head(Deadline deadline) {
        List<BlockHeader> newest = blockPoll("Read the newest block", RpcRequest.text("latest"), deadline)
                .gather();
        List<BlockHeader> highestFirst = newest.stream()
                .sorted(Comparator.comparingLong(BlockHeader::number).reversed())
                .toList();
        long number = highestFirst.get(options.quorum() - 1).number();
        Map<Hash, List<BlockHeader>> byHash = newest.stream()
                .filter(header -> header.number() == number)
                .collect(Collectors.groupingBy(BlockHeader::hash));
        for (List<BlockHeader> same : byHash.values()) {
            if (same.size() >= options.quorum()) {
                return kept(new Poll.Agreed<>(same, newest.size()));
            }
        }
        return belowFork(number, deadline);
    }

    private Poll.Agreed<BlockHeader> belowFork(long number, Deadline deadline) {
        long lowest = Math.max(0, number - FORK_DEPTH);
        for (long at = number; ; at--) {
            Poll<BlockHeader> poll = blockPoll("Read block " + at, RpcRequest.quantity(at), deadline);
            Optional<Poll.Agreed<BlockHeader>> agreed = poll.tryAgree();
            if (agreed.isPresent()) {
                return kept(agreed.get());
            }
            if (at == lowest || !poll.ballot().isDivided()) {
                throw poll.ballot().refusal();
            }
        }
    }

    private Poll<BlockHeader> blockPoll(String attempt, JsonNode block, Deadline deadline) {
        return new Poll<>(
                electorate,
                attempt,
                Question.read(blockRequest(block)),
                Poll.value(blockForm(block)),
                BlockHeader::hash,
                options.quorum(),
                deadline);
    }

    private static RpcRequest blockRequest(JsonNode block) {
        return RpcRequest.of("eth_getBlockByNumber", block, RpcRequest.flag(false));
    }

    private static Poll.Form<BlockHeader> blockForm(JsonNode block) {
        return (server, json) ->
                json.isNull() ? Vote.abstain(Failure.Kind.UNKNOWN_BLOCK) : Vote.of(numbered(json, block));
    }

    private static BlockHeader numbered(JsonNode json, JsonNode asked) {
        BlockHeader header = Answers.header(json);
        if (asked.textValue().startsWith("0x")
                && !RpcRequest.quantity(header.number()).equals(asked)) {
            throw new LedgerEvidenceException(
                    "Block: expected number " + asked.textValue() + ", found " + header.number());
        }
        return header;
    }

    private Poll.Agreed<BlockHeader> header(Hash hash, int quorum, Deadline deadline) {
        return kept(new Poll<>(
                        electorate,
                        "Read block " + hash,
                        Question.read(
                                RpcRequest.of("eth_getBlockByHash", RpcRequest.text(hash), RpcRequest.flag(false))),
                        Poll.value((server, json) -> json.isNull()
                                ? Vote.<BlockHeader>abstain(Failure.Kind.UNKNOWN_BLOCK)
                                : Vote.of(Answers.header(json).requireHash(hash))),
                        BlockHeader::hash,
                        quorum,
                        deadline)
                .agree());
    }

    private Poll.Agreed<BlockHeader> kept(Poll.Agreed<BlockHeader> agreed) {
        keep(agreed.value());
        return agreed;
    }

    /** A header whose hash was recomputed is what it is, whoever sent it. */
    private BlockHeader keep(BlockHeader header) {
        synchronized (headers) {
            headers.put(header.hash(), header);
        }
        return header;
    }

    private Poll.Agreed<BlockHeader> resolve(BlockId at, Deadline deadline) {
        if (at instanceof BlockId.ByHash byHash) {
            BlockHeader known;
            synchronized (headers) {
                known = headers.get(byHash.hash());
            }
            // The caller says which block: one endpoint is enough to learn its number, as the hash proves it.
            return known == null ? header(byHash.hash(), 1, deadline) : new Poll.Agreed<>(List.of(known), 1);
        }
        if (at instanceof BlockId.ByNumber byNumber) {
            return kept(blockPoll("Read " + at, RpcRequest.quantity(byNumber.number()), deadline)
                    .agree());
        }
        return head(deadline);
    }

    // State of a block

    /**
     * What a contract answers to a call ({@code eth_call}).
     *
     * @throws RevertedException if it refuses the call, with its error
     */
    public Assured<byte[]> call(Call call, BlockId at) {
        String attempt = "Call " + target(call);
        Assured<CallResult> result = read(
                at,
                attempt,
                block -> RpcRequest.of("eth_call", json(call), block),
                Poll.result(json -> Hex.data("eth_call", json)),
                CallResult::digest);
        return result.map(value -> value.orThrow(attempt));
    }

    private static String target(Call call) {
        byte[] data = call.data();
        String function =
                data.length < 4 ? "" : ", function 0x" + HexFormat.of().formatHex(data, 0, 4);
        return call.to().map(Address::toString).orElse("for a new contract")
                + (call.to().isPresent() ? function : "");
    }

    private static JsonNode json(Call call) {
        ObjectNode json = NODES.objectNode();
        call.to().ifPresent(to -> json.set("to", RpcRequest.text(to)));
        call.from().ifPresent(from -> json.set("from", RpcRequest.text(from)));
        json.set("data", RpcRequest.data(call.data()));
        if (call.value().signum() > 0) {
            json.set("value", RpcRequest.quantity(call.value()));
        }
        return json;
    }

    /** The code of a contract; empty if there is none at the address. */
    public Assured<byte[]> code(Address account, BlockId at) {
        return read(
                at,
                "Read the code of " + account,
                block -> RpcRequest.of("eth_getCode", RpcRequest.text(account), block),
                Poll.value((server, json) -> Vote.of(Hex.data("eth_getCode", json))),
                Canonical::data);
    }

    /** What one place of a contract's storage holds; zeros if nothing was put there. */
    public Assured<Hash> storage(Address account, Hash slot, BlockId at) {
        return read(
                at,
                "Read the storage of " + account,
                block -> RpcRequest.of("eth_getStorageAt", RpcRequest.text(account), RpcRequest.text(slot), block),
                Poll.value((server, json) -> Vote.of(Hex.hash("eth_getStorageAt", json))),
                Function.identity());
    }

    /** What an account has, in wei. */
    public Assured<BigInteger> balance(Address account, BlockId at) {
        return read(
                at,
                "Read the balance of " + account,
                block -> RpcRequest.of("eth_getBalance", RpcRequest.text(account), block),
                Poll.value((server, json) -> Vote.of(Hex.quantity("eth_getBalance", json))),
                Canonical::number);
    }

    /** How many transactions of an account are in the chain up to that block: its next nonce then. */
    public Assured<Long> transactionCount(Address account, BlockId at) {
        return read(
                at,
                "Read the transaction count of " + account,
                block -> RpcRequest.of("eth_getTransactionCount", RpcRequest.text(account), block),
                Poll.value((server, json) -> Vote.of(Hex.number("eth_getTransactionCount", json))),
                count -> Canonical.number(BigInteger.valueOf(count)));
    }

    /** Resolves the block first, and again if a reorganisation takes it away in between. */
    private <T> Assured<T> read(
            BlockId at,
            String attempt,
            Function<JsonNode, RpcRequest> request,
            Poll.Reader<T> reader,
            Function<? super T, Hash> digest) {
        Deadline deadline = deadline();
        for (int resolution = 1; ; resolution++) {
            BlockHeader block = resolve(at, deadline).value();
            try {
                Poll.Agreed<T> agreed = new Poll<>(
                                electorate,
                                attempt + " in block " + block.number() + " " + block.hash(),
                                Question.read(request.apply(RpcRequest.block(block.hash()))),
                                reader,
                                digest,
                                options.quorum(),
                                deadline)
                        .agree();
                return assured(agreed.value(), agreed, block);
            } catch (UnknownBlockException e) {
                boolean hopeless = at instanceof BlockId.ByHash || resolution == RESOLUTIONS;
                if (hopeless) {
                    throw e;
                }
            }
        }
    }

    private static <T> Assured<T> assured(T value, Poll.Agreed<?> agreed, BlockHeader block) {
        return new Assured<>(value, agreed.assurance(block));
    }

    /**
     * What an endpoint says of an account and of places of its storage, with the nodes that are to prove it, unchecked.
     *
     * @param slots places, not hashed
     */
    public AccountEvidence proof(Address account, List<Hash> slots, Hash block) {
        return proof(account, slots, block, Function.identity());
    }

    /**
     * As {@link #proof(Address, List, Hash)}, and asks the next endpoint if the check finds that it proves nothing: one honest
     * endpoint is enough.
     *
     * @param check throws a {@link LedgerEvidenceException} if the evidence does not hold
     */
    public <T> T proof(Address account, List<Hash> slots, Hash block, Function<AccountEvidence, T> check) {
        ArrayNode keys = NODES.arrayNode();
        slots.forEach(slot -> keys.add(slot.toString()));
        return evidence(
                "Read a proof of " + account + " in block " + block,
                RpcRequest.of("eth_getProof", RpcRequest.text(account), keys, RpcRequest.block(block)),
                json -> check.apply(Answers.evidence(json, account, slots, block)));
    }

    /**
     * The receipts of a block as an endpoint sends them, in JSON, for a check that proves them by the block's receipts root; asks
     * the next endpoint if the check finds that they do not hold.
     *
     * @param check throws a {@link LedgerEvidenceException} if the evidence does not hold
     */
    public <T> T receiptEvidence(Hash block, Function<String, T> check) {
        return evidence(
                "Read the receipts of block " + block,
                RpcRequest.of("eth_getBlockReceipts", RpcRequest.text(block)),
                json -> check.apply(json.toString()));
    }

    private <T> T evidence(String attempt, RpcRequest request, Function<JsonNode, T> check) {
        return new Poll<>(
                        electorate,
                        attempt,
                        Question.read(request),
                        Poll.value((server, json) -> json.isNull()
                                ? Vote.<T>abstain(Failure.Kind.UNKNOWN_BLOCK)
                                : Vote.of(check.apply(json))),
                        proved -> Electorate.NOTHING,
                        1,
                        deadline())
                .agree()
                .value();
    }

    // Logs and receipts

    /**
     * The logs of a range of blocks, in the order of the chain. Endpoints that do not have the last block, before the logs and
     * after them, abstain.
     *
     * <p>That none was left out is as sure as the quorum; only the receipts of a block can prove it.
     *
     * @throws LogRangeException if endpoints do not answer for so much at once
     */
    public List<ChainLog> logs(LogQuery query) {
        return logs(query, deadline());
    }

    private List<ChainLog> logs(LogQuery query, Deadline deadline) {
        RpcRequest last = blockRequest(RpcRequest.quantity(query.toBlock()));
        Poll<List<ChainLog>> poll = new Poll<>(
                electorate,
                "Read the logs of blocks " + query.fromBlock() + " to " + query.toBlock(),
                Question.read(last, RpcRequest.of("eth_getLogs", json(query)), last),
                (server, results) -> readLogs(results, query),
                Canonical::logs,
                options.quorum(),
                deadline);
        return poll.tryAgree()
                .map(Poll.Agreed::value)
                .orElseThrow(() -> poll.ballot().abstained(Failure.Kind.TOO_LARGE) > 0
                        ? new LogRangeException(query)
                        : poll.ballot().refusal());
    }

    /**
     * The logs of the blocks of one time, in the order of the chain: for what a contract says has happened then. The blocks are
     * found by their headers, with more questions the further they are behind the newest; every log is held against the header
     * of its block. Empty if no block is of that time.
     *
     * @param time as it is in headers, in whole seconds; several blocks may have it
     * @param addresses contracts; at least one
     * @param topics first topics; empty for any event
     * @throws LedgerUnavailableException also if the newest block is older, or the chain changes in between
     * @throws LogRangeException if more than 10,000 blocks are of that time, or endpoints do not answer for so much at once
     */
    public List<ChainLog> logsAt(Instant time, Set<Address> addresses, Set<Hash> topics) {
        Deadline deadline = deadline();
        BlockHeader head = head(deadline).value();
        if (head.timestamp().isBefore(time)) {
            throw new LedgerUnavailableException("Read the logs of " + time + ": the newest block, " + head.number()
                    + ", is of " + head.timestamp() + "; ask again when there is one of that time");
        }
        BlockSearch search = new BlockSearch(
                head.number(),
                head.timestamp(),
                numbers -> headers(numbers, deadline).stream()
                        .map(BlockHeader::timestamp)
                        .toList());
        long first = search.firstNotBefore(time);
        long last = search.firstNotBefore(time.plusSeconds(1)) - 1;
        if (last < first) {
            return List.of();
        }
        LogQuery query = new LogQuery(addresses, topics, first, last);
        if (last - first >= MOST_BLOCKS_OF_A_TIME) {
            throw new LogRangeException(query);
        }
        List<ChainLog> logs = logs(query, deadline);
        requireOfChain(logs, time, deadline);
        return logs;
    }

    /** The headers and the logs were asked for one after the other, and a reorganisation can have come in between. */
    private void requireOfChain(List<ChainLog> logs, Instant time, Deadline deadline) {
        Map<Long, BlockHeader> blocks =
                headers(logs.stream().map(ChainLog::blockNumber).distinct().toList(), deadline).stream()
                        .collect(Collectors.toMap(BlockHeader::number, Function.identity()));
        for (ChainLog log : logs) {
            BlockHeader block = blocks.get(log.blockNumber());
            if (block == null
                    || !block.hash().equals(log.blockHash())
                    || !block.timestamp().equals(time)) {
                throw new LedgerUnavailableException("Read the logs of " + time + ": expected logs of block " + block
                        + ", found one of " + log.blockHash() + "; the chain may be changing right now, try again");
            }
        }
    }

    private static Vote<List<ChainLog>> readLogs(List<RpcResult> results, LogQuery query) {
        for (RpcResult result : results) {
            if (result instanceof RpcResult.Refused refused) {
                return Vote.abstain(refused.error());
            }
        }
        JsonNode before = ((RpcResult.Value) results.get(0)).json();
        JsonNode after = ((RpcResult.Value) results.get(2)).json();
        if (before.isNull() || after.isNull()) {
            return Vote.abstain(Failure.Kind.UNKNOWN_BLOCK);
        }
        Hash last = lastBlock(before, query);
        List<ChainLog> logs = Answers.logs(((RpcResult.Value) results.get(1)).json(), query);
        // The chain was reorganised in between, or several servers are behind one address and not alike.
        boolean moved = !lastBlock(after, query).equals(last)
                || logs.stream()
                        .anyMatch(log -> log.blockNumber() == query.toBlock()
                                && !log.blockHash().equals(last));
        return moved ? Vote.abstain(Failure.Kind.UNKNOWN_BLOCK) : Vote.of(logs);
    }

    private static Hash lastBlock(JsonNode json, LogQuery query) {
        return numbered(json, RpcRequest.quantity(query.toBlock())).hash();
    }

    private static JsonNode json(LogQuery query) {
        ObjectNode json = NODES.objectNode();
        json.set("fromBlock", RpcRequest.quantity(query.fromBlock()));
        json.set("toBlock", RpcRequest.quantity(query.toBlock()));
        json.set("address", texts(query.addresses().stream().sorted().map(RpcRequest::text)));
        if (!query.topics().isEmpty()) {
            json.putArray("topics").add(texts(query.topics().stream().map(RpcRequest::text)));
        }
        return json;
    }

    private static ArrayNode texts(Stream<JsonNode> texts) {
        return NODES.arrayNode().addAll(texts.toList());
    }

    /** The receipts of all transactions of a block, in order. */
    public List<TransactionReceipt> receipts(Hash block) {
        return new Poll<>(
                        electorate,
                        "Read the receipts of block " + block,
                        Question.read(RpcRequest.of("eth_getBlockReceipts", RpcRequest.text(block))),
                        Poll.<List<TransactionReceipt>>value((server, json) -> json.isNull()
                                ? Vote.abstain(Failure.Kind.UNKNOWN_BLOCK)
                                : Vote.of(Answers.receipts(json, block))),
                        Canonical::receipts,
                        options.quorum(),
                        deadline())
                .agree()
                .value();
    }

    /**
     * What became of a transaction. Empty if it is in no block yet, or too few endpoints know of it: those that know nothing of it
     * contradict nobody, as they may be behind.
     */
    public Optional<TransactionReceipt> receipt(Hash transaction) {
        return receipts(List.of(transaction)).get(0);
    }

    /**
     * As {@link #receipt} for each of the transactions, in their order, with few exchanges. One about which endpoints contradict
     * each other, or too few answer, fails them all.
     */
    public List<Optional<TransactionReceipt>> receipts(List<Hash> transactions) {
        return list(
                        "Read the receipts of " + transactions.size() + " transactions",
                        transactions.stream().map(Chain::receiptItem).toList(),
                        receipt -> Canonical.receipts(List.of(receipt)),
                        deadline())
                .stream()
                .map(Ballot::agreedOrAbsent)
                .toList();
    }

    private static ListPoll.Item<TransactionReceipt> receiptItem(Hash transaction) {
        return new ListPoll.Item<>(
                "Read the receipt of " + transaction,
                RpcRequest.of("eth_getTransactionReceipt", RpcRequest.text(transaction)),
                (server, json) ->
                        json.isNull() ? Vote.abstain(Failure.Kind.ABSENT) : Vote.of(receiptOf(json, transaction)));
    }

    private <T> List<Ballot<T>> list(
            String attempt, List<ListPoll.Item<T>> items, Function<? super T, Hash> digest, Deadline deadline) {
        return items.isEmpty()
                ? List.of()
                : new ListPoll<>(electorate, attempt, items, digest, options.quorum(), deadline).hold();
    }

    private static TransactionReceipt receiptOf(JsonNode json, Hash transaction) {
        TransactionReceipt receipt = Answers.receipt(json);
        if (!receipt.transaction().equals(transaction)) {
            throw new LedgerEvidenceException("Receipt: expected that of " + transaction + ", found " + receipt);
        }
        return receipt;
    }

    // Sending

    /**
     * How many transactions of an account there are, those that wait for a block included: the highest number that at least the
     * quorum has reached. Endpoints need not know of the same ones.
     */
    public long pendingTransactionCount(Address account) {
        List<Long> counts = new Poll<>(
                        electorate,
                        "Read the pending transaction count of " + account,
                        Question.read(RpcRequest.of(
                                "eth_getTransactionCount", RpcRequest.text(account), RpcRequest.text("pending"))),
                        Poll.value((server, json) -> Vote.of(Hex.number("eth_getTransactionCount", json))),
                        count -> Electorate.NOTHING,
                        options.quorum(),
                        deadline())
                .gather();
        return counts.stream().sorted(Comparator.reverseOrder()).toList().get(options.quorum() - 1);
    }

    /**
     * Sends a signed transaction to all endpoints, and returns as soon as one takes it, or has it already. It is in no block yet
     * then, and may never be.
     *
     * @return its hash, which is computed here and not taken from an endpoint
     * @throws network.cortensor.sdk.staking.LedgerRefusedException if no endpoint takes it and at least one says why; then it
     *     was not sent through any of those, and none of them knew it
     * @throws LedgerUnavailableException if it is not known whether an endpoint took it: sending the same bytes again is safe
     */
    public Hash send(byte[] signedTransaction) {
        return new Broadcast(electorate, signedTransaction, deadline()).send();
    }

    /**
     * How much gas a call takes now, after the transactions that wait for a block: the middle one of what endpoints say, without
     * margin. What too few say to be outvoted can only be held against a cap.
     *
     * @throws RevertedException if the contract refuses the call
     */
    public BigInteger estimateGas(Call call) {
        String attempt = "Estimate the gas of a call of " + target(call);
        Poll<CallResult> poll = new Poll<>(
                electorate,
                attempt,
                Question.read(RpcRequest.of("eth_estimateGas", json(call), RpcRequest.text("pending"))),
                Poll.result(json -> Hex.quantity("eth_estimateGas", json).toByteArray()),
                CallResult::outcome,
                options.quorum(),
                deadline());
        List<BigInteger> gas = poll.gatherAlike().stream()
                .map(result -> new BigInteger(result.orThrow(attempt)))
                .toList();
        return Answers.middle(gas);
    }

    /** What gas costs now: the middle one of what endpoints say. It can be held against a cap, and no more. */
    public Fees fees() {
        List<Fees> fees = new Poll<>(
                        electorate,
                        "Read the fees",
                        Question.read(RpcRequest.of(
                                "eth_feeHistory",
                                RpcRequest.quantity(FEE_BLOCKS),
                                RpcRequest.text("latest"),
                                NODES.arrayNode().add(FEE_PERCENTILE))),
                        Poll.value((server, json) -> Vote.of(Answers.fees(json))),
                        said -> Electorate.NOTHING,
                        options.quorum(),
                        deadline())
                .gather();
        return new Fees(
                Answers.middle(fees.stream().map(Fees::baseFeePerGas).toList()),
                Answers.middle(fees.stream().map(Fees::priorityFeePerGas).toList()));
    }

    // Subscriptions

    /**
     * Opens a WebSocket to the first endpoint that has one and takes it; empty if none has one.
     *
     * @throws LedgerUnavailableException if none takes it, or this thread is interrupted, whose flag is then set
     */
    Optional<RpcSocket> socket(RpcSocket.Listener listener) {
        List<Endpoint> endpoints = electorate.inTurn().stream()
                .map(RpcServer::endpoint)
                .filter(endpoint -> endpoint.webSocket().isPresent())
                .toList();
        Deadline deadline = deadline();
        LedgerUnavailableException last = null;
        for (Endpoint endpoint : endpoints) {
            try {
                return Optional.of(RpcSocket.open(transport, endpoint, listener, HEARTBEAT, deadline));
            } catch (LedgerUnavailableException e) {
                last = e;
            }
        }
        if (last != null) {
            throw last;
        }
        return Optional.empty();
    }

    private Deadline deadline() {
        return Deadline.in(options.callTimeout());
    }

    /** Ends all calls, which fail, and closes all connections. A second call does nothing. */
    @Override
    public void close() {
        transport.close();
    }

    /** Number of the chain and names of the endpoints. */
    @Override
    public String toString() {
        return "Chain[" + chainId() + ", " + options.quorum() + " of " + endpoints() + "]";
    }
}
