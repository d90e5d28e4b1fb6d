package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Random;

import static network.cortensor.sdk.crypto.age.AgeFiles.CHUNK;
import static network.cortensor.sdk.crypto.age.AgeFiles.NONCE;
import static network.cortensor.sdk.crypto.age.AgeFiles.SEALED_CHUNK;
import static network.cortensor.sdk.crypto.age.AgeFiles.encrypt;
import static network.cortensor.sdk.crypto.age.AgeFiles.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Reads at any position: what they give, what they cost, and what they notice. */
class SeekableTest {

    private final Identity identity = Identity.generate();
    private final AgeDecryption decryption = AgeDecryption.with(identity);
    private final byte[] plaintext = Scene.bytes(4 * CHUNK + 1234);
    private final byte[] file = encrypted(plaintext);

    private byte[] encrypted(byte[] bytes) {
        return encrypt(AgeEncryption.to(identity.recipient()), bytes);
    }

    private SeekableByteChannel open(byte[] bytes) {
        return open(MemoryChannel.of(bytes));
    }

    private SeekableByteChannel open(MemoryChannel channel) {
        try {
            return decryption.decrypt(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(SeekableByteChannel channel, long from, int length) {
        try {
            ByteBuffer target = ByteBuffer.allocate(length);
            int count = channel.position(from).read(target);
            assertThat(channel.position()).isEqualTo(from + Math.max(0, count));
            assertThat(target.position()).isEqualTo(Math.max(0, count));
            return Arrays.copyOf(target.array(), target.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void read_randomRanges_areThoseOfThePlaintext() throws IOException {
        Seed seed = Seed.of(SeekableTest.class);
        Random random = seed.random();
        try (SeekableByteChannel channel = open(MemoryChannel.givingAtMost(1000, file))) {
            assertThat(channel.size()).isEqualTo(plaintext.length);
            for (int round = 0; round < 200; round++) {
                int from = random.nextInt(plaintext.length + 10);
                int length = random.nextInt(round % 10 == 0 ? 3 * CHUNK : 100);
                int end = Math.min(plaintext.length, from + length);
                assertThat(read(channel, from, length))
                        .as("%s, round %d, %d bytes from %d", seed, round, length, from)
                        .isEqualTo(from >= end ? new byte[0] : Arrays.copyOfRange(plaintext, from, end));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK})
    void read_aroundChunkBoundaries_isThePlaintext(int size) throws IOException {
        byte[] some = Scene.bytes(size);
        try (SeekableByteChannel channel = open(encrypted(some))) {
            assertThat(channel.size()).isEqualTo(size);
            assertThat(read(channel, 0, size + 10)).isEqualTo(some);
            assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(channel.read(ByteBuffer.allocate(0))).isZero();
            for (int from = Math.max(0, size - 3); from < size; from++) {
                assertThat(read(channel, from, 100)).isEqualTo(Arrays.copyOfRange(some, from, size));
            }
            assertThat(channel.position(size + 1000L).read(ByteBuffer.allocate(1)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void read_oneByte_costsItsChunkAndTheLastOne() throws IOException {
        MemoryChannel counted = MemoryChannel.of(file);
        try (SeekableByteChannel channel = open(counted)) {
            long header = counted.bytesRead();
            assertThat(header).isLessThan(payloadOf(file) + NONCE + 8 * 1024);

            assertThat(read(channel, 2 * CHUNK + 5, 1)).containsExactly(plaintext[2 * CHUNK + 5]);
            assertThat(counted.bytesRead() - header).isEqualTo(SEALED_CHUNK + 1234 + 16);
            assertThat(read(channel, 2 * CHUNK + 9, 1)).containsExactly(plaintext[2 * CHUNK + 9]);
            assertThat(counted.bytesRead() - header).isEqualTo(SEALED_CHUNK + 1234 + 16);
        }
    }

    @Test
    void read_eachChunkAltered_isRefusedThereAndNowhereElse() {
        int chunks = payloadOf(file) + NONCE;
        for (int chunk = 0; chunk < 4; chunk++) {
            byte[] altered = file.clone();
            altered[chunks + chunk * SEALED_CHUNK + 777] ^= 1;
            SeekableByteChannel channel = open(altered);
            for (int other = 0; other <= 4; other++) {
                long from = (long) other * CHUNK;
                if (other == chunk) {
                    assertThatThrownBy(() -> read(channel, from, 10)).isInstanceOf(RejectedException.class);
                } else {
                    assertThat(read(channel, from, 10))
                            .isEqualTo(Arrays.copyOfRange(plaintext, (int) from, (int) from + 10));
                }
            }
            long across = (long) chunk * CHUNK - 5;
            if (chunk > 0) {
                assertThatThrownBy(() -> read(channel, across, 10)).isInstanceOf(RejectedException.class);
            }
        }
    }

    /** Somebody cuts or extends the file, or alters its last chunk: then its size is not known, and nothing is given. */
    @Test
    void read_sizeThatCannotBeTrusted_givesNothing() {
        int chunks = payloadOf(file) + NONCE;
        byte[] lastAltered = file.clone();
        lastAltered[file.length - 1] ^= 1;
        byte[] extendedByAChunk = Arrays.copyOf(file, file.length + SEALED_CHUNK);
        for (byte[] bad : new byte[][] {
            lastAltered,
            extendedByAChunk,
            Arrays.copyOf(file, file.length + 1),
            Arrays.copyOf(file, file.length - 1),
            Arrays.copyOf(file, chunks + 4 * SEALED_CHUNK),
            Arrays.copyOf(file, chunks + 4 * SEALED_CHUNK + 16),
            Arrays.copyOf(file, chunks + 4 * SEALED_CHUNK + 15),
            Arrays.copyOf(file, chunks + SEALED_CHUNK),
            Arrays.copyOf(file, chunks + 16),
            Arrays.copyOf(file, chunks + 15),
            Arrays.copyOf(file, chunks)
        }) {
            SeekableByteChannel channel = open(bad);
            assertThatThrownBy(channel::size).isInstanceOf(RejectedException.class);
            assertThatThrownBy(() -> read(channel, 0, 1)).isInstanceOf(RejectedException.class);
            assertThatThrownBy(() -> read(channel, 10L * CHUNK, 1)).isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void read_chunksSwapped_isRefused() {
        int chunks = payloadOf(file) + NONCE;
        byte[] swapped = file.clone();
        System.arraycopy(file, chunks, swapped, chunks + SEALED_CHUNK, SEALED_CHUNK);
        System.arraycopy(file, chunks + SEALED_CHUNK, swapped, chunks, SEALED_CHUNK);
        SeekableByteChannel channel = open(swapped);

        assertThatThrownBy(() -> read(channel, 0, 1)).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> read(channel, CHUNK, 1)).isInstanceOf(RejectedException.class);
        assertThat(read(channel, 2 * CHUNK, 1)).containsExactly(plaintext[2 * CHUNK]);
    }

    @Test
    void read_fileCutMeanwhile_isRefused() throws IOException {
        MemoryChannel channel = MemoryChannel.of(file);
        SeekableByteChannel opened = open(channel);
        assertThat(opened.size()).isEqualTo(plaintext.length);
        channel.cutTo(file.length - SEALED_CHUNK);

        assertThatThrownBy(() -> read(opened, 3 * CHUNK, 1)).isInstanceOf(RejectedException.class);
    }

    @Test
    void decrypt_header_isCheckedAsThatOfAStream() {
        assertThatThrownBy(() -> open(AgeFiles.withOtherMac(file))).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> open(Arrays.copyOf(file, payloadOf(file) + NONCE - 1)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> open(new byte[0])).isInstanceOf(MalformedException.class);
        try (X25519Identity stranger = X25519Identity.generate()) {
            assertThatThrownBy(() -> AgeDecryption.with(stranger).decrypt(MemoryChannel.of(file)))
                    .isInstanceOf(NotForMeException.class);
        }
    }

    @Test
    void decrypt_armored_isRefused() {
        byte[] armored = encrypt(AgeEncryption.to(identity.recipient()).armored(), plaintext);
        assertThatThrownBy(() -> open(armored)).isInstanceOf(ArmorException.class);
        assertThatThrownBy(() -> decryption.armored().decrypt(MemoryChannel.of(file)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void channel_isReadOnlyAndClosesItsFile() throws IOException {
        MemoryChannel under = MemoryChannel.of(file);
        SeekableByteChannel channel = open(under);
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(NonWritableChannelException.class);
        assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
        assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(channel.isOpen()).isTrue();

        channel.close();

        assertThat(channel.isOpen()).isFalse();
        assertThat(under.isOpen()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::position).isInstanceOf(ClosedChannelException.class);
    }
}
