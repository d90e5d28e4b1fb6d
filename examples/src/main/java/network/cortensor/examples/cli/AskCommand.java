package network.cortensor.examples.cli;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.client.CompletionRequest;
import network.cortensor.sdk.client.CortensorClient;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.LocalNetwork;
import network.cortensor.sdk.client.LocalNetworkOptions;
import network.cortensor.sdk.client.Network;
import network.cortensor.sdk.client.UnverifiedException;
import network.cortensor.sdk.client.VerifiedCompletion;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.VerificationPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Asks a question of a local network and prints the answer that its nodes agree on. */
@Command(
        name = "ask",
        mixinStandardHelpOptions = true,
        description = {
            "Ask a question and print the answer that the nodes agree on.",
            "",
            "Starts a ledger, a store and light nodes inside this process. The question is encrypted, stored under its hash"
                    + " and sealed for the nodes that the ledger assigns; they answer, bind themselves to their answers"
                    + " before they see the others', and are paid. The answer is printed only when enough of them are"
                    + " equal and all their evidence holds. Money and ledger are local and exist nowhere else; with"
                    + " --chain they are contracts on a chain for development.",
            "",
            "Without --engine the nodes quote the sentence of the document that fits the question best; nothing is"
                    + " generated.",
            "",
            "Ctrl-C ends the task at the ledger: the nodes stop, and what was not earned goes back."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run ask --document LICENSE \"When do patent licenses terminate?\"",
            "  examples/run ask --engine http://127.0.0.1:8080 \"What is a receipt?\"",
            "  examples/run ask --policy adaptive:0.01:7 --engine http://127.0.0.1:8080 \"What is a receipt?\"",
            "  examples/run ask --validators 2 --document LICENSE \"Who may sue?\"",
            "  examples/run ask --store data --document notes.txt --json \"Who signed?\"",
            "  examples/run ask --store data --resume",
            "  examples/run ask --chain anvil --document LICENSE \"Who may sue?\""
        })
final class AskCommand implements Callable<Integer> {

    private static final int USUAL_REDUNDANCY = 3;
    private static final int MOST_VALIDATORS = 63;

    private final Console console;
    private final Stopwatch watch;

