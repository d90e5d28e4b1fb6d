package network.cortensor.examples.cli;

import network.cortensor.sdk.client.CompletionListener;
import network.cortensor.sdk.client.Stage;
import network.cortensor.sdk.client.VerifiedCompletion;
import network.cortensor.sdk.verify.Receipt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Follows one question: shows its stages, notes when each was reached first, and keeps its receipt before the client forgets the
 * task. Used by the thread that waits for the task.
 */
final class TaskLog implements CompletionListener {

    private final Progress progress;
    private final Stopwatch watch;
    private final ReceiptFile receipts;
    private final int asked;
    private final Map<String, Long> millis = new LinkedHashMap<>();
    private int committed;
    private int revealed;
    private Optional<Path> receipt = Optional.empty();

    /** Creates the log of a task that {@code asked} nodes at a time are to answer. */
    TaskLog(Progress progress, Stopwatch watch, ReceiptFile receipts, int asked) {
        this.progress = progress;
        this.watch = watch;
        this.receipts = receipts;
        this.asked = asked;
    }

    @Override
    public void onStage(Stage stage, String detail) {
        note(stage.name().toLowerCase(Locale.ROOT));
        switch (stage) {
            case STORED -> progress.reached("stored", "the encrypted prompt " + shortened(detail));
            case SUBMITTED -> {
                // Of each task that further nodes are asked by.
                committed = 0;
                revealed = 0;
                progress.reached("submitted", detail + ", its price is in escrow");
            }
            case SEALED -> {
                progress.reached("sealed", detail);
                progress.waitingFor(nodes(asked - committed));
            }
            case ACKNOWLEDGED -> {}
            case NODE_LOST -> progress.reached("lost", detail);
            case PRECOMMITTED -> {
                committed++;
                if (committed < asked) {
                    progress.waitingFor(nodes(asked - committed));
                } else {
                    progress.reached("committed", nodes(committed) + " bound to their answers, unseen");
                    progress.waitingFor(asked + (asked == 1 ? " reveal" : " reveals"));
                }
            }
            case COMMITTED -> {
                revealed++;
                if (revealed == asked) {
                    progress.reached("revealed", nodes(revealed) + " showed what they committed to");
                }
            }
            case GRANTED -> {
                progress.reached("granted", detail);
                progress.waitingFor("validators");
            }
            case JUDGED -> progress.reached("judged", shortened(detail));
            case ENDED -> progress.reached("ended", detail);
            case OPENED -> progress.reached("opened", detail);
            case VERIFIED -> progress.reached("verified", detail);
        }
    }

    private String nodes(int count) {
        return count + " of " + asked + (asked == 1 ? " node" : " nodes");
    }

    /** Returns the detail with long content ids and addresses cut to what a person compares, so that the line fits a terminal. */
    private static String shortened(String detail) {
        return detail.replaceAll("\\b(\\w{10})\\w{12,}(\\w{6})\\b", "$1…$2");
    }

    /** Notes that something was reached now, unless it was before. */
    void note(String name) {
        millis.putIfAbsent(name, watch.millis());
    }

    @Override
    public void onCompleted(VerifiedCompletion completion) {
        keep(completion.receipt());
    }

    /** Writes the receipt; when that fails, {@link #receipt} stays empty, because the answer must not be lost over it. */
    void keep(Receipt evidence) {
        try {
            receipt = Optional.of(receipts.write(evidence));
        } catch (IOException e) {
            receipt = Optional.empty();
        }
    }

    /** Returns where the receipt is, if it could be written. */
    Optional<Path> receipt() {
        return receipt;
    }

    /** Returns the milliseconds from the program's start to each stage, in the order in which they were reached. */
    Map<String, Long> millis() {
        return new LinkedHashMap<>(millis);
    }
}
