package network.cortensor.examples.bench.verify;

import java.util.Locale;

/** HTML and SVG as text. */
final class Markup {

    private final StringBuilder text = new StringBuilder();

    /** Adds markup; arguments that are texts are escaped, numbers are written with a decimal point. */
    Markup add(String format, Object... arguments) {
        Object[] safe = arguments.clone();
        for (int i = 0; i < safe.length; i++) {
            if (safe[i] instanceof String plain) {
                safe[i] = escaped(plain);
            } else if (safe[i] instanceof Markup markup) {
                safe[i] = markup.toString();
            }
        }
        text.append(String.format(Locale.ROOT, format, safe)).append('\n');
        return this;
    }

    /** Returns a text that is only a text wherever it is put. */
    static String escaped(String plain) {
        StringBuilder safe = new StringBuilder(plain.length());
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return safe.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
