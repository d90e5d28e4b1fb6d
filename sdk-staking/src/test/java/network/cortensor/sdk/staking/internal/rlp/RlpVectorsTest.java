package network.cortensor.sdk.staking.internal.rlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.chain.Peers;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/** Runs all RLP cases of the npm package {@code @ethersproject/testcases}, both ways. */
class RlpVectorsTest {
    private static final int CASES = 61;
    private static final String FILE = "node/node_modules/@ethersproject/testcases/testcases/rlp-coder.json.gz";

    @Test
    void rlp_casesOfEthers_areEncodedAndDecodedAlike() throws IOException {
        int cases = 0;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file()))) {
            for (JsonNode vector : new ObjectMapper().readTree(in)) {
                String name = vector.get("name").asText();
                RlpItem decoded = item(vector.get("decoded"));
                byte[] encoded = hex(vector.get("encoded"));
                assertThat(Rlp.encode(decoded)).as("%s, encoded", name).isEqualTo(encoded);
                assertThat(Rlp.decode(encoded)).as("%s, decoded", name).isEqualTo(decoded);
                cases++;
            }
        }
        System.out.println("RLP of @ethersproject/testcases: " + cases + " cases, each both ways");
        assertThat(cases).isEqualTo(CASES);
    }

    private static RlpItem item(JsonNode decoded) {
        if (decoded.isTextual()) {
            return RlpBytes.view(hex(decoded));
        }
        List<RlpItem> items = new ArrayList<>();
        decoded.forEach(inner -> items.add(item(inner)));
        return RlpList.of(items);
    }

    private static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asText().substring(2));
    }

    /** The package is one of the peers of sdk-crypto. Without it the test is skipped. */
    private static Path file() {
        Path file = Peers.chain(RlpVectorsTest.class).resolveSibling(FILE);
        if (System.getProperty("cortensor.peers", "").isBlank() && !Files.exists(file)) {
            System.out.println("SKIPPED: RlpVectorsTest needs '" + FILE + "' of the peers that .ci/peers fetches");
            abort("the peers are not there");
        }
        return file;
    }
}
