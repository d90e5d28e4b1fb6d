package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.ForwardingLedger;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.NodeRegistration;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** A ledger's endpoint that shows its clients another key announcement for one node than the node registered. */
final class LyingRegistry extends ForwardingLedger {

    private final Address node;
    private volatile @Nullable String served;

    LyingRegistry(Ledger real, Address node) {
        super(real);
        this.node = node;
    }

    /** Returns what the node itself announced. */
    KeyAnnouncement honest() {
        return KeyAnnouncement.parse(super.node(node).orElseThrow().keyAnnouncement());
    }

    /** Shows this from now on. */
    void serve(KeyAnnouncement announcement) {
        served = announcement.text();
    }

    @Override
    public Optional<NodeRegistration> node(Address asked) {
        String text = served;
        Optional<NodeRegistration> real = super.node(asked);
        return text == null || !asked.equals(node)
                ? real
                : real.map(r -> NodeRegistration.builder(node, r.stake(), text, r.registeredAt())
                        .build());
    }
}
