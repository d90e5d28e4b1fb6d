package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AbiTest {
    private static final String ARRAY = """
            [{"type":"constructor","inputs":[{"name":"owner","type":"address"}]},
             {"type":"fallback"},{"type":"receive","stateMutability":"payable"},
             {"type":"function","name":"f","stateMutability":"view","inputs":[{"name":"parts","type":"tuple[][2]",
               "components":[{"name":"id","type":"uint256"},{"name":"names","type":"string[]"}]}],
               "outputs":[{"name":"","type":"bool"}]},
             {"name":"pay","payable":true,"inputs":[]},
             {"name":"old","constant":true},
             {"type":"event","name":"Done","inputs":[{"name":"id","type":"uint256","indexed":true}]},
             {"type":"event","name":"Done","inputs":[{"name":"id","type":"uint256","indexed":true}]},
             {"type":"event","name":"Quiet","anonymous":true,"inputs":[]},
             {"type":"error","name":"Unknown","inputs":[{"name":"id","type":"uint256"}]}]
            """;

    @Test
    void parse_json_knowsAllEntries() {
        Abi abi = Abi.parse(ARRAY);

        assertThat(abi.functions())
                .extracting(AbiFunction::signature)
                .containsExactly("f((uint256,string[])[][2])", "pay()", "old()");
        assertThat(abi.function("f").isReadOnly()).isTrue();
        assertThat(abi.function("f").outputs().signature()).isEqualTo("(bool)");
        assertThat(abi.function("f").inputs().names()).containsExactly("parts");
        assertThat(abi.function("pay").isPayable()).isTrue();
        assertThat(abi.function("pay").isReadOnly()).isFalse();
        assertThat(abi.function("old").isReadOnly()).isTrue();
        assertThat(abi.events()).extracting(AbiEvent::signature).containsExactly("Done(uint256)", "Quiet()");
        assertThat(abi.errors()).extracting(AbiError::signature).containsExactly("Unknown(uint256)");
        assertThat(abi.constructor().signature()).isEqualTo("(address)");
    }

    @Test
    void parse_artifact_isItsInterface() {
        byte[] artifact = ("{\"contractName\":\"C\",\"abi\":" + ARRAY + ",\"bytecode\":\"0x00\"}").getBytes(UTF_8);

        assertThat(Abi.parse(new ByteArrayInputStream(artifact)).function("f").signature())
                .isEqualTo("f((uint256,string[])[][2])");
    }

    @Test
    void parse_streamThatFails_saysSo() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        assertThatThrownBy(() -> Abi.parse(broken)).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[] []",
                "{\"abi\":3}",
                "[{}]",
                "[{\"type\":\"function\"}]",
                "[{\"type\":\"novelty\",\"name\":\"f\"}]",
                "[{\"name\":\"f\",\"name\":\"g\"}]",
                "[{\"name\":\"f\",\"inputs\":{}}]",
                "[{\"name\":\"f\",\"inputs\":[{\"name\":\"a\"}]}]",
                "[{\"name\":\"f\",\"inputs\":[{\"name\":\"a b\",\"type\":\"bool\"}]}]",
                "[{\"name\":\"f\",\"inputs\":[{\"type\":\"tuple\"}]}]",
                "[{\"name\":\"f\",\"inputs\":[{\"type\":\"tuple\",\"components\":[]}]}]",
                "[{\"name\":\"f\",\"inputs\":[{\"type\":\"fixed128x18\"}]}]"
            })
    void parse_whatIsNoInterface_isRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Abi.parse(json)).withMessageStartingWith("ABI");
    }

    @Test
    void parse_tuplesWithoutEnd_areRefused() {
        String json = "[{\"name\":\"f\",\"inputs\":[" + "{\"type\":\"tuple\",\"components\":[".repeat(200)
                + "]}".repeat(200) + "]}]";

        assertThatIllegalArgumentException().isThrownBy(() -> Abi.parse(json)).withMessageContaining("at most 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AbiParameters.parse("(".repeat(100_000)))
                .withMessageContaining("at most 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AbiParameters.parse("bool" + "[]".repeat(33)))
                .withMessageContaining("at most 32");
    }

    @Test
    void parse_declarations_areThoseOfSolidity() {
        Abi abi = Abi.of(
                "function f(uint id, tuple(address to, string memory note)[] calldata parts) external payable returns"
                        + " (bool ok, int8[2][] memory)",
                "function f( )",
                "constructor(address payable owner)",
                "event E(uint256 indexed id, (bool, byte)[3] indexed, string note) anonymous;",
                "error Bad(function() callback)".replace("()", ""));

        assertThat(abi.function("f(uint256,(address,string)[])").outputs().signature())
                .isEqualTo("(bool,int8[2][])");
        assertThat(abi.function("f(uint256,(address,string)[])").inputs().names())
                .containsExactly("id", "parts");
        assertThat(abi.function("f(uint256,(address,string)[])").isPayable()).isTrue();
        assertThat(abi.function("f()").inputs().size()).isZero();
        assertThat(abi.constructor().signature()).isEqualTo("(address)");
        assertThat(abi.event("E").signature()).isEqualTo("E(uint256,(bool,bytes1)[3],string)");
        assertThat(abi.event("E").isAnonymous()).isTrue();
        assertThat(abi.errors()).extracting(AbiError::signature).containsExactly("Bad(function)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f()",
                "function",
                "function ()",
                "function f",
                "function f(",
                "function f(bool",
                "function f(bool,)",
                "function f(bool) sometimes",
                "function f(bool) returns bool",
                "function f(bool indexed a)",
                "function f(bool a b)",
                "function f() {",
                "function f(())",
                "function f(uint7)",
                "function f(uint264)",
                "function f(uint08)",
                "function f(bytes33)",
                "function f(bytes0)",
                "function f(bool[0])",
                "function f(bool[01])",
                "function f(bool[-1])",
                "function f(bool[)",
                "function f(bool])",
                "function f(bool[4294967296])",
                "function f(bool[999999999])",
                "function f(uint256[10000][10000])",
                "function f(fixed)",
                "function f(Struct)",
                "function ä()"
            })
    void parse_whatIsNoDeclaration_isRefused(String declaration) {
        assertThatIllegalArgumentException().isThrownBy(() -> Abi.of(declaration));
    }

    @Test
    void function_byName_isRefusedUnlessThereIsOne() {
        Abi abi = Abi.of("function f()", "function f(bool)", "function g()");

        assertThat(abi.function("g").signature()).isEqualTo("g()");
        assertThat(abi.function("f(bool)").signature()).isEqualTo("f(bool)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> abi.function("f"))
                .withMessage("ABI: expected one function f, found 2 of that name: [f(), f(bool)]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> abi.function("h"))
                .withMessage("ABI: expected one function h, found none");
        assertThatIllegalArgumentException().isThrownBy(() -> abi.event("f")).withMessageContaining("event f");
    }

    @Test
    void lookups_byWhatTheChainHas_findTheirEntries() {
        Abi abi = Abi.of("function f(uint8)", "event E(bool)", "event Quiet() anonymous", "error Bad(bool)");

        assertThat(abi.function(abi.function("f").encode(1))).contains(abi.function("f"));
        assertThat(abi.function(new byte[3])).isEmpty();
        assertThat(abi.event(abi.event("E").topic())).contains(abi.event("E"));
        assertThat(abi.event(abi.event("Quiet").topic())).isEmpty();
        assertThat(abi.error(AbiError.parse("error Bad(bool)").encode(true))
                        .orElseThrow()
                        .name())
                .isEqualTo("Bad");
        assertThat(abi.error(AbiError.REASON.encode("no"))).contains(AbiError.REASON);
        assertThat(abi.error(new byte[] {1, 2, 3, 4})).isEmpty();
    }

    @Test
    void encode_wrongValues_areRefusedByTypeAndWithoutThem() {
        assertRefused("uint8", 256, "uint8: expected a number in its range, found one of 9 bits");
        assertRefused("uint8", -1, "uint8: expected a number in its range, found a negative one");
        assertRefused("int8", 128, "int8: expected a number in its range");
        assertRefused("int8", -129, "int8: expected a number in its range");
        assertRefused("uint256", BigInteger.ONE.shiftLeft(256), "uint256");
        assertRefused("uint256", "1", "uint256: expected BigInteger, Long or Integer, found String");
        assertRefused("bool", 1, "bool: expected Boolean, found Integer");
        assertRefused("address", "0x00", "address: expected Address, found String");
        assertRefused("bytes32", new byte[32], "bytes32: expected Hash, found byte[]");
        assertRefused("bytes4", new byte[5], "bytes4: expected 4 bytes, found 5");
        assertRefused("bytes", "ab", "bytes: expected byte[], found String");
        assertRefused("string", "half \ud800", "string: expected whole characters");
        assertRefused("bool[]", true, "bool[]: expected List, found Boolean");
        assertRefused("bool[2]", List.of(true), "bool[2]: expected 2 parts, found 1");
        assertRefused("(bool,bool)", List.of(true), "(bool,bool): expected 2 parts, found 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AbiParameters.parse("bool").encode())
                .withMessage("ABI (bool): expected 1 values, found 0");
    }

    private static void assertRefused(String type, Object value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AbiParameters.parse(type).encode(value))
                .withMessageContaining(message);
    }

    @Test
    void encode_constructor_followsTheCode() {
        Address owner = Address.decode(new byte[20]);

        assertThat(Abi.of("constructor(address)").constructor().encode(owner)).isEqualTo(new byte[32]);
        assertThat(Abi.of().constructor().encode()).isEmpty();
    }

    @Test
    void decoded_lists_cannotBeChanged() {
        List<Object> values = AbiParameters.parse("bytes32[1]").decode("Answer", new byte[32]);

        assertThat(values).containsExactly(List.of(Hash.decode(new byte[32])));
        assertThatThrownBy(() -> values.set(0, true)).isInstanceOf(UnsupportedOperationException.class);
    }
}
