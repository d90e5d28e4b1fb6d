package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import network.cortensor.sdk.ipfs.internal.http.HttpClient;
import network.cortensor.sdk.ipfs.internal.http.HttpExchange;
import network.cortensor.sdk.ipfs.internal.http.HttpLimits;
import network.cortensor.sdk.ipfs.internal.http.HttpListener;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import okhttp3.HttpUrl;
import okhttp3.Request;

import java.util.Optional;

/** Asks a gateway or router for an IPNS record; delivers its bytes, which prove nothing yet. */
final class IpnsRequest {
    private static final String TYPE = "application/vnd.ipfs.ipns-record";

    private IpnsRequest() {}

    static Attempt start(
            HttpClient http, HttpUrl url, HttpLimits limits, Watch watch, Attempt.Listener<byte[]> listener) {
        Request request = new Request.Builder().url(url).header("Accept", TYPE).build();
        HttpExchange exchange = http.start(request, limits, watch, new HttpListener() {
            @Override
            public void answered(HttpAnswer answer) {
                listener.began();
                Optional<Outcome<byte[]>> problem = Answers.problem(answer, watch.what(), TYPE);
                listener.ended(
                        problem.orElseGet(() -> new Outcome.Delivered<>(answer.bytes(IpnsRecord.MAX_SIZE), false)));
            }

            @Override
            public void failed(RuntimeException failure) {
                listener.ended(Answers.failure(failure, watch.what()));
            }
        });
        return exchange::cancel;
    }
}
