package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.internal.Hashes;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes keystores as geth does, which takes the bytes of a password as they are. */
final class GethLike {

    private GethLike() {}

    static String keystore(byte[] privateKey, byte[] derived, KeyDerivation derivation) {
        try {
            byte[] iv = new byte[16];
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, 0, 16, "AES"), new IvParameterSpec(iv));
            byte[] ciphertext = cipher.doFinal(privateKey);
            byte[] mac = Hashes.keccak256(Arrays.copyOfRange(derived, 16, 32), ciphertext);
            HexFormat hex = HexFormat.of();
            return "{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"" + hex.formatHex(iv)
                    + "\"},\"ciphertext\":\"" + hex.formatHex(ciphertext) + "\",\"kdf\":\"" + derivation.name()
                    + "\",\"kdfparams\":" + derivation.json() + ",\"mac\":\"" + hex.formatHex(mac)
                    + "\"},\"id\":\"3198bc9c-6672-5ab3-d995-4942343ae5b6\",\"version\":3}";
        } catch (GeneralSecurityException e) {
            throw new AssertionError("no AES in counter mode", e);
        }
    }
}
