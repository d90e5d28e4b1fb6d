package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.ipns.RecordRejectedException.Reason;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the holder of a name says it points to, verified: only {@link #verify} and {@link Builder#sign} make one (IPNS record
 * specification, version of 2025-02-28).
 *
 * <p>Only the V2 signature counts, over the data that this class then reads; of everything else in a record, such as the V1
 * signature and fields, nothing is used. Who serves a record can hold it back, or give an older one that is still valid: see
 * {@link IpnsHistory}.
 *
 * <p>Immutable and thread-safe.
 */
public final class IpnsRecord {
    /** The most bytes a record may have. */
    public static final int MAX_SIZE = 10 * 1024;

    private static final byte[] SIGNATURE_PREFIX = "ipns-signature:".getBytes(StandardCharsets.US_ASCII);

    /** What old readers hash behind value and validity: the name that the type 0 has in their enumeration. */
    private static final byte[] END_OF_LIFE = "EOL".getBytes(StandardCharsets.US_ASCII);

    private final IpnsName name;
    private final byte[] encoded;
    private final String path;
    private final long sequence;
    private final Instant validUntil;
    private final Duration timeToLive;

    private IpnsRecord(IpnsName name, byte[] encoded, IpnsData data) {
        this.name = name;
        this.encoded = encoded;
        this.path = data.path();
        this.sequence = data.sequence();
        this.validUntil = data.validUntil();
        this.timeToLive = Duration.ofNanos(data.ttlNanos());
    }

    /**
     * Verifies a record of any origin, in the steps of the specification, and fails at the first that does not hold.
     *
     * @param name whose record it must be
     * @param record the protobuf, {@code application/vnd.ipfs.ipns-record}; copied
     * @param now the record must end after this
     * @throws RecordRejectedException if the record proves nothing; says why
     */
    public static IpnsRecord verify(IpnsName name, byte[] record, Instant now) {
        IpnsRecord verified = verifySignature(name, record);
        if (!verified.validUntil.isAfter(now)) {
            throw rejected(name, Reason.EXPIRED, "ended " + verified.validUntil + "; its publisher must renew it");
        }
        return verified;
    }

    /** All of {@link #verify} but the time. */
    static IpnsRecord verifySignature(IpnsName name, byte[] record) {
        if (record.length > MAX_SIZE) {
            throw rejected(name, Reason.TOO_LARGE, "expected at most " + MAX_SIZE + " bytes, found " + record.length);
        }
        byte[] encoded = record.clone();
        try {
            IpnsEntry entry = IpnsEntry.decode(encoded);
            byte[] signature = required(name, entry, IpnsEntry.Field.SIGNATURE_V2, Reason.SIGNATURE);
            byte[] signed = required(name, entry, IpnsEntry.Field.DATA, Reason.MALFORMED);
            PeerKey key = key(name, entry);
            IpnsData data = IpnsData.decode(signed);
            if (!key.verifies(concat(SIGNATURE_PREFIX, signed), signature)) {
                throw rejected(name, Reason.SIGNATURE, "its V2 signature is wrong");
            }
            boolean forOldReaders = entry.has(IpnsEntry.Field.SIGNATURE_V1) || entry.has(IpnsEntry.Field.VALUE);
            if (forOldReaders && !data.matches(entry)) {
                throw rejected(name, Reason.FIELD_MISMATCH, "its V1 fields are not what is signed");
            }
            return new IpnsRecord(name, encoded, data);
        } catch (MalformedException e) {
            throw rejected(name, Reason.MALFORMED, e);
        }
    }

    private static byte[] required(IpnsName name, IpnsEntry entry, IpnsEntry.Field field, Reason otherwise) {
        return entry.bytes(field)
                .filter(value -> value.length > 0)
                .orElseThrow(() -> rejected(name, otherwise, "it has no " + field + ", which alone is believed"));
    }

    private static PeerKey key(IpnsName name, IpnsEntry entry) {
        Optional<byte[]> carried = entry.bytes(IpnsEntry.Field.PUBLIC_KEY);
        carried.filter(key -> !name.isOf(key)).ifPresent(key -> {
            throw rejected(name, Reason.NAME_MISMATCH, "the public key in it is that of another name");
        });
        byte[] encoded = carried.or(name::inlineKey)
                .orElseThrow(() -> rejected(name, Reason.KEY, "neither the record nor the name has the public key"));
        try {
            return PeerKey.decode(encoded);
        } catch (MalformedException e) {
            throw rejected(name, Reason.KEY, e);
        }
    }

    private static RecordRejectedException rejected(IpnsName name, Reason reason, String problem) {
        return new RecordRejectedException(reason, "record of " + name + " rejected: " + problem);
    }

