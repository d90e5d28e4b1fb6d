package network.cortensor.examples.cli;

import network.cortensor.examples.bench.LoopBenchmark;
import network.cortensor.examples.bench.chain.ChainBenchmark;
import network.cortensor.examples.bench.crypto.CryptoBenchmark;
import network.cortensor.examples.bench.ipfs.IpfsBenchmark;
import network.cortensor.examples.bench.verify.VerifyBenchmark;
import network.cortensor.examples.bench.verify.model.ModelBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line program. It wires the commands by hand and turns every failure into one sentence and an {@link ExitCode}.
 */
@Command(
        name = "examples/run",
        mixinStandardHelpOptions = true,
        description = {
            "Private, verified AI inference on a local Cortensor network, in one process.",
            "",
            "Results go to the standard output, progress and errors to the standard error."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run ask --document LICENSE \"When do patent licenses terminate?\"",
            "  examples/run receipt verify receipt-1-1.json",
            "  examples/run attack all"
        })
public final class Main {

    private static final int HELP_COLUMNS = 80;

    private Main() {}

    /** Runs the command that the arguments name and ends the process with its exit code. */
    public static void main(String[] args) {
        Stopwatch watch = Stopwatch.sinceProcessStart();
        StopSignal signal = StopSignal.interrupting(Thread.currentThread());
        int code = ExitCode.UNEXPECTED.code();
        try {
            code = program(Console.ofProcess(), watch).execute(args);
        } finally {
            signal.over();
        }
        System.exit(code);
    }

