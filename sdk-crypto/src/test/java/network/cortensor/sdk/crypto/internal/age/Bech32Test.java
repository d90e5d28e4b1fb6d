package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.Known;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.Seed;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class Bech32Test {

    /** From BIP-173: {@code A12UEL5L} is the empty text under the prefix {@code a}. */
    @Test
    void decode_emptyTextOfBip173_isEmpty() {
        assertThat(Bech32.decode("x", "a", ascii("a12uel5l"), 0)).isEmpty();
        assertThat(Bech32.decode("x", "A", ascii("A12UEL5L"), 0)).isEmpty();
        assertThat(Bech32.encode("a", new byte[0])).isEqualTo(ascii("a12uel5l"));
    }

    /** From BIP-173: all 32 symbols in order, which are 20 bytes. */
    @Test
    void encode_allSymbolsOfBip173_isItsText() {
        byte[] data = Known.hex("00443214c74254b635cf84653a56d7c675be77df");
        byte[] text = ascii("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw");

        assertThat(Bech32.encode("abcdef", data)).isEqualTo(text);
        assertThat(Bech32.decode("x", "abcdef", text, 20)).isEqualTo(data);
    }

    @Test
    void decode_randomBytesOfAllSizes_comeBack() {
        Seed seed = Seed.of(Bech32Test.class);
        Random random = seed.random();
        for (int size = 0; size < 70; size++) {
            byte[] data = new byte[size];
            random.nextBytes(data);
            assertThat(Bech32.decode("x", "P-1-Q", Bech32.encode("P-1-Q", data), size))
                    .as("%s, size %d", seed, size)
                    .isEqualTo(data);
        }
    }

    @Test
    void decode_setBitsAfterTheLastByte_isMalformed() {
        // One byte is two symbols with two spare bits. Setting the lowest of them changes the checksum by the remainder
        // of
        // x^6, which is the generator polynomial of BIP-173 without its first term.
        String alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        int[] change = {1, 29, 22, 20, 21, 29, 18};
        byte[] text = Bech32.encode("a", new byte[1]);
        for (int i = 0; i < change.length; i++) {
            int at = text.length - change.length + i;
            text[at] = (byte) alphabet.charAt(alphabet.indexOf(text[at]) ^ change[i]);
        }

        assertThatThrownBy(() -> Bech32.decode("x", "a", text, 1))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("not canonical");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
