package network.cortensor.sdk.crypto.internal.ohttp;

import network.cortensor.sdk.crypto.Vectors;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of draft-ietf-ohai-chunked-ohttp, with its own suite (X25519, HKDF-SHA-256, AES-128-GCM), labels and empty
 * binding, through the parts that the live channel is made of. One exchange, both directions, sealed and opened.
 */
class ChunkedOhttpVectorTest {

    private static final String REQUEST = "message/bhttp chunked request";
    private static final String RESPONSE = "message/bhttp chunked response";
    private static final byte[] NO_BINDING = {};
    private static final int CHUNKS = 3;

    @Test
    void request_draftExample_isByteExactAndOpens() throws IOException {
        Example example = Example.read();
        RequestHeader header = example.header();
        assertThat(header.info(REQUEST)).isEqualTo(example.bytes("info"));

        HPKEContextWithEncapsulation sender = example.sender(header.info(REQUEST));
        assertThat(sender.getEncapsulation()).isEqualTo(example.bytes("clientPublicKey"));
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(header.encoded());
        request.writeBytes(sender.getEncapsulation());
        List<byte[]> chunks = example.split("binaryHttpRequest", "requestChunkPlaintextLengths");
        request.writeBytes(seal(new HpkeChunks(sender), chunks));
        assertThat(request.toByteArray()).isEqualTo(example.bytes("encapsulatedRequest"));

        HPKEContext receiver = example.receiver(sender.getEncapsulation(), header.info(REQUEST));
        int offset = RequestHeader.SIZE + sender.getEncapsulation().length;
        assertThat(open(new HpkeChunks(receiver), example.bytes("encapsulatedRequest"), offset))
                .containsExactlyElementsOf(chunks);
        System.out.println("chunked OHTTP example: request of " + chunks.size() + " chunks byte-exact");
        assertThat(chunks).hasSize(CHUNKS);
    }

    @Test
    void response_draftExample_isByteExactAndOpens() throws IOException {
        Example example = Example.read();
        byte[] info = example.header().info(REQUEST);
        HPKEContextWithEncapsulation sender = example.sender(info);
        int entropy = ResponseKeys.entropyBytes(Aes128Gcm.INSTANCE);
        byte[] secret = example.receiver(sender.getEncapsulation(), info)
                .export(RESPONSE.getBytes(StandardCharsets.US_ASCII), entropy);
        assertThat(secret).isEqualTo(example.bytes("exportedSecret"));

        byte[] salt = example.bytes("salt");
        byte[] nonce = Arrays.copyOfRange(salt, salt.length - entropy, salt.length);
        List<byte[]> chunks = example.split("binaryHttpResponse", "responseChunkPlaintextLengths");
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.writeBytes(nonce);
        response.writeBytes(seal(aead(secret, sender, nonce), chunks));
        assertThat(response.toByteArray()).isEqualTo(example.bytes("encapsulatedResponse"));

        byte[] clientSecret = sender.export(RESPONSE.getBytes(StandardCharsets.US_ASCII), entropy);
        assertThat(open(aead(clientSecret, sender, nonce), example.bytes("encapsulatedResponse"), entropy))
                .containsExactlyElementsOf(chunks);
        System.out.println("chunked OHTTP example: response of " + chunks.size() + " chunks byte-exact");
        assertThat(chunks).hasSize(CHUNKS);
    }

    private static ChunkAead aead(byte[] secret, HPKEContextWithEncapsulation sender, byte[] nonce) {
        try (ResponseKeys keys = ResponseKeys.extract(Aes128Gcm.INSTANCE, secret, sender.getEncapsulation(), nonce)) {
            return keys.chunks();
        }
    }

    private static byte[] seal(ChunkAead aead, List<byte[]> chunks) {
        ChunkSealer sealer = new ChunkSealer(aead, NO_BINDING);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] chunk : chunks.subList(0, chunks.size() - 1)) {
            out.writeBytes(sealer.chunk(chunk));
        }
        out.writeBytes(sealer.last(chunks.get(chunks.size() - 1)));
        return out.toByteArray();
    }

    private static List<byte[]> open(ChunkAead aead, byte[] message, int offset) {
        ChunkOpener opener = new ChunkOpener(aead, NO_BINDING);
        List<byte[]> chunks = new ArrayList<>();
        new ChunkParser(size -> size >= Aead.TAG_BYTES, Aead.TAG_BYTES)
                .accept(
                        ByteBuffer.wrap(message, offset, message.length - offset),
                        (ciphertext, last) -> chunks.add(opener.open(ciphertext, last)));
        return chunks;
    }

    /** The vector file: one flat JSON object of hexadecimal texts and lists of numbers. */
    private record Example(String json) {

        private static final int SUITE_OFFSET = 7;

        static Example read() throws IOException {
            Path folder = Vectors.folder(ChunkedOhttpVectorTest.class, "ohttp");
            return new Example(Files.readString(folder.resolve("chunked-example.json")));
        }

        byte[] bytes(String name) {
            return HexFormat.of().parseHex(field(name, "\"([0-9a-f]*)\""));
        }

        List<byte[]> split(String name, String lengths) {
            byte[] whole = bytes(name);
            List<byte[]> parts = new ArrayList<>();
            int at = 0;
            for (String number : field(lengths, "\\[([0-9, ]*)\\]").split(", *", -1)) {
                int length = Integer.parseInt(number.trim());
                parts.add(Arrays.copyOfRange(whole, at, at + length));
                at += length;
            }
            assertThat(at).as("the lengths cover the whole of %s", name).isEqualTo(whole.length);
            return parts;
        }

        private String field(String name, String value) {
            Matcher matcher =
                    Pattern.compile("\"" + name + "\"\\s*:\\s*" + value).matcher(json);
            assertThat(matcher.find()).as("field %s", name).isTrue();
            return matcher.group(1);
        }

        RequestHeader header() {
            ByteBuffer request = ByteBuffer.wrap(bytes("encapsulatedRequest"), 0, SUITE_OFFSET);
            return new RequestHeader(request.get() & 0xff, request.getShort(), request.getShort(), request.getShort());
        }

        HPKEContextWithEncapsulation sender(byte[] info) {
            X25519PrivateKeyParameters gateway = new X25519PrivateKeyParameters(bytes("gatewaySecretKey"));
            return suite().setupBaseS(gateway.generatePublicKey(), info, pair("clientSecretKey"));
        }

        HPKEContext receiver(byte[] encapsulation, byte[] info) {
            return suite().setupBaseR(encapsulation, pair("gatewaySecretKey"), info);
        }

        private AsymmetricCipherKeyPair pair(String name) {
            X25519PrivateKeyParameters secret = new X25519PrivateKeyParameters(bytes(name));
            X25519PublicKeyParameters shared = secret.generatePublicKey();
            return new AsymmetricCipherKeyPair(shared, secret);
        }

        private static HPKE suite() {
            return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
        }
    }
}
