package network.cortensor.sdk.staking.internal.abi;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;

/** Values that compare by content: arrays of bytes as hex, numbers of any type as one. */
final class Comparables {
    private Comparables() {}

    static Object of(Object value) {
        if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Integer || value instanceof Long) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        return value instanceof List<?> list
                ? list.stream().map(Comparables::of).toList()
                : value;
    }
}
