package network.cortensor.sdk.ipfs.internal.http;

import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Leads a request to its answer within its {@link HttpLimits}.
 *
 * <p>A redirect is followed for GET and HEAD, a limited number of times, from http to https but not back, and to another host
 * only if that has a public address. Credentials stay with the origin that they were meant for.
 */
final class Route implements Interceptor {
    private static final String USER_AGENT = "cortensor-sdk-java";

    /** A redirect that is not followed. */
    static final class RefusedRedirect extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedRedirect(String message) {
            super(message);
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = prepared(chain.request());
        HttpLimits limits = limits(request);
        HttpUrl named = request.url();
        boolean readOnly = request.method().equals("GET") || request.method().equals("HEAD");
        Chain timed = chain.withConnectTimeout(millis(limits.connect()), TimeUnit.MILLISECONDS)
                // The answer may take longer to begin than to go on; HttpAnswer changes to the other limit.
                .withReadTimeout(millis(silence(limits)), TimeUnit.MILLISECONDS)
                .withWriteTimeout(millis(limits.stall()), TimeUnit.MILLISECONDS)
                // A request that does something must not be sent twice behind its sender's back.
                .withRetryOnConnectionFailure(readOnly);
        for (int left = limits.redirects(); ; left--) {
            Response response = to(timed, request.url(), named, limits).proceed(request);
            if (!readOnly || !isRedirect(response.code()) || limits.redirects() == 0) {
                return response;
            }
            HttpUrl next;
            try (response) {
                next = target(response, left);
            }
            Request.Builder following = request.newBuilder().url(next);
            if (!isSameOrigin(next, request.url())) {
                following.removeHeader("Authorization");
            }
            request = following.build();
        }
    }

    private static Request prepared(Request request) {
        Request.Builder prepared = request.newBuilder().header("User-Agent", USER_AGENT);
        if (request.header("Accept-Encoding") == null) {
            // Else OkHttp would ask for gzip, and a few bytes could become any number.
            prepared.header("Accept-Encoding", "identity");
        }
        return prepared.build();
    }

    private static HttpLimits limits(Request request) {
        HttpLimits limits = request.tag(HttpLimits.class);
        return limits == null ? HttpLimits.DEFAULT : limits;
    }

    /** Lets the chain connect to public addresses only, where that is the rule. */
    private static Chain to(Chain chain, HttpUrl next, HttpUrl named, HttpLimits limits) throws IOException {
        boolean chosenByUser = limits.hosts() == HttpLimits.Hosts.ANY && isNamed(next.host(), named.host());
        if (chosenByUser) {
            return chain;
        }
        if (!PublicAddresses.admits(next.host())) {
            throw new RefusedRedirect("a host that a stranger named has no public address");
        }
        return chain.withDns(PublicAddresses.DNS);
    }

    /**
     * The host itself. Names below it are the user's choice only on this machine, whose gateway gives each root an origin of its
     * own; anywhere else, whoever has the domain can point them into the user's network.
     */
    private static boolean isNamed(String host, String named) {
        return host.equals(named) || (named.equals("localhost") && host.endsWith(".localhost"));
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static HttpUrl target(Response response, int left) throws RefusedRedirect {
        if (left <= 0) {
            throw new RefusedRedirect("it redirects too often");
        }
        String location = response.header("Location");
        HttpUrl from = response.request().url();
        HttpUrl next = location == null ? null : from.resolve(location);
        if (next == null) {
            throw new RefusedRedirect("it redirects to something that is not HTTP");
        }
        if (from.isHttps() && !next.isHttps()) {
            throw new RefusedRedirect("it redirects from https to http");
        }
        if (!next.username().isEmpty() || !next.password().isEmpty()) {
            throw new RefusedRedirect("it redirects to a URL with credentials");
        }
        return next;
    }

    private static boolean isSameOrigin(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme())
                && one.host().toLowerCase(Locale.ROOT).equals(other.host().toLowerCase(Locale.ROOT))
                && one.port() == other.port();
    }

    /** How long nothing may come before the answer begins. Where the sending may take for ever, the waiting may not. */
    private static Duration silence(HttpLimits limits) {
        boolean unlimited = limits.answer().equals(HttpLimits.NONE);
        return unlimited || limits.answer().compareTo(limits.stall()) < 0 ? limits.stall() : limits.answer();
    }

    /** OkHttp takes 0 for no limit. */
    private static int millis(Duration duration) {
        return duration.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) < 0
                ? Math.max(1, (int) duration.toMillis())
                : Integer.MAX_VALUE;
    }
}