    /** Returns the program on a console; {@code execute} runs a command and returns its exit code. */
    static CommandLine program(Console console, Stopwatch watch) {
        CommandLine ask = new CommandLine(new AskCommand(console, watch));
        CommandLine verify = new CommandLine(new ReceiptVerifyCommand(console));
        CommandLine attack = new CommandLine(new AttackCommand(console));
        CommandLine node = new CommandLine(new NodeCommand(console, watch));
        CommandLine keygen = new CommandLine(new KeygenCommand(console));
        CommandLine seal = new CommandLine(new SealCommand(console)).addMixin("debug", new DebugOption());
        CommandLine open = new CommandLine(new OpenCommand(console)).addMixin("debug", new DebugOption());
        CommandLine testkit = new CommandLine(new TestkitCommand(console));
        // A person who waits wants to see what is measured; a log does not.
        PrintStream benchProgress =
                console.terminal() ? console.err() : new PrintStream(OutputStream.nullOutputStream());
        CommandLine loop = new CommandLine(new LoopBenchmark(console.out(), benchProgress));
        CommandLine crypto = new CommandLine(new CryptoBenchmark(console.out(), benchProgress));
        CommandLine ipfs = new CommandLine(new IpfsBenchmark(console.out(), benchProgress));
        CommandLine chains = new CommandLine(new ChainBenchmark(console.out(), benchProgress));
        CommandLine verifying = new CommandLine(new VerifyBenchmark(console.out(), benchProgress));
        CommandLine model = new CommandLine(new ModelBenchmark(console.out(), benchProgress));
        CommandLine bench = new CommandLine(new BenchCommand())
                .addSubcommand(loop)
                .addSubcommand(crypto)
                .addSubcommand(ipfs)
                .addSubcommand(chains)
                .addSubcommand(verifying)
                .addSubcommand(model);
        CommandLine receipt = new CommandLine(new ReceiptCommand()).addSubcommand(verify);
        CommandLine cid = new CommandLine(new CidCommand(console)).addMixin("debug", new DebugOption());
        CommandLine add = new CommandLine(new AddCommand(console)).addMixin("debug", new DebugOption());
        CommandLine get = new CommandLine(new GetCommand(console)).addMixin("debug", new DebugOption());
        CommandLine fetch = new CommandLine(new FetchCommand(console)).addMixin("debug", new DebugOption());
        CommandLine pack = new CommandLine(new CarPackCommand(console)).addMixin("debug", new DebugOption());
        CommandLine unpack = new CommandLine(new CarUnpackCommand(console)).addMixin("debug", new DebugOption());
        CommandLine ls = new CommandLine(new CarLsCommand(console)).addMixin("debug", new DebugOption());
        CommandLine car = new CommandLine(new CarCommand())
                .addSubcommand(pack)
                .addSubcommand(unpack)
                .addSubcommand(ls);
        CommandLine serve = new CommandLine(new GatewayServeCommand(console)).addMixin("debug", new DebugOption());
        CommandLine gateway = new CommandLine(new GatewayCommand()).addSubcommand(serve);
        CommandLine dev = new CommandLine(new ChainDevCommand(console));
        CommandLine chain = new CommandLine(new ChainCommand()).addSubcommand(dev);
        CommandLine deposit = new CommandLine(new StakeDepositCommand(console));
        CommandLine withdraw = new CommandLine(new StakeWithdrawCommand(console));
        CommandLine stakeStatus = new CommandLine(new StakeStatusCommand(console));
        CommandLine stake = new CommandLine(new StakeCommand())
                .addSubcommand(deposit)
                .addSubcommand(withdraw)
                .addSubcommand(stakeStatus);
        CommandLine create = new CommandLine(new SessionCreateCommand(console));
        CommandLine list = new CommandLine(new SessionListCommand(console));
        CommandLine fund = new CommandLine(new SessionFundCommand(console));
        CommandLine session = new CommandLine(new SessionCommand())
                .addSubcommand(create)
                .addSubcommand(list)
                .addSubcommand(fund);
        CommandLine register = new CommandLine(new NodeRegisterCommand(console));
        CommandLine nodeStatus = new CommandLine(new NodeStatusCommand(console));
        node.addSubcommand(register).addSubcommand(nodeStatus);
        CommandLine check = new CommandLine(new ProofCheckCommand(console));
        CommandLine proof = new CommandLine(new ProofCommand()).addSubcommand(check);
        CommandLine program = new CommandLine(new Main())
                .addSubcommand(ask)
                .addSubcommand(receipt)
                .addSubcommand(attack)
                .addSubcommand(node)
                .addSubcommand(bench)
                .addSubcommand(keygen)
                .addSubcommand(seal)
                .addSubcommand(open)
                .addSubcommand(testkit)
                .addSubcommand(cid)
                .addSubcommand(add)
                .addSubcommand(get)
                .addSubcommand(fetch)
                .addSubcommand(car)
                .addSubcommand(gateway)
                .addSubcommand(chain)
                .addSubcommand(stake)
                .addSubcommand(session)
                .addSubcommand(proof);

        exitCodes(program, ExitCode.values());
        exitCodes(
                ask,
                ExitCode.OK,
                ExitCode.BAD_INPUT,
                ExitCode.BLOCK_MISSING,
                ExitCode.EVIDENCE,
                ExitCode.UNAVAILABLE,
                ExitCode.REFUSED,
                ExitCode.CANCELLED);
        exitCodes(
                verify,
                ExitCode.OK,
                ExitCode.BAD_INPUT,
                ExitCode.EVIDENCE,
                ExitCode.MALFORMED_FILE,
                ExitCode.UNAVAILABLE);
        exitCodes(attack, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.ATTACK_SUCCEEDED, ExitCode.UNAVAILABLE);
        exitCodes(
                node,
                ExitCode.OK,
                ExitCode.BAD_INPUT,
                ExitCode.EVIDENCE,
                ExitCode.UNAVAILABLE,
                ExitCode.REFUSED,
                ExitCode.CANCELLED);
        exitCodes(loop, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNAVAILABLE);
        exitCodes(crypto, ExitCode.OK, ExitCode.UNAVAILABLE, ExitCode.CANCELLED);
        exitCodes(ipfs, ExitCode.OK, ExitCode.UNAVAILABLE, ExitCode.CANCELLED);
        exitCodes(chains, ExitCode.OK, ExitCode.UNAVAILABLE, ExitCode.CANCELLED);
        exitCodes(verifying, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNAVAILABLE, ExitCode.CANCELLED);
        exitCodes(model, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNAVAILABLE, ExitCode.CANCELLED);
        exitCodes(keygen, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNAVAILABLE);
        exitCodes(seal, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNAVAILABLE, ExitCode.CANCELLED);
        exitCodes(
                open,
                ExitCode.OK,
                ExitCode.BAD_INPUT,
                ExitCode.NO_IDENTITY,
                ExitCode.MALFORMED_HEADER,
                ExitCode.BAD_PAYLOAD,
                ExitCode.UNAVAILABLE,
                ExitCode.CANCELLED);
        exitCodes(testkit, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.EVIDENCE, ExitCode.UNAVAILABLE);
        exitCodes(cid, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.CANCELLED);
        exitCodes(add, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNAVAILABLE, ExitCode.CANCELLED);
        for (CommandLine reading : List.of(get, fetch)) {
            exitCodes(
                    reading,
                    ExitCode.OK,
                    ExitCode.BAD_INPUT,
                    ExitCode.BLOCK_MISSING,
                    ExitCode.EVIDENCE,
                    ExitCode.MALFORMED_FILE,
                    ExitCode.UNAVAILABLE,
                    ExitCode.REFUSED,
                    ExitCode.CANCELLED);
        }
        exitCodes(pack, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNAVAILABLE, ExitCode.CANCELLED);
        for (CommandLine checking : List.of(unpack, ls)) {
            exitCodes(
                    checking,
                    ExitCode.OK,
                    ExitCode.BAD_INPUT,
                    ExitCode.BLOCK_MISSING,
                    ExitCode.EVIDENCE,
                    ExitCode.MALFORMED_FILE,
                    ExitCode.UNAVAILABLE,
                    ExitCode.CANCELLED);
        }
        exitCodes(serve, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNAVAILABLE);
        exitCodes(dev, ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNAVAILABLE, ExitCode.REFUSED, ExitCode.CANCELLED);
        for (CommandLine asking : List.of(deposit, withdraw, stakeStatus, create, list, fund, register, nodeStatus)) {
            exitCodes(
                    asking,
                    ExitCode.OK,
                    ExitCode.BAD_INPUT,
                    ExitCode.EVIDENCE,
                    ExitCode.UNAVAILABLE,
                    ExitCode.REFUSED,
                    ExitCode.CANCELLED);
        }
        exitCodes(
                check,
                ExitCode.OK,
                ExitCode.BAD_INPUT,
                ExitCode.EVIDENCE,
                ExitCode.MALFORMED_FILE,
                ExitCode.UNAVAILABLE);
        IExecutionStrategy run = program.getExecutionStrategy();
        return program.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(HELP_COLUMNS)
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(parsed -> delivered(console, run.execute(parsed)))
                .setParameterExceptionHandler((failure, ignored) -> usage(console, failure))
                .setExecutionExceptionHandler((failure, ignored, parsed) -> failed(console, failure, parsed));
    }

