package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.Hex;
import network.cortensor.sdk.staking.internal.rpc.Question;
import network.cortensor.sdk.staking.internal.rpc.RpcRequest;
import network.cortensor.sdk.staking.internal.rpc.RpcResult;
import network.cortensor.sdk.staking.internal.rpc.RpcServer;
import network.cortensor.sdk.staking.internal.rpc.RpcTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The endpoints of a chain: whose turn it is, and what they contradicted each other about. Thread-safe. */
final class Electorate {
    /** Stands for all answers where there is nothing to compare. */
    static final Hash NOTHING = Hash.decode(new byte[Hash.LENGTH]);

    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);
    private static final int KEPT = 256;
    private static final RpcRequest CHAIN_ID = RpcRequest.of("eth_chainId");

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

    /** The question, with that for the chain before it if the server did not answer when the chain was opened. */
    Question introduced(RpcServer server, Question question) {
        return server.isKnown() ? question : question.after(CHAIN_ID);
    }

    /** Judges which chain a server says it serves: empty if this one, and then it is not asked again. */
    Optional<Failure> judge(RpcServer server, RpcResult chain) {
        if (chain instanceof RpcResult.Refused refused) {
            return Optional.of(new Failure(Failure.Kind.REFUSED, refused.error().code()));
        }
        try {
            if (chain instanceof RpcResult.Value value && Hex.number("eth_chainId", value.json()) == chainId) {
                server.becomeKnown();
                return Optional.empty();
            }
        } catch (LedgerEvidenceException e) {
            LOG.debug("{} does not say which chain it serves", server.name(), e);
        }
        return Optional.of(Failure.of(Failure.Kind.OTHER_CHAIN));
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
