package network.cortensor.examples.cli;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.PendingTransaction;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.contracts.ContractAccount;
import network.cortensor.sdk.staking.contracts.Contracts;
import network.cortensor.sdk.staking.contracts.SignedPermit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Whose account a command is for, and what makes it happen once. */
final class AccountOption {

    @Option(
            names = "--keystore",
            required = true,
            paramLabel = "FILE",
            description =
                    "The account's key: a keystore file of version 3, as 'chain dev --keys', geth and ethers write"
                            + " it.")
    private Path keystore = Path.of("");

    @Mixin
    private final PassphraseOptions passphrase = new PassphraseOptions();

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Keep what is being sent in FILE, so that a run that was killed is finished by the next one."
                    + " Default: in memory.")
    private @Nullable Path journal;

    @Option(
            names = "--intent",
            paramLabel = "NAME",
            description = "Name what is to happen once, with --journal: the same command under the same name does it"
                    + " once, however often it is run. Default: each run is a new one.")
    private @Nullable String intent;

    /** An account with the contracts, and how the command names what it does. */
    static final class Owner {
        /** Long enough for a block that is late, short enough that a permit nobody used is soon worth nothing. */
        private static final Duration PERMIT = Duration.ofHours(1);

        private final TransactionSigner signer;
        private final Contracts contracts;
        private final Outbox outbox;
        private final String intent;

        private Owner(TransactionSigner signer, Contracts contracts, Outbox outbox, String intent) {
            this.signer = signer;
            this.contracts = contracts;
            this.outbox = outbox;
            this.intent = intent;
        }

        Address address() {
            return signer.address();
        }

        TransactionSigner signer() {
            return signer;
        }

        Contracts contracts() {
            return contracts;
        }

        ContractAccount account() {
            return contracts.as(outbox);
        }

        String intent() {
            return intent;
        }

        /** Lets a contract take so much COR, by a signature that goes with the command. */
        SignedPermit permit(Address spender, TokenAmount amount) {
            Instant deadline = contracts.chain().head().timestamp().plus(PERMIT);
            return contracts.token().permit(signer, spender, amount, deadline);
        }

        /**
         * Does it; if an earlier run has begun it under this name, waits for what became of that: what that run signed is
         * not signed a second time.
         */
        TransactionReceipt once(Function<ContractAccount, TransactionReceipt> command) {
            Optional<PendingTransaction> earlier = outbox.find(intent);
            if (earlier.isEmpty()) {
                return command.apply(account());
            }
            try {
                return earlier.get().await(OutboxOptions.defaults().sendTimeout());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("Cancelled; what was sent stays in the journal and may still happen.", e);
            }
        }
    }

    /** Opens the account, does something with it, and closes it. */
    <T> T with(Contracts contracts, Function<Owner, T> work) {
        try (TransactionSigner signer = signer();
                Journal kept = openJournal();
                Outbox outbox = Outbox.open(contracts.chain(), signer, kept, OutboxOptions.defaults())) {
            return work.apply(
                    new Owner(signer, contracts, outbox, intent == null ? "run " + UUID.randomUUID() : intent));
        }
    }

    /**
     * Looks at the options alone.
     *
     * @throws InvalidRequestException if one cannot be used
     */
    void check() {
        if (intent != null && journal == null) {
            throw new InvalidRequestException("--intent needs --journal FILE, which remembers what was done.");
        }
        if (intent != null && (intent.isBlank() || intent.length() > 100)) {
            throw new InvalidRequestException("--intent must be 1 to 100 characters.");
        }
    }

    private Journal openJournal() {
        return journal == null ? Journal.memory() : Journal.file(journal, Journal.Sync.ALWAYS);
    }

    private TransactionSigner signer() {
        char[] text = passphrase.read();
        try {
            return TransactionSigner.keystore(keystore, text);
        } catch (LedgerEvidenceException | LedgerUnavailableException e) {
            throw new InvalidRequestException(
                    "The keystore " + keystore + " cannot be used: " + e.getMessage() + ".", e);
        } finally {
            Arrays.fill(text, '\0');
        }
    }
}
