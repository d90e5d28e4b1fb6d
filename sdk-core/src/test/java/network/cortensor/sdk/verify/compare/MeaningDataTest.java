package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.EmbeddingModel;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import static network.cortensor.sdk.verify.compare.MeaningFakes.prose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Measures on public pairs, which are not part of the repository: the thresholds were calibrated on these very files, so the
 * figures show that the parts work together, not how they do on other text.
 */
class MeaningDataTest {

    private static Path data() {
        String given = System.getProperty("cortensor.vectors", "");
        if (given.isBlank()) {
            System.out.println("SKIPPED: MeaningDataTest needs -Dcortensor.vectors=<folder of vectors>, files"
                    + " data/msr-para-val.tsv and data/sts-dev.csv");
        }
        assumeFalse(given.isBlank(), "-Dcortensor.vectors is not set");
        Path asGiven = Path.of(given.trim());
        Path root = Files.isDirectory(asGiven) ? asGiven : Path.of("..").resolve(asGiven);
        return Files.isDirectory(root.resolve("data")) ? root.resolve("data") : root.resolveSibling("data");
    }

    @Test
    void rule_publicPairs_hasTheErrorRatesOfItsDocumentation() throws IOException {
        List<MeaningPairs> sts = MeaningPairs.sts(data());
        List<MeaningPairs> msr = MeaningPairs.msr(data());
        assertThat(sts).hasSize(1500);
        assertThat(msr).hasSize(500);
        ProofOfInferenceRule rule = ProofOfInferenceRule.create();
        double honest = share(sts.stream().filter(MeaningPairs::same).toList(), rule, Sign.SAME, "STS 4.5 and more");
        share(msr.stream().filter(MeaningPairs::same).toList(), rule, Sign.SAME, "MRPC label 1");
        double unrelated =
                share(sts.stream().filter(pair -> pair.gold() <= 1).toList(), rule, Sign.SAME, "STS up to 1");
        // The documented figures are of the test split; these are of the development split.
        assertThat(honest).isBetween(0.6, 0.85);
        assertThat(unrelated).isLessThan(0.02);
    }

    @Test
    void embeddingDistance_publicPairs_keepsToItsCalibration() throws IOException {
        List<MeaningPairs> sts = MeaningPairs.sts(data());
        for (EmbeddingModel model : List.of(EmbeddingModel.bgeSmall(), EmbeddingModel.miniLm())) {
            EmbeddingDistance layer = EmbeddingDistance.create(model);
            AnswerComparator alone = (a, b) -> {
                LayerFinding finding = layer.compare(a, b);
                return new Comparison(finding.sign(), 0.5, List.of(finding));
            };
            List<MeaningPairs> honest = sts.stream().filter(MeaningPairs::same).toList();
            List<MeaningPairs> unrelated =
                    sts.stream().filter(pair -> pair.gold() <= 1).toList();
            assertThat(share(honest, alone, Sign.SAME, model.id() + ", STS 4.5 and more"))
                    .isGreaterThan(0.93);
            assertThat(share(honest, alone, Sign.DIFFERENT, model.id() + ", STS 4.5 and more"))
                    .isLessThan(0.03);
            assertThat(share(unrelated, alone, Sign.SAME, model.id() + ", STS up to 1"))
                    .isLessThan(0.06);
        }
    }

    private static double share(List<MeaningPairs> pairs, AnswerComparator comparator, Sign sign, String what) {
        long found = pairs.stream()
                .filter(pair ->
                        comparator.compare(prose(pair.a()), prose(pair.b())).sign() == sign)
                .count();
        double share = (double) found / pairs.size();
        System.out.printf(Locale.ROOT, "%s: %.3f of %d are %s%n", what, share, pairs.size(), sign);
        return share;
    }
}
