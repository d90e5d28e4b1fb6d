package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.ChainLog;

import java.util.List;

/** Tells one lie about a log: each method gives the log with one part changed. */
record ChainLogParts(ChainLog log) {
    ChainLog address(Address lie) {
        return with(lie, log.topics(), log.data());
    }

    ChainLog topics(List<Hash> lie) {
        return with(log.address(), lie, log.data());
    }

    ChainLog data(byte[] lie) {
        return with(log.address(), log.topics(), lie);
    }

    ChainLog blockNumber(long lie) {
        return at(lie, log.blockHash(), log.transaction(), log.transactionIndex(), log.index());
    }

    ChainLog blockHash(Hash lie) {
        return at(log.blockNumber(), lie, log.transaction(), log.transactionIndex(), log.index());
    }

    ChainLog transaction(Hash lie) {
        return at(log.blockNumber(), log.blockHash(), lie, log.transactionIndex(), log.index());
    }

    ChainLog transactionIndex(int lie) {
        return at(log.blockNumber(), log.blockHash(), log.transaction(), lie, log.index());
    }

    ChainLog index(int lie) {
        return at(log.blockNumber(), log.blockHash(), log.transaction(), log.transactionIndex(), lie);
    }

    private ChainLog with(Address address, List<Hash> topics, byte[] data) {
        return new ChainLog(
                address,
                topics,
                data,
                log.blockNumber(),
                log.blockHash(),
                log.transaction(),
                log.transactionIndex(),
                log.index());
    }

    private ChainLog at(long blockNumber, Hash blockHash, Hash transaction, int transactionIndex, int index) {
        return new ChainLog(
                log.address(), log.topics(), log.data(), blockNumber, blockHash, transaction, transactionIndex, index);
    }
}
