package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.Calibration;
import network.cortensor.sdk.verify.compare.CalibrationFit;
import network.cortensor.sdk.verify.compare.Closeness;
import network.cortensor.sdk.verify.compare.EmbeddingDistance;
import network.cortensor.sdk.verify.compare.TaskType;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a calibration of the embedding layer from labelled pairs. JSON and code are left out: their facts decide, no embedding.
 */
final class CalibrationFile {

    /** Where one length ends and the next begins, in word pieces, as far as there are pairs for each. */
    private static final List<Integer> LENGTHS = List.of(32, 64, 128, 256);

    private CalibrationFile() {}

    /**
     * Fits a calibration.
     *
     * @param name of the data, for the calibration to carry
     * @throws InputFileException when there are too few pairs of one label
     * @throws CancelledException when the thread is interrupted
     */
    static Calibration of(EmbeddingModel model, String name, List<LabelledPair> pairs, LocalDate made) {
        List<Measured> measured = new ArrayList<>();
        MessageDigest sha256 = sha256();
        for (LabelledPair pair : pairs) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("Stopped while pairs were measured for a calibration");
            }
            if (pair.type() == TaskType.PROSE || pair.type() == TaskType.NUMERIC) {
                EmbeddingDistance.measure(
                                model, AnswerText.of(pair.type(), pair.a()), AnswerText.of(pair.type(), pair.b()))
                        .ifPresent(closeness ->
                                measured.add(new Measured(pair.kind().honest(), closeness)));
                String line = pair.kind().label() + "\t" + pair.a() + "\t" + pair.b() + "\n";
                sha256.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        List<Integer> lengths = new ArrayList<>(LENGTHS);
        while (!filled(measured, lengths)) {
            if (lengths.isEmpty()) {
                throw new InputFileException(name + " has too few pairs of sentences for a calibration: "
                        + CalibrationFit.FEWEST_PAIRS + " of each label are needed");
            }
            lengths.remove(lengths.size() - 1);
        }
        CalibrationFit fit = CalibrationFit.of(
                        model, lengths.stream().mapToInt(Integer::intValue).toArray())
                .from(new Calibration.Source(name, HexFormat.of().formatHex(sha256.digest()), measured.size()));
        measured.forEach(one -> fit.add(one.honest(), one.closeness()));
        return fit.fit(made);
    }

    /** Returns whether each bucket has enough of both labels. */
    private static boolean filled(List<Measured> measured, List<Integer> lengths) {
        return IntStream.rangeClosed(0, lengths.size()).allMatch(bucket -> {
            int above = bucket == 0 ? -1 : lengths.get(bucket - 1);
            int upTo = bucket == lengths.size() ? Integer.MAX_VALUE : lengths.get(bucket);
            List<Measured> inside = measured.stream()
                    .filter(one ->
                            one.closeness().pieces() > above && one.closeness().pieces() <= upTo)
                    .toList();
            long honest = inside.stream().filter(Measured::honest).count();
            return honest >= CalibrationFit.FEWEST_PAIRS && inside.size() - honest >= CalibrationFit.FEWEST_PAIRS;
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private record Measured(boolean honest, Closeness closeness) {}
}
