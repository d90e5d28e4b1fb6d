package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.RefusedException;
import network.cortensor.sdk.ipfs.UnreachableException;
import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.http.HttpAnswer;
import network.cortensor.sdk.ipfs.internal.http.HttpClient;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;
import okhttp3.HttpUrl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Has the gateways race: those that are known, and if they do not deliver those that routing finds. Thread-safe. */
final class GatewayPool {
    /** How many gateways are asked for a record at the same time. */
    private static final int RECORDS = 4;

    private final GatewayClientOptions options;
    private final HttpClient http;
    private final GatewayRoster roster;
    private final GatewayLimits limits;
    private final LongSupplier clock;
    private final Set<Runnable> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    GatewayPool(GatewayClientOptions options, HttpClient http, GatewayRoster roster, LongSupplier clock) {
        this.options = options;
        this.http = http;
        this.roster = roster;
        this.clock = clock;
        boolean privateHosts =
                options.routing().map(DelegatedRouting::allowsPrivateGateways).orElse(false);
        this.limits = new GatewayLimits(options.attemptTimeout(), options.stallLimit(), privateHosts);
    }

    /** Fetches a block; empty if all gateways say that they do not have it. */
    Optional<GatewayRace.Win<Block>> block(Cid cid, Watch watch) {
        return win(cid, new RawBlockRequest(http, cid, limits, watch), Set.of(), watch);
    }

    /** Opens a stream of blocks, not yet read; empty if all gateways say that they do not have it. */
    Optional<GatewayRace.Win<HttpAnswer>> car(DagRequest wanted, Cid missing, Set<Gateway> except, Watch watch) {
        return win(missing, new CarRequest(http, wanted, limits, watch), except, watch);
    }

    /**
     * Has gateways race for what {@code entrant} asks them for.
     *
     * @param cid whose providers are looked for, should that be necessary
     * @param except who is not to be asked
     * @return the winner; empty if all say that they do not have it
     */
    private <T> Optional<GatewayRace.Win<T>> win(
            Cid cid, Attempt.Entrant<T> entrant, Set<Gateway> except, Watch watch) {
        watch.check();
        List<Gateway> known = without(roster.ranked(), except);
        GatewayRace<T> race = newRace(entrant, watch);
        Optional<GatewayRace.Win<T>> win = run(race, known);
        if (win.isPresent()) {
            return win;
        }
        Tally tally = race.tally();
        if (options.routing().isPresent()) {
            List<Gateway> asked = new ArrayList<>(known);
            asked.addAll(except);
            List<Gateway> others = without(found(options.routing().get(), cid, watch, tally), asked);
            GatewayRace<T> second = newRace(entrant, watch);
            win = run(second, others);
            tally.add(second.tally());
        }
        if (win.isEmpty() && !tally.allMissing()) {
            throw tally.failure(watch.what());
        }
        return win;
    }

    private List<Gateway> found(DelegatedRouting routing, Cid cid, Watch watch, Tally tally) {
        List<HttpUrl> urls = List.of();
        try {
            urls = routing.providers(cid, watch);
        } catch (UnreachableException | RefusedException | MalformedException e) {
            tally.routingFailed(e);
        }
        return roster.found(urls);
    }

    private static List<Gateway> without(List<Gateway> gateways, Iterable<Gateway> except) {
        List<Gateway> left = new ArrayList<>(gateways);
        except.forEach(left::remove);
        return left;
    }

    private <T> GatewayRace<T> newRace(Attempt.Entrant<T> entrant, Watch watch) {
        return new GatewayRace<>(entrant, watch, options.hedgeDelay(), options.attemptTimeout(), clock);
    }

    private <T> Optional<GatewayRace.Win<T>> run(GatewayRace<T> race, List<Gateway> gateways) {
        Runnable cancel = race::cancel;
        running.add(cancel);
        try {
            if (closed) {
                race.cancel();
            }
            return race.run(gateways);
        } finally {
            running.remove(cancel);
        }
    }

    /** Asks for the record of a name; empty if everybody says that there is none. */
    Optional<IpnsRecord> record(IpnsName name, Watch watch) {
        watch.check();
        IpnsLookup lookup =
                new IpnsLookup(name, options.ipnsHistory(), options.attemptTimeout(), options.hedgeDelay(), watch);
        Runnable cancel = lookup::cancel;
        running.add(cancel);
        try {
            if (closed) {
                lookup.cancel();
            }
            askForRecord(lookup, name, watch);
            return lookup.run();
        } finally {
            running.remove(cancel);
        }
    }

    private void askForRecord(IpnsLookup lookup, IpnsName name, Watch watch) {
        List<Gateway> ranked = roster.ranked();
        List<Gateway> asked = ranked.stream()
                .filter(gateway -> gateway.admit(ranked.size() <= 2))
                .limit(RECORDS)
                .toList();
        for (Gateway gateway : asked) {
            HttpUrl url = gateway.url()
                    .newBuilder()
                    .addPathSegment("ipns")
                    .addPathSegment(name.toString())
                    .addQueryParameter("format", "ipns-record")
                    .build();
            lookup.ask(gateway, listener -> IpnsRequest.start(http, url, limits.forBlocks(gateway), watch, listener));
        }
        lookup.notAsked(asked.isEmpty() ? ranked.size() : 0);
        options.routing()
                .ifPresent(routing -> lookup.askRouter(listener -> routing.startRecord(name, watch, listener)));
    }

    void close() {
        closed = true;
        running.forEach(Runnable::run);
    }
}
