package network.cortensor.sdk.staking.internal.abi;

import java.util.HexFormat;
import java.util.List;
import java.util.PrimitiveIterator;

/** Values that others have chosen, as they may appear in a message: bounded, on one line, and nothing that hides. */
final class ErrorText {
    /** Characters of one text. */
    static final int MOST_OF_A_TEXT = 200;

    /** Characters of all values together. */
    static final int MOST = 1000;

    private static final int MOST_BYTES = 32;
    private static final String CUT = "…";

    private final StringBuilder out = new StringBuilder();

    private ErrorText() {}

    /** Names and values in parentheses. */
    static String of(List<String> names, List<Object> values) {
        ErrorText text = new ErrorText();
        text.list('(', names, values, ')');
        return text.out.toString();
    }

    private boolean list(char open, List<String> names, List<?> values, char close) {
        out.append(open);
        boolean whole = true;
        for (int i = 0; i < values.size() && whole; i++) {
            if (i > 0) {
                out.append(", ");
            }
            if (out.length() > MOST) {
                out.append(CUT);
                whole = false;
            } else {
                String name = i < names.size() ? names.get(i) : "";
                if (!name.isEmpty()) {
                    out.append(name).append(": ");
                }
                whole = value(values.get(i));
            }
        }
        out.append(close);
        return whole;
    }

    private boolean value(Object value) {
        if (value instanceof List<?> list) {
            return list('[', List.of(), list, ']');
        }
        if (value instanceof byte[] bytes) {
            out.append("0x").append(HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MOST_BYTES)));
            if (bytes.length > MOST_BYTES) {
                out.append(CUT).append(" of ").append(bytes.length).append(" bytes");
            }
        } else if (value instanceof String text) {
            out.append('"').append(shown(text)).append('"');
        } else {
            out.append(value);
        }
        return true;
    }

    /** A text of others without what would break a line or reorder it, cut to {@value #MOST_OF_A_TEXT} characters. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        PrimitiveIterator.OfInt points = text.codePoints().iterator();
        while (points.hasNext()) {
            int point = points.nextInt();
            if (isPlain(point)) {
                if (shown.length() + Character.charCount(point) > MOST_OF_A_TEXT - CUT.length()) {
                    return shown.append(CUT).toString();
                }
                shown.appendCodePoint(point);
            }
        }
        return shown.toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
