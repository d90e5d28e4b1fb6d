package network.cortensor.sdk.verify.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Public sentence pairs with labels, read from files that are not part of the repository.
 *
 * @param same whether people called the two equal in meaning (STS gold 4.5 and more, MRPC label 1) or not (STS gold 3 and
 *     less, MRPC label 0)
 */
record MeaningPairs(String set, boolean same, double gold, String a, String b) {

    static List<MeaningPairs> msr(Path data) throws IOException {
        List<MeaningPairs> pairs = new ArrayList<>();
        List<String> lines = Files.readAllLines(data.resolve("msr-para-val.tsv"), StandardCharsets.UTF_8);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            boolean same = cells[0].equals("1");
            pairs.add(new MeaningPairs("msr", same, same ? 5 : 0, cells[3], cells[4]));
        }
        return pairs;
    }

    static List<MeaningPairs> sts(Path data) throws IOException {
        List<MeaningPairs> pairs = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve("sts-dev.csv"), StandardCharsets.UTF_8)) {
            String[] cells = line.split("\t", -1);
            double gold = Double.parseDouble(cells[4]);
            pairs.add(new MeaningPairs("sts", gold >= 4.5, gold, cells[5], cells[6]));
        }
        return pairs;
    }

    /** Pairs of our own: an answer, an honest paraphrase of it, and an answer that says something else on the same subject. */
    static List<MeaningPairs> own() throws IOException {
        List<MeaningPairs> pairs = new ArrayList<>();
        for (String line :
                new String(ownBytes(), StandardCharsets.UTF_8).stripTrailing().split("\n", -1)) {
            String[] cells = line.split("\t", -1);
            pairs.add(new MeaningPairs("own", true, 5, cells[0], cells[1]));
            pairs.add(new MeaningPairs("own", false, 0, cells[0], cells[2]));
            pairs.add(new MeaningPairs("own", false, 0, cells[1], cells[2]));
        }
        return pairs;
    }

    static byte[] ownBytes() throws IOException {
        try (InputStream own = MeaningPairs.class.getResourceAsStream("meaning-own.tsv")) {
            if (own == null) {
                throw new IOException("meaning-own.tsv is missing");
            }
            return own.readAllBytes();
        }
    }

    /** Whether the label is clear enough to calibrate on. */
    boolean clear() {
        return same || gold <= 3;
    }

    static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
