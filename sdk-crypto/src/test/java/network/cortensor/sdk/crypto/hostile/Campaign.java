package network.cortensor.sdk.crypto.hostile;

import com.sun.management.ThreadMXBean;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Seed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Damages objects of every kind in every way, a fixed number of times each, and checks after each time that
 *
 * <ul>
 *   <li>what was released is a beginning of what was written, and nothing was accepted that is not what was written;
 *   <li>the failure is one that is declared: a {@link CryptoException}, and no {@link IOException}, since the source
 *       cannot fail;
 *   <li>the memory taken is in proportion to the input.
 * </ul>
 *
 * <p>What a format of others leaves unprotected is counted by its name: {@link BeyondTheFormat}.
 *
 * <p>Each mutation has its own random numbers, made of the seed and its place; so it is the same on any number of
 * threads, and the rest need not be run to repeat it. The keys are fresh in every run.
 */
public final class Campaign {

    private static final int SLICE = 250;

    /** What the buffers of all layers take for the smallest input, several times over. */
    private static final long MEMORY = 16L << 20;

    private static final long MEMORY_PER_BYTE = 64;

    /** Longer inputs are told by their place in the campaign alone. */
    private static final int MOST_SHOWN = 8192;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Seed seed;
    private final long base;
    private final long total;
    private final List<Part> parts =
            Arrays.stream(ObjectKind.values()).map(Part::new).toList();

    private Campaign(Seed seed, long total) {
        this.seed = seed;
        this.base = seed.random().nextLong();
        this.total = total;
    }

    /** What is done to the objects of one kind. */
    private static final class Part {

        final ObjectKind object;
        final List<Specimen> specimens;
        final Tally tally = new Tally();

        Part(ObjectKind object) {
            this.object = object;
            this.specimens = object.specimens();
        }
    }

    /**
     * Runs a campaign on all cores and prints what it did.
     *
     * @param total how many mutations; rounded up so that each kind of each object gets the same share of its object
     * @param minutes how long it may take, against readers that hang
     * @return the least number that any kind of any object got
     */
    public static long run(Seed seed, long total, long minutes) throws InterruptedException {
        Campaign campaign = new Campaign(seed, total);
        campaign.parts.forEach(part -> part.specimens.forEach(good -> requireAccepted(part.object, good)));
        long started = System.nanoTime();
        campaign.runSlices(started + TimeUnit.MINUTES.toNanos(minutes));
        campaign.print(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        return campaign.parts.stream()
                .mapToLong(part -> part.tally.least())
                .min()
                .orElseThrow();
    }

    private static void requireAccepted(ObjectKind object, Specimen good) {
        Released released = new Released(good.truths());
        try {
            good.reader().read(good.bytes(), released, new SplittableRandom(0));
        } catch (IOException | CryptoException e) {
            throw new AssertionError("a good object is refused: " + object, e);
        }
        if (!released.isAllOf(good.truth())) {
            throw new AssertionError("a good object is not read to its end: " + object);
        }
    }

    private long each(ObjectKind object) {
        long weights =
                Arrays.stream(ObjectKind.values()).mapToLong(ObjectKind::weight).sum();
        long cells = weights * Mutation.values().length;
        return (total * object.weight() + cells - 1) / cells;
    }

    private void runSlices(long end) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> slices = new ArrayList<>();
            for (Part part : parts) {
                for (Mutation mutation : Mutation.values()) {
                    long each = each(part.object);
                    for (long from = 0; from < each; from += SLICE) {
                        long first = from;
                        long behind = Math.min(each, from + SLICE);
                        slices.add(pool.submit(() -> runSlice(part, mutation, first, behind)));
                    }
                }
            }
            for (Future<?> slice : slices) {
                slice.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            throw new AssertionError("a reader hangs, or the machine is too slow: " + seed, e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getMessage(), e);
        } finally {
            pool.shutdownNow();
        }
    }

    private void runSlice(Part part, Mutation mutation, long first, long behind) {
        long started = THREADS.getCurrentThreadCpuTime();
        for (long number = first; number < behind; number++) {
            runOne(part, mutation, number);
        }
        part.tally.addCpuNanos(THREADS.getCurrentThreadCpuTime() - started);
    }

    private void runOne(Part part, Mutation mutation, long number) {
        long place = ((long) (part.object + " " + mutation).hashCode() << 32) + number;
        SplittableRandom random = new SplittableRandom(base ^ place * 0x9e3779b97f4a7c15L);
        int kinds = part.specimens.size();
        Specimen specimen = part.specimens.get((int) (number % kinds));
        byte[] bad = mutation.damaged(specimen, number / kinds, random);
        try {
            part.tally.add(mutation, outcome(part.tally, specimen, bad, random));
        } catch (AssertionError | RuntimeException | IOException e) {
            String input = bad.length > MOST_SHOWN
                    ? bad.length + " bytes"
                    : Base64.getEncoder().encodeToString(bad);
            throw new AssertionError(
                    part.object + ", " + mutation + " number " + number + ", " + seed + ", input " + input + ": " + e,
                    e);
        }
    }

    private static String outcome(Tally tally, Specimen specimen, byte[] bad, SplittableRandom random)
            throws IOException {
        Released released = new Released(specimen.truths());
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            specimen.reader().read(bad, released, random);
        } catch (BeyondTheFormat e) {
            return e.what();
        } catch (CryptoException e) {
            if (released.count() > 0) {
                tally.addBeginning();
            }
            return e instanceof RejectedException rejected
                    ? rejected.check().toString()
                    : e.getClass().getSimpleName().replace("Exception", "");
        } finally {
            long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
            tally.addMemory(taken);
            requireModest(taken, bad.length);
        }
        if (!specimen.hasSeveralForms()) {
            throw new AssertionError("accepted, though it has one form only");
        }
        if (released.isAllOf(specimen.truth())) {
            return "same content";
        }
        // A splice can be nearly all of the other object, in another form of it.
        if (specimen.truths().stream().anyMatch(released::isAllOf)) {
            return "content of the other";
        }
        throw new AssertionError("accepted after " + released.count() + " bytes, though more were written");
    }

    private static void requireModest(long taken, int length) {
        if (taken > MEMORY + MEMORY_PER_BYTE * length) {
            throw new AssertionError("reading " + length + " bytes took " + taken + " bytes of memory");
        }
    }

    private void print(long millis) {
        StringBuilder report = new StringBuilder(String.format(
                "%nCampaign: %,d mutations in %,d ms on %d cores, %s%n  %-17s %9s %9s %7s %8s  %s%n",
                parts.stream().mapToLong(part -> part.tally.sum()).sum(),
                millis,
                Runtime.getRuntime().availableProcessors(),
                seed,
                "object",
                "each kind",
                "all kinds",
                "CPU µs",
                "most KiB",
                "outcomes"));
        parts.forEach(part -> report.append(part.tally.line(part.object)));
        report.append("  kinds: ")
                .append(Stream.of(Mutation.values())
                        .map(mutation -> mutation + " "
                                + parts.stream()
                                        .mapToLong(part -> part.tally.of(mutation))
                                        .sum())
                        .toList());
        System.out.println(report);
    }
}
