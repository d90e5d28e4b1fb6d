package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.channel.ChannelOpening;
import network.cortensor.sdk.crypto.channel.ClientChannel;
import network.cortensor.sdk.crypto.channel.ReplayGuard;

import java.io.IOException;
import java.util.Arrays;

/**
 * Who: anybody who recorded a live request. Wants: that a node works twice, or for somebody else, or that another node answers.
 * Stopped by: the signed context of the opening and the memory of the node ({@link ChannelOpening#accept}, {@link ReplayGuard}).
 */
final class LiveOpeningReplayed implements Attack {

    private static final TaskRef TASK = new TaskRef(1, 2, 3);

    @Override
    public String name() {
        return "live-opening-replayed";
    }

    @Override
    public String description() {
        return "A recorded live request is sent to its node again, for another task, by another client, or to another node.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Wallet app = Wallet.generate();
                Wallet thief = Wallet.generate();
                Identity node = Identity.generate();
                Identity other = Identity.generate();
                ClientChannel client = ClientChannel.create(node.recipient(), TASK, Moments.IN_AN_HOUR, app)) {
            byte[] recorded = Arrays.copyOf(client.request().finish(), ChannelOpening.size());
            ReplayGuard guard = ReplayGuard.inMemory(100);
            ChannelOpening.Expected expected = new ChannelOpening.Expected(TASK, app.address());
            accept(recorded, node, expected, guard);

            trial.rejected(
                    "to the same node", Check.CHANNEL_REPLAYED, "", () -> accept(recorded, node, expected, guard));
            trial.rejected(
                    "for another task",
                    Check.CONTEXT,
                    "task",
                    () -> accept(
                            recorded,
                            node,
                            new ChannelOpening.Expected(new TaskRef(1, 2, 4), app.address()),
                            ReplayGuard.inMemory(1)));
            trial.rejected(
                    "in another's name",
                    Check.CONTEXT,
                    "client",
                    () -> accept(
                            recorded,
                            node,
                            new ChannelOpening.Expected(TASK, thief.address()),
                            ReplayGuard.inMemory(1)));
            trial.fails(
                    "to another node",
                    NotForMeException.class,
                    "",
                    () -> accept(recorded, other, expected, ReplayGuard.inMemory(1)));
        }
        return trial.outcome();
    }

    private static void accept(byte[] opening, Identity identity, ChannelOpening.Expected expected, ReplayGuard guard) {
        ChannelOpening.decode(opening)
                .accept(identity, expected, guard, Moments.NOW)
                .close();
    }
}
