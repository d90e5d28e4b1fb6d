package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Peers;

import java.io.IOException;

class NpmHpkeInteropTest extends HpkeInterop {

    @Override
    HpkePeer start() throws IOException {
        LinePeer peer = LinePeer.node(Peers.node(getClass()));
        return new LineHpke(peer, "npm @hpke/core " + peer.askForText("version", "@hpke/core"));
    }
}
