package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.contracts.Asset;
import network.cortensor.sdk.staking.contracts.AssetAmount;
import network.cortensor.sdk.staking.contracts.ContractKind;
import network.cortensor.sdk.staking.contracts.Contracts;
import network.cortensor.sdk.staking.contracts.SessionContract;
import network.cortensor.sdk.staking.contracts.SessionRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Lists the sessions of an account. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "List the sessions of an account, all as of one block.",
            "",
            "A line for each: its number, whether it is active, its nodes, its balance and its name. In JSON, amounts are"
                    + " wei."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run session list ADDRESS --addresses dev.txt",
            "  examples/run session list ADDRESS \\",
            "      --addresses arbitrum-sepolia-2025-08 --chain URL --offset 100"
        })
final class SessionListCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ADDRESS", description = "Whose.")
    private String owner = "";

    @Option(names = "--offset", paramLabel = "N", defaultValue = "0", description = "Pass over so many. Default: 0.")
    private long offset;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many, up to " + SessionContract.MAX_PAGE + ". Default: 100.")
    private int limit;

    @Mixin
    private final ContractsOption chain = new ContractsOption();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    SessionListCommand(Console console) {
        this.console = console;
    }

    private record Listed(SessionRecord session, Optional<AssetAmount> balance) {

        Json json() {
            return Json.object()
                    .put("session", session.id().value())
                    .put("name", session.name())
                    .put("active", session.isActive())
                    .put("nodes", nodes())
                    .put("redundancy", session.redundancy())
                    .put("createdAt", session.createdAt().toString())
                    .put(
                            "balance",
                            balance.map(amount -> amount.wei().toString()).orElse(null));
        }

        String line() {
            return "session " + session.id() + "  " + (session.isActive() ? "active" : "state " + session.stateCode())
                    + "  " + nodes() + " nodes  "
                    + balance.map(Listed::money).orElse("balance unknown") + "  " + session.name();
        }

        private int nodes() {
            return session.ephemeralNodes().size() + session.dedicatedNodes().size();
        }

        private static String money(AssetAmount amount) {
            return amount.asset() instanceof Asset.Token ? amount.tokens().toString() : amount.wei() + " wei";
        }
    }

    @Override
    public Integer call() {
        Address address = ChainAnswers.address("ADDRESS", owner);
        if (offset < 0 || limit < 1 || limit > SessionContract.MAX_PAGE) {
            throw new InvalidRequestException("--offset must be at least 0 and --limit 1 to " + SessionContract.MAX_PAGE
                    + ", found " + offset + " and " + limit + ".");
        }
        return chain.with(contracts -> list(contracts.atHead(), address)).code();
    }

    private ExitCode list(Contracts contracts, Address address) {
        Assured<List<SessionRecord>> answer = contracts.sessions().sessionsOf(address, offset, limit);
        List<Listed> sessions = new ArrayList<>();
        for (SessionRecord session : answer.value()) {
            sessions.add(new Listed(session, balance(contracts, session)));
        }
        if (common.json()) {
            console.result(Json.object()
                    .put("owner", address.toString())
                    .put("sessions", sessions.stream().map(Listed::json).toList())
                    .put("assurance", ChainAnswers.json(answer.assurance()))
                    .line());
        } else {
            sessions.forEach(session -> console.result(session.line()));
            console.result(sessions.size()
                    + (sessions.size() == 1 ? " session, " : " sessions, ")
                    + ChainAnswers.words(answer.assurance()));
        }
        return ExitCode.OK;
    }

    /** The networks of others do not say where their money is. */
    private static Optional<AssetAmount> balance(Contracts contracts, SessionRecord session) {
        return contracts
                .addresses()
                .find(ContractKind.SESSION_PAYMENT)
                .map(payment -> contracts.payments().balance(session.id()).value());
    }
}
