package network.cortensor.sdk.verify.compare;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.verify.EmbeddingModel;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the cosines of one embedding model mean: thresholds and probabilities for answers of different length, measured on
 * named data. Immutable.
 *
 * <p>Cosines do not transfer between models: the same 5 % of honest pairs lie below 0.69 with one model and below 0.93 with
 * another. A calibration therefore names its model and is refused for any other.
 *
 * <p>The form is JSON: {@code format} 1; {@code model}, {@code runtime}, {@code made} (a date); {@code data}, a list of
 * {@code name}, {@code sha256} and {@code pairs}; {@code buckets} from short to long, each with {@code upTo} (word pieces;
 * absent in the last), {@code mean} and {@code worst}, and of these each with {@code same} (at or above it lie 95 % of
 * honest pairs), {@code different} (below it lie 1 % of honest pairs) and {@code curve}, a non-decreasing list of
 * {@code [cosine, probability]} for a pair that is honest or not with equal chance.
 *
 * <p>{@link CalibrationFit} makes one from labelled pairs.
 */
public final class Calibration {

    /** The version of the form that is written and read. */
    public static final int FORMAT = 1;

    /** The largest calibration that is read, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_BUCKETS = 32;
    private static final int MAX_POINTS = 4096;

    private final String model;
    private final String runtime;
    private final String made;
    private final List<Source> data;
    private final List<Bucket> buckets;

    Calibration(String model, String runtime, String made, List<Source> data, List<Bucket> buckets) {
        this.model = model;
        this.runtime = runtime;
        this.made = made;
        this.data = List.copyOf(data);
        this.buckets = List.copyOf(buckets);
    }

    /**
     * Returns the calibration that comes with the SDK for one of its own models.
     *
     * @throws IllegalArgumentException when there is none for this model: make one with {@link CalibrationFit}
     */
    public static Calibration bundled(EmbeddingModel model) {
        return bundledFor(model)
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no bundled calibration for the model " + model.id()
                                + ": cosines of different models cannot be read alike. Make one from labelled pairs with"
                                + " CalibrationFit"));
    }

    /** Returns the bundled calibration, or nothing for a model that is not the SDK's own. */
    static Optional<Calibration> bundledFor(EmbeddingModel model) {
        if (!model.id().matches("[a-z0-9.-]{1,64}")) {
            return Optional.empty();
        }
        try (InputStream resource = Calibration.class.getResourceAsStream("calibration-" + model.id() + ".json")) {
            if (resource == null) {
                return Optional.empty();
            }
            return Optional.of(decode(resource.readNBytes(MAX_BYTES + 1)));
        } catch (IOException e) {
            throw new IllegalStateException("The bundled calibration for " + model.id() + " could not be read", e);
        }
    }

    /**
     * Reads a calibration.
     *
     * @throws IllegalArgumentException when it is of a later format, or anything in it is missing, no finite number, out of
     *     range or out of order; the message names the field
     */
    public static Calibration decode(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException("A calibration has at most " + MAX_BYTES + " bytes");
        }
        try {
            JsonNode root = Json.read(json);
            long format = Json.number(root, "format");
            if (format != FORMAT) {
                throw new IllegalArgumentException(
                        "This calibration has format " + format + ", this version reads format " + FORMAT
                                + ": use a version of the SDK that is as new as the file, or make it anew");
            }
            List<Source> sources = new ArrayList<>();
            for (JsonNode source : list(root, "data")) {
                sources.add(new Source(
                        Json.text(source, "name"),
                        Json.text(source, "sha256"),
                        Math.toIntExact(Json.number(source, "pairs"))));
            }
            List<Bucket> buckets = new ArrayList<>();
            JsonNode all = list(root, "buckets");
            for (int i = 0; i < all.size(); i++) {
                buckets.add(bucket(all.get(i), i, i == all.size() - 1, buckets));
            }
            if (buckets.isEmpty() || buckets.size() > MAX_BUCKETS) {
                throw new MalformedMessageException("'buckets' must hold 1 to " + MAX_BUCKETS + " entries");
            }
            return new Calibration(
                    Json.text(root, "model"), Json.text(root, "runtime"), Json.text(root, "made"), sources, buckets);
        } catch (MalformedMessageException | ArithmeticException e) {
            throw new IllegalArgumentException("This is no calibration: " + e.getMessage(), e);
        }
    }

    private static Bucket bucket(JsonNode json, int index, boolean last, List<Bucket> before) {
        String where = "bucket " + index;
        if (!json.isObject()) {
            throw new MalformedMessageException(where + " is no object");
        }
        if (last == json.has("upTo")) {
            throw new MalformedMessageException(
                    where + (last ? " is the last and must be open: 'upTo' must be absent" : " has no 'upTo'"));
        }
        int upTo = last ? Integer.MAX_VALUE : Math.toIntExact(Json.number(json, "upTo"));
        if (!before.isEmpty() && upTo <= before.get(before.size() - 1).upTo()) {
            throw new MalformedMessageException(where + " is not longer than the one before it");
        }
        return new Bucket(upTo, scale(json, "mean", where), scale(json, "worst", where));
    }

    private static Scale scale(JsonNode bucket, String field, String where) {
        JsonNode json = bucket.get(field);
        if (json == null || !json.isObject()) {
            throw new MalformedMessageException(where + " has no '" + field + "'");
        }
        String here = where + ", '" + field + "'";
        double same = cosine(json.get("same"), here + ", 'same'");
        double different = cosine(json.get("different"), here + ", 'different'");
        if (different > same) {
            throw new MalformedMessageException(here + ": 'different' lies above 'same'");
        }
        JsonNode points = list(json, "curve");
        if (points.isEmpty() || points.size() > MAX_POINTS) {
            throw new MalformedMessageException(here + ": 'curve' must hold 1 to " + MAX_POINTS + " points");
        }
        double[] x = new double[points.size()];
        double[] y = new double[points.size()];
        for (int i = 0; i < x.length; i++) {
            JsonNode point = points.get(i);
            x[i] = cosine(point.get(0), here + ", curve point " + i);
            y[i] = cosine(point.get(1), here + ", curve point " + i);
            if (y[i] < 0 || (i > 0 && (x[i] <= x[i - 1] || y[i] < y[i - 1]))) {
                throw new MalformedMessageException(here + ", curve point " + i + " is out of order");
            }
        }
        return new Scale(same, different, new Curve(x, y));
    }

    private static JsonNode list(JsonNode json, String field) {
        JsonNode list = json.get(field);
        if (list == null || !list.isArray()) {
            throw new MalformedMessageException("field '" + field + "' is missing or no list");
        }
        return list;
    }

    private static double cosine(JsonNode value, String where) {
        // JSON has no NaN, but 1e999 reads as infinite.
        if (value == null || !value.isNumber() || !(Math.abs(value.doubleValue()) <= 1)) {
            throw new MalformedMessageException(where + " is missing or no number between -1 and 1");
        }
        return value.doubleValue();
    }

    /** Returns the calibration as JSON that {@link #decode} reads. */
    public byte[] encode() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("model", model);
        root.put("runtime", runtime);
        root.put("made", made);
        root.put(
                "data",
                data.stream()
                        .map(source ->
                                Map.of("name", source.name(), "sha256", source.sha256(), "pairs", source.pairs()))
                        .toList());
        root.put("buckets", buckets.stream().map(Calibration::json).toList());
        return Json.write(root);
    }

    private static Map<String, Object> json(Bucket bucket) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (bucket.upTo() != Integer.MAX_VALUE) {
            json.put("upTo", bucket.upTo());
        }
        json.put("mean", json(bucket.mean()));
        json.put("worst", json(bucket.worst()));
        return json;
    }

    private static Map<String, Object> json(Scale scale) {
        List<List<BigDecimal>> points = new ArrayList<>();
        for (int i = 0; i < scale.curve().x.length; i++) {
            points.add(List.of(rounded(scale.curve().x[i]), rounded(scale.curve().y[i])));
        }
        return Map.of("same", rounded(scale.same()), "different", rounded(scale.different()), "curve", points);
    }

    static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN);
    }

    /** Returns the {@linkplain EmbeddingModel#id() id} of the model that was measured. */
    public String model() {
        return model;
    }

    /** Returns what the model ran on when it was measured. */
    public String runtime() {
        return runtime;
    }

    /** Returns the day on which it was made, such as 2026-11-23. */
    public String made() {
        return made;
    }

    /** Returns the data it was made from. */
    public List<Source> data() {
        return data;
    }

    /** Returns the length of each bucket in word pieces, the last one open ({@link Integer#MAX_VALUE}). */
    public List<Integer> lengths() {
        return buckets.stream().map(Bucket::upTo).toList();
    }

    /**
     * Returns what a closeness says: {@link Sign#SAME} when it is where 95 % of honest pairs of this length are, in the mean
     * and in the worst passage; {@link Sign#DIFFERENT} when one of the two is where hardly any honest pair is; else
     * {@link Sign#NOTHING}.
     */
    public Sign sign(Closeness closeness) {
        Bucket bucket = bucket(closeness.pieces());
        if (closeness.mean() < bucket.mean().different()
                || closeness.worst() < bucket.worst().different()) {
            return Sign.DIFFERENT;
        }
        return closeness.mean() >= bucket.mean().same()
                        && closeness.worst() >= bucket.worst().same()
                ? Sign.SAME
                : Sign.NOTHING;
    }

    /**
     * Returns the probability that a pair of this closeness is an honest one, when honest and other pairs of the data are
     * equally likely: the smaller one of what the mean and the worst passage give.
     */
    public double probability(Closeness closeness) {
        Bucket bucket = bucket(closeness.pieces());
        return Math.min(
                bucket.mean().curve().at(closeness.mean()),
                bucket.worst().curve().at(closeness.worst()));
    }

    private Bucket bucket(int pieces) {
        for (Bucket bucket : buckets) {
            if (pieces <= bucket.upTo()) {
                return bucket;
            }
        }
        throw new IllegalStateException("The last bucket is open");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "Calibration(%s on %s, %s, %d buckets)", model, runtime, made, buckets.size());
    }

    /**
     * Data that a calibration was made from.
     *
     * @param name of the file or set
     * @param sha256 of the file, 64 hexadecimal digits
     * @param pairs how many pairs of it were used
     */
    public record Source(String name, String sha256, int pairs) {

        /** Checks the parts. */
        public Source {
            if (!sha256.matches("[0-9a-f]{64}") || name.isBlank() || pairs < 1) {
                throw new IllegalArgumentException(
                        "The data of a calibration has a name, a SHA-256 of 64 hexadecimal digits and at least one pair");
            }
        }
    }

    /** One length: texts of up to this many word pieces. */
    record Bucket(int upTo, Scale mean, Scale worst) {}

    /** What one figure means. */
    record Scale(double same, double different, Curve curve) {}

    /** A non-decreasing curve of straight pieces, flat beyond its ends. */
    static final class Curve {
        private final double[] x;
        private final double[] y;

        Curve(double[] x, double[] y) {
            this.x = x.clone();
            this.y = y.clone();
        }

        double at(double value) {
            if (value <= x[0]) {
                return y[0];
            }
            for (int i = 1; i < x.length; i++) {
                if (value <= x[i]) {
                    return y[i - 1] + (y[i] - y[i - 1]) * (value - x[i - 1]) / (x[i] - x[i - 1]);
                }
            }
            return y[y.length - 1];
        }
    }
}
