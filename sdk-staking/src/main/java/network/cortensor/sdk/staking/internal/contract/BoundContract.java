package network.cortensor.sdk.staking.internal.contract;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Call;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.RevertedException;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.abi.Abi;
import network.cortensor.sdk.staking.internal.abi.AbiEvent;
import network.cortensor.sdk.staking.internal.abi.AbiFunction;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One contract on one chain, as of one block or of the newest: its functions by name, its events, its errors in the words of
 * the domain.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class BoundContract {
    private final Chain chain;
    private final BlockId at;
    private final DeployedCode code;
    private final String name;
    private final Abi abi;
    private final Refusals refusals;

    private BoundContract(Chain chain, BlockId at, DeployedCode code, String name, Abi abi, Refusals refusals) {
        this.chain = chain;
        this.at = at;
        this.code = code;
        this.name = name;
        this.abi = abi;
        this.refusals = refusals;
    }

    /**
     * Binds an interface to the code at an address.
     *
     * @param at the block that reads are about
     * @param name names the contract in messages
     */
    public static BoundContract of(
            Chain chain, BlockId at, DeployedCode code, String name, Abi abi, Refusals refusals) {
        return new BoundContract(chain, at, code, name, abi, refusals);
    }

    /** The same contract at another block. */
    public BoundContract at(BlockId block) {
        return new BoundContract(chain, block, code, name, abi, refusals);
    }

    /** The chain that it is on. */
    public Chain chain() {
        return chain;
    }

    /** The block that reads are about. */
    public BlockId block() {
        return at;
    }

    /** Where it is. */
    public Address address() {
        return code.address();
    }

    /** What runs there. */
    public DeployedCode code() {
        return code;
    }

    /** The contract's name. */
    public String name() {
        return name;
    }

    /** Its interface. */
    public Abi abi() {
        return abi;
    }

    /** What its errors mean. */
    public Refusals refusals() {
        return refusals;
    }

    /**
     * Calls a function that changes nothing.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if the code does not have the function, or the contract's own refusal
     * @throws LedgerEvidenceException if the answer is not what the function returns
     */
    public Assured<Fields> read(String function, Object... arguments) {
        AbiFunction called = function(function);
        String attempt = "read " + called.name() + " of " + this;
        try {
            return chain.call(Call.to(address(), called.encode(arguments)), at)
                    .map(answer -> new Fields(called.name() + " of " + name, called.decodeOutput(answer)));
        } catch (RevertedException e) {
            throw refusals.explain(attempt, e);
        }
    }

    /**
     * Calldata for a function.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if the code does not have the function
     */
    public byte[] calldata(String function, Object... arguments) {
        return function(function).encode(arguments);
    }

    /** Whether this interface has a function, and the code likely has it, too; false is certain. */
    public boolean has(String function) {
        return declared(function).filter(code::answers).isPresent();
    }

    private AbiFunction function(String wanted) {
        AbiFunction found = declared(wanted)
                .orElseThrow(() -> code.unknown(name, "a form of it with the function " + wanted, "a form without it"));
        if (!code.answers(found)) {
            throw code.unknown(name, "a function " + DeployedCode.shown(found), "none");
        }
        return found;
    }

    /** No interface here has two functions of one name. */
    private Optional<AbiFunction> declared(String function) {
        return abi.functions().stream()
                .filter(candidate -> candidate.name().equals(function))
                .findFirst();
    }

    /** The events of a kind that this contract wrote in a transaction, in order. */
    public List<Fields> events(TransactionReceipt receipt, String event) {
        AbiEvent declared = abi.event(event);
        return logs(receipt.logs().stream(), declared)
                .map(log -> decode(declared, log))
                .toList();
    }

    /**
     * The one event of a kind that this contract wrote in a transaction.
     *
     * @throws LedgerEvidenceException if there is none
     */
    public Fields event(TransactionReceipt receipt, String event) {
        return find(receipt, event)
                .orElseThrow(() -> new LedgerEvidenceException(
                        "Transaction " + receipt.transaction() + ": expected event " + abi.event(event) + " of " + this
                                + ", found none among " + receipt.logs().size()));
    }

    /** The first event of a kind that this contract wrote in a transaction, if it wrote one. */
    public Optional<Fields> find(TransactionReceipt receipt, String event) {
        return events(receipt, event).stream().findFirst();
    }

    /** Reads one log of this contract. */
    public Fields decode(ChainLog log, String event) {
        return decode(abi.event(event), log);
    }

    private Stream<ChainLog> logs(Stream<ChainLog> logs, AbiEvent event) {
        return logs.filter(log -> log.address().equals(address())
                && !log.topics().isEmpty()
                && log.topics().get(0).equals(event.topic()));
    }

    private Fields decode(AbiEvent event, ChainLog log) {
        return new Fields(event.name() + " of " + name, event.decode(log.topics(), log.data()));
    }

    /** Name and address. */
    @Override
    public String toString() {
        return name + " " + address();
    }
}
