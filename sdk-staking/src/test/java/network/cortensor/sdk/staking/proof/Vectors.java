package network.cortensor.sdk.staking.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Finds and reads the vectors of others, which are not part of this repository. */
final class Vectors {
    static final String ARBITRUM = "arbitrum-broadcast_proof_block_207673361.json";
    static final String OUTBOX = "ethereum-output_storage_proof_block_9567705.json";

    /** All proofs of Sepolia and of Arbitrum Sepolia. */
    static final List<String> PROOFS = List.of(
            ARBITRUM,
            "ethereum-arb_pointer_proof_block_9561476.json",
            "ethereum-arb_pointer_proof_block_9747805.json",
            "ethereum-broadcast_proof_block_9496454.json",
            OUTBOX);

    private static final String PROPERTY = "cortensor.vectors";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Fields of a header in its order; those with a star are numbers. */
    private static final List<String> HEADER = List.of(
            "parentHash",
            "sha3Uncles",
            "miner",
            "stateRoot",
            "transactionsRoot",
            "receiptsRoot",
            "logsBloom",
            "*difficulty",
            "*number",
            "*gasLimit",
            "*gasUsed",
            "*timestamp",
            "extraData",
            "mixHash",
            "nonce",
            "*baseFeePerGas",
            "withdrawalsRoot",
            "*blobGasUsed",
            "*excessBlobGas",
            "parentBeaconBlockRoot",
            "requestsHash");

    private Vectors() {}

    /** Returns the folder of one suite, or skips the calling test when the property is not set. */
    static Path folder(Class<?> test, String suite) {
        String given = System.getProperty(PROPERTY, "").trim();
        if (given.isEmpty()) {
            System.out.println("SKIPPED: " + test.getSimpleName() + " needs -D" + PROPERTY
                    + "=<folder of vectors>, suite '" + suite + "'");
        }
        assumeFalse(given.isEmpty(), "-D" + PROPERTY + " is not set");
        // Maven runs tests in the module's folder; a relative path was most likely meant from the one above.
        Path asGiven = Path.of(given);
        Path root = Files.isDirectory(asGiven) ? asGiven : Path.of("..").resolve(asGiven);
        Path direct = root.resolve(suite);
        Path folder =
                Files.isDirectory(direct) ? direct : root.resolve("vectors").resolve(suite);
        assertThat(folder)
                .as("-D" + PROPERTY + " is set, so the suite must be there")
                .isDirectory();
        return folder;
    }

    static byte[] proof(Class<?> test, String name) {
        return read(folder(test, "proofs").resolve(name));
    }

    static JsonNode receiptsJson(Class<?> test, String name) {
        return json(read(folder(test, "receipts").resolve(name)));
    }

    static BlockHeader header(JsonNode block) {
        List<byte[]> fields = new ArrayList<>();
        for (String field : HEADER) {
            boolean number = field.startsWith("*");
            JsonNode value = block.get(number ? field.substring(1) : field);
            if (value != null) {
                fields.add(number ? RlpBytes.ofNumber(quantity(value)).bytes() : bytes(value));
            }
        }
        return BlockHeader.of(fields);
    }

    static Receipt receipt(JsonNode json) {
        List<ReceiptLog> logs = new ArrayList<>();
        json.get("logs").forEach(log -> logs.add(ReceiptLog.of(log(log))));
        return Receipt.of(
                quantity(json.get("type")).intValueExact(),
                quantity(json.get("status")).signum() > 0,
                quantity(json.get("cumulativeGasUsed")),
                logs);
    }

    static ChainLog log(JsonNode json) {
        List<Hash> topics = new ArrayList<>();
        json.get("topics").forEach(topic -> topics.add(Hash.parse(topic.asText())));
        return new ChainLog(
                Address.parse(json.get("address").asText()),
                topics,
                bytes(json.get("data")),
                quantity(json.get("blockNumber")).longValueExact(),
                Hash.parse(json.get("blockHash").asText()),
                Hash.parse(json.get("transactionHash").asText()),
                quantity(json.get("transactionIndex")).intValueExact(),
                quantity(json.get("logIndex")).intValueExact());
    }

    static BigInteger quantity(JsonNode text) {
        return new BigInteger(text.asText().substring(2), 16);
    }

    static byte[] bytes(JsonNode text) {
        return HexFormat.of().parseHex(text.asText().substring(2));
    }

    static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