    private static void exitCodes(CommandLine command, ExitCode... codes) {
        Map<String, String> list = new LinkedHashMap<>();
        for (ExitCode code : codes) {
            list.put(Integer.toString(code.code()), code.meaning());
        }
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(list);
        command.getCommandSpec().version("Cortensor SDK for Java " + version());
    }

    private static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(development build)");
    }

    /** A result that did not get out is no success. A failure keeps its own code: it has been told on the other stream. */
    private static int delivered(Console console, int code) {
        // A PrintStream keeps its failures to itself, and this flushes too.
        if (!console.out().checkError() || code != ExitCode.OK.code()) {
            return code;
        }
        console.error(StandardStreams.LOST);
        return ExitCode.UNAVAILABLE.code();
    }

    private static int usage(Console console, ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        console.error(failure.getMessage() + ". See '" + command + " --help'.");
        return ExitCode.BAD_INPUT.code();
    }

    private static int failed(Console console, Exception failure, ParseResult parsed) {
        ExitCode code = ExitCode.of(failure);
        console.error(
                code == ExitCode.UNEXPECTED
                        ? "This is a bug in the program (" + failure.getClass().getSimpleName()
                                + "); run it again with --debug and report what it prints."
                        : String.valueOf(failure.getMessage()));
        if (debug(parsed)) {
            failure.printStackTrace(console.err());
        }
        return code.code();
    }

    private static boolean debug(ParseResult parsed) {
        return parsed.hasMatchedOption("--debug") || (parsed.hasSubcommand() && debug(parsed.subcommand()));
    }
}
