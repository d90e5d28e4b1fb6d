package network.cortensor.sdk.client;

import network.cortensor.sdk.CortensorException;
import network.cortensor.sdk.node.FakeEngine;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The application that {@link CrashTest} kills: finishes what the last run left behind, then asks and asks. Every answer is
 * written to {@code answers.log} when the client hands it over, as an application would store it.
 */
public final class CrashingApp {

    static final TokenAmount PRICE = TokenAmount.ofCor("0.01");
    static final int REDUNDANCY = 3;

    private CrashingApp() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        try (LocalNetwork network = Network.local(options(directory))) {
            System.out.println("ready");
            System.out.flush();
            resume(network, directory);
            InferenceSession session = session(network, directory);
            for (int i = 0; ; i++) {
                Thread second = new Thread(() -> ask(session, directory, "second"));
                second.start();
                ask(session, directory, "first " + i);
                second.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static LocalNetworkOptions options(Path directory) {
        // The engine takes a moment, so that kills also hit tasks that wait for it.
        FakeEngine engine = FakeEngine.computing(request -> {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(5_000_000));
            return "answer to " + request.prompt();
        });
        return LocalNetworkOptions.builder()
                .directory(directory.resolve("network"))
                .sync(Journal.Sync.OS)
                .engine(engine)
                .build();
    }

    /** Finishes what earlier runs began. A task that cannot be answered any more is refunded, and says so. */
    static void resume(LocalNetwork network, Path directory) {
        for (UnfinishedTask task : network.client().unfinished()) {
            try {
                network.client().resume(task, writeTo(directory));
            } catch (CortensorException e) {
                System.out.println("not answered: " + e.getMessage());
            }
        }
    }

    private static InferenceSession session(LocalNetwork network, Path directory) throws IOException {
        Path file = directory.resolve("session");
        if (Files.exists(file)) {
            return network.client().session(new SessionId(Long.parseLong(Files.readString(file))));
        }
        SessionTerms terms = SessionTerms.builder("crash")
                .redundancy(REDUNDANCY)
                .maxTasks(1_000_000)
                .reservePeriod(Duration.ofDays(1))
                .pricePerResult(PRICE)
                .build();
        InferenceSession session = network.client().openSession(terms, TokenAmount.ofCor("1000"));
        Path half = Files.writeString(
                directory.resolve("session.half"), String.valueOf(session.id().value()));
        Files.move(half, file);
        return session;
    }

    private static void ask(InferenceSession session, Path directory, String prompt) {
        try {
            session.complete(CompletionRequest.builder(prompt)
                    .timeout(Duration.ofMinutes(2))
                    .listener(writeTo(directory))
                    .build());
        } catch (CortensorException e) {
            System.out.println("not answered: " + e.getMessage());
        }
    }

    private static CompletionListener writeTo(Path directory) {
        return new CompletionListener() {
            @Override
            public void onCompleted(VerifiedCompletion completion) {
                try {
                    Files.write(
                            directory.resolve("answers.log"),
                            List.of(completion.task().session().value() + " "
                                    + completion.task().number() + " " + completion.text()),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
