package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One way of writing each thing that endpoints are compared by: equal digests mean that they said the same. */
final class Canonical {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private Canonical() {}

    static Hash data(byte[] data) {
        return Hash.keccak256(data);
    }

    static Hash number(BigInteger number) {
        return Hash.keccak256(number.toByteArray());
    }

    /** What is alike by its kind alone. */
    static Hash kind(String kind) {
        return Hash.keccak256(kind.getBytes(StandardCharsets.UTF_8));
    }

    /** Two things in this order. */
    static Hash pair(Hash first, Hash second) {
        Canonical text = new Canonical();
        text.put(first);
        text.put(second);
        return text.digest();
    }

    static Hash logs(List<ChainLog> logs) {
        Canonical text = new Canonical();
        text.put(logs);
        return text.digest();
    }

    static Hash receipts(List<TransactionReceipt> receipts) {
        Canonical text = new Canonical();
        receipts.forEach(text::put);
        return text.digest();
    }

    private void put(TransactionReceipt receipt) {
        put(receipt.transaction());
        put(receipt.sender());
        put(receipt.blockNumber());
        put(receipt.blockHash());
        put(receipt.transactionIndex());
        put(receipt.succeeded() ? 1 : 0);
        put(receipt.gasUsed());
        put(receipt.gasPrice());
        put(receipt.created().isPresent() ? 1 : 0);
        receipt.created().ifPresent(this::put);
        put(receipt.logs());
    }

    private void put(List<ChainLog> logs) {
        put(logs.size());
        for (ChainLog log : logs) {
            put(log.address());
            put(log.topics().size());
            log.topics().forEach(this::put);
            put(log.data());
            put(log.blockNumber());
            put(log.blockHash());
            put(log.transaction());
            put(log.transactionIndex());
            put(log.index());
        }
    }

    private void put(Hash hash) {
        write(hash.bytes());
    }

    private void put(Address address) {
        write(address.bytes());
    }

    private void put(BigInteger number) {
        put(number.toByteArray());
    }

    private void put(byte[] data) {
        put(data.length);
        write(data);
    }

    private void put(long number) {
        try {
            out.writeLong(number);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private void write(byte[] data) {
        try {
            out.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private Hash digest() {
        return Hash.keccak256(bytes.toByteArray());
    }
}
