package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.ChainOptions;
import network.cortensor.sdk.staking.chain.Endpoint;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.staking.contracts.Contracts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Which chain is asked through whom, and where its contracts are. */
final class ContractsOption {

    /** Where {@code chain dev} listens by default, and every other chain for development. */
    static final String LOCAL = "http://127.0.0.1:8545";

    @Option(
            names = "--chain",
            paramLabel = "URL",
            description = "A JSON-RPC endpoint of the chain. Repeated, more than half of them have to say the same."
                    + " Default: " + LOCAL + ", where 'chain dev' listens.")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--addresses",
            required = true,
            paramLabel = "FILE|NETWORK",
            description = "Where the contracts are: a file with what 'chain dev' printed, with or without --json, or a"
                    + " network that the SDK knows, such as ethereum or arbitrum-sepolia-2025-08.")
    private String addresses = "";

    @Option(
            names = "--confirmations",
            paramLabel = "N",
            defaultValue = "1",
            description = "How deep a transaction has to lie until it counts; 1 is the newest block. Default: 1.")
    private int confirmations = 1;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            description = "Seconds to wait for one answer of the chain, 1 to 3600. Default: 20.")
    private @Nullable Integer timeout;

    /** Does something with the contracts, and closes the connections. */
    <T> T with(Function<Contracts, T> work) {
        ContractAddresses book = AddressBook.read(addresses);
        try (Chain chain = Chain.open(options(book.chainId()))) {
            return work.apply(Contracts.open(chain, book));
        }
    }

    private ChainOptions options(long chainId) {
        ChainOptions.Builder options = ChainOptions.builder().chainId(chainId).confirmations(confirmations);
        if (timeout != null) {
            if (timeout < 1 || timeout > 3600) {
                throw new InvalidRequestException("--timeout must be 1 to 3600, found " + timeout + ".");
            }
            options.callTimeout(Duration.ofSeconds(timeout));
        }
        try {
            for (String url : urls.isEmpty() ? List.of(LOCAL) : urls) {
                options.endpoint(Endpoint.of(URI.create(url)));
            }
            return options.build();
        } catch (IllegalArgumentException e) {
            // The message of URI.create has the whole URL, which may hold a key.
            String problem = e.getCause() instanceof URISyntaxException ? "not a URL" : e.getMessage();
            throw new InvalidRequestException("--chain or --confirmations cannot be used: " + problem + ".", e);
        }
    }
}
