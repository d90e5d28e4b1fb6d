package network.cortensor.examples.bench.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines and points over two axes that begin at 0, as SVG. Names stand in a legend beside. */
final class Plot {

    private static final int LEFT = 58;
    private static final int TOP = 12;
    private static final int BOTTOM = 48;
    private static final int LEGEND = 250;
    private static final int TICKS = 5;

    /** Colours that people with any kind of colour vision can tell apart; each line has its own dashes as well. */
    private static final List<Style> STYLES = List.of(
            new Style("#0b4f8a", 2.6, "none"),
            new Style("#c2410c", 2.0, "7 4"),
            new Style("#0f766e", 1.4, "none"),
            new Style("#a16207", 1.4, "2 3"),
            new Style("#7e22ce", 1.4, "9 3 2 3"),
            new Style("#475569", 1.4, "4 2"),
            new Style("#be185d", 1.4, "1 2"),
            new Style("#3f6212", 1.4, "12 3"));

    private final Axis x;
    private final Axis y;
    private final int width;
    private final int height;
    private final Markup marks = new Markup();
    private final List<String> names = new ArrayList<>();
    private final List<Style> styles = new ArrayList<>();

    private Plot(Axis x, Axis y, int width, int height) {
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
    }

    /**
     * What an axis shows.
     *
     * @param most where it ends
     * @param percent whether 1 is written as 100 %
     */
    record Axis(String label, double most, boolean percent) {

        static Axis share(String label) {
            return new Axis(label, 1, true);
        }

        /** Returns where an axis ends whose ticks are to be round numbers. */
        static double round(double most) {
            double step = Math.max(most, 1e-6) / TICKS;
            double unit = Math.pow(10, Math.floor(Math.log10(step)));
            double times = step / unit;
            return TICKS * unit * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 2.5 ? 2.5 : times <= 5 ? 5 : 10);
        }

        String tick(double value) {
            double shown = percent ? 100 * value : value;
            double step = (percent ? 100 * most : most) / TICKS;
            int decimals = step >= 1 && step == Math.rint(step) ? 0 : step >= 0.1 ? 1 : 3;
            return String.format(Locale.ROOT, "%." + decimals + "f", shown) + (percent ? " %" : "");
        }
    }

    private record Style(String colour, double width, String dash) {}

    static Plot of(Axis x, Axis y, int width, int height) {
        return new Plot(x, y, width, height);
    }

    /** Adds a line. */
    Plot line(String name, Curve curve) {
        Style style = STYLES.get(names.size() % STYLES.size());
        names.add(name);
        styles.add(style);
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < curve.x().size(); i++) {
            points.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    atX(curve.x().get(i)),
                    atY(curve.y().get(i))));
        }
        marks.add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-dasharray=\"%s\""
                        + " stroke-linejoin=\"round\"/>",
                points.toString().strip(), style.colour(), style.width(), style.dash());
        return this;
    }

    /** Adds a dot in the colour of the last line. */
    Plot dot(double atX, double atY, double radius) {
        marks.add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" stroke=\"#fff\" stroke-width=\"1.2\"/>",
                atX(atX),
                atY(atY),
                radius,
                styles.isEmpty()
                        ? STYLES.get(0).colour()
                        : styles.get(styles.size() - 1).colour());
        return this;
    }

    /** Adds an upright line between two heights. */
    Plot interval(double atX, double low, double high) {
        marks.add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#0b4f8a\" stroke-width=\"1.4\"/>",
                atX(atX), atY(low), atX(atX), atY(high));
        return this;
    }

    /** Adds a grey line from the origin to the far corner. */
    Plot diagonal() {
        marks.add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#9ca3af\" stroke-dasharray=\"3 4\"/>",
                atX(0), atY(0), atX(x.most()), atY(y.most()));
        return this;
    }

    /** Returns the picture. */
    Markup svg(String title) {
        int whole = LEFT + width + (names.isEmpty() ? 30 : LEGEND);
        Markup svg = new Markup();
        svg.add(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                whole, TOP + height + BOTTOM, whole, TOP + height + BOTTOM, title);
        for (int i = 0; i <= TICKS; i++) {
            double shareX = x.most() * i / TICKS;
            double shareY = y.most() * i / TICKS;
            svg.add(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" class=\"grid\"/>",
                    atX(shareX), TOP, atX(shareX), TOP + height);
            svg.add(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"grid\"/>",
                    LEFT, atY(shareY), LEFT + width, atY(shareY));
            svg.add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" class=\"tick\">%s</text>",
                    atX(shareX), TOP + height + 17, x.tick(shareX));
            svg.add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" class=\"tick\">%s</text>",
                    LEFT - 7, atY(shareY) + 4, y.tick(shareY));
        }
        svg.add(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" class=\"axis\">%s</text>",
                LEFT + width / 2.0, TOP + height + 38, x.label());
        svg.add(
                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"middle\" class=\"axis\" transform=\"rotate(-90 %d %.1f)\">%s</text>",
                13, TOP + height / 2.0, 13, TOP + height / 2.0, y.label());
        svg.add("%s", marks);
        for (int i = 0; i < names.size(); i++) {
            int at = TOP + 14 + 22 * i;
            Style style = styles.get(i);
            svg.add(
                    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"%.1f\""
                            + " stroke-dasharray=\"%s\"/>",
                    LEFT + width + 18, at - 4, LEFT + width + 48, at - 4, style.colour(), style.width(), style.dash());
            svg.add("<text x=\"%d\" y=\"%d\" class=\"name\">%s</text>", LEFT + width + 55, at, names.get(i));
        }
        return svg.add("</svg>");
    }

    private double atX(double value) {
        return LEFT + width * Math.max(0, Math.min(1, value / x.most()));
    }

    private double atY(double value) {
        return TOP + height * (1 - Math.max(0, Math.min(1, value / y.most())));
    }
}
