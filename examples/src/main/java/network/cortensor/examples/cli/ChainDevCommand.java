package network.cortensor.examples.cli;

import network.cortensor.examples.chain.Anvil;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.ChainOptions;
import network.cortensor.sdk.staking.chain.Endpoint;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.staking.contracts.DevelopmentNetwork;
import network.cortensor.sdk.staking.contracts.DevelopmentNetworkOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Runs a chain for development with the network's contracts on it. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description = {
            "Run a chain for development with all contracts of the network on it, until Ctrl-C.",
            "",
            "Starts the program anvil, deploys the contracts of this SDK, gives accounts ether and COR, and prints where"
                    + " everything is: the other commands take that as --addresses. The chain ends with this command, and"
                    + " what was on it is gone.",
            "",
            "Everybody knows the keys that anvil prints when it is started alone, and its first account owns the"
                    + " contracts. With --keys, new keys are made for the accounts."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run chain dev > dev.txt",
            "  examples/run chain dev --keys . --passphrase-file secret.txt > dev.txt",
            "  examples/run chain dev --json --port 0 --block-time 2"
        })
final class ChainDevCommand implements Callable<Integer> {

    private static final TokenAmount COR = TokenAmount.ofCor("1000000");

    /** Ether, which is counted as COR is. */
    private static final TokenAmount ETHER = TokenAmount.ofCor("100");

    /** A node on this machine answers in a millisecond. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final int MAX_ACCOUNTS = 100;

    private final Console console;

    @Option(
            names = "--anvil",
            paramLabel = "FILE",
            description = "The program. Default: anvil on the PATH, else where .ci/peers puts it.")
    private @Nullable Path anvil;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8545",
            description = "Port; 0 takes a free one. Default: 8545, where --chain looks by itself.")
    private int port;

    @Option(
            names = "--block-time",
            paramLabel = "S",
            description = "Make a block each S seconds, 1 to 60. Default: one for each transaction.")
    private @Nullable Integer blockTime;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "3",
            description = "Accounts with ether and 1,000,000 COR each, 0 to " + MAX_ACCOUNTS + ". Default: 3.")
    private int accounts;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Keep the keys of the accounts in DIR, as keystores account-1.json and so on, with one"
                    + " passphrase. Those that are there are used again. Default: those of anvil.")
    private @Nullable Path keys;

    @Mixin
    private final PassphraseOptions passphrase = new PassphraseOptions();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Stop after N seconds, 1 to 86400. Default: at Ctrl-C.")
    private @Nullable Integer seconds;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    ChainDevCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        check();
        Path program = Anvil.find(anvil, System.getenv());
        List<Address> own = keys == null ? List.of() : keystores(keys);
        List<String> arguments = new ArrayList<>(List.of("--accounts", String.valueOf(accounts + 1)));
        if (blockTime != null) {
            arguments.addAll(List.of("--block-time", blockTime.toString()));
        }
        try (Anvil node = Anvil.start(program, port, arguments)) {
            List<Address> owners = keys == null ? known(node) : own;
            print(node, owners, deploy(node, owners));
            idle(node);
        } catch (InterruptedException e) {
            // Ctrl-C is how it is stopped.
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK.code();
    }

    private void check() {
        between("--port", port, 0, 65_535);
        between("--accounts", accounts, 0, MAX_ACCOUNTS);
        if (blockTime != null) {
            between("--block-time", blockTime, 1, 60);
        }
        if (seconds != null) {
            between("--seconds", seconds, 1, 86_400);
        }
    }

    private static void between(String option, int found, int min, int max) {
        if (found < min || found > max) {
            throw new InvalidRequestException(option + " must be " + min + " to " + max + ", found " + found + ".");
        }
    }

    private List<Address> known(Anvil node) {
        List<Address> owners = new ArrayList<>();
        for (int number = 1; number <= accounts; number++) {
            try (TransactionSigner signer = node.account(number)) {
                owners.add(signer.address());
            }
        }
        return owners;
    }

    private List<Address> keystores(Path folder) {
        char[] text = passphrase.choose();
        try {
            Files.createDirectories(folder);
            List<Address> owners = new ArrayList<>();
            for (int number = 1; number <= accounts; number++) {
                Path file = folder.resolve("account-" + number + ".json");
                boolean there = Files.exists(file);
                try (Wallet wallet = there ? Wallet.readKeystore(file, text) : Wallet.generate()) {
                    if (!there) {
                        wallet.writeKeystore(file, text);
                    }
                    owners.add(Address.decode(wallet.address().bytes()));
                }
            }
            return owners;
        } catch (CryptoException | IllegalStateException e) {
            throw new InvalidRequestException("The keys cannot be kept: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new InvalidRequestException("The folder " + folder + " for the keys cannot be made.", e);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private ContractAddresses deploy(Anvil node, List<Address> owners) {
        ChainOptions options = ChainOptions.builder()
                .endpoint(Endpoint.of(node.uri()))
                .pollInterval(LOOK)
                .build();
        try (TransactionSigner treasury = node.account(0);
                Journal journal = Journal.memory();
                Chain chain = Chain.open(options);
                Outbox outbox = Outbox.open(chain, treasury, journal, OutboxOptions.defaults())) {
            DevelopmentNetworkOptions.Builder network = DevelopmentNetworkOptions.builder();
            owners.forEach(owner -> network.account(owner, COR));
            ContractAddresses addresses = DevelopmentNetwork.deploy(chain, outbox, network.build());
            if (keys != null) {
                owners.forEach(owner -> outbox.submit(
                        "ether for " + owner,
                        TransactionRequest.to(owner, new byte[0]).value(ETHER.wei())));
                // Sent again under the same names: waits for them.
                owners.forEach(owner -> outbox.send(
                        "ether for " + owner,
                        TransactionRequest.to(owner, new byte[0]).value(ETHER.wei())));
            }
            return addresses;
        }
    }

    private void print(Anvil node, List<Address> owners, ContractAddresses addresses) {
        if (common.json()) {
            console.result(AddressBook.json(addresses)
                    .put("rpc", node.uri().toString())
                    .put("accounts", owners.stream().map(Address::toString).toList())
                    .line());
            return;
        }
        console.result("# " + node.uri() + " until Ctrl-C");
        for (int index = 0; index < owners.size(); index++) {
            console.result("# account " + (index + 1) + " " + owners.get(index) + " has " + COR + " and ether");
        }
        addresses.format().lines().forEach(console::result);
    }

    private void idle(Anvil node) throws InterruptedException {
        if (seconds != null) {
            TimeUnit.SECONDS.sleep(seconds);
        } else {
            node.awaitEnd();
            throw new UnavailableException("anvil ended by itself; the chain is gone.");
        }
    }
}
