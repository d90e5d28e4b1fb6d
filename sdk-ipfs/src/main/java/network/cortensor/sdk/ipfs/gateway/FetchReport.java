package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Cid;

import java.net.URI;
import java.util.List;

/**
 * What {@link GatewayClient#fetch} did. The blocks of the path count too.
 *
 * @param cid what the path leads to
 * @param blocks how many blocks were fetched and stored
 * @param bytes how many bytes these have
 * @param present how many blocks were needed but in the store already
 * @param unwanted how many blocks gateways sent besides: again, or not asked for; they were dropped
 * @param shares who delivered the fetched blocks, in the order of their first one
 */
public record FetchReport(Cid cid, long blocks, long bytes, long present, long unwanted, List<Share> shares) {
    public FetchReport {
        shares = List.copyOf(shares);
    }

    /**
     * What one gateway delivered.
     *
     * @param gateway its URL
     * @param blocks how many blocks
     * @param bytes how many bytes these have
     */
    public record Share(URI gateway, long blocks, long bytes) {}
}
