package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.cbor.CborValue;
import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is signed in a record (IPNS record specification, "Record Fields"). Fields beyond the five are for applications, and
 * passed over.
 */
final class IpnsData {
    /** RFC 3339 section 5.6 with at most nanoseconds; the parser of the platform takes more. */
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The year 10000 and what comes before the year 0 have no text in RFC 3339. */
    private static final Instant TEXT_END = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Instant TEXT_START = Instant.parse("0000-01-01T00:00:00Z");

    private static final Pattern PATH = Pattern.compile("/ip[fn]s/[^\\p{Cc}]+", Pattern.DOTALL);

    private final byte[] value;
    private final byte[] validity;
    private final long validityType;
    private final long sequence;
    private final long ttlNanos;

    private IpnsData(byte[] value, byte[] validity, long validityType, long sequence, long ttlNanos) {
        this.value = value;
        this.validity = validity;
        this.validityType = validityType;
        this.sequence = sequence;
        this.ttlNanos = ttlNanos;
    }

    static IpnsData of(String path, Instant validUntil, long sequence, long ttlNanos) {
        return new IpnsData(
                path.getBytes(StandardCharsets.UTF_8),
                written(validUntil).getBytes(StandardCharsets.US_ASCII),
                0,
                sequence,
                ttlNanos);
    }

    private static String written(Instant validUntil) {
        if (validUntil.isAfter(TEXT_END) || validUntil.isBefore(TEXT_START)) {
            throw new IllegalArgumentException("the time of a record must be in the years 0 to 9999, is " + validUntil);
        }
        return WRITTEN.format(validUntil);
    }

    static IpnsData decode(byte[] encoded) {
        if (!(DagCbor.decode("data of an IPNS record", ByteBuffer.wrap(encoded))
                instanceof CborValue.Dictionary fields)) {
            throw new MalformedException("data of an IPNS record: expected a map");
        }
        return new IpnsData(
                bytes(fields, "Value"),
                bytes(fields, "Validity"),
                number(fields, "ValidityType"),
                number(fields, "Sequence"),
                number(fields, "TTL"));
    }

    private static byte[] bytes(CborValue.Dictionary fields, String name) {
        if (fields.entries().get(name) instanceof CborValue.Bytes bytes) {
            return bytes.toBytes();
        }
        throw new MalformedException("data of an IPNS record: expected bytes as " + name);
    }

    /** Numbers have 64 bits in the specification; beyond 2^63 - 1 other implementations refuse them, and so is it here. */
    private static long number(CborValue.Dictionary fields, String name) {
        if (fields.entries().get(name) instanceof CborValue.Int number
                && number.unsigned().isPresent()) {
            return number.unsigned().get();
        }
        throw new MalformedException("data of an IPNS record: expected a number from 0 to 2^63 - 1 as " + name);
    }

    byte[] encoded() {
        return DagCbor.encode(new CborValue.Dictionary(Map.of(
                "Value", CborValue.Bytes.of(value),
                "Validity", CborValue.Bytes.of(validity),
                "ValidityType", CborValue.Int.of(validityType),
                "Sequence", CborValue.Int.of(sequence),
                "TTL", CborValue.Int.of(ttlNanos))));
    }

    /** Adds the copies that readers of before 2021 look at. */
    IpnsEntry copyTo(IpnsEntry entry) {
        return entry.with(IpnsEntry.Field.VALUE, value)
                .with(IpnsEntry.Field.VALIDITY_TYPE, validityType)
                .with(IpnsEntry.Field.VALIDITY, validity)
                .with(IpnsEntry.Field.SEQUENCE, sequence)
                .with(IpnsEntry.Field.TTL, ttlNanos);
    }

    /** Tells whether the unsigned copies are what this says; an absent one is empty or zero. */
    boolean matches(IpnsEntry entry) {
        return Arrays.equals(value, entry.bytes(IpnsEntry.Field.VALUE).orElse(new byte[0]))
                && Arrays.equals(validity, entry.bytes(IpnsEntry.Field.VALIDITY).orElse(new byte[0]))
                && validityType == entry.number(IpnsEntry.Field.VALIDITY_TYPE)
                && sequence == entry.number(IpnsEntry.Field.SEQUENCE)
                && ttlNanos == entry.number(IpnsEntry.Field.TTL);
    }

    /** Returns the value as a path. Old records may have the bytes of a CID instead. */
    String path() {
        if (value.length > 0 && value[0] == '/') {
            return requirePath(text());
        }
        try {
            return "/ipfs/" + Cid.decode(value);
        } catch (MalformedException e) {
            throw new MalformedException("value of an IPNS record: is neither a path nor a CID: " + e.getMessage());
        }
    }

    static String requirePath(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new MalformedException(
                    "value of an IPNS record: expected a path below /ipfs/ or /ipns/ without control characters");
        }
        return path;
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("value of an IPNS record: is not UTF-8");
        }
    }

    Instant validUntil() {
        if (validityType != 0) {
            throw new MalformedException("validity of an IPNS record: expected type 0, an end, found " + validityType);
        }
        String text = new String(validity, StandardCharsets.ISO_8859_1);
        if (!RFC_3339.matcher(text).matches()) {
            throw new MalformedException("validity of an IPNS record: expected a time as in RFC 3339");
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedException("validity of an IPNS record: there is no such time");
        }
    }

    long sequence() {
        return sequence;
    }

    long ttlNanos() {
        return ttlNanos;
    }
}
