package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.KeyFile;
import network.cortensor.sdk.crypto.internal.Secret;
import network.cortensor.sdk.crypto.internal.ethereum.KeyDerivation;
import network.cortensor.sdk.crypto.internal.ethereum.Keystore;
import network.cortensor.sdk.crypto.internal.ethereum.Secp256k1;
import org.bouncycastle.math.ec.ECPoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A secp256k1 key in this process: the account that owns a session, or that a node is registered under.
 *
 * <p>Signatures are deterministic (RFC 6979), have {@code s} in the lower half, and are verified before they are
 * released. Thread-safe. Whoever made the wallet closes it; {@link #close()} wipes the key and later calls fail with
 * {@link IllegalStateException}. Neither {@link #toString()} nor any exception contains the key.
 */
public final class Wallet implements WalletSigner, AutoCloseable {

    private static final String KIND = "wallet key";
    private static final String KEYSTORE = "keystore";
    private static final HexFormat HEX = HexFormat.of();
    private static final int HEX_DIGITS = 2 * Secp256k1.SIZE;

    private final Secret key;
    private final ECPoint publicKey;
    private final WalletAddress address;

    private Wallet(Secret key) {
        this.key = key;
        this.publicKey = key.use(Secp256k1::publicKey);
        this.address = Secp256k1.address(publicKey);
    }

    /** Draws a new key from the platform's {@link java.security.SecureRandom}. */
    public static Wallet generate() {
        while (true) {
            Secret key = Secret.random(KIND, Secp256k1.SIZE);
            // All but one in 2^128 draws are in range; reducing instead would bias the key.
            if (key.use(Secp256k1::isScalar)) {
                return new Wallet(key);
            }
        }
    }

    /**
     * Reads a key file that is not encrypted: 64 hexadecimal digits on one line, {@code 0x} in front allowed.
     *
     * @throws KeyFileException if there is no such file, it cannot be read, other users can reach it, or it does not
     *     hold one private key
     */
    public static Wallet readFrom(Path file) {
        byte[] content = KeyFile.read(KIND, file);
        try {
            return new Wallet(Secret.taking(KIND, parse(file, content)));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] parse(Path file, byte[] content) {
        int end = content.length;
        while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r' || content[end - 1] == ' ')) {
            end--;
        }
        int start = end >= 2 && content[0] == '0' && content[1] == 'x' ? 2 : 0;
        byte[] key = new byte[Secp256k1.SIZE];
        boolean valid = end - start == HEX_DIGITS;
        for (int i = 0; valid && i < HEX_DIGITS; i++) {
            int digit = content[start + i];
            valid = HexFormat.isHexDigit(digit);
            if (valid) {
                key[i / 2] = (byte) (key[i / 2] << 4 | HexFormat.fromHexDigit(digit));
            }
        }
        if (!valid || !Secp256k1.isScalar(key)) {
            Arrays.fill(key, (byte) 0);
            throw new KeyFileException("cannot read a " + KIND + " from " + file
                    + ": it does not hold one line of 64 hexadecimal digits that are a secp256k1 key");
        }
        return key;
    }

    /**
     * Creates a key file that only its owner can read (mode 0600) and writes it through to the disk. The key is not
     * encrypted; {@link #writeKeystore} encrypts it.
     *
     * @throws KeyFileException if something is at that path already, it cannot be written, or the file system has no
     *     owner-only mode
     */
    public void writeTo(Path file) {
        KeyFile.create(KIND, file, key.use(Wallet::line));
    }

    private static byte[] line(byte[] key) {
        byte[] line = new byte[HEX_DIGITS + 1];
        for (int i = 0; i < key.length; i++) {
            line[2 * i] = (byte) HEX.toHighHexDigit(key[i]);
            line[2 * i + 1] = (byte) HEX.toLowHexDigit(key[i]);
        }
        line[HEX_DIGITS] = '\n';
        return line;
    }

    /**
     * Reads a keystore: a key file that is encrypted under a password, as geth, ethers and most wallets write it (Web3
     * Secret Storage version 3; SPEC §15.3). Takes about a second and up to 256 MiB of memory, as the file asks for.
     *
     * <p>A file need not say which address it is for, and then an altered file can give another wallet than the one that
     * was written: compare {@link #address()} with the one you expect.
     *
     * @param file the keystore, which other users must not be able to reach
     * @param password its password; not kept, and the caller's to wipe
     * @throws KeyFileException if there is no such file, it cannot be read, other users can reach it, it is no keystore of
     *     version 3, or opening it would take more than the limits allow or than the heap of this JVM can hold
     * @throws RejectedException with {@link RejectedException.Check#PASSWORD} if the password is wrong or the file was
     *     altered, which cannot be told apart
     * @throws IllegalArgumentException if the password is not valid Unicode
     */
    public static Wallet readKeystore(Path file, char[] password) {
        byte[] content = KeyFile.read(KEYSTORE, file);
        try {
            return new Wallet(Secret.taking(KIND, Keystore.decode(content).open(password)));
        } catch (MalformedException e) {
            throw new KeyFileException("cannot read a " + KEYSTORE + " from " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Creates a keystore that only its owner can read (mode 0600) and writes it through to the disk. The key is encrypted
     * with AES-128 under scrypt with geth's parameters (n = 262,144, r = 8, p = 1), which takes about a second and 256 MiB
     * of memory. The address stands in the file for everyone to see.
     *
     * <p>A password with characters beyond ASCII is written in Unicode's normal form KC, as ethers does. geth does not
     * normalise, and opens the file if what is typed there is in that form.
     *
     * @param file where nothing is yet
     * @param password not empty; not kept, and the caller's to wipe
     * @throws IllegalArgumentException if the password is empty or not valid Unicode
     * @throws IllegalStateException if the wallet has been closed, or the heap of this JVM cannot hold what scrypt takes
     *     (256 MiB must be at most three quarters of it)
     * @throws KeyFileException if something is at that path already, it cannot be written, or the file system has no
     *     owner-only mode
     */
    public void writeKeystore(Path file, char[] password) {
        if (password.length == 0) {
            throw new IllegalArgumentException("a keystore with an empty password protects nothing; choose one");
        }
        Keystore keystore = key.use(secret -> Keystore.seal(secret, KeyDerivation.Scrypt.standard(), password));
        KeyFile.create(KEYSTORE, file, keystore.encoded());
    }

    @Override
    public WalletAddress address() {
        return address;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException {@inheritDoc}
     * @throws IllegalStateException if the wallet has been closed, or the new signature does not verify (a fault of this
     *     machine; the signature is not released)
     */
    @Override
    public WalletSignature sign(byte[] digest) {
        WalletSignature.requireDigest(digest);
        return key.use(secret -> Secp256k1.sign(secret, publicKey, digest));
    }

    /** Wipes the key. May be called more than once. */
    @Override
    public void close() {
        key.close();
    }

    /** Names the address, never the key. */
    @Override
    public String toString() {
        return "Wallet[" + address + "]";
    }
}
