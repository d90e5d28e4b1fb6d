package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.PersonalMessage;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.StructTypes;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.TypedDomain;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys, signatures and typed data, exchanged with one other library. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EthereumInterop {

    private static final String DOMAIN = "[{'name':'name','type':'string'},{'name':'version','type':'string'},"
            + "{'name':'chainId','type':'uint256'}]";

    private static final int SIGNATURE_BYTES = 65;
    private static final int PUBLISHED_CASES = 1025;

    private final Exchanges exchanges = new Exchanges();

    /** Null when there is none and the test is skipped. */
    private @Nullable EthereumPeer started;

    private byte[] key = {};
    private Wallet wallet;

    /** Starts the peer, or skips the test. */
    abstract EthereumPeer start() throws IOException;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        wallet = Wallet.generate();
        Path file = folder.resolve("wallet");
        wallet.writeTo(file);
        key = HexFormat.of().parseHex(Files.readString(file).strip());
        started = start();
    }

    @AfterAll
    void end() {
        wallet.close();
        if (started != null) {
            exchanges.print(started.name(), "addresses, EIP-191, EIP-712");
            started.close();
        }
    }

    private EthereumPeer peer() {
        return Objects.requireNonNull(started, "the peer runs for as long as the tests do");
    }

    @Test
    void address_ofAKey_isTheSameThere() {
        assertThat(peer().address(key)).isEqualTo(wallet.address());
        exchanges.peerRead();
    }

    @Test
    void typedData_withEveryKindOfField_isSignedAlike() {
        List<byte[]> list = List.of(Scene.bytes(32), new byte[32]);
        TypedData data = TypedData.builder("Everything", "Café ☕ 𝄞", "v1", Scene.CHAIN)
                .uint64("number", Long.MAX_VALUE)
                .address("owner", wallet.address())
                .bytes32("hash", Scene.bytes(32))
                .text("text", "héllo \u0000 \uD834\uDD1E")
                .bytes32List("hashes", list)
                .bytes32List("none", List.of())
                .build();
        String json = json(
                "Everything",
                "Café ☕ 𝄞",
                "v1",
                "[{'name':'number','type':'uint64'},{'name':'owner','type':'address'},{'name':'hash','type':'bytes32'},"
                        + "{'name':'text','type':'string'},{'name':'hashes','type':'bytes32[]'},"
                        + "{'name':'none','type':'bytes32[]'}]",
                "{'number':'" + Long.MAX_VALUE + "','owner':'" + wallet.address() + "','hash':'"
                        + hex(Scene.bytes(32)) + "','text':'héllo \\u0000 \uD834\uDD1E','hashes':" + hexList(list)
                        + ",'none':[]}");
        assertSignedAlike(data, json);
    }

    /** Every atomic type, nested structs, arrays of up to four dimensions, all 32 kinds of domain. */
    @Test
    void typedData_ofEachPublishedCase_isSignedAlike() {
        List<byte[]> cases = peer().typedDataCases();
        for (int i = 0; i < cases.size(); i += 2) {
            String json = LinePeer.text(cases.get(i));
            TypedData data = TypedData.parse(json);
            assertThat(data.digest()).as("case %d: %s", i / 2, json).isEqualTo(cases.get(i + 1));
            assertSignedAlike(data, json);
        }
        assertThat(cases).hasSize(2 * PUBLISHED_CASES);
    }

    @Test
    void typedData_builtFromJavaValues_isSignedAlike() {
        StructTypes types = StructTypes.builder()
                .struct("Person", "string name", "address[] wallets")
                .struct("Mail", "Person from", "Person[2] to", "bytes attachment", "uint8[][] scores", "bool urgent")
                .build();
        TypedDomain domain = TypedDomain.builder()
                .name("Mail")
                .chainId(Scene.CHAIN)
                .verifyingContract(wallet.address())
                .salt(Scene.bytes(32))
                .build();
        Map<String, Object> person = Map.of("name", "Zoë", "wallets", List.of(wallet.address()));
        Map<String, Object> nobody = Map.of("name", "", "wallets", List.of());
        TypedData data = TypedData.of(
                domain,
                types,
                "Mail",
                Map.of(
                        "from",
                        person,
                        "to",
                        List.of(nobody, person),
                        "attachment",
                        Scene.bytes(70),
                        "scores",
                        List.of(List.of(BigInteger.valueOf(255), BigInteger.ZERO), List.of()),
                        "urgent",
                        true));
        String zoe = "{'name':'Zoë','wallets':['" + wallet.address() + "']}";
        String json = ("{'types':{'EIP712Domain':[{'name':'name','type':'string'},{'name':'chainId','type':'uint256'},"
                        + "{'name':'verifyingContract','type':'address'},{'name':'salt','type':'bytes32'}],"
                        + "'Person':[{'name':'name','type':'string'},{'name':'wallets','type':'address[]'}],"
                        + "'Mail':[{'name':'from','type':'Person'},{'name':'to','type':'Person[2]'},"
                        + "{'name':'attachment','type':'bytes'},{'name':'scores','type':'uint8[][]'},"
                        + "{'name':'urgent','type':'bool'}]},'primaryType':'Mail','domain':{'name':'Mail','chainId':"
                        + Scene.CHAIN + ",'verifyingContract':'" + wallet.address() + "','salt':'"
                        + hex(Scene.bytes(32)) + "'},'message':{'from':" + zoe + ",'to':[{'name':'','wallets':[]},"
                        + zoe + "],'attachment':'" + hex(Scene.bytes(70)) + "','scores':[[255,0],[]],'urgent':true}}")
                .replace('\'', '"');
        assertSignedAlike(data, json);
    }

    @Test
    void personalMessage_isSignedAlike() {
        List<byte[]> messages = List.of(
                new byte[0],
                "0x00".getBytes(StandardCharsets.UTF_8),
                "Grüße, 世界 \uD834\uDD1E\n".getBytes(StandardCharsets.UTF_8),
                Scene.bytes(1),
                Scene.bytes(10),
                Scene.bytes(100_000));
        for (byte[] bytes : messages) {
            PersonalMessage message = PersonalMessage.of(bytes);
            assertThat(peer().personalDigest(bytes)).isEqualTo(message.digest());
            byte[] signature = message.sign(wallet).bytes();
            assertThat(peer().recoverPersonal(bytes, signature)).isEqualTo(wallet.address());
            exchanges.peerRead();

            byte[] made = peer().signPersonal(key, bytes);
            assertThat(message.recover(WalletSignature.decode(made))).isEqualTo(wallet.address());
            assertThat(made).isEqualTo(signature);
            exchanges.peerWrote();
        }
    }

    @Test
    void keyAnnouncements_areSignedAsTheirSpecificationSays() {
        try (Identity identity = Identity.generate();
                Identity renewed = Identity.generate()) {
            KeyAnnouncement first = KeyAnnouncement.begin(
                    wallet, Scene.CHAIN, identity.recipient(), 0, Scene.NOW, Scene.NOW.plusSeconds(100));
            KeyAnnouncement second =
                    first.next(wallet, renewed.recipient(), Scene.NOW.plusSeconds(50), Scene.NOW.plusSeconds(150));

            assertIsSigned(first, new byte[32]);
            assertIsSigned(second, peer().digest(json(first, new byte[32])));
        }
    }

    private void assertIsSigned(KeyAnnouncement announcement, byte[] previous) {
        byte[] encoded = announcement.encoded();
        byte[] signature = Arrays.copyOfRange(encoded, encoded.length - SIGNATURE_BYTES, encoded.length);
        String json = json(announcement, previous);
        assertThat(peer().digest(json)).isEqualTo(announcement.hash());
        assertThat(peer().recover(json, signature)).isEqualTo(announcement.node());
        exchanges.peerRead();
    }

    /** SPEC §8.1. */
    private static String json(KeyAnnouncement announcement, byte[] previous) {
        return json(
                "KeyAnnouncement",
                "Cortensor key announcement",
                "1",
                "[{'name':'node','type':'address'},{'name':'suite','type':'uint64'},{'name':'keyId','type':'bytes32'},"
                        + "{'name':'epoch','type':'uint64'},{'name':'validFrom','type':'uint64'},"
                        + "{'name':'validUntil','type':'uint64'},{'name':'previous','type':'bytes32'}]",
                "{'node':'" + announcement.node() + "','suite':" + 0x647a_0001_0003L + ",'keyId':'"
                        + hex(announcement.keyId().bytes()) + "','epoch':" + announcement.epoch() + ",'validFrom':"
                        + announcement.validFrom().getEpochSecond() + ",'validUntil':"
                        + announcement.validUntil().getEpochSecond() + ",'previous':'" + hex(previous) + "'}");
    }

    /** The peer rebuilds what was signed from the bytes of the envelope and SPEC §5.2 and §6.2. */
    @Test
    void sealedObject_isSignedAsItsSpecificationSays() {
        Scene scene = Scene.withBody(100);
        byte[] envelope = scene.envelope.encoded();
        byte[] header = AgeHeader.read(envelope).encoded();
        String trailer =
                new String(envelope, header.length, envelope.length - header.length, StandardCharsets.US_ASCII);
        byte[] signature = Base64.getDecoder().decode(trailer.strip().split(" ", -1)[3]);

        String context = json(
                "SealContext",
                "Cortensor sealed object",
                "1",
                "[{'name':'version','type':'uint64'},{'name':'chainId','type':'uint64'},"
                        + "{'name':'sessionId','type':'uint64'},{'name':'taskId','type':'uint64'},"
                        + "{'name':'direction','type':'uint64'},{'name':'sender','type':'address'},"
                        + "{'name':'expiry','type':'uint64'},{'name':'recipients','type':'bytes32[]'}]",
                "{'version':1,'chainId':" + Scene.CHAIN + ",'sessionId':" + Scene.SESSION + ",'taskId':" + Scene.TASK
                        + ",'direction':1,'sender':'" + scene.client.address() + "','expiry':"
                        + Scene.EXPIRY.getEpochSecond() + ",'recipients':"
                        + hexList(scene.envelope.recipients().stream()
                                .map(KeyId::bytes)
                                .toList())
                        + "}");
        String signed = json(
                "SealedObject",
                "Cortensor sealed object",
                "1",
                "[{'name':'header','type':'bytes32'},{'name':'payload','type':'string'},"
                        + "{'name':'context','type':'bytes32'}]",
                "{'header':'" + hex(peer().keccak256(header)) + "','payload':'" + Scene.PAYLOAD_ID + "','context':'"
                        + hex(peer().structHash(context)) + "'}");

        assertThat(peer().recover(signed, signature)).isEqualTo(scene.client.address());
        exchanges.peerRead();
    }

    /** Both sign with the nonces of RFC 6979, so that even the bytes are the same. */
    void assertSignedAlike(TypedData ours, String theirs) {
        byte[] signature = ours.sign(wallet).bytes();
        assertThat(peer().recover(theirs, signature)).isEqualTo(wallet.address());
        exchanges.peerRead();

        byte[] made = peer().sign(key, theirs);
        assertThat(ours.recover(WalletSignature.decode(made))).isEqualTo(wallet.address());
        assertThat(made).isEqualTo(signature);
        exchanges.peerWrote();
    }

    /** Writes the JSON of {@code eth_signTypedData_v4}; {@code '} stands for {@code "}. */
    private static String json(String primaryType, String name, String version, String members, String message) {
        return ("{'types':{'EIP712Domain':" + DOMAIN + ",'" + primaryType + "':" + members + "},'primaryType':'"
                        + primaryType + "','domain':{'name':'" + name + "','version':'" + version + "','chainId':"
                        + Scene.CHAIN + "},'message':" + message + "}")
                .replace('\'', '"');
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static String hexList(List<byte[]> values) {
        return values.stream().map(value -> "'" + hex(value) + "'").collect(Collectors.joining(",", "[", "]"));
    }
}
