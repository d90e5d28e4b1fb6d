package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error of JSON-RPC without its text: a code, what it means, and the data of a revert.
 *
 * <p>JSON-RPC says little about codes and Ethereum's servers use the same one for anything, so the kind is found in the text,
 * by the words of go-ethereum, Nitro, Erigon, Nethermind, Besu, Reth and anvil. A text that is not known is {@link Kind#OTHER},
 * never success. Immutable.
 */
public final class RpcError {
    private static final Pattern HEX = Pattern.compile("0x((?:[0-9a-fA-F]{2})*)");
    private static final int SELECTOR_DIGITS = 8;

    /** What an error means for whoever asked. */
    public enum Kind {
        /** The contract, or the EVM, refused the call: an answer like any other. */
        REVERTED,
        /** The server does not have the block, or not its state: it is behind, or has pruned it. */
        UNKNOWN_BLOCK,
        /** Too many blocks or events at once. */
        RANGE_TOO_LARGE,
        /** Too many requests. */
        RATE_LIMITED,
        /** A transaction with this nonce is in the chain already. */
        NONCE_TOO_LOW,
        /** There is a gap before this nonce, and the server does not keep what is behind one. */
        NONCE_TOO_HIGH,
        /** There is a transaction with this nonce, and this one does not offer enough more to replace it. */
        UNDERPRICED,
        /** The account cannot pay for value and gas. */
        INSUFFICIENT_FUNDS,
        /** The server has this transaction. */
        ALREADY_KNOWN,
        /** The fee is below what the next block, or the server, asks for. */
        FEE_TOO_LOW,
        /** The server does not have this method, or does not serve it to this caller. */
        NO_SUCH_METHOD,
        /** Anything else. */
        OTHER
    }

    /** Looked for in this order, in lower case. */
    private static final List<Map.Entry<Kind, List<String>>> WORDS = List.of(
            Map.entry(
                    Kind.NONCE_TOO_LOW, List.of("nonce too low", "nonce is too low", "oldnonce", "invalid nonce; got")),
            Map.entry(Kind.NONCE_TOO_HIGH, List.of("nonce too high", "nonce is too high", "noncegap", "nonce gap")),
            Map.entry(
                    Kind.ALREADY_KNOWN,
                    List.of(
                            "already known",
                            "already imported",
                            "known transaction",
                            "alreadyknown",
                            "already_exists",
                            "already in mempool",
                            "already exists in the pool")),
            Map.entry(
                    Kind.UNDERPRICED,
                    List.of(
                            "replacement transaction underpriced",
                            "replacement fee too low",
                            "replacementnotallowed",
                            "could not replace existing")),
            Map.entry(
                    Kind.FEE_TOO_LOW,
                    List.of(
                            "less than block base fee",
                            "transaction underpriced",
                            "below configured minimum",
                            "fee too low",
                            "feetoolow",
                            "gas price is less than basefee",
                            "fee cap less than",
                            "gas price below",
                            "tip cap below",
                            "gas tip cap")),
            Map.entry(
                    Kind.INSUFFICIENT_FUNDS,
                    List.of("insufficient funds", "insufficient balance", "insufficientfunds", "lack of funds")),
            Map.entry(
                    Kind.UNKNOWN_BLOCK,
                    List.of(
                            "header not found",
                            "header for hash not found",
                            "unknown block",
                            "block not found",
                            "blockoutofrange",
                            "resource not found",
                            "missing trie node",
                            "state not available",
                            "state is not available",
                            "historical state",
                            "state already pruned",
                            "state histories haven't been",
                            "could not find block",
                            "not currently canonical",
                            "distance to target block exceeds")),
            Map.entry(
                    Kind.RATE_LIMITED,
                    List.of(
                            "rate limit",
                            "too many requests",
                            "request limit",
                            "requests per second",
                            "compute units per second",
                            "request count exceeded",
                            "capacity exceeded",
                            "exceeded its throughput")));

    /** Before words, these turn them round: "unknown transaction type" is no "known transaction". */
    private static final List<String> DENIALS = List.of("un", "not ", "not a ");

    private static final List<String> RANGE = List.of(
            "query returned more than",
            "block range",
            "range is too large",
            "range too large",
            "range too wide",
            "range limit",
            "blocks range",
            "too many blocks",
            "too many results",
            "too many logs",
            "logs matched",
            "exceeds limit",
            "exceeds the limit",
            "exceed max",
            "exceeds max",
            "response size",
            "response is too big",
            "result set too large",
            "limited to",
            "query timeout",
            "query exceeds");

    private static final List<String> STOPPED = List.of(
            "execution reverted",
            "vm execution error",
            "transaction reverted",
            "vm exception while processing",
            "reverted with",
            "out of gas",
            "gas required exceeds",
            "invalid opcode",
            "evm error",
            "evm reverted",
            "stack underflow",
            "stack limit reached",
            "invalid jump",
            "write protection",
            "return data out of bounds",
            "max call depth",
            "max code size exceeded",
            "max initcode size exceeded");

    /** Codes of who does not know what a list of requests is: parse error, invalid request, no such method. */
    private static final Set<Integer> UNREAD = Set.of(-32700, -32600, -32601);

    private final int code;
    private final Kind kind;
    private final boolean refusesBatches;
    private final byte[] revertData;

    private RpcError(int code, Kind kind, boolean refusesBatches, byte[] revertData) {
        this.code = code;
        this.refusesBatches = refusesBatches;
        this.kind = kind;
        this.revertData = revertData;
    }

    /** Judges an error object of an answer to {@code method}. Its text is looked at and not kept. */
    static RpcError read(String method, JsonNode error) {
        int code = error.path("code").asInt();
        String text = error.path("message").asText().toLowerCase(Locale.ROOT);
        JsonNode data = error.path("data");
        if (isRevert(code, text, data)) {
            return new RpcError(code, Kind.REVERTED, false, revertData(text, data));
        }
        Kind kind = kind(method, code, text);
        boolean unread = UNREAD.contains(code) && (kind == Kind.NO_SUCH_METHOD || kind == Kind.OTHER);
        return new RpcError(code, kind, unread || text.contains("batch"), new byte[0]);
    }

    private static boolean isRevert(int code, String text, JsonNode data) {
        boolean byCode = code == 3;
        boolean byData = data.isTextual() && data.textValue().startsWith("Reverted");
        return byCode || byData || STOPPED.stream().anyMatch(text::contains);
    }

    private static Kind kind(String method, int code, String text) {
        boolean limitExceeded = code == -32005 || code == 429;
        if (method.equals("eth_getLogs") && (code == -32005 || RANGE.stream().anyMatch(text::contains))) {
            return Kind.RANGE_TOO_LARGE;
        }
        for (Map.Entry<Kind, List<String>> kind : WORDS) {
            if (kind.getValue().stream().anyMatch(words -> says(text, words))) {
                return kind.getKey();
            }
        }
        if (limitExceeded) {
            return Kind.RATE_LIMITED;
        }
        return code == -32601 ? Kind.NO_SUCH_METHOD : Kind.OTHER;
    }

    private static boolean says(String text, String words) {
        for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
            int begin = at;
            if (DENIALS.stream().noneMatch(denial -> text.startsWith(denial, begin - denial.length()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds what the contract encoded: in {@code data}, in an object below it, or behind a word of a text. Erigon, geth, Nitro,
     * Reth and anvil send the first, development chains and gateways the second, Parity's heirs the third.
     */
    private static byte[] revertData(String text, JsonNode data) {
        byte[] found = hex(data, 0);
        if (found != null) {
            return found;
        }
        Matcher quoted = HEX.matcher(text);
        while (quoted.find()) {
            if (quoted.group(1).length() >= SELECTOR_DIGITS) {
                return HexFormat.of().parseHex(quoted.group(1));
            }
        }
        return new byte[0];
    }

    private static byte @Nullable [] hex(JsonNode data, int depth) {
        if (data.isTextual()) {
            String text = data.textValue();
            Matcher digits = HEX.matcher(text.startsWith("Reverted ") ? text.substring("Reverted ".length()) : text);
            return digits.matches() ? HexFormat.of().parseHex(digits.group(1)) : null;
        }
        if (!data.isObject() || depth == 3) {
            return null;
        }
        for (String name : List.of("data", "originalError", "result", "return", "output")) {
            byte[] below = hex(data.path(name), depth + 1);
            if (below != null) {
                return below;
            }
        }
        // Ganache: by the hash of the transaction that did not come to be.
        return data.size() == 1 ? hex(data.elements().next(), depth + 1) : null;
    }

    /** The server's number for it. */
    public int code() {
        return code;
    }

    /** What it means. */
    public Kind kind() {
        return kind;
    }

    /** Whether it says, as the answer to a batch, that the batch is at fault, and not what is in it. */
    boolean refusesBatches() {
        return refusesBatches;
    }

    /** What the contract gave as its reason; empty if it gave none, or the error is no revert. A new array each time. */
    public byte[] revertData() {
        return revertData.clone();
    }

    @Override
    public String toString() {
        return kind + " (" + code + ")";
    }
}
