package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Peers;

import java.io.IOException;

class EthersInteropTest extends EthereumInterop {

    @Override
    EthereumPeer start() throws IOException {
        return new EthereumPeer(Peers.node(getClass()), "ethers");
    }
}
