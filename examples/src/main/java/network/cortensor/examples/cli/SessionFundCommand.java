package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.contracts.Asset;
import network.cortensor.sdk.staking.contracts.ContractAccount;
import network.cortensor.sdk.staking.contracts.SessionPayments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** Adds money to a session. */
@Command(
        name = "fund",
        mixinStandardHelpOptions = true,
        description = {
            "Add money to a session; anyone may.",
            "",
            "One transaction: the token's permit is signed and goes with it. Where sessions pay in the chain's own"
                    + " currency, the amount is of that."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  examples/run session fund 1 2.5 --keystore account-1.json \\", "      --addresses dev.txt"})
final class SessionFundCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "SESSION", description = "The number of the session.")
    private long session;

    @Parameters(
            index = "1",
            paramLabel = "COR",
            converter = MoneyConverter.class,
            description = "How much, such as 2.5.")
    private TokenAmount amount = TokenAmount.ZERO;

    @Mixin
    private final ContractsOption chain = new ContractsOption();

    @Mixin
    private final AccountOption account = new AccountOption();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    SessionFundCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        account.check();
        if (session < 0) {
            throw new InvalidRequestException("SESSION must be a number of at least 0, found " + session + ".");
        }
        SessionId id = new SessionId(session);
        return chain.with(contracts -> account.with(contracts, owner -> fund(owner, id)))
                .code();
    }

    private ExitCode fund(AccountOption.Owner owner, SessionId id) {
        SessionPayments payments = owner.contracts().payments();
        TransactionReceipt receipt =
                owner.once(sender -> deposit(owner, sender, payments, id).receipt());
        if (common.json()) {
            Json json = Json.object()
                    .put("session", id.value())
                    .put("from", owner.address().toString())
                    .put("deposited", amount.wei().toString());
            console.result(ChainAnswers.put(json, receipt).line());
        } else {
            console.result("session " + id + " got " + amount + ": " + ChainAnswers.words(receipt));
        }
        return ExitCode.OK;
    }

    private SessionPayments.Deposited deposit(
            AccountOption.Owner owner, ContractAccount sender, SessionPayments payments, SessionId id) {
        Asset asset = payments.asset();
        return asset instanceof Asset.Native
                ? sender.payments().deposit(owner.intent(), id, asset.amount(amount))
                : sender.payments().deposit(owner.intent(), id, owner.permit(payments.address(), amount));
    }
}
