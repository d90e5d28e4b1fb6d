package network.cortensor.sdk.staking.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Several proxies before one node: endpoints that would all say the same, if it were not for their faults. */
final class Witnesses implements AutoCloseable {
    private final List<FaultProxy> proxies;
    private final List<Chain> chains = new ArrayList<>();

    Witnesses(Anvil anvil, int count) {
        proxies = IntStream.range(0, count)
                .mapToObj(index -> FaultProxy.before(anvil))
                .toList();
    }

    FaultProxy get(int index) {
        return proxies.get(index);
    }

    List<FaultProxy> all() {
        return proxies;
    }

    String name(int index) {
        return get(index).uri().toString();
    }

    /** A chain over all of them, the quorum being the majority, with a deadline that is far away. */
    Chain open() {
        return open(options -> options);
    }

    Chain open(UnaryOperator<ChainOptions.Builder> more) {
        ChainOptions.Builder options =
                ChainOptions.builder().callTimeout(Duration.ofSeconds(60)).connectTimeout(Duration.ofSeconds(60));
        proxies.forEach(proxy -> options.endpoint(Endpoint.of(proxy.uri())));
        Chain chain = Chain.open(more.apply(options).build());
        chains.add(chain);
        return chain;
    }

    @Override
    public void close() {
        chains.forEach(Chain::close);
        proxies.forEach(FaultProxy::close);
    }
}
