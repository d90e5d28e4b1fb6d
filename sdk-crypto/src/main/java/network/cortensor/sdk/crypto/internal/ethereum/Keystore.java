package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.JsonObject;
import network.cortensor.sdk.crypto.internal.Secret;
import network.cortensor.sdk.crypto.internal.Utf8;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A private key encrypted under a password: version 3 of the Web3 Secret Storage Definition (SPEC §15.3). Holds no
 * secret until it is opened.
 */
public final class Keystore {

    private static final String WHAT = "a keystore";
    private static final String CIPHER = "aes-128-ctr";
    private static final int VERSION = 3;
    private static final int IV_BYTES = 16;
    private static final int HALF = KeyDerivation.BYTES / 2;
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final HexFormat HEX = HexFormat.of();

    private final Optional<WalletAddress> address;
    private final String id;
    private final KeyDerivation derivation;
    private final byte[] iv;
    private final byte[] ciphertext;
    private final byte[] mac;

    private Keystore(
            Optional<WalletAddress> address,
            String id,
            KeyDerivation derivation,
            byte[] iv,
            byte[] ciphertext,
            byte[] mac) {
        this.address = address;
        this.id = id;
        this.derivation = derivation;
        this.iv = iv;
        this.ciphertext = ciphertext;
        this.mac = mac;
    }

    /**
     * Encrypts a key under a password, with fresh random numbers.
     *
     * @param derivation how the password becomes a key; for this keystore only
     * @throws IllegalStateException if the heap of this JVM cannot hold what the derivation takes
     */
    public static Keystore seal(byte[] privateKey, KeyDerivation derivation, char[] password) {
        WalletAddress address = Secp256k1.address(Secp256k1.publicKey(privateKey));
        byte[] iv = Secret.randomBytes(IV_BYTES);
        return Passwords.withNormalised(password, bytes -> {
            byte[] derived = derivation.derive(bytes);
            try {
                byte[] ciphertext = aesCtr(derived, iv, privateKey);
                return new Keystore(
                        Optional.of(address),
                        UUID.randomUUID().toString(),
                        derivation,
                        iv,
                        ciphertext,
                        mac(derived, ciphertext));
            } finally {
                Arrays.fill(derived, (byte) 0);
            }
        });
    }

    /**
     * Reads a keystore. Names are read whatever their case, as geth and ethers do; members that are not of the
     * definition are ignored.
     *
     * @throws MalformedException if it is no keystore of version 3, or asks for more work or memory than the limits allow
     *     or the heap of this JVM can hold
     */
    public static Keystore decode(byte[] json) {
        JsonObject file = JsonObject.parse(WHAT, Utf8.decode(WHAT, json)).ignoringCase();
        file.number("version", VERSION, VERSION);
        String id = file.text("id");
        if (!UUID_FORM.matcher(id).matches()) {
            throw new MalformedException(WHAT + ": id must be a UUID");
        }
        JsonObject crypto = file.object("crypto").ignoringCase();
        if (!crypto.text("cipher").equals(CIPHER)) {
            throw new MalformedException(WHAT + ": its cipher must be " + CIPHER);
        }
        return new Keystore(
                file.has("address") ? Optional.of(address(file.text("address"))) : Optional.empty(),
                id,
                KeyDerivation.read(
                        crypto.text("kdf"), crypto.object("kdfparams").ignoringCase()),
                hex(crypto.object("cipherparams").ignoringCase(), "iv", IV_BYTES, IV_BYTES),
                hex(crypto, "ciphertext", Secp256k1.SIZE, Secp256k1.SIZE),
                hex(crypto, "mac", Hashes.SIZE, Hashes.SIZE));
    }

    private static WalletAddress address(String text) {
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        // In lower case there is no checksum to be wrong: whether the address is right is found out with the key.
        return WalletAddress.parse("0x" + digits.toLowerCase(Locale.ROOT));
    }

    static byte[] hex(JsonObject object, String name, int least, int most) {
        String text = object.text(name);
        int digits = text.length();
        if (digits < 2 * least
                || digits > 2 * most
                || digits % 2 != 0
                || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new MalformedException(WHAT + ": " + name + " must be " + (least == most ? "" : least + " to ") + most
                    + " bytes in hexadecimal digits");
        }
        return HEX.parseHex(text);
    }

    /**
     * Decrypts the key. A password that is not in Unicode's normal form KC is tried as in that form and as it is, because
     * there are programs that write the one and programs that write the other.
     *
     * @return 32 bytes that are a private key; the caller wipes them
     * @throws RejectedException with {@link RejectedException.Check#PASSWORD} if the password is wrong or the file was
     *     altered
     */
    public byte[] open(char[] password) {
        return Passwords.withNormalised(password, this::tryOpen)
                .or(() -> Passwords.isNormalised(password)
                        ? Optional.empty()
                        : Passwords.withGiven(password, this::tryOpen))
                .orElseThrow(() -> new RejectedException(
                        RejectedException.Check.PASSWORD,
                        "the keystore does not open: the password is wrong or the file was altered"));
    }

    private Optional<byte[]> tryOpen(byte[] password) {
        byte[] derived = derivation.derive(password);
        try {
            if (!MessageDigest.isEqual(mac(derived, ciphertext), mac)) {
                return Optional.empty();
            }
            byte[] key = aesCtr(derived, iv, ciphertext);
            if (isExpected(key)) {
                return Optional.of(key);
            }
            Arrays.fill(key, (byte) 0);
            return Optional.empty();
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** The MAC does not cover the IV. Where the file names its address, another IV shows here. */
    private boolean isExpected(byte[] key) {
        return Secp256k1.isScalar(key)
                && address.map(expected -> expected.equals(Secp256k1.address(Secp256k1.publicKey(key))))
                        .orElse(true);
    }

    private static byte[] mac(byte[] derived, byte[] ciphertext) {
        byte[] macKey = Arrays.copyOfRange(derived, HALF, KeyDerivation.BYTES);
        try {
            return Hashes.keccak256(macKey, ciphertext);
        } finally {
            Arrays.fill(macKey, (byte) 0);
        }
    }

    private static byte[] aesCtr(byte[] derived, byte[] iv, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, 0, HALF, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot encrypt with AES in counter mode", e);
        }
    }

    /** Returns the address that the file names, which nothing but the key itself vouches for. */
    Optional<WalletAddress> address() {
        return address;
    }

    /** Returns the file; the caller may wipe it, though it is of no use without the password. */
    public byte[] encoded() {
        String named = address.map(known -> "\"address\":\"" + HEX.formatHex(known.bytes()) + "\",")
                .orElse("");
        return ("{" + named + "\"crypto\":{\"cipher\":\"" + CIPHER + "\",\"cipherparams\":{\"iv\":\""
                        + HEX.formatHex(iv) + "\"},\"ciphertext\":\"" + HEX.formatHex(ciphertext) + "\",\"kdf\":\""
                        + derivation.name() + "\",\"kdfparams\":" + derivation.json() + ",\"mac\":\""
                        + HEX.formatHex(mac) + "\"},\"id\":\"" + id + "\",\"version\":" + VERSION + "}\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "Keystore[" + address.map(WalletAddress::toString).orElse("no address") + "]";
    }
}
