package network.cortensor.examples.attack;

import network.cortensor.examples.chain.Anvil;
import network.cortensor.examples.chain.DevelopmentChain;
import network.cortensor.sdk.staking.DevelopmentLedger;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Contracts on a chain for development that is started for the purpose. Each world finds the chain as it was when the
 * contracts had just been deployed, so one world is open at a time. For one thread; closing it ends the chain.
 */
public final class ChainGround implements Ground, AutoCloseable {

    /** A block for each transaction, and one each second, so that time passes also when nobody does anything. */
    private static final List<String> MINING = List.of("--block-time", "1", "--mixed-mining");

    private final Anvil anvil;
    private @Nullable Beginning beginning;

    /** The chain with nothing on it but contracts of these terms. */
    private record Beginning(TokenAmount minStake, Duration ackTimeout, ContractAddresses addresses, String snapshot) {}

    private ChainGround(Anvil anvil) {
        this.anvil = anvil;
    }

    /** Starts the chain. */
    public static ChainGround start(Path anvil) {
        return new ChainGround(Anvil.start(anvil, 0, MINING));
    }

    @Override
    public World open(TokenAmount minStake, Duration ackTimeout) {
        Beginning from = beginning;
        if (from == null
                || !from.minStake().equals(minStake)
                || !from.ackTimeout().equals(ackTimeout)) {
            try (DevelopmentChain deployed =
                    DevelopmentChain.deploy(anvil.uri(), Journal.memory(), minStake, ackTimeout)) {
                from = new Beginning(minStake, ackTimeout, deployed.addresses(), anvil.snapshot());
            }
        } else {
            anvil.revert(from.snapshot());
            // A snapshot is gone once it was used.
            from = new Beginning(minStake, ackTimeout, from.addresses(), anvil.snapshot());
        }
        beginning = from;
        return new ChainWorld(anvil, DevelopmentChain.at(anvil.uri(), Journal.memory(), from.addresses()));
    }

    @Override
    public void close() {
        anvil.close();
    }

    /** The chain from the deployment on. Its clock starts with the system's and is put forward with that of the parties. */
    private static final class ChainWorld implements World {

        private final ShiftedClock clock = new ShiftedClock();
        private final Anvil anvil;
        private final DevelopmentChain chain;

        ChainWorld(Anvil anvil, DevelopmentChain chain) {
            this.anvil = anvil;
            this.chain = chain;
            Duration behind = Duration.between(chain.ledger().now(), Instant.now());
            if (behind.toSeconds() > 0) {
                anvil.advance(behind);
            }
        }

        @Override
        public DevelopmentLedger ledger() {
            return chain.ledger();
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public void pass(Duration time) {
            clock.forward(time);
            // Whole seconds, and never less than what was asked for.
            anvil.advance(time.plusMillis(999));
            chain.ledger().closeOverduePhases();
        }

        @Override
        public void close() {
            chain.close();
        }
    }
}
