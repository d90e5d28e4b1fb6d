package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.internal.rpc.RpcServer;
import network.cortensor.sdk.staking.internal.rpc.RpcTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The endpoints of a chain: whose turn it is, and what they contradicted each other about. Thread-safe. */
final class Electorate {
    /** Stands for all answers where there is nothing to compare. */
    static final Hash NOTHING = Hash.decode(new byte[Hash.LENGTH]);

    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);
    private static final int KEPT = 256;

    private final RpcTransport transport;
    private final List<RpcServer> servers;
    private final AtomicInteger turn = new AtomicInteger();
    private final Deque<Disagreement> disagreements = new ArrayDeque<>();
    private volatile long chainId;

    Electorate(RpcTransport transport, List<RpcServer> servers) {
        this.transport = transport;
        this.servers = List.copyOf(servers);
    }

    RpcTransport transport() {
        return transport;
    }

    List<RpcServer> servers() {
        return servers;
    }

    int size() {
        return servers.size();
    }

    long chainId() {
        return chainId;
    }

    void chainId(long id) {
        chainId = id;
    }

    /** All, those without trouble first; among equals another one each time, so that a lie of any of them comes to light. */
    List<RpcServer> inTurn() {
        if (servers.size() == 1) {
            return servers;
        }
        int first = Math.floorMod(turn.getAndIncrement(), servers.size());
        List<RpcServer> order = new ArrayList<>(servers.subList(first, servers.size()));
        order.addAll(servers.subList(0, first));
        order.sort(Comparator.comparingInt(RpcServer::trouble));
        return order;
    }

    void record(Disagreement disagreement) {
        LOG.warn("Endpoints contradict each other. {}: {}", disagreement.attempt(), disagreement.answers());
        synchronized (disagreements) {
            if (disagreements.size() == KEPT) {
                disagreements.removeFirst();
            }
            disagreements.addLast(disagreement);
        }
    }

    List<Disagreement> disagreements() {
        synchronized (disagreements) {
            return List.copyOf(disagreements);
        }
    }
}
