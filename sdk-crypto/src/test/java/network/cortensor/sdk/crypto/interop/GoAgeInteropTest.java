package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Peers;
import network.cortensor.sdk.crypto.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class GoAgeInteropTest extends AgeInterop<GoAge> {

    @Override
    GoAge start(Path scratch) {
        return new GoAge(Peers.go(getClass()), scratch);
    }

    @Test
    void identityFile_ofAgeKeygen_isReadHere(@TempDir Path keys) {
        Path file = keys.resolve("key.txt");
        peer().generateInto(file);
        try (Identity identity = Identity.readFrom(file)) {
            assertThat(identity.recipient()).hasToString(peer().recipient(file));
            exchanges().peerWrote();
        }
    }

    @Test
    void identityFile_ofOurs_isUsedByAge(@TempDir Path keys) {
        Path file = keys.resolve("key.txt");
        try (Identity identity = Identity.generate()) {
            identity.writeTo(file);
            String recipient = identity.recipient().toString();
            assertThat(peer().recipient(file)).isEqualTo(recipient);
            byte[] plaintext = Scene.bytes(100);
            byte[] sealed = peer().encrypt(AgePeer.Form.ARMORED, plaintext, List.of(recipient));
            assertThat(peer().decrypt(sealed, file)).isEqualTo(plaintext);
            exchanges().peerRead();
        }
    }
}
