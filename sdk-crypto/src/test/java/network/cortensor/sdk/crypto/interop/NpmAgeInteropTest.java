package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Peers;

import java.io.IOException;
import java.nio.file.Path;

class NpmAgeInteropTest extends AgeInterop<NpmAge> {

    @Override
    NpmAge start(Path scratch) throws IOException {
        return new NpmAge(Peers.node(getClass()));
    }
}
