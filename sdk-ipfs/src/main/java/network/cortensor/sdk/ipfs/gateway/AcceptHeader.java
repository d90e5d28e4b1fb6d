package network.cortensor.sdk.ipfs.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a client accepts (RFC 9110, section 12.5.1), best first. What is not understood is left out, as is what is accepted with
 * a weight of zero.
 */
final class AcceptHeader {
    private static final Pattern WEIGHT = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9!#$&^_.+*-]+/[a-z0-9!#$&^_.+*-]+");

    /** A media type, or a group of them, with its parameters in lower case. */
    record MediaRange(String type, Map<String, String> parameters, double weight) {
        MediaRange {
            parameters = Map.copyOf(parameters);
        }

        boolean isWildcard() {
            return type.endsWith("/*");
        }
    }

    private final List<MediaRange> ranges;

    private AcceptHeader(List<MediaRange> ranges) {
        this.ranges = ranges;
    }

    static AcceptHeader parse(List<String> values) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String value : values) {
            for (String element : split(value, ',')) {
                add(ranges, split(element, ';'));
            }
        }
        // Stable: what is wanted equally stays in the order of the client.
        ranges.sort(Comparator.comparingDouble(MediaRange::weight).reversed());
        return new AcceptHeader(List.copyOf(ranges));
    }

    private static void add(List<MediaRange> ranges, List<String> parts) {
        String type = parts.get(0).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        unquoted(part.substring(equals + 1).strip()).toLowerCase(Locale.ROOT));
            }
        }
        String weight = parameters.getOrDefault("q", "1");
        parameters.remove("q");
        if (TYPE.matcher(type).matches() && WEIGHT.matcher(weight).matches() && Double.parseDouble(weight) > 0) {
            ranges.add(new MediaRange(type, parameters, Double.parseDouble(weight)));
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Splits outside of quotes. Nothing that this server knows has an escaped quote in it. */
    private static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(value.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(value.substring(start));
        return parts;
    }

    /** Returns what is accepted, best first. */
    List<MediaRange> ranges() {
        return ranges;
    }

    /** Tells whether the client says nothing about what it wants. */
    boolean isOpen() {
        return ranges.stream().allMatch(MediaRange::isWildcard);
    }
}
