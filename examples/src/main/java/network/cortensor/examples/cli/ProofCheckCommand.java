package network.cortensor.examples.cli;

import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.proof.ProofFile;
import network.cortensor.sdk.staking.proof.ProofReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Checks proofs of headers, accounts, storage, receipts and rollup blocks with nothing but the files. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Check proof files offline: no chain, no endpoint, no key.",
            "",
            "Hashes the block's header and follows the trie from its roots to the account, the storage slot or the"
                    + " receipts; of a rollup's block, from the parent chain's header through the rollup's Outbox. Reads"
                    + " the files of this SDK and those of the tests of ERC-7888.",
            "",
            "A proof says what is so if its block is on the chain. Whether it is, no file can tell: compare the block's"
                    + " hash with a source that you trust.",
            "",
            "Of several files with different ends, one that is invalid decides the exit code, then one that is malformed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  examples/run proof check stake.json", "  examples/run proof check --json proofs/*.json"})
final class ProofCheckCommand implements Callable<Integer> {

    /** Receipts of a full block are some megabytes. */
    private static final int MAX_BYTES = 1 << 26;

    private static final String CANNOT_TELL =
            "that the block is on the chain: compare its hash with a source that you trust";

    private final Console console;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The proofs.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    ProofCheckCommand(Console console) {
        this.console = console;
    }

    /** What became of one file: a report, or what is wrong with it. */
    private record Checked(
            Path file,
            ExitCode code,
            @Nullable ProofReport report,
            @Nullable String problem) {

        static Checked of(Path file) {
            byte[] bytes = InputFile.of("proof file", file).bytes(MAX_BYTES, MalformedEvidenceException::new);
            return new Checked(file, ExitCode.OK, ProofFile.parse(bytes).check(), null);
        }

        Json json() {
            Json json = Json.object().put("file", file.toString()).put("verdict", verdict());
            if (report != null) {
                json.put("kind", report.kind().name().toLowerCase(Locale.ROOT))
                        .put("blockNumber", report.blockNumber())
                        .put("blockHash", report.blockHash().toString())
                        .put("facts", report.facts());
            }
            return problem == null ? json : json.put("problem", problem);
        }

        String verdict() {
            return switch (code) {
                case OK -> "valid";
                case EVIDENCE -> "invalid";
                default -> "malformed";
            };
        }
    }

    @Override
    public Integer call() {
        List<Checked> all = files.stream().map(ProofCheckCommand::check).toList();
        ExitCode worst = worst(all);
        if (common.json()) {
            console.result(Json.object()
                    .put("valid", worst == ExitCode.OK)
                    .put("files", all.stream().map(Checked::json).toList())
                    .put("cannotTell", CANNOT_TELL)
                    .line());
        }
        for (Checked one : all) {
            if (one.report() != null && !common.json()) {
                print(one.file(), one.report());
            }
            if (one.problem() != null) {
                console.error(one.file() + " is " + (one.code() == ExitCode.EVIDENCE ? "INVALID" : "no proof") + ": "
                        + one.problem());
            }
        }
        return worst.code();
    }

    private static Checked check(Path file) {
        try {
            return Checked.of(file);
        } catch (MalformedEvidenceException e) {
            return new Checked(file, ExitCode.MALFORMED_FILE, null, e.getMessage());
        } catch (LedgerEvidenceException e) {
            return new Checked(file, ExitCode.EVIDENCE, null, e.getMessage());
        }
    }

    private static ExitCode worst(List<Checked> all) {
        List<ExitCode> codes = all.stream().map(Checked::code).toList();
        if (codes.contains(ExitCode.EVIDENCE)) {
            return ExitCode.EVIDENCE;
        }
        return codes.contains(ExitCode.MALFORMED_FILE) ? ExitCode.MALFORMED_FILE : ExitCode.OK;
    }

    private void print(Path file, ProofReport report) {
        console.result(file + ": valid proof of kind " + report.kind().name().toLowerCase(Locale.ROOT)
                + ", if this block is on the chain");
        for (Map.Entry<String, String> fact : report.facts().entrySet()) {
            console.result("  " + fact.getKey() + ": " + fact.getValue());
        }
        console.result("  unknown: " + CANNOT_TELL);
    }
}
