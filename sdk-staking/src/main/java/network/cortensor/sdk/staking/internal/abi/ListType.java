package network.cortensor.sdk.staking.internal.abi;

import java.util.List;

/** {@code T[]}: a count, and as many elements. */
record ListType(AbiType element) implements AbiType {
    @Override
    public String canonical() {
        return element.canonical() + "[]";
    }

    @Override
    public boolean isDynamic() {
        return true;
    }

    @Override
    public int levels() {
        return 1 + element.levels();
    }

    @Override
    public void write(Object value, AbiWriter out, int at) {
        List<?> elements = Values.as(List.class, this, value);
        out.extend(WORD);
        out.number(at, elements.size());
        out.extend(Math.multiplyExact(elements.size(), element.headBytes()));
        out.sequence(at + WORD, elements, i -> element);
    }

    @Override
    public Object read(AbiReader in, int at) {
        int count = in.size(at, "a count of elements");
        return in.sequence(at + WORD, count, (long) count * element.headBytes(), i -> element, this::canonical);
    }
}
