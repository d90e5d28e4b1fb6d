package network.cortensor.sdk.crypto.interop;

import java.security.GeneralSecurityException;

class TinkHpkeInteropTest extends HpkeInterop {

    @Override
    HpkePeer start() throws GeneralSecurityException {
        return new TinkHpke();
    }
}
