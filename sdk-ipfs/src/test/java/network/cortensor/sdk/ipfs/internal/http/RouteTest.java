package network.cortensor.sdk.ipfs.internal.http;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Redirects between names that all lead to this machine, which only the user may have named. */
@Timeout(60)
class RouteTest {
    private final MockWebServer server = new MockWebServer();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .dns(name -> List.of(InetAddress.getLoopbackAddress()))
            .addInterceptor(new Route())
            .build();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        server.close();
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }

    private Response redirected(String from, String to) throws IOException {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", url(to).toString())
                .build());
        server.enqueue(new MockResponse.Builder().body("inside").build());
        Request request = new Request.Builder()
                .url(url(from))
                .tag(HttpLimits.class, HttpLimits.DEFAULT.withRedirects(2))
                .build();
        return client.newCall(request).execute();
    }

    private HttpUrl url(String host) {
        return server.url("/").newBuilder().host(host).build();
    }

    /** Whoever has a domain says where the names below it lead: into the network of whoever asks, too. */
    @ParameterizedTest
    @CsvSource({
        "gateway.invalid,below.gateway.invalid",
        "gateway.invalid,gateway.localhost",
        "gateway.invalid,localhost",
        "below.gateway.invalid,gateway.invalid"
    })
    void intercept_redirectToAnotherNameOfThisMachine_isNotFollowed(String from, String to) {
        assertThatThrownBy(() -> redirected(from, to).close()).isInstanceOf(IOException.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"gateway.invalid,gateway.invalid", "localhost,bafkqaaa.ipfs.localhost"})
    void intercept_redirectThatStaysThere_isFollowed(String from, String to) throws IOException {
        try (Response response = redirected(from, to)) {
            assertThat(response.body().string()).isEqualTo("inside");
        }
    }
}
