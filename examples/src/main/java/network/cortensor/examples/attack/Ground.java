package network.cortensor.examples.attack;

import network.cortensor.sdk.staking.DevelopmentLedger;
import network.cortensor.sdk.staking.TokenAmount;

import java.time.Clock;
import java.time.Duration;

/** Where attacks take place: opens a ledger of its own for each scene. */
public interface Ground {

    /** A ledger, and the time that passes on it. Closing it ends both. */
    interface World extends AutoCloseable {

        /** Returns the ledger. */
        DevelopmentLedger ledger();

        /** Returns the time as honest parties see it. */
        Clock clock();

        /** Lets time pass, and deadlines with it. */
        void pass(Duration time);

        @Override
        void close();
    }

    /** Returns a new world whose ledger has nobody on it. */
    World open(TokenAmount minStake, Duration ackTimeout);

    /** Returns the embedded ledger, in this process. */
    static Ground embedded() {
        return EmbeddedWorld::new;
    }
}
