package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.Deadline;
import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.Hex;
import network.cortensor.sdk.staking.internal.rpc.Question;
import network.cortensor.sdk.staking.internal.rpc.Reply;
import network.cortensor.sdk.staking.internal.rpc.Round;
import network.cortensor.sdk.staking.internal.rpc.RpcError;
import network.cortensor.sdk.staking.internal.rpc.RpcRequest;
import network.cortensor.sdk.staking.internal.rpc.RpcResult;
import network.cortensor.sdk.staking.internal.rpc.RpcServer;
import network.cortensor.sdk.staking.internal.rpc.SendRefusedException;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One signed transaction on its way to all endpoints. Belongs to one thread. */
final class Broadcast {
    /** With these, the transaction itself may be in the chain already. */
    private static final Set<RpcError.Kind> MAY_BE_ITSELF =
            EnumSet.of(RpcError.Kind.NONCE_TOO_LOW, RpcError.Kind.UNDERPRICED);

    /** Which refusal is told if endpoints name several: the one that says most about the transaction. */
    private static final List<RpcError.Kind> BY_WEIGHT = List.of(
            RpcError.Kind.NONCE_TOO_LOW,
            RpcError.Kind.INSUFFICIENT_FUNDS,
            RpcError.Kind.FEE_TOO_LOW,
            RpcError.Kind.UNDERPRICED,
            RpcError.Kind.NONCE_TOO_HIGH);

    private final Electorate electorate;
    private final Hash hash;
    private final String attempt;
    private final Question question;
    private final Deadline deadline;
    private final Map<RpcServer, RpcError> refusals = new LinkedHashMap<>();
    private final Map<RpcServer, Failure> failures = new LinkedHashMap<>();
    private final List<RpcServer> liars = new ArrayList<>();

    Broadcast(Electorate electorate, byte[] signed, Deadline deadline) {
        this.electorate = electorate;
        this.hash = Hash.keccak256(signed);
        this.attempt = "Send transaction " + hash;
        this.question = Question.once(RpcRequest.of("eth_sendRawTransaction", RpcRequest.data(signed)));
        this.deadline = deadline;
    }

    Hash send() {
        try (Round round = new Round(electorate.transport(), attempt, question, deadline)) {
            electorate.inTurn().forEach(round::ask);
            while (!round.open().isEmpty()) {
                boolean taken =
                        round.next(deadline.whole()).filter(this::isTaken).isPresent();
                if (taken) {
                    // The others may have it too; nobody waits for them.
                    round.leave();
                    return hash;
                }
            }
        }
        boolean mayBeItself = refusals.values().stream().anyMatch(refusal -> MAY_BE_ITSELF.contains(refusal.kind()));
        if (mayBeItself && isKnown()) {
            return hash;
        }
        throw refusal();
    }

    private boolean isTaken(Reply reply) {
        if (reply instanceof Reply.Failed failed) {
            failures.put(failed.server(), failed.failure());
            failed.server().failed();
            return false;
        }
        if (!(reply instanceof Reply.Answered answered)) {
            return false;
        }
        RpcResult result = answered.results().get(0);
        if (result instanceof RpcResult.Refused refused) {
            refusals.put(answered.server(), refused.error());
            return refused.error().kind() == RpcError.Kind.ALREADY_KNOWN;
        }
        boolean right = says(((RpcResult.Value) result).json());
        if (!right) {
            liars.add(answered.server());
            answered.server().failed();
        }
        return right;
    }

    private boolean says(JsonNode returned) {
        try {
            return Hex.hash("eth_sendRawTransaction", returned).equals(hash);
        } catch (LedgerEvidenceException e) {
            return false;
        }
    }

    /** Whether an endpoint has the transaction, in a block or waiting: then its nonce was used by itself. */
    private boolean isKnown() {
        return new Poll<Boolean>(
                        electorate,
                        attempt,
                        Question.read(RpcRequest.of("eth_getTransactionByHash", RpcRequest.text(hash))),
                        Poll.value((server, json) -> json.isNull()
                                ? Vote.<Boolean>abstain(Failure.Kind.ABSENT)
                                : Vote.of(json.path("hash").asText().equals(hash.toString()))),
                        known -> Canonical.kind(known.toString()),
                        1,
                        deadline)
                .tryAgree()
                .map(Poll.Agreed::value)
                .orElse(false);
    }

    private RuntimeException refusal() {
        if (!liars.isEmpty()) {
            return new LedgerEvidenceException(attempt + ": expected this hash from " + names(liars)
                    + ", found another one; it may have been sent all the same, send it through others");
        }
        // Whoever did not answer may have taken it.
        if (refusals.isEmpty() || !failures.isEmpty()) {
            String failed = failures.entrySet().stream()
                    .map(entry -> entry.getKey().name() + ": " + entry.getValue())
                    .collect(Collectors.joining("; "));
            return new LedgerUnavailableException(attempt + ": expected an endpoint that takes it, found " + failed
                    + "; it is open whether one has it, and safe to send it again");
        }
        return new SendRefusedException(attempt, heaviest());
    }

    private RpcError.Kind heaviest() {
        Set<RpcError.Kind> kinds =
                refusals.values().stream().map(RpcError::kind).collect(Collectors.toSet());
        return BY_WEIGHT.stream().filter(kinds::contains).findFirst().orElse(RpcError.Kind.OTHER);
    }

    private static String names(List<RpcServer> servers) {
        return servers.stream().map(RpcServer::name).collect(Collectors.joining(", "));
    }
}
