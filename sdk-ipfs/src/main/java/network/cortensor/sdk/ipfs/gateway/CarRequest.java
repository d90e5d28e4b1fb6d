package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.IpfsException;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import network.cortensor.sdk.ipfs.internal.http.HttpClient;
import network.cortensor.sdk.ipfs.internal.http.PendingAnswer;
import okhttp3.HttpUrl;
import okhttp3.Request;

import java.util.Optional;

/** Asks a gateway for a CAR (trustless gateway specification, "CAR response"); delivers it when its headers are right. */
final class CarRequest implements Attempt.Entrant<HttpAnswer> {
    private static final String TYPE = "application/vnd.ipld.car";

    /** Depth first, so that blocks come when they are needed, and each of them once. */
    private static final String ACCEPT = TYPE + "; version=1; order=dfs; dups=n";

    private final HttpClient http;
    private final DagRequest wanted;
    private final GatewayLimits limits;
    private final Watch watch;

    CarRequest(HttpClient http, DagRequest wanted, GatewayLimits limits, Watch watch) {
        this.http = http;
        this.wanted = wanted;
        this.limits = limits;
        this.watch = watch;
    }

    @Override
    public Attempt start(Gateway gateway, Attempt.Listener<HttpAnswer> listener) {
        Request request = new Request.Builder()
                .url(url(gateway.url()))
                .header("Accept", ACCEPT)
                .build();
        PendingAnswer pending = http.begin(request, limits.forStreams(gateway), watch);
        pending.whenDecided(() -> listener.ended(outcome(pending, listener)));
        return pending::cancel;
    }

    private HttpUrl url(HttpUrl gateway) {
        HttpUrl.Builder url = gateway.newBuilder()
                .addPathSegment("ipfs")
                .addPathSegment(wanted.path().root().toString());
        wanted.path().names().forEach(url::addPathSegment);
        url.addQueryParameter("format", "car")
                .addQueryParameter("dag-scope", wanted.selection().scope().parameter());
        wanted.selection().bytes().ifPresent(bytes -> url.addQueryParameter("entity-bytes", bytes.toString()));
        return url.build();
    }

    private Outcome<HttpAnswer> outcome(PendingAnswer pending, Attempt.Listener<HttpAnswer> listener) {
        try {
            HttpAnswer answer = pending.await();
            listener.began();
            Optional<Outcome<HttpAnswer>> problem = Answers.problem(answer, watch.what(), TYPE);
            if (problem.isPresent()) {
                answer.close();
                return problem.get();
            }
            return new Outcome.Delivered<>(answer, false);
        } catch (IpfsException e) {
            return Answers.failure(e, watch.what());
        }
    }
}
