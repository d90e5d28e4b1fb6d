package network.cortensor.sdk.staking.internal.contract;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * What deployed code says of the functions it answers, without running it.
 *
 * <p>A contract compares the selector of a call with each of its own, and has those as the data of {@code PUSH}
 * instructions. The walk goes from instruction to instruction and so never takes the data of one for another; what it
 * finds may also be a selector that the contract calls elsewhere. So a selector that is found is likely, one that is
 * missing is not answered. Code behind a jump over embedded data may be read out of step; compilers put their dispatch
 * before any such data.
 */
final class CodeScan {
    /** Where EIP-1967 has the address of the code that a proxy runs. */
    static final Hash IMPLEMENTATION_SLOT =
            Hash.parse("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc");

    private static final int PUSH1 = 0x60;
    private static final int PUSH32 = 0x7f;
    private static final byte[] MINIMAL_PROXY_HEAD = HexFormat.of().parseHex("363d3d373d3d3d363d73");
    private static final byte[] MINIMAL_PROXY_TAIL = HexFormat.of().parseHex("5af43d82803e903d91602b57fd5bf3");

    private final Set<Integer> selectors;
    private final boolean mayBeProxy;
    private final byte[] code;

    private CodeScan(Set<Integer> selectors, boolean mayBeProxy, byte[] code) {
        this.selectors = selectors;
        this.mayBeProxy = mayBeProxy;
        this.code = code;
    }

    static CodeScan of(byte[] code) {
        Set<Integer> selectors = new HashSet<>();
        boolean slot = false;
        int at = 0;
        while (at < code.length) {
            int data = at + 1;
            int length = pushed(code[at]);
            int end = Math.min(data + length, code.length);
            if (length > 0 && length <= Integer.BYTES && end == data + length) {
                // Optimisers leave out leading zeros, so a shorter push can be a selector, too.
                selectors.add(number(code, data, end));
            } else if (length == Hash.LENGTH) {
                slot |= Arrays.equals(code, data, end, IMPLEMENTATION_SLOT.bytes(), 0, Hash.LENGTH);
            }
            at = end;
        }
        return new CodeScan(selectors, slot, code);
    }

    /** How many bytes of data follow an instruction. */
    static int pushed(byte instruction) {
        int code = instruction & 0xff;
        return code < PUSH1 || code > PUSH32 ? 0 : code - PUSH1 + 1;
    }

    private static int number(byte[] code, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = (number << Byte.SIZE) | (code[i] & 0xff);
        }
        return number;
    }

    /** Whether the selector is in the code; false means that no function has it. */
    boolean has(byte[] selector) {
        return selectors.contains(number(selector, 0, selector.length));
    }

    /** How many numbers were found that could be selectors. */
    int size() {
        return selectors.size();
    }

    /** The code that a minimal proxy (EIP-1167) runs. */
    Optional<Address> minimalProxyTarget() {
        int target = MINIMAL_PROXY_HEAD.length;
        int tail = target + Address.LENGTH;
        boolean matches = code.length == tail + MINIMAL_PROXY_TAIL.length
                && Arrays.equals(code, 0, target, MINIMAL_PROXY_HEAD, 0, target)
                && Arrays.equals(code, tail, code.length, MINIMAL_PROXY_TAIL, 0, MINIMAL_PROXY_TAIL.length);
        return matches ? Optional.of(Address.decode(Arrays.copyOfRange(code, target, tail))) : Optional.empty();
    }

    /** Whether the code names the slot of EIP-1967, so that it may run other code. */
    boolean mayBeProxy() {
        return mayBeProxy;
    }
}
