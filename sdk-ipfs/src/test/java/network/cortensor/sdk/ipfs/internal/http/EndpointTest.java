package network.cortensor.sdk.ipfs.internal.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EndpointTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:5001",
                "http://127.255.0.9",
                "http://localhost",
                "http://[::1]:1",
                "https://host"
            })
    void requirePrivate_thisMachineOrHttps_isTaken(String uri) {
        assertThatCode(() -> Endpoint.requirePrivate("api", URI.create(uri))).doesNotThrowAnyException();
    }

    /** Names of others that look like an address of this machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.evil.example",
                "http://127.0.0.1.evil.example",
                "http://127.0.0.evil.example",
                "http://localhost.evil.example",
                "http://10.0.0.1"
            })
    void requirePrivate_anotherMachineByHttp_isRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.requirePrivate("api", URI.create(uri)))
                .withMessageContaining("clear text");
    }
}
