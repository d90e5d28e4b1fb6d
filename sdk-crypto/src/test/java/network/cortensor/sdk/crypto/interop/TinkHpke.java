package network.cortensor.sdk.crypto.interop;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.LowLevelCryptoCaller;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import com.google.crypto.tink.hybrid.subtle.HpkeDecrypt;
import com.google.crypto.tink.hybrid.subtle.HpkeEncrypt;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;
import org.conscrypt.Conscrypt;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;

/** The HPKE of Tink, which takes its X-Wing from Conscrypt and joins encapsulation and ciphertext. */
@AccessesPartialKey
@LowLevelCryptoCaller
final class TinkHpke implements HpkePeer {

    private static final byte[] NOT_EXPORTED = {};

    private final HpkeParameters parameters;
    private final Provider provider = Conscrypt.newProvider();

    TinkHpke() throws GeneralSecurityException {
        // Tink asks for it by name; behind the others, so that nothing else of this JVM is served by it.
        Security.addProvider(provider);
        parameters = HpkeParameters.builder()
                .setKemId(HpkeParameters.KemId.X_WING)
                .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                .setAeadId(HpkeParameters.AeadId.CHACHA20_POLY1305)
                .setVariant(HpkeParameters.Variant.NO_PREFIX)
                .build();
    }

    @Override
    public String name() {
        return "Tink";
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public KeyPair generate() throws GeneralSecurityException {
        HpkePrivateKey key = (HpkePrivateKey) KeysetHandle.generateNew(parameters, HybridConfig2026.get())
                .getPrimary()
                .getKey();
        return new KeyPair(
                key.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get()),
                key.getPublicKey().getPublicKeyBytes().toByteArray());
    }

    @Override
    public Sealed seal(
            byte[] publicKey, byte[] info, String exportContext, List<byte[]> associated, List<byte[]> plaintexts)
            throws GeneralSecurityException {
        byte[] joined = HpkeEncrypt.create(publicKey(publicKey)).encrypt(plaintexts.get(0), info);
        return new Sealed(
                Arrays.copyOf(joined, HybridKey.ENCAPSULATION_BYTES),
                NOT_EXPORTED,
                List.of(Arrays.copyOfRange(joined, HybridKey.ENCAPSULATION_BYTES, joined.length)));
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
        byte[] ciphertext = ciphertexts.get(0);
        byte[] joined = Arrays.copyOf(encapsulation, encapsulation.length + ciphertext.length);
        System.arraycopy(ciphertext, 0, joined, encapsulation.length, ciphertext.length);
        HpkePrivateKey key = HpkePrivateKey.create(
                publicKey(own.publicKey), SecretBytes.copyFrom(own.seed, InsecureSecretKeyAccess.get()));
        return new Opened(NOT_EXPORTED, List.of(HpkeDecrypt.create(key).decrypt(joined, info)));
    }

    private HpkePublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        return HpkePublicKey.create(parameters, Bytes.copyFrom(bytes), null);
    }

    @Override
    public void close() {
        Security.removeProvider(provider.getName());
    }
}
