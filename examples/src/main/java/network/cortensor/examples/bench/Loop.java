package network.cortensor.examples.bench;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.client.CompletionRequest;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.LocalNetwork;
import network.cortensor.sdk.client.LocalNetworkOptions;
import network.cortensor.sdk.client.Network;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A local network in memory with a session on it: what tasks are timed on. */
final class Loop implements AutoCloseable {

    /** On a machine that is too busy a task is to be slow and not to fail. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String TEXT = "A paragraph of plain English text, as prompts have it, over and over again. ";
    private static final int MAX_TASKS = 1_000_000;

    private final TimedEngine engine;
    private final LocalNetwork network;
    private final InferenceSession session;
    private final AtomicLong prompts = new AtomicLong();

    private Loop(TimedEngine engine, LocalNetwork network, InferenceSession session) {
        this.engine = engine;
        this.network = network;
        this.session = session;
    }

    /** Starts a network all of whose nodes work on every task. */
    static Loop open(int nodes) {
        TimedEngine engine = new TimedEngine();
        LocalNetwork network = Network.local(LocalNetworkOptions.builder()
                .nodes(nodes)
                .engine(engine)
                .ackTimeout(PATIENCE)
                .build());
        InferenceSession session = network.client()
                .openSession(
                        SessionTerms.builder("bench loop")
                                .minNodes(nodes)
                                .maxNodes(nodes)
                                .redundancy(nodes)
                                .reservePeriod(Duration.ofDays(1))
                                .maxTasks(MAX_TASKS)
                                .pricePerResult(TokenAmount.ofCor("0.001"))
                                .build(),
                        TokenAmount.ofCor("100000"));
        return new Loop(engine, network, session);
    }

    /** Runs tasks, {@code atOnce} of them at any time, each for a prompt of its own. */
    Run run(int tasks, int atOnce, int promptBytes) {
        AtomicInteger left = new AtomicInteger(tasks);
        Callable<List<TaskTiming>> app = () -> {
            List<TaskTiming> timings = new ArrayList<>();
            while (left.getAndDecrement() > 0) {
                timings.add(task(promptBytes));
            }
            return timings;
        };
        ExecutorService apps = Executors.newFixedThreadPool(atOnce);
        try {
            List<TaskTiming> timings = new ArrayList<>(tasks);
            long cpu = ProcessGauge.cpuNanos();
            long start = System.nanoTime();
            for (Future<List<TaskTiming>> future : apps.invokeAll(Collections.nCopies(atOnce, app))) {
                timings.addAll(future.get());
            }
            return new Run(timings, System.nanoTime() - start, ProcessGauge.cpuNanos() - cpu);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("The benchmark was cancelled.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("A task of the benchmark ended with an error", e.getCause());
        } finally {
            apps.shutdownNow();
        }
    }

    private TaskTiming task(int promptBytes) {
        String key = String.format(Locale.ROOT, "%0" + TimedEngine.KEY_CHARACTERS + "x", prompts.getAndIncrement());
        String prompt = prompt(key, promptBytes);
        StageClock clock = new StageClock();
        long start = System.nanoTime();
        session.complete(CompletionRequest.builder(prompt)
                .timeout(PATIENCE)
                .listener(clock)
                .build());
        long end = System.nanoTime();
        long nanos = engine.takeNanos(key);
        return new TaskTiming(end - start, nanos, clock.split(start, end, nanos));
    }

    private static String prompt(String key, int bytes) {
        int missing = bytes - key.length();
        return key + TEXT.repeat(missing / TEXT.length() + 1).substring(0, missing);
    }

    @Override
    public void close() {
        session.close();
        network.close();
    }
}
