package network.cortensor.sdk.staking.internal.transaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * A keystore file of version 3 (Web3 Secret Storage Definition): a private key under a passphrase. Read by our own code:
 * web3j has its reader in a part that brings a whole client along, takes the passphrase as a {@link String} and believes
 * whatever memory a file asks for. Immutable; holds no secret.
 */
public final class Keystore {
    private static final int MOST_FILE_BYTES = 64 * 1024;
    private static final int MOST_SALT_BYTES = 64;
    private static final int SECRET_LENGTH = 32;
    private static final int IV_LENGTH = 16;
    private static final int HALF = KeyDerivation.LENGTH / 2;
    private static final int VERSION = 3;
    private static final HexFormat HEX = HexFormat.of();
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final String name;
    private final Optional<Address> address;
    private final KeyDerivation derivation;
    private final byte[] iv;
    private final byte[] ciphertext;
    private final byte[] mac;

    private Keystore(String name, JsonNode file) {
        this.name = name;
        if (member(file, "version").asInt() != VERSION) {
            throw new IllegalArgumentException("expected version " + VERSION + ", found another");
        }
        this.address = member(file, "address").isMissingNode()
                ? Optional.empty()
                : Optional.of(Address.decode(hex(file, "address", Address.LENGTH, Address.LENGTH)));
        JsonNode crypto = member(file, "crypto");
        if (!text(crypto, "cipher").equals("aes-128-ctr")) {
            throw new IllegalArgumentException("expected the cipher aes-128-ctr, found another");
        }
        this.derivation = derivation(text(crypto, "kdf"), member(crypto, "kdfparams"));
        this.iv = hex(member(crypto, "cipherparams"), "iv", IV_LENGTH, IV_LENGTH);
        this.ciphertext = hex(crypto, "ciphertext", SECRET_LENGTH, SECRET_LENGTH);
        this.mac = hex(crypto, "mac", Hash.LENGTH, Hash.LENGTH);
    }

    /**
     * Reads a file.
     *
     * @throws LedgerUnavailableException if it cannot be read
     * @throws LedgerEvidenceException if it is no keystore, or asks for more work or memory than the limits allow
     */
    public static Keystore read(Path file) {
        String name = "Keystore " + file.getFileName();
        try (InputStream in = Files.newInputStream(file)) {
            return decode(name, in.readNBytes(MOST_FILE_BYTES + 1));
        } catch (IOException e) {
            throw new LedgerUnavailableException(
                    name + ": expected a file that can be read, found none; check its path and its owner", e);
        }
    }

    /**
     * Reads the content of a file.
     *
     * @param name what to call it in messages
     * @throws LedgerEvidenceException as {@link #read}
     */
    static Keystore decode(String name, byte[] json) {
        if (json.length > MOST_FILE_BYTES) {
            throw new LedgerEvidenceException(
                    name + ": expected at most " + MOST_FILE_BYTES + " bytes, found more; this is no keystore");
        }
        try {
            return new Keystore(name, READER.readTree(json));
        } catch (JsonProcessingException e) {
            // Without the cause: Jackson's message quotes the file.
            throw new LedgerEvidenceException(name + ": expected JSON, found something else");
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed: a defect of this library", e);
        } catch (IllegalArgumentException e) {
            throw new LedgerEvidenceException(name + ": " + e.getMessage(), e);
        }
    }

    private static KeyDerivation derivation(String kdf, JsonNode parameters) {
        if (number(parameters, "dklen") != KeyDerivation.LENGTH) {
            throw new IllegalArgumentException("expected a dklen of " + KeyDerivation.LENGTH + ", found another");
        }
        byte[] salt = hex(parameters, "salt", 1, MOST_SALT_BYTES);
        return switch (kdf) {
            case "scrypt" ->
                KeyDerivation.scrypt(salt, number(parameters, "n"), number(parameters, "r"), number(parameters, "p"));
            case "pbkdf2" -> {
                if (!text(parameters, "prf").equals("hmac-sha256")) {
                    throw new IllegalArgumentException("expected the prf hmac-sha256, found another");
                }
                yield KeyDerivation.pbkdf2(salt, number(parameters, "c"));
            }
            default -> throw new IllegalArgumentException("expected the kdf scrypt or pbkdf2, found another");
        };
    }

