package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.internal.hpke.HybridKey;
import network.cortensor.sdk.crypto.interop.HpkePeer.KeyPair;
import network.cortensor.sdk.crypto.interop.HpkePeer.Opened;
import network.cortensor.sdk.crypto.interop.HpkePeer.Sealed;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Contexts of the one HPKE suite of this module, exchanged with one other implementation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HpkeInterop {

    private static final String EXPORT_CONTEXT = "cortensor interop";
    private static final byte[] NOTHING = {};

    private final Exchanges exchanges = new Exchanges();

    /** Null when there is none and the test is skipped. */
    private @Nullable HpkePeer started;

    /** Starts the peer, or skips the test. */
    abstract HpkePeer start() throws IOException, GeneralSecurityException;

    @BeforeAll
    void begin() throws IOException, GeneralSecurityException {
        started = start();
    }

    @AfterAll
    void end() {
        if (started != null) {
            String context = started.isOneShot() ? "one message each" : "four messages and an export each";
            exchanges.print(started.name(), "HPKE with X-Wing, " + context);
            started.close();
        }
    }

    private HpkePeer peer() {
        return Objects.requireNonNull(started, "the peer runs for as long as the tests do");
    }

    @Test
    void key_ofThePeer_hasTheSamePublicKeyHere() throws GeneralSecurityException {
        KeyPair pair = peer().generate();
        try (HybridKey key = HybridKey.taking(pair.seed.clone())) {
            assertThat(key.publicKey()).isEqualTo(pair.publicKey);
            exchanges.peerWrote();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 1000, 65_536, 300_000})
    void context_sealedHere_isOpenedByThePeer(int size) throws GeneralSecurityException, InvalidCipherTextException {
        KeyPair pair = peer().generate();
        byte[] info = info(size);
        List<byte[]> associated = associated();
        List<byte[]> plaintexts = plaintexts(size);

        HPKEContextWithEncapsulation sender = HybridKey.sender(pair.publicKey, info);
        List<byte[]> ciphertexts = new ArrayList<>();
        for (int i = 0; i < plaintexts.size(); i++) {
            ciphertexts.add(sender.seal(associated.get(i), plaintexts.get(i)));
        }

        Opened opened = peer().open(pair, sender.getEncapsulation(), info, EXPORT_CONTEXT, associated, ciphertexts);
        assertThat(opened.plaintexts).containsExactlyElementsOf(plaintexts);
        assertExported(opened.exported, sender);
        exchanges.peerRead();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 1000, 65_536, 300_000})
    void context_sealedByThePeer_isOpenedHere(int size) throws GeneralSecurityException, InvalidCipherTextException {
        byte[] info = info(size);
        List<byte[]> associated = associated();
        List<byte[]> plaintexts = plaintexts(size);
        try (HybridKey key = HybridKey.generate()) {
            Sealed sealed = peer().seal(key.publicKey(), info, EXPORT_CONTEXT, associated, plaintexts);

            HPKEContext receiver = key.receiver(sealed.encapsulation, info);
            assertThat(sealed.ciphertexts).hasSameSizeAs(plaintexts);
            for (int i = 0; i < plaintexts.size(); i++) {
                assertThat(receiver.open(associated.get(i), sealed.ciphertexts.get(i)))
                        .isEqualTo(plaintexts.get(i));
            }
            assertExported(sealed.exported, receiver);
            exchanges.peerWrote();
        }
    }

    @Test
    void context_withAnythingElseThanWasSealed_isRefusedByThePeer()
            throws InvalidCipherTextException, GeneralSecurityException {
        KeyPair pair = peer().generate();
        byte[] info = info(1);
        HPKEContextWithEncapsulation sender = HybridKey.sender(pair.publicKey, info);
        byte[] encapsulation = sender.getEncapsulation();
        byte[] ciphertext = sender.seal(NOTHING, Scene.bytes(100));
        peer().open(pair, encapsulation, info, EXPORT_CONTEXT, List.of(NOTHING), List.of(ciphertext));

        assertRefused(peer().generate(), encapsulation, info, ciphertext);
        assertRefused(pair, flipped(encapsulation), info, ciphertext);
        assertRefused(pair, encapsulation, flipped(info), ciphertext);
        assertRefused(pair, encapsulation, info, flipped(ciphertext));
    }

    private void assertRefused(KeyPair pair, byte[] encapsulation, byte[] info, byte[] ciphertext) {
        assertThatThrownBy(() ->
                        peer().open(pair, encapsulation, info, EXPORT_CONTEXT, List.of(NOTHING), List.of(ciphertext)))
                .isInstanceOfAny(GeneralSecurityException.class, LinePeer.Refusal.class);
    }

    private void assertExported(byte[] exported, HPKEContext context) {
        if (!peer().isOneShot()) {
            assertThat(exported)
                    .isEqualTo(context.export(EXPORT_CONTEXT.getBytes(StandardCharsets.UTF_8), HpkePeer.EXPORT_BYTES));
        }
    }

    private static byte[] info(int size) {
        return ("cortensor interop, " + size).getBytes(StandardCharsets.UTF_8);
    }

    private List<byte[]> associated() {
        return peer().isOneShot() ? List.of(NOTHING) : List.of(NOTHING, Scene.bytes(1), NOTHING, Scene.bytes(200));
    }

    private List<byte[]> plaintexts(int size) {
        byte[] first = Scene.bytes(size);
        return peer().isOneShot() ? List.of(first) : List.of(first, NOTHING, Scene.bytes(17), Scene.bytes(64));
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] copy = bytes.clone();
        copy[copy.length / 2] ^= 1;
        return copy;
    }
}
