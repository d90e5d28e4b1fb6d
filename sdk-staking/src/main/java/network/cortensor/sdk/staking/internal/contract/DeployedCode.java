package network.cortensor.sdk.staking.internal.contract;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.internal.abi.AbiFunction;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The code that runs at an address, as well known as the chain's quorum makes it.
 *
 * <p>A proxy of EIP-1167 or EIP-1967 is followed once, to the code that it runs at that block; other proxies (beacons,
 * diamonds) are not. Who may change a proxy may change what runs later.
 *
 * <p>Immutable.
 */
public final class DeployedCode {
    private final Address address;
    private final Address runs;
    private final Hash hash;
    private final CodeScan scan;

    private DeployedCode(Address address, Address runs, byte[] code) {
        this.address = address;
        this.runs = runs;
        this.hash = Hash.keccak256(code);
        this.scan = CodeScan.of(code);
    }

    /**
     * Reads it.
     *
     * @param name names the contract in messages
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if there is no code
     */
    public static DeployedCode read(Chain chain, String name, Address address, BlockId at) {
        Assured<byte[]> code = chain.code(address, at);
        if (code.value().length == 0) {
            throw unknown(
                    name, address, "code", "none at block " + code.assurance().blockNumber());
        }
        DeployedCode found = new DeployedCode(address, address, code.value());
        Optional<Address> implementation =
                found.implementation(chain, BlockId.hash(code.assurance().blockHash()));
        if (implementation.isEmpty()) {
            return found;
        }
        byte[] run = chain.code(
                        implementation.get(), BlockId.hash(code.assurance().blockHash()))
                .value();
        if (run.length == 0) {
            throw unknown(name, address, "code behind the proxy", "none at its implementation " + implementation.get());
        }
        return new DeployedCode(address, implementation.get(), run);
    }

    private Optional<Address> implementation(Chain chain, BlockId at) {
        Optional<Address> fixed = scan.minimalProxyTarget();
        if (fixed.isPresent() || !scan.mayBeProxy()) {
            return fixed;
        }
        byte[] word =
                chain.storage(address, CodeScan.IMPLEMENTATION_SLOT, at).value().bytes();
        Address target = Address.decode(Arrays.copyOfRange(word, Hash.LENGTH - Address.LENGTH, Hash.LENGTH));
        // Code that is meant to run behind a proxy names the slot, too, and has nothing in it.
        return target.equals(Address.decode(new byte[Address.LENGTH])) ? Optional.empty() : Optional.of(target);
    }

    /** Where it is called. */
    public Address address() {
        return address;
    }

    /** Whether it is a proxy of other code. */
    public boolean isProxy() {
        return !runs.equals(address);
    }

    /** Where the code is that runs: another address for a proxy. */
    public Address runs() {
        return runs;
    }

    /** Hash of the code that runs. */
    public Hash hash() {
        return hash;
    }

    /** Whether a function is likely there; false is certain. */
    public boolean answers(AbiFunction function) {
        return scan.has(function.selector());
    }

    /** Whether all of them are likely there. */
    public boolean answersAll(List<AbiFunction> functions) {
        return functions.stream().allMatch(this::answers);
    }

    /**
     * Refuses code that lacks functions.
     *
     * @param name names the contract
     * @throws LedgerRefusedException UNKNOWN_CONTRACT
     */
    public void require(String name, List<AbiFunction> functions) {
        List<String> missing = functions.stream()
                .filter(function -> !answers(function))
                .map(DeployedCode::shown)
                .toList();
        if (!missing.isEmpty()) {
            throw unknown(
                    name,
                    "code with " + functions.stream().map(DeployedCode::shown).toList(),
                    "none of " + missing);
        }
    }

    /** The refusal of this code: what was looked for, what was found instead. */
    public LedgerRefusedException unknown(String name, String expected, String found) {
        return unknown(
                name,
                address,
                expected,
                found + " in the code " + hash + (isProxy() ? " at " + runs + ", which the proxy runs" : "")
                        + ", which has " + scan.size() + " numbers that could be selectors");
    }

    private static LedgerRefusedException unknown(String name, Address address, String expected, String found) {
        return new LedgerRefusedException(Reason.UNKNOWN_CONTRACT, "use " + address + " as " + name, expected, found);
    }

    /** Name and selector, for messages. */
    public static String shown(AbiFunction function) {
        return function.name() + " 0x" + HexFormat.of().formatHex(function.selector());
    }

    /** Address and hash. */
    @Override
    public String toString() {
        return "DeployedCode[" + address + (isProxy() ? " running " + runs : "") + ", " + hash + "]";
    }
}
