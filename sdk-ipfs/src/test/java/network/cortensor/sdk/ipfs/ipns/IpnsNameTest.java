package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.Multibase;
import network.cortensor.sdk.ipfs.Protobuf;
import network.cortensor.sdk.ipfs.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.HexFormat;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IpnsNameTest {
    /** libp2p specification, "peer-ids", the names of one key. */
    private static final String PEER_ID = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

    private static final String CID = "bafzaajaiaejcal72gwuz2or47oyxxn6b3rkwdmmkrxgkjxzy3rqt5kczyn7lcm3l";

    private static final String RSA_PEER_ID = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";

    private static IpnsName ofMultihash(byte[] multihash) {
        return IpnsName.parse(Multibase.BASE36.encode(
                new Protobuf().varint(1).varint(0x72).raw(multihash).toBytes()));
    }

    private static IpnsName ofKey(Protobuf key) {
        byte[] bytes = key.toBytes();
        return ofMultihash(
                new Protobuf().varint(0).varint(bytes.length).raw(bytes).toBytes());
    }

    @Test
    void parse_everyFormOfAName_isTheSameName() {
        IpnsName name = IpnsName.parse(CID);
        assertThat(name.toString()).startsWith("k51qzi5uqu5d").hasSize(62);
        assertThat(IpnsName.parse(name.toString())).isEqualTo(name).hasSameHashCodeAs(name);
        assertThat(IpnsName.parse("/ipns/" + name)).isEqualTo(name);
        assertThat(IpnsName.parse(name.peerId())).isEqualTo(name);
        assertThat(IpnsName.parse(name.toString().toUpperCase(Locale.ROOT))).isEqualTo(name);
        assertThat(name.toString(Multibase.BASE32)).isEqualTo(CID);
        for (Multibase base : Multibase.values()) {
            assertThat(IpnsName.parse(name.toString(base))).isEqualTo(name);
        }
    }

    @Test
    void parse_peerIdsOfTheSpecification_arePrintedBack() {
        assertThat(IpnsName.parse(PEER_ID).peerId()).isEqualTo(PEER_ID);
        IpnsName rsa = IpnsName.parse(RSA_PEER_ID);
        assertThat(rsa.peerId()).isEqualTo(RSA_PEER_ID);
        assertThat(rsa.toString()).startsWith("k2k4r8");
        assertThat(IpnsName.parse(rsa.toString())).isEqualTo(rsa);
        assertThat(rsa).isNotEqualTo(IpnsName.parse(PEER_ID));
    }

    @Test
    void of_key_givesTheNameThatParses() {
        IpnsName ed25519 = IpnsName.of(TestKeys.ed25519().getPublic());
        assertThat(ed25519.peerId()).startsWith("12D3KooW");
        assertThat(IpnsName.parse(ed25519.peerId())).isEqualTo(ed25519);
        IpnsName rsa = IpnsName.of(TestKeys.rsa(2048).getPublic());
        assertThat(rsa.peerId()).startsWith("Qm");
        assertThat(IpnsName.parse(rsa.toString())).isEqualTo(rsa);
    }

    @Test
    void of_keyOfAnotherKind_isRefused() {
        for (String algorithm : new String[] {"EC", "Ed448", "X25519"}) {
            KeyPair keys = TestKeys.other(algorithm);
            assertThatThrownBy(() -> IpnsName.of(keys.getPublic()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Ed25519 or RSA");
        }
        assertThatThrownBy(() -> IpnsName.of(TestKeys.rsa(1024).getPublic()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2048 to 8192 bits, found 1024");
    }

    @Test
    void routingKey_isNamespaceAndBinaryForm() {
        IpnsName name = IpnsName.parse(PEER_ID);
        byte[] prefix = "/ipns/".getBytes(StandardCharsets.US_ASCII);
        assertThat(name.routingKey())
                .startsWith(prefix)
                .endsWith(name.multihash())
                .hasSize(6 + 38);
        assertThat(HexFormat.of().formatHex(name.multihash())).startsWith("002408011220");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/ipns/",
                "/ipns//ipns/" + PEER_ID,
                "/ipfs/" + PEER_ID,
                "k",
                "Qm",
                "1",
                "12D3",
                PEER_ID + "1",
                "1" + PEER_ID,
                "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5S0",
                "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5",
                "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5NN",
                " " + PEER_ID,
                PEER_ID + "/path"
            })
    void parse_textThatIsNoName_isRefused(String text) {
        assertThatThrownBy(() -> IpnsName.parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void parse_domain_isRefusedAndSaysWhy() {
        assertThatThrownBy(() -> IpnsName.parse("/ipns/en.wikipedia-on-ipfs.org"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("DNSLink");
    }

    @Test
    void parse_cidOfABlock_isRefused() {
        assertThatThrownBy(() -> IpnsName.parse("bafkreifw7plhl6mofk6sfvhnfh64qmkq73oeqwl6sloru6rehaoujituke"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("expected codec libp2p-key (0x72), found 0x55");
        assertThatThrownBy(() -> IpnsName.parse(Multibase.BASE36.encode(new Protobuf()
                        .varint(2)
                        .varint(0x72)
                        .varint(0)
                        .varint(0)
                        .toBytes())))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("version 1");
    }

    @Test
    void parse_otherHashOrSize_isRefused() {
        byte[][] multihashes = {
            new Protobuf().varint(0x13).varint(64).raw(new byte[64]).toBytes(),
            new Protobuf().varint(0x12).varint(31).raw(new byte[31]).toBytes(),
            new Protobuf().varint(0x12).varint(33).raw(new byte[33]).toBytes(),
            new Protobuf().varint(0).varint(43).raw(new byte[43]).toBytes()
        };
        for (byte[] multihash : multihashes) {
            assertThatThrownBy(() -> ofMultihash(multihash))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("at most 42 bytes, or the SHA-256");
        }
    }

    @Test
    void parse_inlineKeyOfAnotherType_isRefused() {
        for (int type : new int[] {2, 3, 4, 1000}) {
            assertThatThrownBy(() -> ofKey(new Protobuf().number(1, type).bytes(2, new byte[32])))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("expected type RSA (0) or Ed25519 (1), found " + type);
        }
    }

    @Test
    void parse_inlineKeyThatIsNoKey_isRefused() {
        Protobuf[] keys = {
            new Protobuf(),
            new Protobuf().number(1, 1),
            new Protobuf().number(1, 1).bytes(2, new byte[31]),
            new Protobuf().number(1, 1).bytes(2, new byte[33]),
            new Protobuf().bytes(2, new byte[32]).number(1, 1),
            new Protobuf().number(1, 1).bytes(2, new byte[32]).number(3, 0),
            new Protobuf().number(1, 0).bytes(2, new byte[32])
        };
        for (Protobuf key : keys) {
            assertThatThrownBy(() -> ofKey(key)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void parse_mutatedNames_areRefusedOrPrintedBack() {
        SeededRandom random = SeededRandom.create("IpnsNameTest");
        byte[] name = IpnsName.parse(PEER_ID).toString().getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 5_000; i++) {
            String text = new String(random.mutated(name), StandardCharsets.ISO_8859_1);
            try {
                IpnsName parsed = IpnsName.parse(text);
                assertThat(IpnsName.parse(parsed.toString())).as(random.seed()).isEqualTo(parsed);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