    @Parameters(paramLabel = "QUESTION", arity = "0..1", description = "What to ask.")
    private @Nullable String question;

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description = "Text that the question is about: UTF-8, at most 16 MiB.")
    private @Nullable Path document;

    @Mixin
    private final LocalOptions local = new LocalOptions();

    @Mixin
    private final ChainOption chain = new ChainOption();

    @Option(
            names = "--redundancy",
            paramLabel = "N",
            description =
                    "Nodes that are asked at a time. Default: 3, or all when there are fewer; 1 for a policy that asks"
                            + " one after the other.")
    private @Nullable Integer redundancy;

    @Option(
            names = "--validators",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "Let N further nodes judge the answers to each task before they are paid. Default: ${DEFAULT-VALUE}.",
                "They can read the question and all answers. Their verdicts decide who is paid, not what is accepted."
            })
    private int validators;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            defaultValue = "majority",
            converter = PolicyConverter.class,
            description = {
                "When the answer counts. Default: ${DEFAULT-VALUE}.",
                "majority: more than half of the nodes gave it;",
                "exact: all gave it;",
                "agreement:N:F: N nodes at most, F of them may be bad, N > 3 F;",
                "adaptive:ERROR:N: one more node, N at most, until the answer is wrong with a probability below ERROR;",
                "audited:RATE: one node, and two of three for this share of the questions, drawn in secret."
            })
    private VerificationPolicy policy = VerificationPolicy.majority();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Longest time for the task, 1 to 86400. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(
            names = "--price",
            paramLabel = "COR",
            defaultValue = "0.01",
            converter = MoneyConverter.class,
            description = "What each answer is paid with. Default: ${DEFAULT-VALUE}.")
    private TokenAmount price = TokenAmount.ZERO;

    @Option(
            names = "--deposit",
            paramLabel = "COR",
            defaultValue = "1",
            converter = MoneyConverter.class,
            description = "What is paid into the session; the rest comes back. Default: ${DEFAULT-VALUE}.")
    private TokenAmount deposit = TokenAmount.ZERO;

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description =
                    "Where to write the receipt; an existing file is kept, and the receipt gets a number. Default:"
                            + " receipt-SESSION-TASK.json in the store, or else in the current directory.")
    private @Nullable Path receipt;

    @Option(
            names = "--resume",
            description =
                    "Finish what earlier runs on the same store left, and ask nothing when there is no QUESTION. A new"
                            + " question finishes them first in any case.")
    private boolean resume;

    @Option(names = "--progress", description = "Print progress also when stderr is no terminal.")
    private boolean showProgress;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    AskCommand(Console console, Stopwatch watch) {
        this.console = console;
        this.watch = watch;
    }

    @Override
    public Integer call() {
        checkUsage();
        if (question != null) {
            local.warmUp();
        }
        try (Progress progress = Progress.open(console, watch, showProgress)) {
            return run(progress).code();
        }
    }

    private void checkUsage() {
        if (validators < 0 || validators > MOST_VALIDATORS) {
            throw new InvalidRequestException(
                    "--validators must be 0 to " + MOST_VALIDATORS + ", found " + validators + ".");
        }
        // Who has judged has seen the answers, and is not asked itself any more.
        int tasks = asksOneByOne() ? policy.mostNodes(1) : 1;
        local.needsNodes(Math.max(policy.mostNodes(1), USUAL_REDUNDANCY) + tasks * validators);
        local.check();
        chain.check(local.store());
        if (question == null && !resume) {
            throw new InvalidRequestException(
                    "There is no QUESTION. Give one, or --resume to finish what earlier runs left.");
        }
        if (resume && local.store().isEmpty()) {
            throw new InvalidRequestException(
                    "--resume needs the store of the earlier runs: name it with --store DIR.");
        }
        if (question != null && document == null && local.extractive()) {
            throw new InvalidRequestException(
                    "Without a language model the nodes can only quote: give --document FILE, or"
                            + " --engine URL for a model.");
        }
    }

    private ExitCode run(Progress progress) {
        int asked = redundancy == null ? usualRedundancy() : redundancy;
        if (local.nodes() < asked + validators && validators > 0) {
            throw new InvalidRequestException(
                    "--validators " + validators + " needs as many nodes that are not asked, and "
                            + asked + " of " + local.nodes() + " are. Raise --nodes to " + (asked + validators)
                            + " or more.");
        }
        NodeFailures failures = new NodeFailures();
        ReceiptFile keptHere = ReceiptFile.in(local.store().orElse(Path.of("")));
        // All of the caller's input is checked before the first thing is started.
        TaskLog log = new TaskLog(progress, watch, receipt == null ? keptHere : ReceiptFile.named(receipt), asked);
        Optional<CompletionRequest> request = Optional.ofNullable(question).map(text -> request(text, log));
        Optional<SessionTerms> terms = request.map(r -> terms(asked));
        Optional<InferenceEngine> engine = local.connect(Duration.ofSeconds(timeout));
        try {
            LocalNetworkOptions.Builder options = local.prepare(engine).nodeListeners(failures::of);
            keptHere.checked();
            progress.waitingFor(chain.named() ? "the chain and its contracts" : "the local network");
            try (ChainOption.Opened contracts = chain.open(local.store());
                    LocalNetwork network = Network.local(contracts
                            .ledger()
                            .map(options::ledger)
                            .orElse(options)
                            .build())) {
                log.note("network");
                progress.reached(
                        "network",
                        (chain.named() ? "contracts on a chain, store and " : "ledger, store and ")
                                + network.nodes().size() + " nodes in this process");
                List<EarlierTasks.Ended> earlier =
                        new EarlierTasks(network, () -> new TaskLog(progress, watch, keptHere, asked)).finish();
                if (request.isEmpty()) {
                    return conclude(progress, earlier, Optional.empty(), log);
                }
                Answer answer = ask(network, terms.get(), request.get(), log, failures);
                return conclude(progress, earlier, Optional.of(answer), log);
            }
        } finally {
            engine.ifPresent(InferenceEngine::close);
        }
    }

    private int usualRedundancy() {
        return asksOneByOne() ? 1 : Math.min(USUAL_REDUNDANCY, local.nodes());
    }

    private boolean asksOneByOne() {
        return policy.mostNodes(1) > 1;
    }

    private CompletionRequest request(String text, TaskLog log) {
        CompletionRequest.Builder builder = CompletionRequest.builder(text)
                .timeout(Duration.ofSeconds(timeout))
                .policy(policy)
                .listener(log);
        if (document != null) {
            builder.document(InputFile.of("document", document).text(CompletionRequest.MAX_TEXT_BYTES));
        }
        return builder.build();
    }

    /** The ledger judges whether there are enough nodes and enough money; only what is no number of nodes is refused here. */
    private SessionTerms terms(int asked) {
        if (asked < 1) {
            throw new InvalidRequestException("--redundancy must be at least 1, found " + asked + ".");
        }
        return SessionTerms.builder("examples/run ask")
                .minNodes(asked)
                .maxNodes(Math.max(asked, local.nodes()))
                .redundancy(asked)
                .validators(validators)
                // A task may meet nodes alone that were asked before, and is then given up for another.
                .maxTasks(asksOneByOne() ? policy.mostNodes(asked) + local.nodes() : 1)
                .reservePeriod(Duration.ofSeconds(timeout).plusMinutes(1))
                .pricePerResult(price)
                .build();
    }

    private Answer ask(
            LocalNetwork network, SessionTerms terms, CompletionRequest request, TaskLog log, NodeFailures failures) {
        CortensorClient client = network.client();
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("Cancelled; nothing was sent yet.");
        }
        try (OpenSession open = new OpenSession(client, client.openSession(terms, deposit))) {
            return ask(network, open.session(), request, log);
        } catch (RefusedException e) {
            String reason = String.valueOf(e.getMessage());
            throw new RefusedException(reason + (reason.endsWith(".") ? " " : ". ") + remedy(e), e);
        } catch (UnavailableException e) {
            // What the engine told a node says more than what the ledger knows of it.
            String reason = local.extractive() ? "" : failures.last().orElse("");
            throw reason.isEmpty() ? e : new UnavailableException(e.getMessage() + " A node says: " + reason, e);
        }
    }

    private Answer ask(LocalNetwork network, InferenceSession session, CompletionRequest request, TaskLog log) {
        try {
            VerifiedCompletion completion = session.complete(request);
            return Answer.accepted(
                    completion, Judgements.of(network.ledger(), session.id()), log.receipt(), local.extractive());
        } catch (UnverifiedException e) {
            e.receipt().ifPresent(log::keep);
            return Answer.refused(e, Judgements.of(network.ledger(), session.id()), log.receipt());
        }
    }

    private static String remedy(RefusedException refusal) {
        if (refusal.getCause() instanceof LedgerRefusedException ledger) {
            return switch (ledger.reason()) {
                case INSUFFICIENT_BALANCE -> "Raise --deposit, or lower --price or --redundancy.";
                case NOT_ENOUGH_NODES -> "Raise --nodes or lower --redundancy.";
                default -> "Nothing was paid.";
            };
        }
        return "Nothing was paid.";
    }

    /** A session that gives its deposit back, unless a task of it has to be resumed by a later run. */
    private record OpenSession(CortensorClient client, InferenceSession session) implements AutoCloseable {
        @Override
        public void close() {
            if (client.unfinished().stream().noneMatch(task -> task.session().equals(session.id()))) {
                session.close();
            }
        }
    }

    private ExitCode conclude(
            Progress progress, List<EarlierTasks.Ended> earlier, Optional<Answer> answer, TaskLog log) {
        log.note("done");
        progress.close();
        if (common.json()) {
            Json json = answer.map(Answer::json).orElseGet(Json::object);
            json.put("earlier", earlier.stream().map(EarlierTasks.Ended::json).toList());
            console.result(json.put("milliseconds", log.millis()).line());
        } else {
            earlier.forEach(ended -> ended.print(console));
            answer.ifPresent(a -> a.print(console));
            if (answer.isEmpty()) {
                console.result(earlier.isEmpty() ? "Nothing was left to finish." : "Nothing is left to finish.");
            }
        }
        List<Answer> answers = new ArrayList<>();
        earlier.forEach(ended -> ended.answer().ifPresent(answers::add));
        answer.ifPresent(answers::add);
        return judge(answers);
    }

    private ExitCode judge(List<Answer> answers) {
        for (Answer answer : answers) {
            if (answer.exitCode() != ExitCode.OK) {
                console.error("The answers were not accepted: " + answer.reason() + " Ask again, or with more nodes.");
                return answer.exitCode();
            }
            if (answer.receiptIsMissing()) {
                throw new InvalidRequestException(
                        "The answer is verified, but its receipt could not be written. Check that"
                                + " the disk has room, and name another place with --receipt.");
            }
        }
        return ExitCode.OK;
    }
}
