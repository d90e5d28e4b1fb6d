package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.contracts.SessionContract;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Opens a session. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = {
            "Create a session: the chain gives it a number and nodes.",
            "",
            "Its name and terms are public. It needs money before it takes tasks at a price: see 'session fund'."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run session create demo --keystore account-1.json \\",
            "      --addresses dev.txt --price 0.01",
            "  examples/run session create team --keystore account-1.json \\",
            "      --addresses dev.txt --nodes 5 --redundancy 3 --tasks 100 --json"
        })
final class SessionCreateCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "NAME", description = "What it is called; public.")
    private String name = "";

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "Most nodes. Default: 3.")
    private int nodes;

    @Option(
            names = "--min-nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Fewest nodes; with fewer registered it is refused. Default: 1.")
    private int minNodes;

    @Option(
            names = "--redundancy",
            paramLabel = "N",
            defaultValue = "1",
            description = "Nodes that answer each task. Default: 1.")
    private int redundancy;

    @Option(names = "--tasks", paramLabel = "N", defaultValue = "5", description = "Most tasks. Default: 5.")
    private int tasks;

    @Option(
            names = "--reserve",
            paramLabel = "S",
            defaultValue = "300",
            description = "Seconds for which it takes tasks. Default: 300.")
    private long reserve;

    @Option(
            names = "--price",
            paramLabel = "COR",
            defaultValue = "0",
            converter = MoneyConverter.class,
            description = "What a result costs. Networks that set their price themselves take 0 only. Default: 0.")
    private TokenAmount price = TokenAmount.ZERO;

    @Option(names = "--model", paramLabel = "N", defaultValue = "0", description = "The network's model. Default: 0.")
    private long model;

    @Mixin
    private final ContractsOption chain = new ContractsOption();

    @Mixin
    private final AccountOption account = new AccountOption();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    SessionCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        account.check();
        SessionTerms terms = terms();
        return chain.with(contracts -> account.with(contracts, owner -> create(owner, terms)))
                .code();
    }

    private SessionTerms terms() {
        try {
            return SessionTerms.builder(name)
                    .minNodes(minNodes)
                    .maxNodes(nodes)
                    .redundancy(redundancy)
                    .maxTasks(tasks)
                    .reservePeriod(Duration.ofSeconds(reserve))
                    .pricePerResult(price)
                    .model(model)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("These are no terms of a session: " + e.getMessage() + ".", e);
        }
    }

    private ExitCode create(AccountOption.Owner owner, SessionTerms terms) {
        SessionContract.Opened opened = owner.account().sessions().open(owner.intent(), terms);
        if (common.json()) {
            Json json = Json.object()
                    .put("session", opened.session().value())
                    .put("owner", opened.owner().toString())
                    .put(
                            "nodes",
                            opened.miners().stream().map(Address::toString).toList());
            console.result(ChainAnswers.put(json, opened.receipt()).line());
        } else {
            console.result("session " + opened.session() + " of " + opened.owner() + ": "
                    + ChainAnswers.words(opened.receipt()));
            opened.miners().forEach(miner -> console.result("  node " + miner));
        }
        return ExitCode.OK;
    }
}
