package network.cortensor.sdk.staking.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionMode;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;

import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * The journal's records as JSON. Addresses and hashes are hex, amounts wei in decimal, times and durations milliseconds,
 * tasks {@code session/number}. What is unknown, missing or double is an error: a record is either understood in full or
 * not at all. Safe for use by several threads.
 */
public final class FactCodec {
    /** Counts changes of the format that an older version cannot read. */
    public static final int FORMAT = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule()
                    .addSerializer(new TextWriter<>(
                            Address.class, value -> "0x" + HexFormat.of().formatHex(value.bytes())))
                    .addDeserializer(Address.class, new TextReader<>(Address.class, Address::parse))
                    .addSerializer(new TextWriter<>(Hash.class, Hash::toString))
                    .addDeserializer(Hash.class, new TextReader<>(Hash.class, Hash::parse))
                    .addSerializer(new TextWriter<>(
                            TokenAmount.class, value -> value.wei().toString()))
                    .addDeserializer(
                            TokenAmount.class,
                            new TextReader<>(TokenAmount.class, text -> TokenAmount.ofWei(new BigInteger(text))))
                    .addSerializer(new TextWriter<>(SessionId.class, SessionId::toString))
                    .addDeserializer(
                            SessionId.class,
                            new TextReader<>(SessionId.class, text -> new SessionId(Long.parseLong(text))))
                    .addSerializer(new TextWriter<>(TaskId.class, TaskId::toString))
                    .addDeserializer(TaskId.class, new TextReader<>(TaskId.class, FactCodec::task))
                    .addSerializer(new TextWriter<>(Instant.class, value -> Long.toString(value.toEpochMilli())))
                    .addDeserializer(
                            Instant.class,
                            new TextReader<>(Instant.class, text -> Instant.ofEpochMilli(Long.parseLong(text))))
                    .addSerializer(new TextWriter<>(Duration.class, value -> Long.toString(value.toMillis())))
                    .addDeserializer(
                            Duration.class,
                            new TextReader<>(Duration.class, text -> Duration.ofMillis(Long.parseLong(text))))
                    .addSerializer(new StdDelegatingSerializer(SessionTerms.class, new TermsToParts()))
                    .addDeserializer(SessionTerms.class, new StdDelegatingDeserializer<>(new PartsToTerms())))
            .build();
    private static final ObjectWriter WRITER = MAPPER.writerFor(Entry.class);
    private static final ObjectReader READER = MAPPER.readerFor(Entry.class);

    private FactCodec() {}

    /** The facts of one call or one deadline: all or none of them happened. */
    public record Entry(Instant at, List<Fact> facts) {
        /** Copies the list. */
        public Entry {
            facts = List.copyOf(facts);
        }
    }

    /** One journal record. */
    public static byte[] encode(Entry entry) {
        try {
            return WRITER.writeValueAsBytes(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A fact that cannot be written: a defect of this library", e);
        }
    }

    /**
     * Reads one journal record.
     *
     * @param name what to call it in an error
     * @throws LedgerEvidenceException if it is not one
     */
    public static Entry decode(String name, byte[] bytes) {
        try {
            return READER.readValue(bytes);
        } catch (IOException e) {
            // Without the cause: Jackson's message quotes the record.
            throw new LedgerEvidenceException("Journal record " + name + ": expected facts in format " + FORMAT
                    + ", found " + bytes.length + " bytes that do not read as such ("
                    + e.getClass().getSimpleName() + "); the file is damaged or of a newer version");
        }
    }

    private static TaskId task(String text) {
        int slash = text.indexOf('/');
        return new TaskId(
                new SessionId(Long.parseLong(text.substring(0, slash))), Long.parseLong(text.substring(slash + 1)));
    }

    private record TermsParts(
            String name,
            int minNodes,
            int maxNodes,
            int redundancy,
            int validators,
            SessionMode mode,
            Duration reservePeriod,
            int maxTasks,
            TokenAmount pricePerResult,
            long model) {}

    private static final class TermsToParts extends StdConverter<SessionTerms, TermsParts> {
        @Override
        public TermsParts convert(SessionTerms terms) {
            return new TermsParts(
                    terms.name(),
                    terms.minNodes(),
                    terms.maxNodes(),
                    terms.redundancy(),
                    terms.validators(),
                    terms.mode(),
                    terms.reservePeriod(),
                    terms.maxTasks(),
                    terms.pricePerResult(),
                    terms.model());
        }
    }

    private static final class PartsToTerms extends StdConverter<TermsParts, SessionTerms> {
        @Override
        public SessionTerms convert(TermsParts parts) {
            return SessionTerms.builder(parts.name())
                    .minNodes(parts.minNodes())
                    .maxNodes(parts.maxNodes())
                    .redundancy(parts.redundancy())
                    .validators(parts.validators())
                    .mode(parts.mode())
                    .reservePeriod(parts.reservePeriod())
                    .maxTasks(parts.maxTasks())
                    .pricePerResult(parts.pricePerResult())
                    .model(parts.model())
                    .build();
        }
    }

    /** Writes a value as one JSON string. */
    private static final class TextWriter<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<T, String> toText;

        TextWriter(Class<T> type, Function<T, String> toText) {
            super(type);
            this.toText = toText;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(toText.apply(value));
        }
    }

    /** Reads a value from one JSON string. */
    private static final class TextReader<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> fromText;

        TextReader(Class<T> type, Function<String, T> fromText) {
            super(type);
            this.fromText = fromText;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return fromText.apply(context.readValue(in, String.class));
            } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException | ArithmeticException e) {
                throw new InvalidFormatException(in, "not a " + handledType().getSimpleName(), "", handledType());
            }
        }
    }
}
