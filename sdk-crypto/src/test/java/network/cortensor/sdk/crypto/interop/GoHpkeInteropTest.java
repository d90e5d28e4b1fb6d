package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Peers;

import java.io.IOException;

class GoHpkeInteropTest extends HpkeInterop {

    @Override
    HpkePeer start() throws IOException {
        LinePeer peer = LinePeer.program(Peers.go(getClass()).resolve("hpke-peer"));
        return new LineHpke(peer, "crypto/hpke of " + peer.askForText("version"));
    }
}
