package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;

/** Registers an account as a node on a chain. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description = {
            "Register an account as a node: stake, and announce its encryption key.",
            "",
            "One transaction. The announcement is signed with the account's key and says for how long clients may seal"
                    + " for the encryption key; whoever serves as the node needs its file."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run keygen -o node.key",
            "  examples/run node register --stake 10000 --key node.key \\",
            "      --keystore account-1.json --addresses dev.txt"
        })
final class NodeRegisterCommand implements Callable<Integer> {

    /** Clocks of clients differ from this one. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final Console console;

    @Option(
            names = "--stake",
            required = true,
            paramLabel = "COR",
            converter = MoneyConverter.class,
            description = "Added to what the account has at stake; the network asks for a minimum.")
    private TokenAmount stake = TokenAmount.ZERO;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The node's encryption identity, as 'keygen' writes it.")
    private Path key = Path.of("");

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "For how long the key is announced, 1 to 365. Default: 30.")
    private int days;

    @Mixin
    private final ContractsOption chain = new ContractsOption();

    @Mixin
    private final AccountOption account = new AccountOption();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    NodeRegisterCommand(Console console) {
        this.console = console;
    }

    /** The account's key, as announcements are signed with it. */
    private record AccountWallet(TransactionSigner signer) implements WalletSigner {
        @Override
        public WalletAddress address() {
            return WalletAddress.decode(signer.address().bytes());
        }

        @Override
        public WalletSignature sign(byte[] digest) {
            return WalletSignature.decode(signer.sign(Hash.decode(digest)));
        }
    }

    @Override
    public Integer call() {
        account.check();
        if (days < 1 || days > 365) {
            throw new InvalidRequestException("--days must be 1 to 365, found " + days + ".");
        }
        try (Identity identity = Identity.readFrom(key)) {
            Recipient recipient = identity.recipient();
            return chain.with(contracts -> account.with(contracts, owner -> register(owner, recipient)))
                    .code();
        }
    }

    private ExitCode register(AccountOption.Owner owner, Recipient recipient) {
        Address staking = owner.contracts().staking().address();
        TransactionReceipt receipt = owner.once(sender -> sender.nodes()
                .register(
                        owner.intent(),
                        owner.permit(staking, stake),
                        announcement(owner, recipient).text())
                .receipt());
        String keyId = recipient.keyId().toString();
        if (common.json()) {
            Json json = Json.object()
                    .put("node", owner.address().toString())
                    .put("added", stake.wei().toString())
                    .put("keyId", keyId);
            console.result(ChainAnswers.put(json, receipt).line());
        } else {
            console.result("node " + owner.address() + " registered with " + stake + " more at stake and key " + keyId
                    + ": " + ChainAnswers.words(receipt));
        }
        return ExitCode.OK;
    }

    private KeyAnnouncement announcement(AccountOption.Owner owner, Recipient recipient) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return KeyAnnouncement.begin(
                new AccountWallet(owner.signer()),
                owner.contracts().chain().chainId(),
                recipient,
                now.toEpochMilli(),
                now.minus(CLOCK_SKEW),
                now.plus(Duration.ofDays(days)));
    }
}
