package network.cortensor.examples.cli;

import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.contracts.NodeStaking.PaidOut;
import network.cortensor.sdk.staking.contracts.NodeStaking.Unstaked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.concurrent.Callable;

/** Takes back a part of an account's stake. */
@Command(
        name = "withdraw",
        mixinStandardHelpOptions = true,
        description = {
            "Take COR of an account back from stake.",
            "",
            "With an amount, this begins: where there is an unbonding period, the amount can be taken when it is over, by"
                    + " calling this again without an amount. The stake of a registered node is locked."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run stake withdraw 500 --keystore account-1.json \\",
            "      --addresses dev.txt",
            "  examples/run stake withdraw --keystore account-1.json \\",
            "      --addresses dev.txt"
        })
final class StakeWithdrawCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "COR",
            converter = MoneyConverter.class,
            description = "How much, such as 500 or 0.5. Default: what has finished unbonding.")
    private @Nullable TokenAmount amount;

    @Mixin
    private final ContractsOption chain = new ContractsOption();

    @Mixin
    private final AccountOption account = new AccountOption();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    StakeWithdrawCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        account.check();
        return chain.with(contracts -> account.with(contracts, this::withdraw)).code();
    }

    private ExitCode withdraw(AccountOption.Owner owner) {
        if (amount == null) {
            PaidOut paid = owner.account().staking().withdraw(owner.intent());
            print(owner, "paidOut", paid.amount(), null, paid.receipt());
        } else {
            Unstaked unstaked = owner.account().staking().unstake(owner.intent(), amount);
            if (unstaked instanceof Unstaked.Unbonding later) {
                print(owner, "unbonding", later.amount(), later.withdrawableAt(), later.receipt());
            } else {
                print(owner, "paidOut", unstaked.amount(), null, unstaked.receipt());
            }
        }
        return ExitCode.OK;
    }

    private void print(
            AccountOption.Owner owner,
            String what,
            TokenAmount moved,
            @Nullable Instant withdrawableAt,
            TransactionReceipt receipt) {
        if (common.json()) {
            Json json = Json.object()
                    .put("account", owner.address().toString())
                    .put(what, moved.wei().toString());
            if (withdrawableAt != null) {
                json.put("withdrawableAt", withdrawableAt.toString());
            }
            console.result(ChainAnswers.put(json, receipt).line());
        } else {
            String outcome = withdrawableAt == null
                    ? " got " + moved + " back"
                    : " gets " + moved + " back from " + withdrawableAt + " on, by 'stake withdraw' without an amount";
            console.result(owner.address() + outcome + ": " + ChainAnswers.words(receipt));
        }
    }
}
