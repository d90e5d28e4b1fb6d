package network.cortensor.examples.cli;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ReceiptReport;
import network.cortensor.sdk.verify.ResultVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Checks a receipt with nothing but the receipt: no ledger, no store, no key. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Check a receipt offline, with nothing but the receipt.",
            "",
            "Checks the app's signature, that the attachments are the ones that were signed for, each node's commitment"
                    + " against what it revealed, each node's signature over the answer's digest, and that the claimed"
                    + " status follows.",
            "",
            "An offline check cannot tell whether the nodes were registered and staked, whether the payment was made, or"
                    + " when: those are on the ledger. It knows the answer only as a salted digest."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  examples/run receipt verify receipt-1-1.json"})
final class ReceiptVerifyCommand implements Callable<Integer> {

    private static final String CANNOT_TELL =
            "that the nodes are registered and staked, that the payment was made, and the time: ask the ledger";

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The receipt.")
    private Path file = Path.of("");

    @Mixin
    private final CommonOptions common = new CommonOptions();

    ReceiptVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Receipt receipt;
        try {
            byte[] bytes = InputFile.of("receipt", file).bytes(Receipt.MAX_BYTES, EvidenceException::new);
            receipt = Receipt.decode(bytes);
        } catch (EvidenceException e) {
            console.error(file + ": " + e.getMessage());
            return ExitCode.MALFORMED_FILE.code();
        }
        ReceiptReport report = ResultVerifier.check(receipt);
        if (common.json()) {
            console.result(json(receipt, report).line());
        } else {
            print(receipt, report);
        }
        if (!report.valid()) {
            console.error("The receipt " + file + " is INVALID: " + broken(report) + ".");
            return ExitCode.EVIDENCE.code();
        }
        return ExitCode.OK.code();
    }

    private void print(Receipt receipt, ReceiptReport report) {
        console.result("receipt of task " + receipt.task() + " on chain " + receipt.chainId() + ", issued "
                + receipt.issued() + ", " + receipt.paid() + " paid, as the app says");
        for (ReceiptReport.Finding finding : report.findings()) {
            console.result((finding.holds() ? "  ok      " : "  FAILED  ") + finding.text());
        }
        console.result("  unknown " + CANNOT_TELL);
        console.result(report.valid() ? "valid" : "INVALID: " + broken(report));
    }

    private static String broken(ReceiptReport report) {
        List<String> broken = report.findings().stream()
                .filter(finding -> !finding.holds())
                .map(ReceiptReport.Finding::text)
                .toList();
        return String.join("; ", broken);
    }

    private static Json json(Receipt receipt, ReceiptReport report) {
        return Json.object()
                .put("valid", report.valid())
                .put("task", receipt.task().toString())
                .put("chain", receipt.chainId())
                .put("client", receipt.client().toString())
                .put("status", receipt.status().name().toLowerCase(Locale.ROOT))
                .put("support", receipt.support())
                .put("asked", receipt.asked())
                .put("quorum", receipt.quorum())
                .put("paid", receipt.paid().toString())
                .put("issued", receipt.issued().toString())
                .put(
                        "findings",
                        report.findings().stream()
                                .map(finding -> Json.object()
                                        .put("holds", finding.holds())
                                        .put("text", finding.text()))
                                .toList())
                .put("cannotTell", CANNOT_TELL);
    }
}
