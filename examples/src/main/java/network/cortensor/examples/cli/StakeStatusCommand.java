package network.cortensor.examples.cli;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.contracts.Contracts;
import network.cortensor.sdk.staking.contracts.StakeAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.concurrent.Callable;

/** Shows what an account has at stake. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Show what an account has at stake, and how sure that is.",
            "",
            "With several --chain, more than half of them said it. In JSON, amounts are wei."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run stake status ADDRESS --addresses dev.txt",
            "  examples/run stake status ADDRESS --addresses dev.txt --chain URL1 \\",
            "      --chain URL2 --chain URL3 --json"
        })
final class StakeStatusCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ADDRESS", description = "Whose.")
    private String owner = "";

    @Mixin
    private final ContractsOption chain = new ContractsOption();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    StakeStatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Address address = ChainAnswers.address("ADDRESS", owner);
        return chain.with(contracts -> show(contracts, address)).code();
    }

    private ExitCode show(Contracts contracts, Address address) {
        Assured<StakeAccount> answer = contracts.staking().account(address);
        StakeAccount stake = answer.value();
        if (common.json()) {
            console.result(Json.object()
                    .put("account", address.toString())
                    .put("staked", stake.staked().wei().toString())
                    .put("locked", stake.isLocked())
                    .put("unbonding", stake.unbonding().wei().toString())
                    .put(
                            "withdrawableAt",
                            stake.withdrawableAt().map(Instant::toString).orElse(null))
                    .put("slashed", stake.slashed().wei().toString())
                    .put("claimable", stake.claimable().wei().toString())
                    .put("assurance", ChainAnswers.json(answer.assurance()))
                    .line());
        } else {
            console.result("account    " + address);
            console.result("staked     " + stake.staked() + (stake.isLocked() ? ", locked: of a registered node" : ""));
            console.result("unbonding  " + stake.unbonding()
                    + stake.withdrawableAt().map(at -> ", until " + at).orElse(""));
            console.result("slashed    " + stake.slashed() + " in all");
            console.result("rewards    " + stake.claimable());
            console.result("known      " + ChainAnswers.words(answer.assurance()));
        }
        return ExitCode.OK;
    }
}
