package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.internal.BlockAccess;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import network.cortensor.sdk.ipfs.internal.http.HttpClient;
import network.cortensor.sdk.ipfs.internal.http.HttpExchange;
import network.cortensor.sdk.ipfs.internal.http.HttpLimits;
import network.cortensor.sdk.ipfs.internal.http.HttpListener;
import okhttp3.Request;

import java.util.Optional;

/** Asks a gateway for one block (trustless gateway specification, "Block response"). It is hashed on the thread it came on. */
final class RawBlockRequest implements Attempt.Entrant<Block> {
    private static final String TYPE = "application/vnd.ipld.raw";

    private final HttpClient http;
    private final Cid cid;
    private final GatewayLimits limits;
    private final Watch watch;

    RawBlockRequest(HttpClient http, Cid cid, GatewayLimits limits, Watch watch) {
        this.http = http;
        this.cid = cid;
        this.limits = limits;
        this.watch = watch;
    }

    @Override
    public Attempt start(Gateway gateway, Attempt.Listener<Block> listener) {
        Request request = new Request.Builder()
                .url(gateway.url()
                        .newBuilder()
                        .addPathSegment("ipfs")
                        .addPathSegment(cid.toString())
                        .addQueryParameter("format", "raw")
                        .build())
                .header("Accept", TYPE)
                .build();
        HttpLimits httpLimits = limits.forBlocks(gateway);
        HttpExchange exchange = http.start(request, httpLimits, watch, new HttpListener() {
            @Override
            public void answered(HttpAnswer answer) {
                listener.began();
                listener.ended(outcome(answer));
            }

            @Override
            public void failed(RuntimeException failure) {
                listener.ended(Answers.failure(failure, watch.what()));
            }
        });
        return exchange::cancel;
    }

    private Outcome<Block> outcome(HttpAnswer answer) {
        Optional<Outcome<Block>> problem = Answers.problem(answer, watch.what(), TYPE);
        return problem.orElseGet(
                () -> new Outcome.Delivered<>(BlockAccess.adoptVerified(cid, answer.bytes(Block.MAX_SIZE)), true));
    }
}
