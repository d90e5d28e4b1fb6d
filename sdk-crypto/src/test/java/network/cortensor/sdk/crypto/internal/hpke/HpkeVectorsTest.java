package network.cortensor.sdk.crypto.internal.hpke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.crypto.Known;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Vectors;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Runs the vectors of RFC 9180 and of the HPKE working group's post-quantum draft through the provider whose HPKE this
 * module uses, and those of the module's own suite through the module.
 */
class HpkeVectorsTest {

    private static final int HKDF_SHA512 = 3;
    private static final int EXPORT_ONLY = 0xffff;

    @Test
    void receive_rfc9180_everySetUpOpensAndExports() throws Exception {
        Count count = new Count();
        for (JsonNode vector : vectors("rfc9180.json")) {
            receive(vector, received(vector), count);
        }
        System.out.println("RFC 9180: " + count);
        assertThat(count).isEqualTo(new Count(28, 144, 84));
    }

    /** What is sent with the vector's ephemeral key is what the vector says, so both directions are pinned. */
    @Test
    void send_rfc9180BaseMode_givesTheEncapsulationAndTheCiphertexts() throws Exception {
        Count count = new Count();
        for (JsonNode vector : vectors("rfc9180.json")) {
            if (number(vector, "mode") == HPKE.mode_base) {
                HPKE hpke = provider(vector);
                AsymmetricCipherKeyPair ephemeral =
                        hpke.deserializePrivateKey(bytes(vector, "skEm"), bytes(vector, "pkEm"));
                send(
                        vector,
                        hpke.setupBaseS(
                                hpke.deserializePublicKey(bytes(vector, "pkRm")), bytes(vector, "info"), ephemeral),
                        count);
            }
        }
        System.out.println("RFC 9180, sent in base mode: " + count);
        assertThat(count).isEqualTo(new Count(7, 36, 21));
    }

    @Test
    void receive_postQuantumVectors_hkdfSuitesOpenAndExport() throws Exception {
        Count count = new Count();
        int ours = 0;
        for (JsonNode vector : vectors("hpke-pq.json")) {
            if (number(vector, "kdf_id") <= HKDF_SHA512) {
                receive(vector, received(vector), count);
                if (number(vector, "kem_id") == Suite.KEM) {
                    throughTheModule(vector);
                    ours++;
                }
            }
        }
        System.out.println("HPKE-PQ with HKDF: " + count + ", " + ours + " of them in the suite of this module");
        assertThat(count).isEqualTo(new Count(6, 60, 30));
        assertThat(ours).as("vectors of the module's suite").isEqualTo(1);
    }

    @Test
    void send_postQuantumVectors_hkdfSuitesGiveTheEncapsulationAndTheCiphertexts() throws Exception {
        Count count = new Count();
        for (JsonNode vector : vectors("hpke-pq.json")) {
            if (number(vector, "kdf_id") <= HKDF_SHA512) {
                HPKE hpke = provider(vector);
                send(
                        vector,
                        hpke.setupBaseS(
                                hpke.deserializePublicKey(bytes(vector, "pkRm")),
                                bytes(vector, "info"),
                                encapsulationRandomness(vector)),
                        count);
            }
        }
        System.out.println("HPKE-PQ with HKDF, sent: " + count);
        assertThat(count).isEqualTo(new Count(6, 60, 30));
    }

    /**
     * The provider wants more candidates for a P-256 scalar than the draft; the first is taken unless it is out of range,
     * which the vector's is not.
     */
    private static byte[] encapsulationRandomness(JsonNode vector) {
        byte[] given = bytes(vector, "ikmE");
        return number(vector, "kem_id") == HPKE.kem_MLKEM768_P256 ? Arrays.copyOf(given, 160) : given;
    }

    @Test
    void require_postQuantumVectors_everySuiteButTheOneIsRefusedAsUnsupported() throws IOException {
        int supported = 0;
        int hkdf = 0;
        int shake = 0;
        for (JsonNode vector : vectors("hpke-pq.json")) {
            int kem = number(vector, "kem_id");
            int kdf = number(vector, "kdf_id");
            int aead = number(vector, "aead_id");
            if (kem == Suite.KEM && kdf == Suite.KDF) {
                Suite.require("a vector", kem, kdf, aead);
                supported++;
            } else {
                assertThatThrownBy(() -> Suite.require("a vector", kem, kdf, aead))
                        .isInstanceOfSatisfying(
                                RejectedException.class,
                                e -> assertThat(e.check()).isEqualTo(RejectedException.Check.UNSUPPORTED_SUITE))
                        .hasMessageContaining(String.format("0x%04x/0x%04x/0x%04x", kem, kdf, aead));
                if (kdf <= HKDF_SHA512) {
                    hkdf++;
                } else {
                    shake++;
                }
            }
        }
        System.out.println("HPKE-PQ suites: " + supported + " supported by this module; refused as unsupported: "
                + shake + " with SHAKE, " + hkdf + " with HKDF");
        assertThat(supported).isEqualTo(1);
        assertThat(hkdf).isEqualTo(5);
        assertThat(shake).as("suites with SHAKE").isEqualTo(7);
    }

