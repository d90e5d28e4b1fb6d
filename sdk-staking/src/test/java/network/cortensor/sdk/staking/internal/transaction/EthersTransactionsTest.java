package network.cortensor.sdk.staking.internal.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.Peers;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signs the transactions of type 2 of the npm package {@code @ethersproject/testcases} and compares byte for byte. Left out
 * are those with access lists, which nothing here sends, and those that no chain takes: for no chain, or with a priority
 * fee above the fee.
 */
class EthersTransactionsTest {
    private static final int CASES = 1024;
    private static final int SIGNATURES = 1792;
    private static final int APPLICABLE = 248;

    @Test
    void sign_transactionsOfEthers_givesTheirBytes() throws IOException {
        int cases = 0;
        int applicable = 0;
        for (JsonNode vector : vectors()) {
            JsonNode transaction = vector.get("tx");
            if (transaction.get("type").asInt() == 2) {
                cases++;
                if (isApplicable(transaction)) {
                    applicable++;
                    check(vector);
                }
            }
        }
        System.out.println("typed-transactions.json.gz of @ethersproject/testcases: " + applicable + " applicable of "
                + cases + " cases of type 2, signed byte for byte");
        assertThat(cases).isEqualTo(CASES);
        assertThat(applicable).isEqualTo(APPLICABLE);
    }

    @Test
    void sign_digestsOfTransactionsOfEthers_givesTheirSignatures() throws IOException {
        int cases = 0;
        for (JsonNode vector : vectors()) {
            try (TransactionSigner signer = TransactionSigner.ofKey(bytes(vector.get("key")))) {
                Signature signature = Signature.by(signer, Hash.keccak256(bytes(vector.get("unsigned"))));
                String end = rlp(BigInteger.valueOf(signature.yParity()))
                        + rlp(number(signature.r()))
                        + rlp(number(signature.s()));
                assertThat(vector.get("signed").textValue())
                        .as(vector.get("name").asText())
                        .endsWith(end);
            }
            cases++;
        }
        System.out.println("typed-transactions.json.gz of @ethersproject/testcases: " + cases + " signatures");
        assertThat(cases).isEqualTo(SIGNATURES);
    }

    private static JsonNode vectors() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(
                Peers.ethersTestcases(EthersTransactionsTest.class, "typed-transactions.json.gz")))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static BigInteger number(Hash hash) {
        return new BigInteger(1, hash.bytes());
    }

    private static String rlp(BigInteger number) {
        if (number.signum() == 0) {
            return "80";
        }
        String digits = number.toString(16);
        String bytes = digits.length() % 2 == 0 ? digits : "0" + digits;
        return bytes.length() == 2 && number.bitLength() < 8
                ? bytes
                : Integer.toHexString(0x80 + bytes.length() / 2) + bytes;
    }

    private static boolean isApplicable(JsonNode transaction) {
        return transaction.path("accessList").isEmpty()
                && transaction.path("chainId").asLong() > 0
                && number(transaction, "maxPriorityFeePerGas").compareTo(number(transaction, "maxFeePerGas")) <= 0;
    }

    private static void check(JsonNode vector) {
        String name = vector.get("name").asText();
        DynamicFeeTransaction transaction = transaction(vector.get("tx"));
        try (TransactionSigner signer = TransactionSigner.ofKey(bytes(vector.get("key")))) {
            assertThat(signer.address()).as(name).isEqualTo(address(vector.get("address")));
            SignedTransaction signed = transaction.sign(signer);

            assertThat(transaction.signingHash()).as(name).isEqualTo(Hash.keccak256(bytes(vector.get("unsigned"))));
            assertThat(signed.bytes()).as(name).isEqualTo(bytes(vector.get("signed")));
            assertThat(signed.hash()).as(name).isEqualTo(Hash.keccak256(signed.bytes()));
            assertThat(signed.sender()).as(name).isEqualTo(signer.address());
        }
    }

    private static DynamicFeeTransaction transaction(JsonNode transaction) {
        DynamicFeeTransaction.Builder builder = DynamicFeeTransaction.builder(
                        transaction.get("chainId").asLong(),
                        transaction.path("nonce").asLong())
                .gasLimit(number(transaction, "gasLimit").longValueExact())
                .fees(number(transaction, "maxPriorityFeePerGas"), number(transaction, "maxFeePerGas"))
                .value(number(transaction, "value"));
        if (transaction.has("to")) {
            builder.to(address(transaction.get("to")));
        }
        if (transaction.has("data")) {
            builder.data(bytes(transaction.get("data")));
        }
        return builder.build();
    }

    private static BigInteger number(JsonNode object, String name) {
        String hex = object.path(name).asText("0x").substring(2);
        return hex.isEmpty() ? BigInteger.ZERO : new BigInteger(hex, 16);
    }

    private static Address address(JsonNode text) {
        return Address.decode(bytes(text));
    }

    private static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.textValue().substring(2));
    }
}
