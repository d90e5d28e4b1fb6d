package network.cortensor.examples.bench;

import network.cortensor.sdk.client.Stage;

import java.util.Optional;

/** The parts that a task's time is split into, in their order. Each lasts from the end of the one before to its own end. */
enum LoopStage {
    STORED("app: encrypt and store the prompt"),
    SUBMITTED("app: submit the task"),
    SEALED("app: seal for the assigned nodes"),
    ACKNOWLEDGED("nodes: acknowledge (while the app seals)"),
    PRECOMMITTED("nodes: open, sign, seal, pre-commit"),
    COMMITTED("nodes: reveal"),
    ENDED("ledger: pay and end"),
    OPENED("app: fetch and open the results"),
    VERIFIED("app: check and compare them"),
    RETURNED("app: sign the receipt, return");

    private final String meaning;

    LoopStage(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }

    /** Returns the part that ends when the client reports this stage; a lost node and what validators do end none. */
    static Optional<LoopStage> endingAt(Stage stage) {
        return switch (stage) {
            case STORED -> Optional.of(STORED);
            case SUBMITTED -> Optional.of(SUBMITTED);
            case SEALED -> Optional.of(SEALED);
            case ACKNOWLEDGED -> Optional.of(ACKNOWLEDGED);
            case PRECOMMITTED -> Optional.of(PRECOMMITTED);
            case COMMITTED -> Optional.of(COMMITTED);
            case ENDED -> Optional.of(ENDED);
            case OPENED -> Optional.of(OPENED);
            case VERIFIED -> Optional.of(VERIFIED);
            case NODE_LOST, GRANTED, JUDGED -> Optional.empty();
        };
    }
}