    /** Names are read whatever their case, as geth and ethers do. */
    private static JsonNode member(JsonNode object, String name) {
        JsonNode found = object.path(name);
        for (Entry<String, JsonNode> member : object.properties()) {
            if (member.getKey().equalsIgnoreCase(name) && !member.getKey().equals(name)) {
                if (!found.isMissingNode()) {
                    throw new IllegalArgumentException("expected one member " + name + ", found two");
                }
                found = member.getValue();
            }
        }
        return found;
    }

    private static String text(JsonNode object, String name) {
        JsonNode text = member(object, name);
        if (!text.isTextual()) {
            throw new IllegalArgumentException("expected " + name + " as a text, found none");
        }
        return text.asText();
    }

    private static int number(JsonNode object, String name) {
        JsonNode number = member(object, name);
        if (!number.isIntegralNumber() || !number.canConvertToInt()) {
            throw new IllegalArgumentException("expected " + name + " as a whole number of 31 bits, found none");
        }
        return number.intValue();
    }

    private static byte[] hex(JsonNode object, String name, int least, int most) {
        String text = text(object, name).toLowerCase(Locale.ROOT);
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        if (digits.length() % 2 != 0
                || digits.length() < 2 * least
                || digits.length() > 2 * most
                || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("expected " + name + " as " + (least == most ? "" : least + " to ")
                    + most + " bytes in hex, found something else");
        }
        return HEX.parseHex(digits);
    }

    /**
     * Decrypts the key. A passphrase that is not in Unicode's normal form KC is tried as it is, as geth does, and in that
     * form, as ethers does; the latter makes a {@link String} of it, which cannot be wiped.
     *
     * @param passphrase read only; the caller wipes it
     * @return the key; the caller wipes it
     * @throws LedgerEvidenceException if the passphrase does not open it, or the key is not that of the address in the
     *     file
     * @throws IllegalArgumentException if the passphrase is no Unicode
     */
    public byte[] open(char[] passphrase) {
        CharBuffer given = CharBuffer.wrap(passphrase);
        Optional<byte[]> secret = tryOpen(given);
        if (secret.isEmpty() && !Normalizer.isNormalized(given, Normalizer.Form.NFKC)) {
            secret = tryOpen(CharBuffer.wrap(Normalizer.normalize(given, Normalizer.Form.NFKC)));
        }
        return checked(secret.orElseThrow(() -> new LedgerEvidenceException(
                name + ": expected the passphrase that opens it, found another one, or a file that was altered")));
    }

    private Optional<byte[]> tryOpen(CharBuffer passphrase) {
        byte[] bytes = utf8(passphrase);
        byte[] derived = derivation.derive(bytes);
        try {
            return MessageDigest.isEqual(mac(derived), mac) ? Optional.of(decrypt(derived)) : Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(derived, (byte) 0);
        }
    }

    private static byte[] utf8(CharBuffer text) {
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(text.remaining(), 3));
        try {
            if (StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(text.duplicate(), out, true)
                    .isError()) {
                throw new IllegalArgumentException(
                        "Passphrase: expected whole characters, found half a surrogate pair");
            }
            return Arrays.copyOf(out.array(), out.position());
        } finally {
            Arrays.fill(out.array(), (byte) 0);
        }
    }

    private byte[] mac(byte[] derived) {
        byte[] macked = new byte[HALF + ciphertext.length];
        System.arraycopy(derived, HALF, macked, 0, HALF);
        System.arraycopy(ciphertext, 0, macked, HALF, ciphertext.length);
        try {
            return Hash.keccak256(macked).bytes();
        } finally {
            Arrays.fill(macked, (byte) 0);
        }
    }

    private byte[] decrypt(byte[] derived) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(derived, 0, HALF, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(ciphertext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform cannot decrypt with AES in counter mode", e);
        }
    }

    /** The MAC does not cover the IV: only the address tells a key that was decrypted with another one. */
    private byte[] checked(byte[] secret) {
        boolean holds = Web3jCrypto.isSecret(secret)
                && address.map(expected ->
                                expected.equals(Web3jCrypto.address(Web3jCrypto.publicKey(new BigInteger(1, secret)))))
                        .orElse(true);
        if (!holds) {
            Arrays.fill(secret, (byte) 0);
            throw new LedgerEvidenceException(name + ": expected the key of "
                    + address.map(Address::toString).orElse("an account") + ", found another; the file was altered");
        }
        return secret;
    }

    @Override
    public String toString() {
        return name;
    }
}
