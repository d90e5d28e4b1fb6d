package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Messages of any shape. The mail is the example of EIP-712; other expected values were computed with ethers 6. The 1,025
 * cases of ethers are in {@link TypedDataVectorsTest}.
 */
class StructTypesTest {

    private static final WalletAddress BOB = WalletAddress.parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB");
    private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);

    private static final StructTypes MAIL = StructTypes.builder()
            .struct("Mail", "Person from", "Person to", "string contents")
            .struct("Person", "string name", "address wallet")
            .build();

    private static final TypedDomain ETHER_MAIL = TypedDomain.builder()
            .name("Ether Mail")
            .version("1")
            .chainId(1)
            .verifyingContract(WalletAddress.parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"))
            .build();

    private static final StructTypes TREE = StructTypes.builder()
            .struct("Node", "string label", "Node[] children")
            .build();

    private static Map<String, Object> mail() {
        Map<String, Object> mail = new HashMap<>();
        mail.put("from", new HashMap<>(Map.of("name", "Cow", "wallet", Known.COW)));
        mail.put("to", new HashMap<>(Map.of("name", "Bob", "wallet", BOB)));
        mail.put("contents", "Hello, Bob!");
        return mail;
    }

    @Test
    void of_mailOfTheEip_hasItsHashesAndSignature() {
        TypedData mail = TypedData.of(ETHER_MAIL, MAIL, "Mail", mail());

        assertThat(MAIL.encodeType("Mail"))
                .isEqualTo("Mail(Person from,Person to,string contents)Person(string name,address wallet)");
        assertThat(ETHER_MAIL.separator())
                .isEqualTo(Known.hex("f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f"));
        assertThat(mail.structHash())
                .isEqualTo(Known.hex("c52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e"));
        assertThat(mail.digest())
                .isEqualTo(Known.hex("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"));
        assertThat(mail.sign(Known.cow()).bytes())
                .isEqualTo(Known.hex("4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
                        + "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562"
                        + "1c"));
    }

    @Test
    void of_flatMessage_isThatOfTheBuilder() {
        TypedData flat = TypedData.builder("S", "Example", "1", 7)
                .uint64("n", 5)
                .bytes32List("list", List.of(Known.repeated(1), Known.repeated(2)))
                .build();
        TypedDomain domain =
                TypedDomain.builder().chainId(7).version("1").name("Example").build();
        StructTypes types =
                StructTypes.builder().struct("S", "uint64 n", "bytes32[] list").build();

        assertThat(TypedData.of(
                                domain,
                                types,
                                "S",
                                Map.of("n", 5, "list", List.of(Known.repeated(1), Known.repeated(2))))
                        .digest())
                .isEqualTo(flat.digest());
    }

    @Test
    void of_extremesOfEveryType_areThoseOfAnotherImplementation() {
        StructTypes types = StructTypes.builder()
                .struct("X", "int8 a", "int256 b", "uint256 c", "uint8[2][] d", "bytes1 e", "bytes f")
                .build();
        TypedData data = TypedData.of(
                TypedDomain.builder().build(),
                types,
                "X",
                Map.of(
                        "a",
                        -128,
                        "b",
                        BigInteger.ONE.shiftLeft(255).negate(),
                        "c",
                        TWO_256.subtract(BigInteger.ONE),
                        "d",
                        List.of(List.of(1, 2), List.of(3L, 255)),
                        "e",
                        new byte[] {(byte) 0xff},
                        "f",
                        new byte[0]));

        assertThat(data.digest())
                .isEqualTo(Known.hex("f4d71dd36bb6d1cd1f717d86166e8eca8043caa789ce1634f3bf2137541c919e"));
    }

    @Test
    void separator_noFieldAndAllFields_areThoseOfAnotherImplementation() {
        assertThat(TypedDomain.builder().build().separator())
                .isEqualTo(Known.hex("6192106f129ce05c9075d319c1fa6ea9b3ae37cbd0c1ef92e2be7137bb07baa1"));
        assertThat(TypedDomain.builder()
                        .salt(Known.hex("a05e334153147e75f3f416139b5109d1179cb56fef6a4ecb4c4cbc92a7c37b70"))
                        .verifyingContract(Known.COW)
                        .chainId(TWO_256.subtract(BigInteger.ONE))
                        .version("v")
                        .name("n")
                        .build()
                        .separator())
                .isEqualTo(Known.hex("fc70fa1b059992c992c0492e996a202d902118823dd901dcaba0c62e5a2f6518"));
    }

    @Test
    void build_domainOutOfRange_isRefused() {
        assertThatThrownBy(() -> TypedDomain.builder().chainId(-1).build()).hasMessageContaining("chainId");
        assertThatThrownBy(() -> TypedDomain.builder().chainId(TWO_256).build()).hasMessageContaining("uint256");
        assertThatThrownBy(() -> TypedDomain.builder().salt(new byte[31]).build())
                .hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> TypedDomain.builder().name("\udc00").build()).hasMessageContaining("surrogate");
    }

    /** The expected hash was put together by hand out of keccak256, since ethers refuses types that refer to themselves. */
    @Test
    void of_structThatRefersToItself_isHashedAlongTheTree() {
        TypedData tree = TypedData.of(ETHER_MAIL, TREE, "Node", node("root", node("a"), node("b", node("c"))));
        assertThat(tree.structHash())
                .isEqualTo(Known.hex("764c804f7fdb4021f9752aec5ee399d6428235a95b70f65e4762f926ad8b9054"));
    }

    private static Map<String, Object> node(String label, Map<?, ?>... children) {
        return Map.of("label", label, "children", List.of(children));
    }

    /** The attack: data that makes the encoder run for ever, or out of stack. */
    @Test
    void of_valueThatContainsItself_isRefused() {
        List<Object> children = new ArrayList<>();
        Map<String, Object> loop = Map.of("label", "loop", "children", children);
        children.add(loop);

        assertThatThrownBy(() -> TypedData.of(ETHER_MAIL, TREE, "Node", loop))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contains itself");
    }

    /** The attack: a few kilobytes of references that stand for millions of values. */
    @Test
    void of_valuesSharedAgainAndAgain_areRefused() {
        Map<String, Object> level = node("leaf");
        for (int i = 0; i < 20; i++) {
            level = node("inner", level, level);
        }
        Map<String, Object> bomb = level;

        assertThatThrownBy(() -> TypedData.of(ETHER_MAIL, TREE, "Node", bomb))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void of_depthAtTheLimit_isHashedAndOneMoreIsNot() {
        // Each node is two levels: the array and the struct in it; the label is one more.
        Map<String, Object> deepest = node("leaf");
        for (int i = 0; i < 31; i++) {
            deepest = node("inner", deepest);
        }
        TypedData.of(ETHER_MAIL, TREE, "Node", deepest);
        Map<String, Object> tooDeep = node("outer", node("outer", deepest));
        assertThatThrownBy(() -> TypedData.of(ETHER_MAIL, TREE, "Node", tooDeep))
                .hasMessageContaining("64 levels");
    }

    @Test
    void of_eachFieldChanged_isAnotherDigest() {
        byte[] digest = TypedData.of(ETHER_MAIL, MAIL, "Mail", mail()).digest();
        Map<String, Object> swapped = mail();
        swapped.put("from", mail().get("to"));
        swapped.put("to", mail().get("from"));
        Map<String, Object> contents = mail();
        contents.put("contents", "Hello, Bob?");
        Map<String, Object> wallet = mail();
        wallet.put("to", Map.of("name", "Bob", "wallet", Known.COW));

        for (Map<String, Object> other : List.of(swapped, contents, wallet)) {
            assertThat(TypedData.of(ETHER_MAIL, MAIL, "Mail", other).digest()).isNotEqualTo(digest);
        }
        assertThat(TypedData.of(TypedDomain.builder().name("Ether Mail").build(), MAIL, "Mail", mail())
                        .digest())
                .isNotEqualTo(digest);
    }

    @Test
    void of_missingOrExtraMember_isRefusedWithItsPlace() {
        Map<String, Object> missing = mail();
        missing.put("to", Map.of("name", "Bob"));
        Map<String, Object> none = mail();
        none.put("to", null);
        Map<String, Object> extra = mail();
        extra.put("to", Map.of("name", "Bob", "wallet", BOB, "spam", true));

        assertThatThrownBy(() -> TypedData.of(ETHER_MAIL, MAIL, "Mail", missing))
                .hasMessage("Mail.to.wallet is missing");
        assertThatThrownBy(() -> TypedData.of(ETHER_MAIL, MAIL, "Mail", none)).hasMessage("Mail.to is missing");
        assertThatThrownBy(() -> TypedData.of(ETHER_MAIL, MAIL, "Mail", extra))
                .hasMessage("Mail.to has 1 more members than Person");
        assertThatThrownBy(() -> TypedData.of(ETHER_MAIL, MAIL, "Letter", mail()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TypedData.of(ETHER_MAIL, MAIL, "EIP712Domain", mail()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_valueOfAnotherClassOrRange_isRefused() {
        refused("bool", 1);
        refused("bool", "true");
        refused("string", 'c');
        refused("string", "\ud800");
        refused("address", Known.COW.toString());
        refused("address", Known.COW.bytes());
        refused("bytes", "0x00");
        refused("bytes4", new byte[3]);
        refused("bytes4", new byte[5]);
        refused("uint8", 256);
        refused("uint8", -1);
        refused("uint8", (short) 1);
        refused("uint8", 1.0);
        refused("uint8", "1");
        refused("int8", 128);
        refused("int8", -129);
        refused("uint256", TWO_256);
        refused("int256", BigInteger.ONE.shiftLeft(255));
        refused("int256", BigInteger.ONE.shiftLeft(255).negate().subtract(BigInteger.ONE));
        refused("uint8[]", 1);
        refused("uint8[]", new int[] {1});
        refused("uint8[]", Collections.singletonList(null));
        refused("uint8[2]", List.of(1));
        refused("uint8[2]", List.of(1, 2, 3));
        refused("uint8[2][]", List.of(List.of(1)));
        refused("S[]", List.of(List.of()));
        refused("S[]", List.of(Map.of()));
    }

    private static void refused(String type, Object value) {
        StructTypes types = StructTypes.builder().struct("S", type + " x").build();
        assertThatThrownBy(() -> TypedData.of(ETHER_MAIL, types, "S", Map.of("x", value)))
                .as("%s as %s", value, type)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("S.x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uint",
                "int",
                "uint0",
                "uint7",
                "uint264",
                "uint08",
                "int1000",
                "bytes0",
                "bytes33",
                "bytes032",
                "Unknown",
                "uint8[0]",
                "uint8[01]",
                "uint8[-1]",
                "uint8[",
                "uint8]",
                "uint8[]x",
                "uint8[65537]",
                "uint8[999999999]",
                "[]",
                "",
                "S,uint8 y",
                "S)",
                "uint8 ",
                "mapping(uint8=>uint8)",
                "Person:V2"
            })
    void build_unknownType_isRefused(String type) {
        StructTypes.Builder types =
                StructTypes.builder().struct("S", "uint8 first").struct("T", type + " x");
        assertThatThrownBy(types::build).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1S", "S(", "uint8", "uint", "bytes7", "string", "address", "bool", "EIP712Domain", "S T"})
    void build_nameThatIsNoStruct_isRefused(String name) {
        StructTypes.Builder types = StructTypes.builder().struct(name, "uint8 x");
        assertThatThrownBy(types::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void build_emptyDoubleOrTooManyDeclarations_areRefused() {
        assertThatThrownBy(() -> StructTypes.builder().struct("S").build()).hasMessageContaining("no field");
        assertThatThrownBy(() -> StructTypes.builder().struct("S", "uint8")).hasMessageContaining("one space");
        assertThatThrownBy(() ->
                        StructTypes.builder().struct("S", "uint8 x", "uint8 x").build())
                .hasMessageContaining("two fields x");
        assertThatThrownBy(() -> StructTypes.builder().struct("S", "uint8 x").struct("S", "uint8 x"))
                .hasMessageContaining("twice");
        StructTypes.Builder many = StructTypes.builder();
        for (int i = 0; i <= 256; i++) {
            many.struct("S" + i, "uint8 x");
        }
        assertThatThrownBy(many::build).hasMessageContaining("256");
        String[] members = new String[1025];
        for (int i = 0; i < members.length; i++) {
            members[i] = "uint8 x" + i;
        }
        assertThatThrownBy(() -> StructTypes.builder().struct("S", members).build())
                .hasMessageContaining("1024");
    }

    private static final String REQUEST = """
            {"types": {
               "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"}],
               "Pay": [{"name": "to", "type": "address"}, {"name": "amount", "type": "uint256"},
                       {"name": "note", "type": "bytes"}, {"name": "sure", "type": "bool"}]},
             "primaryType": "Pay",
             "domain": {"name": "Shop", "chainId": 421614},
             "message": {"to": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826", "amount": 1000, "note": "0xC0ffee",
                         "sure": true}}""";

    @Test
    void parse_request_isTheMessageOfTheSameValues() {
        StructTypes types = StructTypes.builder()
                .struct("Pay", "address to", "uint256 amount", "bytes note", "bool sure")
                .build();
        TypedData expected = TypedData.of(
                TypedDomain.builder().name("Shop").chainId(421614).build(),
                types,
                "Pay",
                Map.of("to", Known.COW, "amount", 1000, "note", Known.hex("c0ffee"), "sure", true));

        assertThat(TypedData.parse(REQUEST).digest()).isEqualTo(expected.digest());
    }

    /** One value, several ways to write it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1000|\"1000\"",
                "1000|\"0x3e8\"",
                "421614|\"421614\"",
                "421614|\"0x66eee\"",
                "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826|0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826",
                "0xC0ffee|0xc0FFEE",
            })
    void parse_otherWritingOfAValue_isTheSameMessage(String written, String other) {
        assertThat(TypedData.parse(REQUEST.replace(written, other)).digest())
                .isEqualTo(TypedData.parse(REQUEST).digest());
    }

    /** Each change makes the request one that no wallet must sign, or two wallets would hash differently. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"amount\": 1000|\"amount\": 1000.0",
                "\"amount\": 1000|\"amount\": 1e3",
                "\"amount\": 1000|\"amount\": 1e9999999999",
                "\"amount\": 1000|\"amount\": 1e-9999999999",
                "\"amount\": 1000|\"amount\": -1",
                "\"amount\": 1000|\"amount\": null",
                "\"amount\": 1000|\"amount\": \"1e3\"",
                "\"amount\": 1000|\"amount\": \" 1000\"",
                "\"amount\": 1000|\"amount\": 1000, \"amount\": 1000",
                "\"amount\": 1000,|",
                "\"sure\": true|\"sure\": \"true\"",
                "\"sure\": true|\"sure\": true, \"more\": 1",
                "0xC0ffee|0xC0ffe",
                "0xC0ffee|C0ffee",
                "0xCD2a3d9F|0xcd2a3d9F",
                "0xCD2a3d9F|0xCD2a3d9",
                "\"chainId\": 421614|\"chainId\": 421614, \"salt\": \"0x00\"",
                "\"chainId\": 421614|\"chain\": 421614",
                "{\"name\": \"Shop\", \"chainId\": 421614}|{\"name\": \"Shop\"}",
                "\"chainId\", \"type\": \"uint256\"|\"chainId\", \"type\": \"uint64\"",
                "\"primaryType\": \"Pay\"|\"primaryType\": \"EIP712Domain\"",
                "\"primaryType\": \"Pay\"|\"primaryType\": \"Gift\"",
                "\"primaryType\": \"Pay\"|\"primaryType\": [\"Pay\"]",
                "\"primaryType\": \"Pay\"|\"primary\": \"Pay\"",
                "\"type\": \"bool\"}|\"type\": \"bool\", \"indexed\": true}",
                "\"type\": \"bool\"}|\"type\": 1}",
                "\"domain\": {|\"extra\": 1, \"domain\": {",
                "\"domain\": {|\"extra\": 1e9999999999, \"domain\": {",
                "true}}|true}} x",
                "true}}|true}",
                "{\"types\"|/* a comment */ {\"types\"",
            })
    void parse_brokenRequest_isMalformed(String written, String broken) {
        String request = REQUEST.replace(written, broken == null ? "" : broken);
        assertThat(request).isNotEqualTo(REQUEST);
        assertThatThrownBy(() -> TypedData.parse(request)).isInstanceOf(MalformedException.class);
    }

    @Test
    void parse_domainDeclaredInAnotherOrder_isMalformed() {
        String request = REQUEST.replace(
                "[{\"name\": \"name\", \"type\": \"string\"}, {\"name\": \"chainId\", \"type\": \"uint256\"}]",
                "[{\"name\": \"chainId\", \"type\": \"uint256\"}, {\"name\": \"name\", \"type\": \"string\"}]");
        assertThatThrownBy(() -> TypedData.parse(request))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("EIP712Domain");
    }

    @Test
    void parse_tooDeepOrTooLong_isMalformedAndQuotesNothing() {
        assertThatThrownBy(() -> TypedData.parse("[".repeat(100_000))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> TypedData.parse("{\"a\":".repeat(100_000))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> TypedData.parse(REQUEST + " ".repeat(1 << 20))).hasMessageContaining("1048576");
        assertThatThrownBy(() -> TypedData.parse("{\"types\": hunter2}"))
                .isInstanceOf(MalformedException.class)
                .hasMessageNotContaining("hunter2");
    }
}
