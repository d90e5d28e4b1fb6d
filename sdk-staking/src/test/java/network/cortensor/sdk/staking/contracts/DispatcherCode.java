package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.internal.abi.AbiFunction;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Code of a tiny contract: answers each function with fixed bytes, or writes the data of the call as a log of a fixed topic and
 * answers with nothing; reverts for all else. Selectors are compared as compilers do it.
 */
final class DispatcherCode {
    private static final HexFormat HEX = HexFormat.of();
    private static final int BRANCH = 11;

    private final List<Branch> branches = new ArrayList<>();

    /** What happens for one selector; {@code answer} is used if there is no {@code topics}. */
    private record Branch(String selector, List<String> topics, String answer, String logged) {}

    /** Answers with these bytes. */
    DispatcherCode answers(AbiFunction function, byte[] answer) {
        branches.add(new Branch(HEX.formatHex(function.selector()), List.of(), HEX.formatHex(answer), ""));
        return this;
    }

    /** Writes two logs: the data of the call without topics, then an event with these bytes. */
    DispatcherCode records(AbiFunction function, byte[] topic, byte[] data) {
        branches.add(
                new Branch(HEX.formatHex(function.selector()), List.of(HEX.formatHex(topic)), "", HEX.formatHex(data)));
        return this;
    }

    /** The code that runs. */
    byte[] runtime() {
        List<String> bodies = branches.stream().map(DispatcherCode::body).toList();
        // PUSH0 CALLDATALOAD PUSH1 e0 SHR, then for each DUP1 PUSH4 selector EQ PUSH2 place JUMPI, then PUSH0 PUSH0
        // REVERT.
        int place = 5 + branches.size() * BRANCH + 3;
        StringBuilder code = new StringBuilder("5f3560e01c");
        StringBuilder rest = new StringBuilder();
        List<String> tails = new ArrayList<>();
        int dataAt = place + bodies.stream().mapToInt(body -> body.length() / 2).sum();
        for (int i = 0; i < branches.size(); i++) {
            Branch branch = branches.get(i);
            code.append("8063")
                    .append(branch.selector())
                    .append("14")
                    .append(push2(place))
                    .append("57");
            String data = branch.topics().isEmpty() ? branch.answer() : branch.logged();
            rest.append(bodies.get(i).replace("@@@@", hex4(dataAt)));
            tails.add(data);
            place += bodies.get(i).length() / 2;
            dataAt += data.length() / 2;
        }
        return HEX.parseHex(code.append("5f5ffd").append(rest).append(String.join("", tails)));
    }

    private static String body(Branch branch) {
        if (branch.topics().isEmpty()) {
            String length = push2(branch.answer().length() / 2);
            // JUMPDEST PUSH2 length PUSH2 data PUSH0 CODECOPY PUSH2 length PUSH0 RETURN
            return "5b" + length + "61@@@@" + "5f39" + length + "5ff3";
        }
        String length = push2(branch.logged().length() / 2);
        // JUMPDEST; CALLDATACOPY all, LOG0; CODECOPY event data, LOG1; STOP
        return "5b" + "365f5f37" + "365fa0" + length + "61@@@@" + "5f39" + "7f"
                + branch.topics().get(0) + length + "5fa1" + "00";
    }

    /** The code that makes it. */
    byte[] initCode() {
        byte[] runtime = runtime();
        // PUSH2 length PUSH1 12 PUSH0 CODECOPY PUSH2 length PUSH0 RETURN is 12 bytes with a PUSH0 to spare.
        String head = push2(runtime.length) + "600d" + "5f39" + push2(runtime.length) + "5ff3" + "00";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(HEX.parseHex(head));
        all.writeBytes(runtime);
        return all.toByteArray();
    }

    private static String push2(int number) {
        return "61" + hex4(number);
    }

    private static String hex4(int number) {
        return HEX.formatHex(ByteBuffer.allocate(2).putShort((short) number).array());
    }
}
