package network.cortensor.sdk.crypto.interop;

import org.conscrypt.Conscrypt;
import org.conscrypt.HpkeContextRecipient;
import org.conscrypt.HpkeContextSender;
import org.conscrypt.OpenSslXwingPrivateKey;
import org.conscrypt.OpenSslXwingPublicKey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;

/** The HPKE of Conscrypt, which is that of BoringSSL. */
final class ConscryptHpke implements HpkePeer {

    private static final String SUITE = "XWING/HKDF_SHA256/CHACHA20POLY1305";

    private final Provider provider = Conscrypt.newProvider();

    @Override
    public String name() {
        Conscrypt.Version version = Conscrypt.version();
        return "Conscrypt " + version.major() + '.' + version.minor() + '.' + version.patch();
    }

    @Override
    public boolean isOneShot() {
        return false;
    }

    @Override
    public KeyPair generate() throws GeneralSecurityException {
        java.security.KeyPair pair =
                KeyPairGenerator.getInstance("XWING", provider).generateKeyPair();
        return new KeyPair(
                ((OpenSslXwingPrivateKey) pair.getPrivate()).getRaw(),
                ((OpenSslXwingPublicKey) pair.getPublic()).getRaw());
    }

    @Override
    public Sealed seal(
            byte[] publicKey, byte[] info, String exportContext, List<byte[]> associated, List<byte[]> plaintexts)
            throws GeneralSecurityException {
        HpkeContextSender sender = HpkeContextSender.getInstance(SUITE, provider);
        sender.init(new OpenSslXwingPublicKey(publicKey), info);
        List<byte[]> ciphertexts = new ArrayList<>();
        for (int i = 0; i < plaintexts.size(); i++) {
            ciphertexts.add(sender.seal(plaintexts.get(i), associated.get(i)));
        }
        return new Sealed(sender.getEncapsulated(), sender.export(EXPORT_BYTES, utf8(exportContext)), ciphertexts);
    }

    @Override
    public Opened open(
            KeyPair own,
            byte[] encapsulation,
            byte[] info,
            String exportContext,
            List<byte[]> associated,
            List<byte[]> ciphertexts)
            throws GeneralSecurityException {
        HpkeContextRecipient recipient = HpkeContextRecipient.getInstance(SUITE, provider);
        recipient.init(encapsulation, new OpenSslXwingPrivateKey(own.seed), info);
        List<byte[]> plaintexts = new ArrayList<>();
        for (int i = 0; i < ciphertexts.size(); i++) {
            plaintexts.add(recipient.open(ciphertexts.get(i), associated.get(i)));
        }
        return new Opened(recipient.export(EXPORT_BYTES, utf8(exportContext)), plaintexts);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        // Nothing runs.
    }
}
