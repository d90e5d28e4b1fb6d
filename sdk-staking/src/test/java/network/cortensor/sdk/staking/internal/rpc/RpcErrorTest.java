package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;

/** Errors in the words of the servers that people run. */
class RpcErrorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REASON = "deadbeef0007";

    private static RpcError read(String method, String error) throws JsonProcessingException {
        return RpcError.read(method, JSON.readTree(error));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NONCE_TOO_LOW      | -32000 | nonce too low: next nonce 5, tx nonce 4
            NONCE_TOO_LOW      | -32003 | nonce too low
            NONCE_TOO_LOW      | -32000 | nonce too low: address 0x1, tx: 5 state: 6
            NONCE_TOO_LOW      | -32000 | OldNonce, Current nonce: 6, nonce of rejected tx: 5
            NONCE_TOO_HIGH     | -32000 | nonce too high: address 0x1, tx: 9 state: 6
            UNDERPRICED        | -32000 | replacement transaction underpriced
            UNDERPRICED        | -32000 | replacement transaction underpriced: new tx gas fee cap 1 <= 2 queued
            UNDERPRICED        | -32010 | ReplacementNotAllowed
            UNDERPRICED        | -32000 | could not replace existing tx
            FEE_TOO_LOW        | -32000 | transaction underpriced
            FEE_TOO_LOW        | -32000 | transaction underpriced: gas tip cap 0, minimum needed 1
            FEE_TOO_LOW        | -32000 | max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1, baseFee: 2
            FEE_TOO_LOW        | -32003 | max fee per gas less than block base fee
            FEE_TOO_LOW        | -32010 | FeeTooLow, MaxFeePerGas too low
            INSUFFICIENT_FUNDS | -32000 | insufficient funds for gas * price + value: address 0x1 have 0 want 1
            INSUFFICIENT_FUNDS | -32003 | Insufficient funds for gas * price + value
            INSUFFICIENT_FUNDS | -32010 | InsufficientFunds, Balance is zero
            ALREADY_KNOWN      | -32000 | already known
            ALREADY_KNOWN      | -32003 | transaction already imported
            ALREADY_KNOWN      | -32000 | ALREADY_EXISTS: already known
            ALREADY_KNOWN      | -32010 | AlreadyKnown
            ALREADY_KNOWN      | -32000 | Known transaction
            UNKNOWN_BLOCK      | -32000 | header not found
            UNKNOWN_BLOCK      | -32000 | header for hash not found
            UNKNOWN_BLOCK      | -32001 | Resource not found
            UNKNOWN_BLOCK      | -32602 | BlockOutOfRangeError: block height is 2 but requested was 153
            UNKNOWN_BLOCK      | -32000 | missing trie node 0x1 (path ) state 0x2 is not available
            UNKNOWN_BLOCK      | -32000 | hash 0x1 is not currently canonical
            RATE_LIMITED       | -32005 | daily request count exceeded, request rate limited
            RATE_LIMITED       | 429    | Your app has exceeded its compute units per second capacity
            RATE_LIMITED       | -32005 | anything
            NO_SUCH_METHOD     | -32601 | the method eth_x does not exist/is not available
            OTHER              | -32000 | intrinsic gas too low
            OTHER              | -32603 | Internal error
            OTHER              | -32000 | unknown transaction type 2
            OTHER              | -32602 | Unknown transaction type
            OTHER              | -32000 | 0x2 is not a known transaction type
            OTHER              | -32000 | transaction is not already known
            ALREADY_KNOWN      | -32000 | unknown reason: known transaction
            OTHER              | -32602 | Failed to decode transaction
            """)
    void kind_wordsOfServers_areUnderstood(RpcError.Kind kind, int code, String message)
            throws JsonProcessingException {
        String error = JSON.writeValueAsString(
                JSON.createObjectNode().put("code", code).put("message", message));
        assertThat(read("eth_sendRawTransaction", error).kind()).isEqualTo(kind);
        assertThat(read("eth_sendRawTransaction", error).code()).isEqualTo(code);
        assertThat(read("eth_sendRawTransaction", error).toString()).doesNotContain(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":3,\"message\":\"execution reverted: custom error 0xdeadbeef\",\"data\":\"0x" + REASON
                        + "\"}",
                "{\"code\":-32000,\"message\":\"execution reverted\",\"data\":\"0x" + REASON + "\"}",
                "{\"code\":-32015,\"message\":\"VM execution error.\",\"data\":\"Reverted 0x" + REASON + "\"}",
                "{\"code\":-32603,\"message\":\"execution reverted\",\"data\":{\"data\":\"0x" + REASON + "\"}}",
                "{\"code\":-32603,\"message\":\"VM Exception while processing transaction: reverted with custom error\","
                        + "\"data\":{\"message\":\"x\",\"data\":\"0x" + REASON + "\"}}",
                "{\"code\":-32603,\"message\":\"execution reverted\",\"data\":{\"originalError\":{\"data\":\"0x"
                        + REASON + "\"}}}",
                "{\"code\":-32000,\"message\":\"VM Exception while processing transaction: revert\","
                        + "\"data\":{\"0xabc\":{\"error\":\"revert\",\"return\":\"0x" + REASON + "\"}}}",
                "{\"code\":-32000,\"message\":\"execution reverted: 0x" + REASON + "\"}",
                "{\"code\":3,\"message\":\"anything\",\"data\":\"0x" + REASON + "\"}"
            })
    void revert_data_isFoundWhereverItIs(String error) throws JsonProcessingException {
        RpcError read = read("eth_call", error);
        assertThat(read.kind()).isEqualTo(RpcError.Kind.REVERTED);
        assertThat(HexFormat.of().formatHex(read.revertData())).isEqualTo(REASON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x\"}",
                "{\"code\":3,\"message\":\"execution reverted\"}",
                "{\"code\":-32000,\"message\":\"execution reverted: by s3cr3t\"}",
                "{\"code\":-32000,\"message\":\"execution reverted\",\"data\":\"0x123\"}",
                "{\"code\":-32000,\"message\":\"execution reverted\",\"data\":[\"0x12\"]}",
                "{\"code\":-32000,\"message\":\"execution reverted\",\"data\":{\"data\":{\"data\":{\"data\":{\"data\":\"0x12\"}}}}}",
                "{\"code\":-32603,\"message\":\"EVM error InvalidFEOpcode\"}",
                "{\"code\":-32000,\"message\":\"out of gas\"}",
                "{\"code\":-32000,\"message\":\"invalid opcode: INVALID\"}"
            })
    void revert_withoutData_isARevertAllTheSame(String error) throws JsonProcessingException {
        RpcError read = read("eth_call", error);
        assertThat(read.kind()).isEqualTo(RpcError.Kind.REVERTED);
        assertThat(read.revertData()).isEmpty();
    }

    @Test
    void range_wordsOfOtherMethods_areNoRange() throws JsonProcessingException {
        String error = "{\"code\":-32005,\"message\":\"query returned more than 10000 results\"}";
        assertThat(read("eth_getLogs", error).kind()).isEqualTo(RpcError.Kind.RANGE_TOO_LARGE);
        assertThat(read("eth_call", error).kind()).isEqualTo(RpcError.Kind.RATE_LIMITED);
    }

    @Test
    void error_withoutCodeOrText_isSomethingElse() throws JsonProcessingException {
        assertThat(read("eth_call", "{}").kind()).isEqualTo(RpcError.Kind.OTHER);
        assertThat(read("eth_call", "{\"code\":\"3\",\"message\":7}").code()).isEqualTo(3);
    }
}
