package network.cortensor.sdk.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.crypto.internal.ethereum.SigningRequest;
import network.cortensor.sdk.crypto.internal.ethereum.StructEncoder;
import network.cortensor.sdk.crypto.internal.ethereum.ValueForm;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs all EIP-712 cases of the npm package {@code @ethersproject/testcases}, as Java values and as JSON. */
class TypedDataVectorsTest {

    private static final int CASES = 1025;
    private static final int SIGNED = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void digest_casesOfEthers_areThoseOfEthers() throws IOException {
        int cases = 0;
        int signed = 0;
        try (InputStream in = new GZIPInputStream(
                Files.newInputStream(Peers.ethersTestcases(TypedDataVectorsTest.class, "eip712.json.gz")))) {
            for (JsonNode vector : JSON.readTree(in)) {
                check(vector);
                cases++;
                if (vector.has("signature")) {
                    checkSignature(vector);
                    signed++;
                }
            }
        }
        System.out.println("EIP-712 of @ethersproject/testcases: " + cases + " cases, each as Java values and as JSON, "
                + signed + " with a signature");
        assertThat(cases).as("cases").isEqualTo(CASES);
        assertThat(signed).as("cases with a signature").isEqualTo(SIGNED);
    }

    private static void check(JsonNode vector) {
        String name = vector.get("name").asText();
        byte[] digest = bytes(vector.get("digest"));
        String primaryType = vector.get("primaryType").asText();
        String request = request(vector).toString();

        assertThat(TypedData.parse(request).digest()).as("%s, JSON", name).isEqualTo(digest);
        assertThat(TypedData.of(domain(vector.get("domain")), types(vector), primaryType, message(vector))
                        .digest())
                .as("%s, Java values", name)
                .isEqualTo(digest);
        SigningRequest parsed = SigningRequest.parse(request);
        assertThat(new StructEncoder(parsed.types(), ValueForm.JSON).encodeData(primaryType, parsed.message()))
                .as("%s, encoded", name)
                .isEqualTo(bytes(vector.get("encoded")));
    }

    private static void checkSignature(JsonNode vector) {
        WalletSignature expected = WalletSignature.decode(bytes(vector.get("signature")));
        byte[] key = bytes(vector.get("privateKey"));
        assertThat(key).as("its key is the one of the example of the EIP").isEqualTo(Known.cowKey());
        TypedData data = TypedData.parse(request(vector).toString());

        assertThat(data.sign(Known.cow())).isEqualTo(expected);
        assertThat(data.recover(expected)).isEqualTo(Known.COW);
    }

    private static ObjectNode request(JsonNode vector) {
        ObjectNode request = JSON.createObjectNode();
        request.set("types", vector.get("types"));
        request.set("primaryType", vector.get("primaryType"));
        request.set("domain", vector.get("domain"));
        request.set("message", vector.get("data"));
        return request;
    }

    private static TypedDomain domain(JsonNode domain) {
        TypedDomain.Builder builder = TypedDomain.builder();
        if (domain.has("name")) {
            builder.name(domain.get("name").asText());
        }
        if (domain.has("version")) {
            builder.version(domain.get("version").asText());
        }
        if (domain.has("chainId")) {
            builder.chainId(domain.get("chainId").bigIntegerValue());
        }
        if (domain.has("verifyingContract")) {
            builder.verifyingContract(
                    WalletAddress.parse(domain.get("verifyingContract").asText()));
        }
        if (domain.has("salt")) {
            builder.salt(bytes(domain.get("salt")));
        }
        return builder.build();
    }

    private static StructTypes types(JsonNode vector) {
        StructTypes.Builder types = StructTypes.builder();
        vector.get("types").properties().forEach(struct -> {
            List<String> members = new ArrayList<>();
            struct.getValue()
                    .forEach(member -> members.add(member.get("type").asText()
                            + ' '
                            + member.get("name").asText()));
            types.struct(struct.getKey(), members.toArray(String[]::new));
        });
        return types.build();
    }

    private static Map<String, Object> message(JsonNode vector) {
        return struct(vector.get("types"), vector.get("primaryType").asText(), vector.get("data"));
    }

    private static Map<String, Object> struct(JsonNode types, String name, JsonNode members) {
        Map<String, Object> struct = new HashMap<>();
        types.get(name).forEach(member -> {
            String field = member.get("name").asText();
            struct.put(field, value(types, member.get("type").asText(), members.get(field)));
        });
        return struct;
    }

    private static Object value(JsonNode types, String type, JsonNode value) {
        if (type.endsWith("]")) {
            List<Object> elements = new ArrayList<>();
            value.forEach(element -> elements.add(value(types, type.substring(0, type.lastIndexOf('[')), element)));
            return elements;
        }
        if (types.has(type)) {
            return struct(types, type, value);
        }
        return switch (type.replaceFirst("[0-9]+", "")) {
            case "bool" -> value.booleanValue();
            case "string" -> value.textValue();
            case "address" -> WalletAddress.parse(value.textValue());
            case "bytes" -> bytes(value);
            case "uint", "int" -> new BigInteger(value.textValue());
            default -> throw new AssertionError("a type that the cases did not have: " + type);
        };
    }

    private static byte[] bytes(JsonNode text) {
        return Known.hex(text.textValue().substring(2));
    }
}