    private static RecordRejectedException rejected(IpnsName name, Reason reason, MalformedException e) {
        return new RecordRejectedException(reason, "record of " + name + " rejected: " + e.getMessage(), e);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /**
     * Starts a record.
     *
     * @param path what the name is to point to: a path below {@code /ipfs/} or {@code /ipns/}
     * @param sequence higher than in any record before, from 0
     * @param validUntil when the record ends; the public network forgets it after 48 hours anyway
     */
    public static Builder builder(String path, long sequence, Instant validUntil) {
        return new Builder(path, sequence, validUntil);
    }

    /** Returns the name that this is the record of. */
    public IpnsName name() {
        return name;
    }

    /**
     * Returns what the name points to: a path below {@code /ipfs/}, or below {@code /ipns/}, which is another name or a domain.
     * It has no control characters; that its parts make sense is not checked here.
     */
    public String path() {
        return path;
    }

    /** Returns the number of this version, from 0 to 2^63 - 1. */
    public long sequence() {
        return sequence;
    }

    /** Returns when the record ends. */
    public Instant validUntil() {
        return validUntil;
    }

    /** Returns for how long the publisher would have it cached; a hint of a stranger, up to 292 years. */
    public Duration timeToLive() {
        return timeToLive;
    }

    /** Returns a copy of the protobuf, to be handed on or kept. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /**
     * Tells whether this record replaces {@code other} of the same name: by its sequence number, then by its end, then, so that
     * everybody comes to the same result, by its bytes.
     */
    public boolean supersedes(IpnsRecord other) {
        if (sequence != other.sequence) {
            return sequence > other.sequence;
        }
        if (!validUntil.equals(other.validUntil)) {
            return validUntil.isAfter(other.validUntil);
        }
        return Arrays.compareUnsigned(encoded, other.encoded) > 0;
    }

    /** Two records are equal when their names and all their bytes are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof IpnsRecord record && name.equals(record.name) && Arrays.equals(encoded, record.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "IpnsRecord[" + name + ", sequence " + sequence + ", until " + validUntil + "]";
    }

    /** Collects what a record says; not thread-safe. */
    public static final class Builder {
        private final String path;
        private final long sequence;
        private final Instant validUntil;
        private Duration timeToLive = Duration.ofMinutes(5);
        private boolean legacySignature = true;

        private Builder(String path, long sequence, Instant validUntil) {
            this.path = path;
            this.sequence = sequence;
            this.validUntil = validUntil;
        }

        /** Sets for how long others should cache the record. Default: 5 minutes, as the specification suggests. */
        public Builder timeToLive(Duration timeToLive) {
            this.timeToLive = timeToLive;
            return this;
        }

        /**
         * Sets whether the record also carries the V1 signature and fields, which software of before 2021 looks for. Default:
         * true, as other publishers do. Without, it is about half as long.
         */
        public Builder legacySignature(boolean legacySignature) {
            this.legacySignature = legacySignature;
            return this;
        }

        /**
         * Signs the record.
         *
         * @param keys of Ed25519; the name is that of the public key. Nothing of the private key is kept or logged
         * @throws IllegalArgumentException if the path, the sequence, a time or a key is not as it must be, the keys do not belong
         *     together, or the record would exceed {@link IpnsRecord#MAX_SIZE}
         */
        public IpnsRecord sign(KeyPair keys) {
            if (!(keys.getPrivate() instanceof EdECPrivateKey)) {
                throw new IllegalArgumentException("records are signed with a key of Ed25519");
            }
            IpnsName name = IpnsName.of(keys.getPublic());
            IpnsData data = data();
            byte[] signed = data.encoded();
            IpnsEntry entry = new IpnsEntry()
                    .with(IpnsEntry.Field.SIGNATURE_V2, signature(keys.getPrivate(), SIGNATURE_PREFIX, signed))
                    .with(IpnsEntry.Field.DATA, signed);
            if (legacySignature) {
                data.copyTo(entry);
                byte[] value = entry.bytes(IpnsEntry.Field.VALUE).orElseThrow();
                byte[] validity = entry.bytes(IpnsEntry.Field.VALIDITY).orElseThrow();
                entry.with(IpnsEntry.Field.SIGNATURE_V1, signature(keys.getPrivate(), value, validity, END_OF_LIFE));
            }
            try {
                return verifySignature(name, entry.encoded());
            } catch (RecordRejectedException e) {
                throw new IllegalArgumentException(
                        e.reason() == Reason.SIGNATURE
                                ? "the private key does not belong to the public key of " + name
                                : e.getMessage(),
                        e);
            }
        }

        private IpnsData data() {
            if (sequence < 0 || timeToLive.isNegative()) {
                throw new IllegalArgumentException(
                        "sequence and timeToLive must not be negative, are " + sequence + " and " + timeToLive);
            }
            try {
                return IpnsData.of(IpnsData.requirePath(path), validUntil, sequence, timeToLive.toNanos());
            } catch (MalformedException | ArithmeticException e) {
                throw new IllegalArgumentException("cannot make a record: " + e.getMessage(), e);
            }
        }

        private static byte[] signature(PrivateKey key, byte[]... parts) {
            try {
                Signature signer = Signature.getInstance("Ed25519");
                signer.initSign(key);
                signer.update(concat(parts));
                return signer.sign();
            } catch (InvalidKeyException e) {
                throw new IllegalArgumentException("records are signed with a key of Ed25519", e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java platform has no Ed25519", e);
            }
        }
    }
}
