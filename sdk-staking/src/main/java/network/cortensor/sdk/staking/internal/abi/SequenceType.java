package network.cortensor.sdk.staking.internal.abi;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** A type whose values have parts, as many as the type says: a tuple or an array of fixed length. */
final class SequenceType implements AbiType {
    private final String canonical;
    private final int count;
    private final IntFunction<AbiType> parts;
    private final boolean dynamic;
    private final int bytesInPlace;
    private final int levels;

    private SequenceType(
            String canonical, int count, IntFunction<AbiType> parts, boolean dynamic, long bytesInPlace, int levels) {
        if (bytesInPlace > MOST_HEAD_BYTES) {
            throw new IllegalArgumentException("ABI type: expected one of at most " + MOST_HEAD_BYTES
                    + " bytes in place, found one of " + bytesInPlace);
        }
        this.canonical = canonical;
        this.count = count;
        this.parts = parts;
        this.dynamic = dynamic;
        this.bytesInPlace = (int) bytesInPlace;
        this.levels = levels;
    }

    /** {@code (T1,T2,…)}, of one component at least. */
    static SequenceType tuple(List<AbiType> components) {
        if (components.isEmpty()) {
            // Solidity has no empty structs; an array of them would be endless without a byte.
            throw new IllegalArgumentException("ABI type: expected a tuple with components, found ()");
        }
        List<AbiType> parts = List.copyOf(components);
        return new SequenceType(
                parts.stream().map(AbiType::canonical).collect(Collectors.joining(",", "(", ")")),
                parts.size(),
                parts::get,
                parts.stream().anyMatch(AbiType::isDynamic),
                parts.stream().mapToLong(AbiType::headBytes).sum(),
                1 + parts.stream().mapToInt(AbiType::levels).max().orElseThrow());
    }

    /** {@code T[n]}, of one element at least. */
    static SequenceType array(AbiType element, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("ABI type: expected an array of at least 1 element, found "
                    + element.canonical() + "[" + length + "]");
        }
        return new SequenceType(
                element.canonical() + "[" + length + "]",
                length,
                index -> element,
                element.isDynamic(),
                (long) length * element.headBytes(),
                1 + element.levels());
    }

    @Override
    public String canonical() {
        return canonical;
    }

    @Override
    public boolean isDynamic() {
        return dynamic;
    }

    @Override
    public int headBytes() {
        return dynamic ? WORD : bytesInPlace;
    }

    @Override
    public int levels() {
        return levels;
    }

    @Override
    public void write(Object value, AbiWriter out, int at) {
        List<?> values = Values.as(List.class, this, value);
        if (values.size() != count) {
            throw new IllegalArgumentException(canonical + ": expected " + count + " parts, found " + values.size());
        }
        if (dynamic) {
            out.extend(bytesInPlace);
        }
        out.sequence(at, values, parts);
    }

    @Override
    public List<Object> read(AbiReader in, int at) {
        return in.sequence(at, count, bytesInPlace, parts, this::canonical);
    }
}
