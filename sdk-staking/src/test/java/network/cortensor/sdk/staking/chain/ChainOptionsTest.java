package network.cortensor.sdk.staking.chain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who counts as a witness. */
class ChainOptionsTest {

    private static ChainOptions.Builder options(String one, String other) {
        return ChainOptions.builder().endpoint(Endpoint.of(URI.create(one))).endpoint(Endpoint.of(URI.create(other)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example/x, https://h.example/x",
        "https://h.example, https://h.example/",
        "https://h.example/x, https://h.example/x/",
        "https://h.example/x, https://h.example:443/x",
        "https://h.example/x, https://H.Example/x",
        "https://h.example/x, HTTPS://h.example/x",
        "https://h.example/x, https://h.example./x",
        "https://h.example/x, http://h.example/x",
        "http://h.example:80/x, https://h.example/x",
        "https://h.example/v3/s3cr3t, https://h.example/v3/another",
        "https://h.example/?key=s3cr3t, https://h.example/?key=another",
        "https://h.example/x, https://h.example/x#y",
        "http://h.example:8545, http://h.example:8545/x",
        "http://[::1]:8545, http://[0:0:0:0:0:0:0:1]:8545",
    })
    void build_oneServerSpelledTwice_isRefusedWithoutItsSecrets(String one, String other) {
        assertThatThrownBy(() -> options(one, other).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one host is one witness")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void build_oneServerWithAnotherHeader_isRefused() {
        Endpoint endpoint = Endpoint.of(URI.create("https://h.example/x"));
        ChainOptions.Builder options =
                ChainOptions.builder().endpoint(endpoint).endpoint(endpoint.withHeader("Authorization", "s3cr3t"));
        assertThatThrownBy(options::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example/x, https://i.example/x",
        "http://127.0.0.1:8545, http://127.0.0.1:8546",
        "http://h.example, http://h.example:8545",
        "http://127.0.0.1:8545, http://localhost:8545",
    })
    void build_twoServers_areTwoWitnesses(String one, String other) {
        assertThat(options(one, other).build().quorum()).isEqualTo(2);
    }
}
