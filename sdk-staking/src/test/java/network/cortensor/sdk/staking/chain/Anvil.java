package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A development chain of its own on a loopback port that was free: real EVM, real JSON-RPC, accounts with 10,000 ether whose
 * keys are known. It ends with {@link #close}, and does not outlive the JVM.
 *
 * <p>Start-up takes a tenth of a second, so one for each test is fine. Thread-safe.
 *
 * <pre>{@code
 * try (Anvil anvil = Anvil.start(StakeTest.class)) {
 *     Anvil.Account rich = anvil.account(0);
 *     ... anvil.uri() ...
 *     anvil.mine(3);
 * }
 * }</pre>
 */
public final class Anvil implements AutoCloseable {

    /** Far more than is needed on a busy machine. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Pattern ACCOUNT = Pattern.compile("\\(\\d+\\) (0x[0-9a-fA-F]{40}) .*");
    private static final Pattern SECRET = Pattern.compile("\\(\\d+\\) 0x([0-9a-fA-F]{64})");
    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .build();

    private final Options options;
    private final Process process;
    private final Thread reaper;
    private final Started started;
    private final AtomicLong ids = new AtomicLong();

    /** When blocks are made, and what is in them. Immutable; start with {@link Anvil#options()}. */
    public static final class Options {
        private final List<String> arguments;
        private final long chainId;

        private Options(List<String> arguments, long chainId) {
            this.arguments = arguments;
            this.chainId = chainId;
        }

        /** A block for each transaction, at once: the default. */
        public Options automine() {
            return without("--no-mining").without("--block-time").without("--mixed-mining");
        }

        /** No block until {@link Anvil#mine} makes one. */
        public Options mineOnDemand() {
            return automine().with("--no-mining");
        }

        /** A block every so many whole seconds, and none for a transaction. */
        public Options blockTime(Duration time) {
            return automine().with("--block-time", String.valueOf(time.toSeconds()));
        }

        /** A block for each transaction, and one every so many whole seconds. */
        public Options mixedMining(Duration time) {
            return blockTime(time).with("--mixed-mining");
        }

        /** Another chain id than 31337. */
        public Options chainId(long id) {
            return new Options(without("--chain-id").with("--chain-id", String.valueOf(id)).arguments, id);
        }

        /** Another gas limit of a block than 30,000,000. */
        public Options gasLimit(long gas) {
            return without("--gas-limit").with("--gas-limit", String.valueOf(gas));
        }

        /** More or fewer accounts than ten. */
        public Options accounts(int count) {
            return without("--accounts").with("--accounts", String.valueOf(count));
        }

        /** The base fee of the first block, in wei; it then moves by EIP-1559. */
        public Options baseFee(long wei) {
            return without("--base-fee").with("--base-fee", String.valueOf(wei));
        }

        /** When the first block was made. */
        public Options genesis(Instant time) {
            return without("--timestamp").with("--timestamp", String.valueOf(time.getEpochSecond()));
        }

        /** Rules of another fork than the newest, such as {@code cancun}. */
        public Options fork(String name) {
            return without("--hardfork").with("--hardfork", name);
        }

        /** How many transactions fit into a block. */
        public Options maxTransactions(int count) {
            return without("--max-transactions").with("--max-transactions", String.valueOf(count));
        }

        /** Any other argument of the program. */
        public Options with(String... more) {
            List<String> all = new ArrayList<>(arguments);
            all.addAll(List.of(more));
            return new Options(List.copyOf(all), chainId);
        }

        private Options without(String name) {
            int at = arguments.indexOf(name);
            if (at < 0) {
                return this;
            }
            List<String> all = new ArrayList<>(arguments);
            all.remove(at);
            if (at < all.size() && !all.get(at).startsWith("--")) {
                all.remove(at);
            }
            return new Options(List.copyOf(all), chainId);
        }
    }

    /** An account of the chain, its key and all. The key is in public documentation: good for nothing but tests. */
    public static final class Account {
        private final Address address;
        private final byte[] secret;

        private Account(Address address, byte[] secret) {
            this.address = address;
            this.secret = secret;
        }

        public Address address() {
            return address;
        }

        /** The 32 bytes of the secp256k1 secret; a new array each time. */
        public byte[] secret() {
            return secret.clone();
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** An error that the node answered with. Tests may look at what it says; the product never does. */
    public static final class RpcError extends AssertionError {
        private static final long serialVersionUID = 1L;

        private final int code;

        RpcError(String method, JsonNode error) {
            super(method + ": " + error);
            this.code = error.path("code").asInt();
        }

        public int code() {
            return code;
        }
    }

    private record Started(int port, List<Account> accounts) {}

    private Anvil(Path program, Options options) {
        this.options = options;
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-request-size-limit",
                // What does not fit into memory any more would go to a folder in the user's home, and stay there.
                "--max-persisted-states",
                "0",
                "--color",
                "never"));
        command.addAll(options.arguments);
        try {
            this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException("anvil cannot be started", e);
        }
        this.reaper = new Thread(process::destroyForcibly, "ends anvil");
        Runtime.getRuntime().addShutdownHook(reaper);
        CompletableFuture<Started> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process.inputReader(), ready), "reads what anvil says");
        reader.setDaemon(true);
        reader.start();
        try {
            this.started =
                    ready.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
            call("eth_chainId");
        } catch (CompletionException | UncheckedIOException e) {
            close();
            throw e;
        }
    }

    /** Starts a chain that mines each transaction at once, and waits until it answers; skips the test where anvil is missing. */
    public static Anvil start(Class<?> test) {
        return start(test, options());
    }

    /** As {@link #start(Class)}, with options. */
    public static Anvil start(Class<?> test, Options options) {
        return new Anvil(Peers.anvil(test), options);
    }

    public static Options options() {
        return new Options(List.of(), 31337);
    }

    /** {@code http://127.0.0.1:port}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + started.port());
    }

    /** {@code ws://127.0.0.1:port}. */
    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + started.port());
    }

    public long chainId() {
        return options.chainId;
    }

    /** The account of this index, from 0. */
    public Account account(int index) {
        return started.accounts().get(index);
    }

    public List<Account> accounts() {
        return started.accounts();
    }

    /**
     * Calls any method of the node. Parameters may be what Jackson writes, and {@link Address}, {@link Hash}, {@code byte[]}
     * (data), {@link BigInteger} and {@code Long} (quantities).
     *
     * @throws RpcError if the node answers with an error
     */
    public JsonNode call(String method, Object... parameters) {
        ArrayNode array = JSON.createArrayNode();
        for (Object parameter : parameters) {
            array.add(json(parameter));
        }
        ObjectNode request = JSON.createObjectNode()
                .put("jsonrpc", "2.0")
                .put("id", ids.incrementAndGet())
                .put("method", method)
                .set("params", array);
        JsonNode answer = exchange(request);
        if (answer.has("error")) {
            throw new RpcError(method, answer.get("error"));
        }
        return answer.get("result");
    }

    private JsonNode exchange(JsonNode request) {
        try {
            HttpRequest post = HttpRequest.newBuilder(uri())
                    .timeout(DEADLINE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
                    .build();
            return JSON.readTree(
                    HTTP.send(post, HttpResponse.BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            throw new UncheckedIOException("anvil does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static JsonNode json(Object value) {
        if (value instanceof Address || value instanceof Hash) {
            return JSON.getNodeFactory().textNode(value.toString());
        }
        if (value instanceof byte[] data) {
            return JSON.getNodeFactory().textNode("0x" + HexFormat.of().formatHex(data));
        }
        if (value instanceof BigInteger quantity) {
            return JSON.getNodeFactory().textNode("0x" + quantity.toString(16));
        }
        if (value instanceof Long quantity) {
            return JSON.getNodeFactory().textNode("0x" + Long.toHexString(quantity));
        }
        return JSON.valueToTree(value);
    }

    // The chain as it is

    /** The number of the newest block. */
    public long blockNumber() {
        return Long.decode(call("eth_blockNumber").textValue());
    }

    /** The hash of a block of the chain. */
    public Hash blockHash(long number) {
        return Hash.parse(
                call("eth_getBlockByNumber", number, false).get("hash").textValue());
    }

    /** In wei, in the newest block. */
    public BigInteger balance(Address account) {
        return quantity(call("eth_getBalance", account, "latest"));
    }

    /** How many transactions of the account are in the chain up to the newest block. */
    public long transactionCount(Address account) {
        return quantity(call("eth_getTransactionCount", account, "latest")).longValueExact();
    }

    /** Whether a block of the chain has this transaction. */
    public boolean isMined(Hash transaction) {
        return !call("eth_getTransactionReceipt", transaction).isNull();
    }

    /** Waits until a block has this transaction: also a chain that mines each at once does so a moment after it took it. */
    public void awaitMined(Hash transaction) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!isMined(transaction)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no block has transaction " + transaction);
            }
            Thread.onSpinWait();
        }
    }

    private static BigInteger quantity(JsonNode value) {
        return new BigInteger(value.textValue().substring(2), 16);
    }

    // The chain as it is to be

    /** Makes one block. */
    public void mine() {
        mine(1);
    }

    /** Makes so many blocks, each a second after the other. */
    public void mine(long blocks) {
        call("anvil_mine", blocks, 1L);
    }

    /** From now on, a transaction is put into a block at once, or not. */
    public void setAutomine(boolean on) {
        call("evm_setAutomine", on);
    }

    /** The time of the next block; it must be after that of the newest. */
    public void setNextBlockTimestamp(Instant time) {
        call("evm_setNextBlockTimestamp", time.getEpochSecond());
    }

    /** Moves the clock of the chain on; the next block shows it. */
    public void increaseTime(Duration by) {
        call("evm_increaseTime", by.toSeconds());
    }

    public void setNextBaseFee(BigInteger wei) {
        call("anvil_setNextBlockBaseFeePerGas", wei);
    }

    public void setBalance(Address account, BigInteger wei) {
        call("anvil_setBalance", account, wei);
    }

    public void setNonce(Address account, long nonce) {
        call("anvil_setNonce", account, nonce);
    }

    public void setCode(Address account, byte[] code) {
        call("anvil_setCode", account, code);
    }

    public void setStorage(Address account, Hash slot, Hash value) {
        call("anvil_setStorageAt", account, slot, value);
    }

    /** Forgets a transaction that waits for a block; returns whether there was one. */
    public boolean dropTransaction(Hash transaction) {
        return !call("anvil_dropTransaction", transaction).isNull();
    }

    /** Forgets all transactions that wait for a block. */
    public void dropAllTransactions() {
        call("anvil_dropAllTransactions");
    }

    /** Remembers the chain as it is; {@link #revert} goes back to it once. */
    public String snapshot() {
        return call("evm_snapshot").textValue();
    }

    /** Goes back to a snapshot, which is used up with it, as are those after it. */
    public void revert(String snapshot) {
        if (!call("evm_revert", snapshot).booleanValue()) {
            throw new AssertionError("anvil knows no snapshot " + snapshot);
        }
    }

    /**
     * Replaces the newest {@code depth} blocks with as many others, whose hashes differ. They are empty: what was in the old
     * ones is in no block after it, and not waiting for one either.
     */
    public void reorg(int depth) {
        call("anvil_reorg", depth, List.of());
    }

    /** Takes the newest {@code depth} blocks away and puts none in their place. */
    public void rollback(int depth) {
        call("anvil_rollback", depth);
    }

    /** Has the node send as {@code from}, whoever that is, without a signature; returns the transaction. */
    public Hash sendAs(Address from, Address to, byte[] data, BigInteger wei) {
        call("anvil_impersonateAccount", from);
        ObjectNode transaction = JSON.createObjectNode()
                .put("from", from.toString())
                .put("to", to.toString())
                .put("data", "0x" + HexFormat.of().formatHex(data))
                .put("value", "0x" + wei.toString(16));
        return Hash.parse(call("eth_sendTransaction", transaction).textValue());
    }

    /** Has the node deploy a contract for {@code from}, waits until it is mined, and returns where it is. */
    public Address deployAs(Address from, byte[] initCode) {
        call("anvil_impersonateAccount", from);
        ObjectNode transaction = JSON.createObjectNode()
                .put("from", from.toString())
                .put("data", "0x" + HexFormat.of().formatHex(initCode));
        Hash hash = Hash.parse(call("eth_sendTransaction", transaction).textValue());
        awaitMined(hash);
        JsonNode receipt = call("eth_getTransactionReceipt", hash);
        if (!Objects.equals(receipt.path("status").textValue(), "0x1")) {
            throw new AssertionError("the deployment failed: " + receipt);
        }
        return Address.parse(receipt.get("contractAddress").textValue());
    }

    // The process

    /** Reads on after the node is ready: a full pipe would stop it. */
    private static void read(BufferedReader output, CompletableFuture<Started> ready) {
        StringBuilder said = new StringBuilder();
        List<Address> addresses = new ArrayList<>();
        List<byte[]> secrets = new ArrayList<>();
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (ready.isDone()) {
                    continue;
                }
                said.append(line).append('\n');
                Matcher account = ACCOUNT.matcher(line);
                Matcher secret = SECRET.matcher(line);
                Matcher listening = LISTENING.matcher(line);
                if (account.matches()) {
                    addresses.add(Address.parse(account.group(1)));
                } else if (secret.matches()) {
                    secrets.add(HexFormat.of().parseHex(secret.group(1)));
                } else if (listening.matches()) {
                    ready.complete(new Started(Integer.parseInt(listening.group(1)), accounts(addresses, secrets)));
                }
            }
            ready.completeExceptionally(new IllegalStateException("anvil ended instead of being ready:\n" + said));
        } catch (IOException e) {
            // A node that is killed takes its pipe with it; by then nobody waits.
            ready.completeExceptionally(e);
        }
    }

    private static List<Account> accounts(List<Address> addresses, List<byte[]> secrets) {
        return IntStream.range(0, addresses.size())
                .mapToObj(index -> new Account(addresses.get(index), secrets.get(index)))
                .toList();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the node; a second time does nothing. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("anvil cannot be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook with it.
        }
    }
}
