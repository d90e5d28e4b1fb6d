package network.cortensor.examples.cli;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** Adds to an account's stake. */
@Command(
        name = "deposit",
        mixinStandardHelpOptions = true,
        description = {
            "Put COR of an account at stake.",
            "",
            "One transaction: the token's permit is signed and goes with it. It is tried before it is sent, and waited for."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run stake deposit 500 --keystore account-1.json \\",
            "      --addresses dev.txt",
            "  examples/run stake deposit 500 --keystore account-1.json \\",
            "      --addresses dev.txt --journal sent.journal --intent \"top up 7\""
        })
final class StakeDepositCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "COR", converter = MoneyConverter.class, description = "How much, such as 500 or 0.5.")
    private TokenAmount amount = TokenAmount.ZERO;

    @Mixin
    private final ContractsOption chain = new ContractsOption();

    @Mixin
    private final AccountOption account = new AccountOption();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    StakeDepositCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        account.check();
        return chain.with(contracts -> account.with(contracts, this::deposit)).code();
    }

    private ExitCode deposit(AccountOption.Owner owner) {
        Address staking = owner.contracts().staking().address();
        TransactionReceipt receipt = owner.once(sender -> sender.staking()
                .stake(owner.intent(), owner.permit(staking, amount))
                .receipt());
        if (common.json()) {
            Json json = Json.object()
                    .put("account", owner.address().toString())
                    .put("deposited", amount.wei().toString());
            console.result(ChainAnswers.put(json, receipt).line());
        } else {
            console.result(owner.address() + " staked " + amount + ": " + ChainAnswers.words(receipt));
        }
        return ExitCode.OK;
    }
}
