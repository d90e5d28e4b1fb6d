package network.cortensor.sdk.ipfs.gateway;

import okhttp3.HttpUrl;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** All gateways that a client knows. Thread-safe. */
final class GatewayRoster {
    /** Those that routing names are forgotten beyond this number, the longest unused first. */
    private static final int MAX_FOUND = 128;

    private final List<Gateway> named;
    private final Map<HttpUrl, Gateway> found = new LinkedHashMap<>(16, 0.75f, true);
    private final Duration guess;
    private final LongSupplier clock;

    GatewayRoster(List<URI> named, Duration guess, LongSupplier clock) {
        this.guess = guess;
        this.clock = clock;
        this.named = named.stream()
                .map(uri -> new Gateway(HttpUrl.get(uri), false, guess, clock))
                .toList();
    }

    /** Returns those that the user named, and found ones that have delivered before, the best first. */
    List<Gateway> ranked() {
        return ranked(Stream.concat(named.stream(), proven().stream()).toList());
    }

    /** Returns what is remembered of these, which routing found, leaving out those that the user named; the best first. */
    List<Gateway> found(Collection<HttpUrl> urls) {
        List<Gateway> gateways = new ArrayList<>();
        synchronized (found) {
            for (HttpUrl url : urls) {
                if (named.stream().noneMatch(gateway -> gateway.url().equals(url))) {
                    gateways.add(found.computeIfAbsent(url, key -> new Gateway(key, true, guess, clock)));
                }
            }
            while (found.size() > MAX_FOUND) {
                found.remove(found.keySet().iterator().next());
            }
        }
        return ranked(gateways);
    }

    private List<Gateway> proven() {
        synchronized (found) {
            return found.values().stream().filter(Gateway::hasDelivered).toList();
        }
    }

    /** Costs change while others ask, so each is looked at once. Equal ones keep their order. */
    private static List<Gateway> ranked(List<Gateway> gateways) {
        Map<Gateway, Double> costs = new HashMap<>();
        gateways.forEach(gateway -> costs.put(gateway, gateway.cost()));
        return gateways.stream()
                .sorted(Comparator.comparing(gateway -> costs.getOrDefault(gateway, 0.0)))
                .toList();
    }

    List<GatewayHealth> health() {
        List<Gateway> all = new ArrayList<>(named);
        synchronized (found) {
            all.addAll(found.values());
        }
        return all.stream().map(Gateway::health).toList();
    }
}
