package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.Seed;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static network.cortensor.sdk.crypto.age.AgeFiles.CHUNK;
import static network.cortensor.sdk.crypto.age.AgeFiles.NONCE;
import static network.cortensor.sdk.crypto.age.AgeFiles.SEALED_CHUNK;
import static network.cortensor.sdk.crypto.age.AgeFiles.ascii;
import static network.cortensor.sdk.crypto.age.AgeFiles.decrypt;
import static network.cortensor.sdk.crypto.age.AgeFiles.encrypt;
import static network.cortensor.sdk.crypto.age.AgeFiles.payloadOf;
import static network.cortensor.sdk.crypto.age.AgeFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whole files, for each kind of reader, as they are and as somebody on the way can make them. */
class AgeFileTest {

    private final Identity postQuantum = Identity.generate();
    private final X25519Identity classical = X25519Identity.generate();
    private final Passphrase passphrase = Passphrase.withWorkFactor("correct horse".toCharArray(), 8);
    private final byte[] plaintext = Scene.bytes(1000);

    @AfterEach
    void closeIdentities() {
        postQuantum.close();
        classical.close();
        passphrase.close();
    }

    private List<AgeEncryption> encryptions() {
        return List.of(
                AgeEncryption.to(postQuantum.recipient()),
                AgeEncryption.to(classical.recipient()),
                AgeEncryption.with(passphrase));
    }

