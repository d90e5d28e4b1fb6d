package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.ipns.IpnsName;

import java.util.List;

/**
 * What a daemon says about itself as a peer of the network.
 *
 * @param id the name of its key, which is its peer id and its own IPNS name too
 * @param agent the program, as it names itself to other peers
 * @param addresses multiaddrs under which it can be reached; empty if it is offline
 */
public record KuboPeer(IpnsName id, String agent, List<String> addresses) {
    /** Copies the addresses. */
    public KuboPeer {
        addresses = List.copyOf(addresses);
    }
}
