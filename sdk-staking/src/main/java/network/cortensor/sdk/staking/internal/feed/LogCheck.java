package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.LogQuery;

import java.util.List;

/** What can be said against logs without asking further: nothing here can come of a reorganisation or of a late answer. */
final class LogCheck {
    private LogCheck() {}

    /**
     * Checks that an answer holds what was asked for and nothing else, in order, once, one block per number.
     *
     * @throws LedgerEvidenceException if it does not
     */
    static void check(LogQuery query, List<ChainLog> logs) {
        ChainLog before = null;
        for (ChainLog log : logs) {
            if (!query.matches(log)) {
                throw wrong(query, "logs of these contracts, events and blocks alone", log, "which was not asked for");
            }
            if (before != null) {
                checkOrder(query, before, log);
            }
            before = log;
        }
    }

    private static void checkOrder(LogQuery query, ChainLog before, ChainLog log) {
        if (log.blockNumber() < before.blockNumber()) {
            throw wrong(query, "blocks in ascending order", log, "after one of block " + before.blockNumber());
        }
        if (log.blockNumber() > before.blockNumber()) {
            return;
        }
        if (!log.blockHash().equals(before.blockHash())) {
            throw wrong(query, "one block per number", log, "with two hashes of its block");
        }
        if (log.index() <= before.index()) {
            throw wrong(query, "each log once and in order", log, "after log " + before.index());
        }
        if (log.transactionIndex() < before.transactionIndex()) {
            throw wrong(query, "transactions in order", log, "of a transaction before the previous log's");
        }
    }

    private static LedgerEvidenceException wrong(LogQuery query, String expected, ChainLog found, String why) {
        return new LedgerEvidenceException("Read the logs of blocks " + query.fromBlock() + " to " + query.toBlock()
                + ": expected " + expected + ", found log " + found.index() + " of block " + found.blockNumber() + ", "
                + why + "; nothing of the answer was delivered, ask another endpoint");
    }
}
