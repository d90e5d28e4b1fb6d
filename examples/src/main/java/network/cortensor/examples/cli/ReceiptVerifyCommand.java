package network.cortensor.examples.cli;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.verify.BatchedReceipt;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ReceiptReport;
import network.cortensor.sdk.verify.ResultVerifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
                    + " support, quorum, status and verdict follow. Of a batched receipt, also that it is in its batch.",
            "",
            "An offline check cannot tell whether the nodes were registered and staked, whether the payment was made, or"
                    + " when: those are on the ledger. It knows the answer only as a salted digest."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run receipt verify receipt-1-1.json",
            "  examples/run receipt verify --issuer 0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826 batched.json"
        })
final class ReceiptVerifyCommand implements Callable<Integer> {

    private static final String CANNOT_TELL =
            "that the nodes are registered and staked, that the payment was made, and the time: ask the ledger;"
                    + " probability, layers and likeness are the app's word";

    private static final byte[] BATCHED = "{\"batch\":".getBytes(StandardCharsets.US_ASCII);

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The receipt.")
    private Path file = Path.of("");

    @Option(
            names = "--issuer",
            paramLabel = "ADDRESS",
            description = "Who must have signed the batch of a batched receipt; the receipt's app if not given.")
    private @Nullable String issuer;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    ReceiptVerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<Address> expected = Optional.ofNullable(issuer).map(ReceiptVerifyCommand::address);
        Receipt receipt;
        ReceiptReport report;
        try {
            byte[] bytes = InputFile.of("receipt", file).bytes(BatchedReceipt.MAX_BYTES, EvidenceException::new);
            if (Arrays.mismatch(bytes, BATCHED) >= BATCHED.length) {
                BatchedReceipt batched = BatchedReceipt.decode(bytes);
                receipt = batched.receipt();
                report = ResultVerifier.check(batched, expected.orElse(receipt.client()));
            } else if (expected.isPresent()) {
                throw new EvidenceException(
                        "This is not a batched receipt; without --issuer it is checked on its own.");
            } else {
                receipt = Receipt.decode(bytes);
                report = ResultVerifier.check(receipt);
            }
        } catch (EvidenceException e) {
            console.error(file + ": " + e.getMessage());
            return ExitCode.MALFORMED_FILE.code();
        }
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

    private static Address address(String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("--issuer is no address: " + e.getMessage());
        }
    }

    private void print(Receipt receipt, ReceiptReport report) {
        console.result("receipt of task " + receipt.task() + " on chain " + receipt.chainId() + ", issued "
                + receipt.issued() + ", " + receipt.paid() + " paid"
                + receipt.payment().map(transaction -> " in " + transaction).orElse("") + ", as the app says");
        console.result("  policy " + receipt.policy() + ", probability "
                + String.format(Locale.ROOT, "%.4f", receipt.probability()) + ", layers " + layers(receipt)
                + receipt.model().map(model -> ", model " + model).orElse(""));
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

    private static List<String> layers(Receipt receipt) {
        return receipt.layers().stream()
                .map(layer -> layer.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Json json(Receipt receipt, ReceiptReport report) {
        return Json.object()
                .put("valid", report.valid())
                .put("task", receipt.task().toString())
                .put("chain", receipt.chainId())
                .put("client", receipt.client().toString())
                .put("status", receipt.status().name().toLowerCase(Locale.ROOT))
                .put("verdict", receipt.verdict().name().toLowerCase(Locale.ROOT))
                .put("policy", receipt.policy())
                .put("probability", receipt.probability())
                .put("layers", layers(receipt))
                .put("model", receipt.model().orElse(""))
                .put("support", receipt.support())
                .put("alike", receipt.alike())
                .put("asked", receipt.asked())
                .put("quorum", receipt.quorum())
                .put("paid", receipt.paid().toString())
                .put("payment", receipt.payment().map(Hash::toString).orElse(""))
                .put("digest", receipt.digest().toString())
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