    private AgeDecryption everything() {
        return AgeDecryption.with(postQuantum, classical, passphrase);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 47, 48, 49, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 300_000})
    void decrypt_whatWasEncrypted_isThePlaintext(int size) {
        byte[] some = Scene.bytes(size);
        for (AgeEncryption encryption : encryptions()) {
            byte[] binary = encrypt(encryption, some);
            assertThat(decrypt(everything(), binary)).isEqualTo(some);
            assertThat(decrypt(everything().binary(), binary)).isEqualTo(some);

            byte[] armored = encrypt(encryption.armored(), some);
            assertThat(text(armored).lines()).allMatch(line -> line.length() <= 64);
            assertThat(decrypt(everything(), armored)).isEqualTo(some);
            assertThat(decrypt(everything().armored(), armored)).isEqualTo(some);
        }
    }

    @Test
    void decrypt_theOtherFormThanAsked_isMalformed() {
        AgeEncryption encryption = AgeEncryption.to(postQuantum.recipient());
        assertThatThrownBy(() -> decrypt(everything().armored(), encrypt(encryption, plaintext)))
                .isInstanceOf(ArmorException.class);
        assertThatThrownBy(() -> decrypt(everything().binary(), encrypt(encryption.armored(), plaintext)))
                .isInstanceOf(MalformedException.class)
                .isNotInstanceOf(ArmorException.class);
    }

    @Test
    void encrypt_sameTwice_sharesNothing() {
        for (AgeEncryption encryption : encryptions()) {
            byte[] first = encrypt(encryption, plaintext);
            byte[] second = encrypt(encryption, plaintext);
            assertThat(Arrays.copyOfRange(first, payloadOf(first), first.length))
                    .isNotEqualTo(Arrays.copyOfRange(second, payloadOf(second), second.length));
            assertThat(text(first).lines().toList().get(1))
                    .isNotEqualTo(text(second).lines().toList().get(1));
        }
    }

    @Test
    void encrypt_asManyRecipientsAsAllowed_eachOpensIt() {
        List<Identity> identities = Collections.nCopies(AgeHeader.MAX_STANZAS, 0).stream()
                .map(ignored -> Identity.generate())
                .toList();
        List<Recipient> recipients =
                identities.stream().map(Identity::recipient).toList();

        byte[] file = encrypt(AgeEncryption.to(recipients), plaintext);

        assertThat(payloadOf(file)).isEqualTo(199_366).isLessThan(AgeHeader.MAX_BYTES);
        for (int i : new int[] {0, 1, AgeHeader.MAX_STANZAS / 2, AgeHeader.MAX_STANZAS - 1}) {
            assertThat(decrypt(file, identities.get(i))).isEqualTo(plaintext);
        }
        List<AgeRecipient> oneMore = new ArrayList<>(recipients);
        oneMore.add(postQuantum.recipient());
        assertThatThrownBy(() -> AgeEncryption.to(oneMore))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 128");
    }

    @Test
    void encrypt_recipientGivenTwice_countsOnce() {
        byte[] file = encrypt(AgeEncryption.to(classical.recipient(), classical.recipient()), plaintext);
        assertThat(text(file).lines().filter(line -> line.startsWith("-> "))).hasSize(1);
    }

    @Test
    void to_postQuantumAndClassical_isRefusedUnlessAskedForByName() {
        assertThatThrownBy(() -> AgeEncryption.to(postQuantum.recipient(), classical.recipient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 post-quantum and 1 classical")
                .hasMessageContaining("quantum computer")
                .hasMessageContaining("toMixed");

        byte[] file =
                encrypt(AgeEncryption.toMixed(List.of(postQuantum.recipient(), classical.recipient())), plaintext);
        assertThat(decrypt(file, postQuantum)).isEqualTo(plaintext);
        assertThat(decrypt(file, classical)).isEqualTo(plaintext);
    }

    @Test
    void to_nobody_isRefused() {
        assertThatThrownBy(() -> AgeEncryption.to(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AgeDecryption.with(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decrypt_nobodysFile_isNotForMe() {
        try (Identity stranger = Identity.generate();
                X25519Identity classicalStranger = X25519Identity.generate();
                Passphrase guess = Passphrase.withWorkFactor("wrong horse".toCharArray(), 8)) {
            for (AgeEncryption encryption : encryptions()) {
                assertThatThrownBy(() -> decrypt(encrypt(encryption, plaintext), stranger, classicalStranger, guess))
                        .isInstanceOf(NotForMeException.class);
            }
        }
    }

    @Test
    void decrypt_passphraseFileWithIdentitiesOnly_saysWhatIsMissing() {
        byte[] file = encrypt(AgeEncryption.with(passphrase), plaintext);
        assertThatThrownBy(() -> decrypt(file, postQuantum, classical))
                .isInstanceOf(NotForMeException.class)
                .hasMessageContaining("opens with a passphrase");
    }

    @Test
    void decrypt_closedIdentity_isRefused() {
        List<byte[]> files = encryptions().stream()
                .map(encryption -> encrypt(encryption, plaintext))
                .toList();
        AgeDecryption decryption = everything();
        closeIdentities();
        for (byte[] file : files) {
            assertThatThrownBy(() -> decrypt(decryption, file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        assertThatThrownBy(() -> encrypt(AgeEncryption.with(passphrase), plaintext))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void decrypt_macOfAnotherFile_isRejectedBeforeAnythingIsRead() {
        for (AgeEncryption encryption : encryptions()) {
            byte[] altered = AgeFiles.withOtherMac(encrypt(encryption, plaintext));
            assertThatThrownBy(() -> everything().decrypt(new ByteArrayInputStream(altered)))
                    .isInstanceOfSatisfying(
                            RejectedException.class,
                            e -> assertThat(e.check()).isEqualTo(RejectedException.Check.CIPHERTEXT));
        }
    }

    /** Somebody removes a recipient's stanza, adds one, or swaps two: the MAC covers them all. */
    @Test
    void decrypt_stanzasRemovedAddedOrSwapped_isRejected() {
        X25519Identity second = X25519Identity.generate();
        List<String> lines = text(encrypt(AgeEncryption.to(classical.recipient(), second.recipient()), plaintext))
                .lines()
                .toList();
        String payload = text(encrypt(AgeEncryption.to(classical.recipient(), second.recipient()), plaintext));
        String one = lines.get(1) + '\n' + lines.get(2) + '\n';
        String two = lines.get(3) + '\n' + lines.get(4) + '\n';
        String mac = lines.get(5) + '\n' + payload.substring(payloadOf(ascii(payload)));
        String version = lines.get(0) + '\n';
        for (String altered : List.of(
                version + one + mac,
                version + two + one + mac,
                version + one + two + one + mac,
                version + one + two + "-> grease\n\n" + mac)) {
            assertThatThrownBy(() -> AgeDecryption.with(classical).decrypt(new ByteArrayInputStream(ascii(altered))))
                    .isInstanceOf(RejectedException.class);
        }
        second.close();
    }

    /** The stanza of a file for the reader is put before the payload of a file for somebody else. */
    @Test
    void decrypt_headerOfOneFileAndPayloadOfAnother_releasesNothing() {
        AgeEncryption encryption = AgeEncryption.to(postQuantum.recipient());
        byte[] first = encrypt(encryption, plaintext);
        byte[] second = encrypt(encryption, Scene.bytes(999));
        byte[] spliced = first.clone();
        int from = payloadOf(first);
        spliced = Arrays.copyOf(spliced, from + second.length - payloadOf(second));
        System.arraycopy(second, payloadOf(second), spliced, from, spliced.length - from);

        AgeFiles.assertRejected("spliced", everything(), spliced, new byte[0]);
    }

    @Test
    void decrypt_cutAnywhere_failsAndReleasesNothingThatIsNotThere() {
        for (AgeEncryption encryption :
                List.of(AgeEncryption.to(classical.recipient()), AgeEncryption.to(postQuantum.recipient()))) {
            byte[] file = encrypt(encryption, plaintext);
            int step = payloadOf(file) > 1000 ? 37 : 1;
            for (int length = 0; length < file.length; length += step) {
                byte[] cut = Arrays.copyOf(file, length);
                ByteArrayOutputStream released = new ByteArrayOutputStream();
                assertThatThrownBy(() -> AgeFiles.release(everything(), cut, released))
                        .as("cut to %d", length)
                        .isInstanceOfAny(MalformedException.class, RejectedException.class);
                assertThat(released.size()).as("cut to %d", length).isZero();
            }
        }
    }

    @Test
    void decrypt_cutAtEveryChunkBoundary_releasesWholeChunksOnly() {
        byte[] some = Scene.bytes(3 * CHUNK);
        byte[] file = encrypt(AgeEncryption.to(classical.recipient()), some);
        int chunks = payloadOf(file) + NONCE;
        for (int chunk = 0; chunk <= 3; chunk++) {
            for (int around = -17; around <= 17; around++) {
                int length = chunks + chunk * SEALED_CHUNK + around;
                if (length >= chunks && length < file.length) {
                    AgeFiles.assertRejected("cut to " + length, everything(), Arrays.copyOf(file, length), some);
                }
            }
        }
    }

    @Test
    void decrypt_anyByteOfTheHeaderAltered_releasesNothing() {
        byte[] file = encrypt(AgeEncryption.to(classical.recipient()), plaintext);
        for (int position = 0; position < payloadOf(file) + NONCE; position++) {
            for (int bit = 0; bit < 8; bit += 3) {
                byte[] altered = file.clone();
                altered[position] ^= (byte) (1 << bit);
                ByteArrayOutputStream released = new ByteArrayOutputStream();
                assertThatThrownBy(() -> AgeFiles.release(everything(), altered, released))
                        .as("bit %d of byte %d", bit, position)
                        .isInstanceOfAny(MalformedException.class, RejectedException.class, NotForMeException.class);
                assertThat(released.size()).isZero();
            }
        }
    }

    @Test
    void decrypt_randomBytesAltered_releasesOnlyATrueBeginning() {
        Seed seed = Seed.of(AgeFileTest.class);
        Random random = seed.random();
        byte[] some = Scene.bytes(2 * CHUNK + 100);
        for (AgeEncryption encryption : encryptions()) {
            byte[] file = encrypt(encryption, some);
            for (int round = 0; round < 100; round++) {
                byte[] altered = file.clone();
                int position = random.nextInt(file.length);
                altered[position] ^= (byte) (1 << random.nextInt(8));
                ByteArrayOutputStream released = new ByteArrayOutputStream();
                assertThatThrownBy(() -> AgeFiles.release(everything(), altered, released))
                        .as("%s, round %d, byte %d", seed, round, position)
                        .isInstanceOfAny(MalformedException.class, RejectedException.class, NotForMeException.class);
                AgeFiles.assertBeginning(seed + ", round " + round, released.toByteArray(), some);
            }
        }
    }

    @Test
    void close_ofTheStream_closesWhatItReads() throws IOException {
        List<String> closed = new ArrayList<>();
        class Source extends ByteArrayInputStream {
            private final String name;

            Source(String name, byte[] bytes) {
                super(bytes);
                this.name = name;
            }

            @Override
            public void close() {
                closed.add(name);
            }
        }
        AgeEncryption encryption = AgeEncryption.to(postQuantum.recipient());
        encryption.encrypt(new Source("plaintext", plaintext)).close();
        encryption.armored().encrypt(new Source("armored plaintext", plaintext)).close();
        everything().decrypt(new Source("file", encrypt(encryption, plaintext))).close();
        InputStream armored = everything().decrypt(new Source("armor", encrypt(encryption.armored(), plaintext)));
        armored.close();

        assertThat(closed).containsExactly("plaintext", "armored plaintext", "file", "armor");
        assertThatThrownBy(armored::read).isInstanceOf(IOException.class);
    }
}
