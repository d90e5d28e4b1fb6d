package network.cortensor.sdk.staking.internal.abi;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.Peers;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs all cases of the npm package {@code @ethersproject/testcases} that are about the ABI. */
class EthersAbiTest {
    private static final int PLAIN_CASES = 2045;
    private static final int NESTED_CASES = 1880;
    private static final int SIGNATURES = 1880;
    private static final int EVENTS = 2016;

    @Test
    void encodeAndDecode_plainTypes_asEthers() throws IOException {
        assertThat(run("contract-interface.json.gz")).isEqualTo(PLAIN_CASES);
    }

    @Test
    void encodeAndDecode_nestedTypes_asEthers() throws IOException {
        assertThat(run("contract-interface-abi2.json.gz")).isEqualTo(NESTED_CASES);
    }

    private static int run(String file) throws IOException {
        int cases = 0;
        for (JsonNode vector : EthersCases.read(Peers.ethersTestcases(EthersAbiTest.class, file))) {
            String name = vector.get("name").asText();
            AbiFunction function =
                    Abi.parse(vector.get("interface").textValue()).function("test");
            byte[] result = EthersCases.bytes(vector.get("result"));
            JsonNode values =
                    EthersCases.JSON.readTree(vector.get(vector.has("normalizedValues") ? "normalizedValues" : "values")
                            .textValue());
            List<Object> expected = EthersCases.values(function.outputs().list(), values);

            assertThat(Comparables.of(function.decodeOutput(result))).as(name).isEqualTo(Comparables.of(expected));
            assertThat(function.outputs().encode(expected.toArray())).as(name).isEqualTo(result);
            cases++;
        }
        System.out.println(file + " of @ethersproject/testcases: " + cases + " cases, decoded and encoded");
        return cases;
    }

    @Test
    void selector_signaturesOfEthers_areThoseOfEthers() throws IOException {
        int cases = 0;
        for (JsonNode vector :
                EthersCases.read(Peers.ethersTestcases(EthersAbiTest.class, "contract-signatures.json.gz"))) {
            String signature = vector.get("signature").textValue();
            AbiFunction function = Abi.parse(vector.get("abi").textValue()).function("testSig");

            assertThat(function.signature()).isEqualTo(signature);
            assertThat(function.selector()).as(signature).isEqualTo(EthersCases.bytes(vector.get("sigHash")));
            assertThat(AbiFunction.parse("function " + signature).selector())
                    .as("as a declaration: %s", signature)
                    .isEqualTo(function.selector());
            cases++;
        }
        System.out.println("contract-signatures.json.gz of @ethersproject/testcases: " + cases
                + " cases, as JSON and as declarations");
        assertThat(cases).isEqualTo(SIGNATURES);
    }

    @Test
    void decode_eventsOfEthers_asEthers() throws IOException {
        int cases = 0;
        for (JsonNode vector :
                EthersCases.read(Peers.ethersTestcases(EthersAbiTest.class, "contract-events.json.gz"))) {
            String name = vector.get("name").asText();
            AbiEvent event = Abi.parse(vector.get("interface").textValue()).event("testEvent");
            List<Hash> topics = new ArrayList<>();
            vector.get("topics").forEach(topic -> topics.add(Hash.parse(topic.textValue())));
            List<Object> expected = new ArrayList<>();
            JsonNode values = vector.get("normalizedValues");
            for (int i = 0; i < event.parameters().size(); i++) {
                expected.add(
                        vector.get("hashed").get(i).asBoolean()
                                ? Hash.parse(values.get(i).textValue())
                                : EthersCases.value(
                                        event.parameters().list().get(i).type().canonical(), values.get(i)));
            }

            assertThat(Comparables.of(event.decode(topics, EthersCases.bytes(vector.get("data")))))
                    .as(name)
                    .isEqualTo(Comparables.of(expected));
            cases++;
        }
        System.out.println("contract-events.json.gz of @ethersproject/testcases: " + cases + " cases");
        assertThat(cases).isEqualTo(EVENTS);
    }
}
