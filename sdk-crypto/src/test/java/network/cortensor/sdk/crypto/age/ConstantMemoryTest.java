package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.Identity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Constant memory, shown by counting: what has gone in and not yet come out is never more than one chunk and the buffers,
 * however long the file is. A chain of 48 MiB is enough, because nothing in it depends on the length.
 */
class ConstantMemoryTest {

    private static final long LENGTH = 48L * 1024 * 1024;

    /** A chunk in the making on either side, and blocks of text. */
    private static final long MOST = 256 * 1024;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void encryptAndDecrypt_longFile_holdLittleOfItAtAnyTime(boolean armored) throws IOException {
        try (Identity identity = Identity.generate()) {
            AgeEncryption encryption = AgeEncryption.to(identity.recipient());
            Source source = new Source();
            InputStream file = (armored ? encryption.armored() : encryption).encrypt(source);
            byte[] buffer = new byte[10_000];
            long out = 0;
            long most = 0;
            try (InputStream plaintext = AgeDecryption.with(identity).decrypt(file)) {
                for (int count = plaintext.read(buffer); count >= 0; count = plaintext.read(buffer)) {
                    for (int i = 0; i < count; i++) {
                        if (buffer[i] != Source.at(out + i)) {
                            assertThat(buffer[i]).as("byte %d", out + i).isEqualTo(Source.at(out + i));
                        }
                    }
                    out += count;
                    most = Math.max(most, source.given - out);
                }
            }
            System.out.println("age file of " + LENGTH + " bytes" + (armored ? " in armor" : "") + ": at most " + most
                    + " bytes between what was read and what came out");
            assertThat(out).isEqualTo(LENGTH);
            assertThat(most).isLessThan(MOST);
        }
    }

    /** Computed, so that the plaintext takes no memory either. */
    private static final class Source extends InputStream {

        private long given;

        static byte at(long position) {
            return (byte) (position * 31 + (position >>> 16));
        }

        @Override
        public int read() {
            return given == LENGTH ? -1 : at(given++) & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (given == LENGTH) {
                return -1;
            }
            int count = (int) Math.min(length, LENGTH - given);
            for (int i = 0; i < count; i++) {
                target[offset + i] = at(given++);
            }
            return count;
        }
    }
}