    private static Iterable<JsonNode> vectors(String file) throws IOException {
        Path folder = Vectors.folder(HpkeVectorsTest.class, "hpke");
        return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(file)));
    }

    private static HPKE provider(JsonNode vector) {
        return new HPKE(
                (byte) number(vector, "mode"),
                (short) number(vector, "kem_id"),
                (short) number(vector, "kdf_id"),
                (short) number(vector, "aead_id"));
    }

    private static HPKEContext received(JsonNode vector) {
        HPKE hpke = provider(vector);
        byte[] encapsulation = bytes(vector, "enc");
        byte[] info = bytes(vector, "info");
        AsymmetricCipherKeyPair own = hpke.deserializePrivateKey(bytes(vector, "skRm"), bytes(vector, "pkRm"));
        return switch (number(vector, "mode")) {
            case HPKE.mode_base -> hpke.setupBaseR(encapsulation, own, info);
            case HPKE.mode_psk ->
                hpke.setupPSKR(encapsulation, own, info, bytes(vector, "psk"), bytes(vector, "psk_id"));
            case HPKE.mode_auth -> hpke.setupAuthR(encapsulation, own, info, sender(hpke, vector));
            default ->
                hpke.setupAuthPSKR(
                        encapsulation, own, info, bytes(vector, "psk"), bytes(vector, "psk_id"), sender(hpke, vector));
        };
    }

    private static AsymmetricKeyParameter sender(HPKE hpke, JsonNode vector) {
        return hpke.deserializePublicKey(bytes(vector, "pkSm"));
    }

    private static void receive(JsonNode vector, HPKEContext context, Count count) throws InvalidCipherTextException {
        count.setUps++;
        if (number(vector, "aead_id") != EXPORT_ONLY) {
            int next = 0;
            for (JsonNode encryption : vector.get("encryptions")) {
                next = skipTo(encryption, next, context);
                assertThat(context.open(bytes(encryption, "aad"), bytes(encryption, "ct")))
                        .as("%s", count)
                        .isEqualTo(bytes(encryption, "pt"));
                count.ciphertexts++;
            }
        }
        export(vector, context, count);
    }

    private static void send(JsonNode vector, HPKEContextWithEncapsulation context, Count count)
            throws InvalidCipherTextException {
        count.setUps++;
        assertThat(context.getEncapsulation()).as("%s", count).isEqualTo(bytes(vector, "enc"));
        if (number(vector, "aead_id") != EXPORT_ONLY) {
            int next = 0;
            for (JsonNode encryption : vector.get("encryptions")) {
                next = skipTo(encryption, next, context);
                assertThat(context.seal(bytes(encryption, "aad"), bytes(encryption, "pt")))
                        .as("%s", count)
                        .isEqualTo(bytes(encryption, "ct"));
                count.ciphertexts++;
            }
        }
        export(vector, context, count);
    }

    /** RFC 9180 leaves sequence numbers out. The provider counts both directions as one, so sealing skips in either. */
    private static int skipTo(JsonNode encryption, int next, HPKEContext context) throws InvalidCipherTextException {
        int wanted = encryption.has("seq") ? number(encryption, "seq") : next;
        for (int i = next; i < wanted; i++) {
            context.seal(new byte[0], new byte[0]);
        }
        return wanted + 1;
    }

    private static void export(JsonNode vector, HPKEContext context, Count count) {
        for (JsonNode export : vector.get("exports")) {
            assertThat(context.export(bytes(export, "exporter_context"), number(export, "L")))
                    .as("%s", count)
                    .isEqualTo(bytes(export, "exported_value"));
            count.exports++;
        }
    }

    private static void throughTheModule(JsonNode vector) throws InvalidCipherTextException {
        try (HybridKey key = HybridKey.taking(bytes(vector, "skRm"))) {
            assertThat(key.publicKey()).isEqualTo(bytes(vector, "pkRm"));
            receive(vector, key.receiver(bytes(vector, "enc"), bytes(vector, "info")), new Count());

            HPKEContextWithEncapsulation sender = HybridKey.sender(key.publicKey(), bytes(vector, "info"));
            byte[] sealed = sender.seal(new byte[] {1}, new byte[] {2});
            assertThat(key.receiver(sender.getEncapsulation(), bytes(vector, "info"))
                            .open(new byte[] {1}, sealed))
                    .containsExactly(2);
        }
    }

    private static int number(JsonNode node, String field) {
        return node.get(field).intValue();
    }

    private static byte[] bytes(JsonNode node, String field) {
        return Known.hex(node.get(field).textValue());
    }

    /** What was checked. */
    private static final class Count {

        private int setUps;
        private int ciphertexts;
        private int exports;

        Count() {}

        Count(int setUps, int ciphertexts, int exports) {
            this.setUps = setUps;
            this.ciphertexts = ciphertexts;
            this.exports = exports;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Count that && toString().equals(that.toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return setUps + " set-ups, " + ciphertexts + " ciphertexts, " + exports + " exports";
        }
    }
}
