package network.cortensor.examples.cli;

import network.cortensor.examples.chain.Anvil;
import network.cortensor.examples.chain.DevelopmentChain;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.staking.DevelopmentLedger;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.TokenAmount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** On which ledger a command runs: the embedded one, or contracts on a chain for development. */
final class ChainOption {

    private static final String ANVIL = "anvil";
    private static final TokenAmount MIN_STAKE = TokenAmount.ofCor("10000");
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(30);
    private static final List<String> MINING = List.of("--block-time", "1", "--mixed-mining");

    @Option(
            names = "--chain",
            paramLabel = "WHERE",
            description =
                    "Use contracts on a chain for development instead of the embedded ledger: 'anvil' starts one that"
                            + " ends with the command; a URL, such as http://127.0.0.1:8545, names one that runs, where new"
                            + " contracts are deployed or, with a store, those of the runs before are used.")
    private @Nullable String where;

    @Option(
            names = "--anvil",
            paramLabel = "FILE",
            description =
                    "The program to start for '--chain anvil'. Default: on the PATH, else what .ci/peers fetched.")
    private @Nullable Path anvil;

    /** Returns whether contracts are to be used. */
    boolean named() {
        return where != null;
    }

    /** Returns whether a chain is to be started. */
    boolean startsAnvil() {
        return ANVIL.equals(where);
    }

    /** Finds the program. */
    Path program() {
        return Anvil.find(anvil, System.getenv());
    }

    /**
     * Checks what can be checked without touching anything.
     *
     * @throws InvalidRequestException when the options do not go together
     */
    void check(Optional<Path> store) {
        if (anvil != null && !startsAnvil()) {
            throw new InvalidRequestException("--anvil is the program for '--chain anvil': add that, or leave it out.");
        }
        if (startsAnvil() && store.isPresent()) {
            throw new InvalidRequestException(
                    "--store needs a chain that lasts, and '--chain anvil' ends with the command."
                            + " Start one with 'chain dev' and name its URL with --chain.");
        }
        if (where != null && !startsAnvil()) {
            URI ignored = endpoint(where);
        }
    }

    private static URI endpoint(String text) {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("--chain takes 'anvil' or a URL, and this is neither.", e);
        }
        throw new InvalidRequestException(
                "--chain takes 'anvil' or the http or https URL of a chain for development, found '" + text + "'.");
    }

    /** Opens the chain's ledger, if one was named. */
    Opened open(Optional<Path> store) {
        Opened opened = new Opened();
        if (where == null) {
            return opened;
        }
        boolean whole = false;
        try {
            URI endpoint = startsAnvil() ? opened.anvil(program()).uri() : endpoint(where);
            opened.ledger(endpoint, store);
            whole = true;
            return opened;
        } catch (IOException e) {
            throw new UnavailableException("The store cannot be used: it cannot be made.", e);
        } finally {
            if (!whole) {
                opened.close();
            }
        }
    }

    /** A ledger on a chain and what stands behind it; or nothing. */
    static final class Opened implements AutoCloseable {

        private final Deque<Runnable> toClose = new ArrayDeque<>();
        private @Nullable DevelopmentChain chain;

        private Anvil anvil(Path program) {
            Anvil started = Anvil.start(program, 0, MINING);
            toClose.push(started::close);
            return started;
        }

        private void ledger(URI endpoint, Optional<Path> store) throws IOException {
            if (store.isPresent()) {
                Files.createDirectories(store.get());
            }
            Journal journal = store.map(folder -> Journal.file(folder.resolve("chain.journal"), Journal.Sync.ALWAYS))
                    .orElseGet(Journal::memory);
            toClose.push(journal::close);
            chain = DevelopmentChain.deploy(endpoint, journal, MIN_STAKE, ACK_TIMEOUT);
            toClose.push(chain::close);
        }

        /** Returns the ledger; empty means the embedded one. */
        Optional<DevelopmentLedger> ledger() {
            return Optional.ofNullable(chain).map(DevelopmentChain::ledger);
        }

        @Override
        public void close() {
            closeNext();
        }

        /** All of it, whatever fails. */
        private void closeNext() {
            if (!toClose.isEmpty()) {
                try {
                    toClose.pop().run();
                } finally {
                    closeNext();
                }
            }
        }
    }
}
