package network.cortensor.sdk.crypto.hostile;

import org.jspecify.annotations.Nullable;

import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A security provider in front of the platform's: hands every ChaCha20-Poly1305 and HMAC-SHA-256 on to it, counts them,
 * notes each pair of key and nonce that something is encrypted with, and keeps the arrays that it gave plaintexts away in.
 * So tests see what the product does, without a hook in it. What Bouncy Castle does inside of HPKE does not come by here.
 */
final class WatchedCiphers implements AutoCloseable {

    private static final String NAME = "WatchedCiphers";
    private static final String PLATFORM = "SunJCE";
    private static final String AEAD = "ChaCha20-Poly1305";
    private static final String HMAC = "HmacSHA256";
    private static final int TAG_BYTES = 16;

    /** Spi objects are made by the platform, without an argument. */
    private static volatile @Nullable WatchedCiphers current;

    /** By key, the nonces that it encrypted with. */
    private final Map<ByteBuffer, Set<Nonce>> used = new HashMap<>();

    private final Map<String, Integer> operations = new TreeMap<>();
    private final List<byte[]> plaintexts = new ArrayList<>();
    private long encryptions;
    private boolean pretending;

    private record Nonce(long high, int low) {}

    private WatchedCiphers() {}

    private static WatchedCiphers current() {
        return Objects.requireNonNull(current, "a watch is installed before its provider");
    }

    /** Puts itself in front until closed. One at a time. */
    static WatchedCiphers install() {
        WatchedCiphers watched = new WatchedCiphers();
        current = watched;
        Security.insertProviderAt(new WatchingProvider(), 1);
        return watched;
    }

    /** From now on nothing is really encrypted, only noted; for more bytes than a test has time to encrypt. */
    synchronized void pretend() {
        pretending = true;
    }

    private synchronized boolean isPretending() {
        return pretending;
    }

    private synchronized void encrypting(byte[] key, byte[] nonce) {
        ByteBuffer bytes = ByteBuffer.wrap(nonce);
        boolean fresh = used.computeIfAbsent(ByteBuffer.wrap(key), first -> new HashSet<>())
                .add(new Nonce(bytes.getLong(), bytes.getInt()));
        if (!fresh) {
            throw new AssertionError(
                    "a key was used twice with the nonce " + HexFormat.of().formatHex(nonce));
        }
        encryptions++;
    }

    private synchronized void count(String operation) {
        operations.merge(operation, 1, Integer::sum);
    }

    private synchronized byte[] decrypted(byte[] plaintext) {
        plaintexts.add(plaintext);
        return plaintext;
    }

    /** Returns the very arrays that short plaintexts were given away in, to see whether they were wiped. */
    synchronized List<byte[]> plaintexts() {
        return List.copyOf(plaintexts);
    }

    /** Returns how many pairs of key and nonce have been used, each once. */
    synchronized long pairs() {
        return encryptions;
    }

    synchronized int keys() {
        return used.size();
    }

    /** Returns how often what was begun, since the last call. */
    synchronized Map<String, Integer> takeOperations() {
        Map<String, Integer> taken = new TreeMap<>(operations);
        operations.clear();
        return taken;
    }

    @Override
    public void close() {
        Security.removeProvider(NAME);
    }

    private static final class WatchingProvider extends Provider {

        private static final long serialVersionUID = 1L;

        WatchingProvider() {
            super(NAME, "1", "counts, and hands on to " + PLATFORM);
            put("Cipher." + AEAD, WatchedAead.class.getName());
            put("Mac." + HMAC, WatchedMac.class.getName());
        }
    }

    /** Made by the platform. */
    public static final class WatchedAead extends CipherSpi {

        private final WatchedCiphers watched = current();
        private final Cipher platform;
        private boolean encrypts;
        private byte[] pretended = {};

        /** Made by the platform. */
        public WatchedAead() throws GeneralSecurityException {
            this.platform = Cipher.getInstance(AEAD, PLATFORM);
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            encrypts = mode == Cipher.ENCRYPT_MODE;
            watched.count(encrypts ? "encrypt" : "decrypt");
            if (encrypts) {
                watched.encrypting(key.getEncoded(), ((IvParameterSpec) parameters).getIV());
            }
            if (!(encrypts && watched.isPretending())) {
                platform.init(mode, key, parameters);
            }
        }

        @Override
        protected void engineUpdateAAD(byte[] source, int offset, int length) {
            if (!(encrypts && watched.isPretending())) {
                platform.updateAAD(source, offset, length);
            }
        }

        @Override
        protected byte[] engineDoFinal(byte[] input, int offset, int length)
                throws IllegalBlockSizeException, BadPaddingException {
            if (!encrypts) {
                return watched.decrypted(platform.doFinal(input, offset, length));
            }
            if (!watched.isPretending()) {
                return platform.doFinal(input, offset, length);
            }
            if (pretended.length != length + TAG_BYTES) {
                pretended = new byte[length + TAG_BYTES];
            }
            return pretended;
        }

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at)
                throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
            return encrypts && watched.isPretending()
                    ? length + TAG_BYTES
                    : platform.doFinal(input, offset, length, output, at);
        }

        @Override
        protected byte[] engineUpdate(byte[] input, int offset, int length) {
            return platform.update(input, offset, length);
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at)
                throws ShortBufferException {
            return platform.update(input, offset, length, output, at);
        }

        @Override
        protected void engineInit(int mode, Key key, SecureRandom random) {
            throw new AssertionError("the platform would choose the nonce");
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {
            throw new AssertionError("nothing in this module does so");
        }

        @Override
        protected void engineSetMode(String mode) {}

        @Override
        protected void engineSetPadding(String padding) {}

        @Override
        protected int engineGetBlockSize() {
            return platform.getBlockSize();
        }

        @Override
        protected int engineGetOutputSize(int length) {
            return platform.getOutputSize(length);
        }

        @Override
        protected byte[] engineGetIV() {
            return platform.getIV();
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return platform.getParameters();
        }
    }

    /** Made by the platform. */
    public static final class WatchedMac extends MacSpi {

        private final Mac platform;

        /** Made by the platform. */
        public WatchedMac() throws NoSuchAlgorithmException, NoSuchProviderException {
            this.platform = Mac.getInstance(HMAC, PLATFORM);
        }

        @Override
        protected int engineGetMacLength() {
            return platform.getMacLength();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters) throws InvalidKeyException {
            current().count("HMAC");
            platform.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            platform.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            platform.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            return platform.doFinal();
        }

        @Override
        protected void engineReset() {
            platform.reset();
        }
    }
}
