package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.DeployedCode;
import network.cortensor.sdk.staking.internal.contract.Fields;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contracts that know the addresses of others. Here, and nowhere else, is what has to change once the interface of the
 * network's own Runtime is known.
 */
final class AddressBooks {
    private static final String RUNTIME = "Runtime";

    /** What {@code SessionV2} tells of others [ABI]; the payment's getter came with 2025-08. */
    private static final Map<String, ContractKind> SESSION_GETTERS = sessionGetters();

    private AddressBooks() {}

    private static Map<String, ContractKind> sessionGetters() {
        Map<String, ContractKind> getters = new LinkedHashMap<>();
        getters.put("getSessionQueueAddress", ContractKind.SESSION_QUEUE);
        getters.put("getSessionPaymentAddress", ContractKind.SESSION_PAYMENT);
        getters.put("getNodePoolAddress", ContractKind.NODE_POOL);
        getters.put("getIAMAddress", ContractKind.IAM);
        getters.put("getACLAddress", ContractKind.ACL);
        return getters;
    }

    static ContractAddresses read(Chain chain, Address address) {
        DeployedCode code = DeployedCode.read(chain, "an address book", address, BlockId.latest());
        Interfaces.Interface runtime = Interfaces.of(ContractKind.RUNTIME);
        BoundContract book =
                BoundContract.of(chain, BlockId.latest(), code, RUNTIME, runtime.abi(), Interfaces.REFUSALS);
        if (runtime.marks().stream().allMatch(book::has)) {
            return ofRuntime(book);
        }
        Forms.Form form = Forms.SESSION.probe(code);
        return ofSession(BoundContract.of(chain, BlockId.latest(), code, "SessionV2", form.abi(), Interfaces.REFUSALS));
    }

    private static ContractAddresses ofRuntime(BoundContract runtime) {
        Fields modules = runtime.read("modules").value();
        List<String> names = modules.texts();
        List<Address> addresses = modules.addresses();
        if (names.size() != addresses.size()) {
            throw new LedgerEvidenceException("Modules of " + runtime + ": expected as many names as addresses, found "
                    + names.size() + " and " + addresses.size());
        }
        ContractAddresses.Builder found =
                ContractAddresses.builder(runtime.chain().chainId()).put(ContractKind.RUNTIME, runtime.address());
        for (ContractKind kind : ContractKind.values()) {
            if (Interfaces.has(kind)) {
                int at = names.indexOf(Interfaces.of(kind).name());
                if (at >= 0) {
                    found.put(kind, addresses.get(at));
                }
            }
        }
        return found.build();
    }

    private static ContractAddresses ofSession(BoundContract session) {
        ContractAddresses.Builder found =
                ContractAddresses.builder(session.chain().chainId()).put(ContractKind.SESSION, session.address());
        SESSION_GETTERS.forEach((getter, kind) -> {
            if (session.has(getter)) {
                Zero.unlessZero(session.read(getter).value().address()).ifPresent(address -> found.put(kind, address));
            }
        });
        return found.build();
    }
}
