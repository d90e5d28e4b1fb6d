package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.Address;

import java.util.List;

/**
 * What a session was opened with, as the client remembers it: a ledger that says something else later is not believed.
 *
 * @param nodes the nodes that the session was opened with
 * @param redundancy how many answers per task the app asked for
 */
record SessionPin(List<Address> nodes, int redundancy) {

    SessionPin {
        nodes = List.copyOf(nodes);
    }
}
