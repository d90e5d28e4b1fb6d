package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.Base64Text;
import network.cortensor.sdk.crypto.internal.ScryptMemory;
import network.cortensor.sdk.crypto.internal.Secret;
import org.bouncycastle.crypto.generators.SCrypt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file key wrapped with a passphrase (C2SP age, "scrypt recipient stanza"; RFC 7914). */
public final class ScryptStanza {

    public static final String TYPE = "scrypt";

    /** The logarithm of the work factor that is written: 256 MiB and about a second, as age writes it. */
    public static final int WORK_FACTOR = 18;

    /**
     * The largest logarithm that is read: 1 GiB and about four seconds. Whoever sends a file chooses it, and each step
     * doubles time and memory; age tools write 18, and those that measure the machine first rarely reach 20.
     */
    public static final int MAX_WORK_FACTOR = 20;

    private static final String LABEL = "age-encryption.org/v1/scrypt";
    private static final int SALT_BYTES = 16;
    private static final int BLOCK_SIZE = 8;
    private static final int PARALLELISM = 1;
    private static final int KEY_BYTES = 32;

    /** Decimal, without sign or leading zero. */
    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]*");

    private final byte[] salt;
    private final int workFactor;
    private final byte[] body;

    private ScryptStanza(byte[] salt, int workFactor, byte[] body) {
        this.salt = salt;
        this.workFactor = workFactor;
        this.body = body;
    }

    /**
     * Wraps with a passphrase in UTF-8.
     *
     * @throws IllegalStateException if the heap of this JVM cannot hold what the work factor takes
     */
    public static Stanza wrap(FileKey key, Secret passphrase, int workFactor) {
        memory(workFactor).requireFits("cannot wrap a key with a passphrase");
        byte[] salt = Secret.randomBytes(SALT_BYTES);
        byte[] wrapKey = wrapKey(passphrase, salt, workFactor);
        try {
            return Stanza.of(
                    List.of(TYPE, Base64Text.STANDARD.encode(salt), Integer.toString(workFactor)),
                    WrappedKey.wrap(key, wrapKey));
        } finally {
            Arrays.fill(wrapKey, (byte) 0);
        }
    }

    /**
     * Reads a stanza of this type.
     *
     * @throws MalformedException if it has another type, other arguments, or parts of other sizes, or if its work factor
     *     is above {@link #MAX_WORK_FACTOR} or above what the heap of this JVM can hold
     */
    public static ScryptStanza parse(Stanza stanza) {
        List<String> arguments = stanza.arguments();
        if (!stanza.type().equals(TYPE) || arguments.size() != 3) {
            throw new MalformedException("a stanza of type " + TYPE + " must have two arguments");
        }
        byte[] salt = Base64Text.STANDARD.decode("the salt of a stanza of type " + TYPE, arguments.get(1));
        if (salt.length != SALT_BYTES) {
            throw new MalformedException("the salt of a stanza of type " + TYPE + " must have " + SALT_BYTES
                    + " bytes, found " + salt.length);
        }
        return new ScryptStanza(salt, workFactor(arguments.get(2)), WrappedKey.bodyOf(stanza));
    }

    private static int workFactor(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new MalformedException("the work factor of a stanza of type " + TYPE + " is not a decimal number");
        }
        // A longer number is above the limit, and need not be a number of Java.
        int logarithm = text.length() > 2 ? Integer.MAX_VALUE : Integer.parseInt(text);
        if (logarithm > MAX_WORK_FACTOR) {
            throw new MalformedException("the work factor of a stanza of type " + TYPE + " is above 2^"
                    + MAX_WORK_FACTOR + ", which would take more than "
                    + (memory(MAX_WORK_FACTOR).bytes() >> 20) + " MiB and several seconds");
        }
        ScryptMemory memory = memory(logarithm);
        if (!memory.fitsTheHeap()) {
            throw new MalformedException("the work factor of a stanza of type " + TYPE + " is too large here: 2^"
                    + logarithm + " takes " + memory);
        }
        return logarithm;
    }

    private static ScryptMemory memory(int logarithm) {
        return ScryptMemory.of(1L << logarithm, BLOCK_SIZE, PARALLELISM);
    }

    /** Returns the file key, or nothing if it was wrapped with another passphrase. */
    public Optional<FileKey> unwrap(Secret passphrase) {
        byte[] wrapKey = wrapKey(passphrase, salt, workFactor);
        try {
            return WrappedKey.unwrap(body, wrapKey);
        } finally {
            Arrays.fill(wrapKey, (byte) 0);
        }
    }

    private static byte[] wrapKey(Secret passphrase, byte[] salt, int workFactor) {
        byte[] label = LABEL.getBytes(StandardCharsets.US_ASCII);
        byte[] labelled = Arrays.copyOf(label, label.length + salt.length);
        System.arraycopy(salt, 0, labelled, label.length, salt.length);
        return passphrase.use(
                secret -> SCrypt.generate(secret, labelled, 1 << workFactor, BLOCK_SIZE, PARALLELISM, KEY_BYTES));
    }
}
