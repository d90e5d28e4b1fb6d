/**
 * Content from strangers and for strangers, over HTTP: trustless gateways, which hand out blocks and CAR streams that whoever
 * asked checks for himself.
 *
 * <p>To fetch, start at {@link network.cortensor.sdk.ipfs.gateway.GatewayClient}. To serve, start at
 * {@link network.cortensor.sdk.ipfs.gateway.GatewayServer}.
 */
@NullMarked
package network.cortensor.sdk.ipfs.gateway;

import org.jspecify.annotations.NullMarked;
