package network.cortensor.sdk.client;

import network.cortensor.sdk.privacy.Readers;
import network.cortensor.sdk.staking.Address;

import java.util.List;

/**
 * What a session was opened with, as the client remembers it: a ledger that says something else later is not believed.
 *
 * @param nodes the nodes that the session was opened with
 * @param redundancy how many answers per task the app asked for
 * @param validators how many validators per task the app asked for, and so agreed to open prompt and results to
 */
record SessionPin(List<Address> nodes, int redundancy, int validators) {

    SessionPin {
        nodes = List.copyOf(nodes);
    }

    Readers readers() {
        return validators == 0 ? Readers.ASSIGNED_NODES : Readers.ASSIGNED_NODES_AND_VALIDATORS;
    }
}
