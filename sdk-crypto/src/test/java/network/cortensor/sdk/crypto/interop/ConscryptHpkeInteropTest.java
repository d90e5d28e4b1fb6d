package network.cortensor.sdk.crypto.interop;

class ConscryptHpkeInteropTest extends HpkeInterop {

    @Override
    HpkePeer start() {
        return new ConscryptHpke();
    }
}
