package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.internal.Hkdf;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A secret split for {@code n} holders so that any {@code k} of them can combine it (SPEC §17.2 – §17.7): Shamir's scheme
 * over GF(256) for a fresh key, and the secret sealed with that key in every share.
 *
 * <p><b>Who is trusted.</b> The dealer, who knows the secret and should {@link #close()} and forget it. Holders are not,
 * nor is the way between them; but a combiner has to know the {@link SharingId} from the dealer (signed, from the chain,
 * or with its own share over an authenticated channel), because everybody can deal a sharing of their own.
 *
 * <p><b>What holds.</b>
 * <ul>
 *   <li>Fewer than {@code k} shares tell nothing about the secret but its length. The values in them hide the key
 *       perfectly: each key fits to them. The digests and the ciphertext beside them hide it as far as SHA-256 and
 *       ChaCha20-Poly1305 hold; all of them are of random 32-byte values, so a secret of few bits is hidden as well as any
 *       other.
 *   <li>Combining gives the secret that belongs to the id, or fails: altered, foreign and repeated shares are named and
 *       never used, whoever made them and however many there are.
 *   <li>A dishonest dealer can deal a sharing that does not combine, but not one that gives different secrets to
 *       different holders: either every {@code k} of the shares give the one secret, or none do.
 * </ul>
 *
 * <p><b>What does not.</b> {@code k} holders together have the secret, and shares cannot be taken back. Whoever combines
 * has it too. Nothing hides that holders have shares of the same sharing, how many there are, and how long the secret is:
 * pad it when that matters.
 *
 * <p>Thread-safe.
 */
public final class SecretSharing implements AutoCloseable {

    /**
     * Every share carries the sealed secret, so 255 shares of the longest have 19 MB. What is longer is sealed as an
     * object, and its key is shared.
     */
    static final int MAX_SECRET_BYTES = 65_536;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CIPHER = "ChaCha20-Poly1305";
    private static final int KEY_BYTES = 32;
    private static final byte[] NO_SALT = {};
    private static final String INFO = "cortensor.network/sharing v1";

    private final List<SecretShare> shares;

    private SecretSharing(List<SecretShare> shares) {
        this.shares = List.copyOf(shares);
    }

    /**
     * Splits a secret.
     *
     * @param data the secret, 1 to 65,536 bytes; it is copied, and the caller's to wipe
     * @param threshold how many shares combine to it, 1 … {@code count}; with 1 every share is the secret
     * @param count how many shares to make, 1 … 255
     * @throws IllegalArgumentException if a value is out of its range
     */
    public static SecretSharing split(byte[] data, int threshold, int count) {
        return split(RANDOM, data, threshold, count);
    }

    /** With another source of randomness, for known answers. */
    static SecretSharing split(Random source, byte[] data, int threshold, int count) {
        if (data.length < 1 || data.length > MAX_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "a secret must have 1 to " + MAX_SECRET_BYTES + " bytes, found " + data.length);
        }
        if (count < 1 || count > SharingHeader.MAX_SHARES) {
            throw new IllegalArgumentException(
                    "there must be 1 to " + SharingHeader.MAX_SHARES + " shares, found " + count);
        }
        if (threshold < 1 || threshold > count) {
            throw new IllegalArgumentException(
                    "the threshold must be 1 to " + count + ", the number of shares, found " + threshold);
        }
        byte[][] coefficients = new byte[threshold][SecretShare.VALUE_BYTES];
        for (byte[] coefficient : coefficients) {
            source.nextBytes(coefficient);
        }
        List<byte[]> values = new ArrayList<>(count);
        for (int index = 1; index <= count; index++) {
            values.add(Gf256.evaluate(coefficients, index));
        }
        try (DerivedKeys keys = DerivedKeys.of(coefficients[0])) {
            return new SecretSharing(deal(threshold, keys.commitment, keys.seal(data), values));
        } finally {
            wipe(coefficients);
        }
    }

    /** Takes the values over. */
    static List<SecretShare> deal(int threshold, byte[] commitment, byte[] sealed, List<byte[]> values) {
        List<byte[]> digests = new ArrayList<>(values.size());
        for (byte[] value : values) {
            digests.add(SecretShare.digest(digests.size() + 1, value));
        }
        SharingHeader header = SharingHeader.of(threshold, commitment, digests, sealed);
        List<SecretShare> shares = new ArrayList<>(values.size());
        for (byte[] value : values) {
            shares.add(SecretShare.taking(header, shares.size() + 1, value));
        }
        return shares;
    }

    /**
     * Combines shares to the secret of a sharing. More than {@code k} may be given, in any order, and bad ones among them
     * do no harm: they are refused and named in the result.
     *
     * @param expected the sharing, as the dealer named it
     * @param shares the shares; they stay open
     * @return the secret and the shares that were refused
     * @throws RejectedException with {@link RejectedException.Check#SHARE} if fewer than {@code k} shares hold (the
     *     message names those that do not), or if the dealer dealt shares that do not belong together
     * @throws IllegalStateException if a share has been closed
     */
    public static CombinedSecret combine(SharingId expected, List<SecretShare> shares) {
        List<RefusedShare> refused = new ArrayList<>();
        List<SecretShare> good = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int position = 0; position < shares.size(); position++) {
            SecretShare share = shares.get(position);
            Optional<RefusedShare.Reason> reason = share.refusal(expected);
            if (reason.isEmpty() && !seen.add(share.index())) {
                reason = Optional.of(RefusedShare.Reason.DUPLICATE);
            }
            if (reason.isPresent()) {
                refused.add(new RefusedShare(position, share.index(), reason.get()));
            } else {
                good.add(share);
            }
        }
        if (good.isEmpty()) {
            throw rejected("no share of sharing " + expected + " was given; refused: " + refused);
        }
        // Good shares have the expected id, and with it one and the same header.
        SharingHeader header = good.get(0).header();
        if (good.size() < header.threshold()) {
            throw rejected("sharing " + expected + " needs " + header.threshold() + " shares, and " + good.size()
                    + " hold; refused: " + refused);
        }
        return CombinedSecret.taking(open(header, good.subList(0, header.threshold())), refused);
    }

    private static byte[] open(SharingHeader header, List<SecretShare> shares) {
        int[] indexes = shares.stream().mapToInt(SecretShare::index).toArray();
        byte[][] values = shares.stream().map(SecretShare::value).toArray(byte[][]::new);
        byte[] key = Gf256.interpolate(indexes, values, 0);
        try (DerivedKeys keys = DerivedKeys.of(key)) {
            if (!MessageDigest.isEqual(keys.commitment, header.commitment())) {
                throw inconsistent(header);
            }
            // Otherwise a dishonest dealer could choose who of the holders succeed. The shares given have been checked.
            Set<Integer> checked = shares.stream().map(SecretShare::index).collect(Collectors.toSet());
            for (int index = 1; index <= header.count(); index++) {
                if (checked.contains(index)) {
                    continue;
                }
                byte[] value = Gf256.interpolate(indexes, values, index);
                boolean same = MessageDigest.isEqual(SecretShare.digest(index, value), header.digest(index));
                wipe(value);
                if (!same) {
                    throw inconsistent(header);
                }
            }
            return keys.open(header.sealed()).orElseThrow(() -> inconsistent(header));
        } finally {
            wipe(key);
            wipe(values);
        }
    }

    private static RejectedException inconsistent(SharingHeader header) {
        return rejected("the shares hold, but the dealer of sharing " + header.id()
                + " dealt what does not belong together; no set of its shares combines");
    }

    private static RejectedException rejected(String message) {
        return new RejectedException(RejectedException.Check.SHARE, message);
    }

    private static void wipe(byte[]... arrays) {
        for (byte[] array : arrays) {
            Arrays.fill(array, (byte) 0);
        }
    }

    /** Returns the name of this sharing, which combiners have to know from the dealer. */
    public SharingId id() {
        return shares.get(0).sharing();
    }

    /** Returns the shares, by index from 1; one for each holder. They are wiped when this is closed. */
    public List<SecretShare> shares() {
        return shares;
    }

    /** Wipes all shares. */
    @Override
    public void close() {
        shares.forEach(SecretShare::close);
    }

    /** Names what is public. */
    @Override
    public String toString() {
        SecretShare first = shares.get(0);
        return "SecretSharing[" + first.threshold() + " of " + first.count() + ", sharing " + id() + "]";
    }

    /** What follows from the shared key: a commitment to it, and the key that seals the secret once (SPEC §17.2). */
    static final class DerivedKeys implements AutoCloseable {

        /** The key is used once. */
        private static final IvParameterSpec ZERO_NONCE = new IvParameterSpec(new byte[12]);

        final byte[] commitment;
        private final byte[] key;

        private DerivedKeys(byte[] commitment, byte[] key) {
            this.commitment = commitment;
            this.key = key;
        }

        static DerivedKeys of(byte[] shared) {
            byte[] derived = Hkdf.derive(shared, NO_SALT, INFO, SharingHeader.HASH_BYTES + KEY_BYTES);
            try {
                return new DerivedKeys(
                        Arrays.copyOf(derived, SharingHeader.HASH_BYTES),
                        Arrays.copyOfRange(derived, SharingHeader.HASH_BYTES, derived.length));
            } finally {
                Arrays.fill(derived, (byte) 0);
            }
        }

        byte[] seal(byte[] data) {
            try {
                return cipher(Cipher.ENCRYPT_MODE).doFinal(data);
            } catch (GeneralSecurityException e) {
                throw unusable(e);
            }
        }

        Optional<byte[]> open(byte[] sealed) {
            try {
                return Optional.of(cipher(Cipher.DECRYPT_MODE).doFinal(sealed));
            } catch (AEADBadTagException e) {
                return Optional.empty();
            } catch (GeneralSecurityException e) {
                throw unusable(e);
            }
        }

        private Cipher cipher(int mode) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(key, CIPHER), ZERO_NONCE);
            return cipher;
        }

        private static IllegalStateException unusable(GeneralSecurityException cause) {
            return new IllegalStateException("the platform's " + CIPHER + " refused a well-formed call", cause);
        }

        @Override
        public void close() {
            wipe(key);
        }
    }
}
