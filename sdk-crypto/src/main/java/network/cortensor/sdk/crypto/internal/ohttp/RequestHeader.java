package network.cortensor.sdk.crypto.internal.ohttp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a request starts with: a key identifier of one byte and the three numbers of the HPKE suite (RFC 9458 §4.3).
 *
 * @param keyId the key identifier, 0 to 255
 * @param kem the HPKE KEM, 16 bits
 * @param kdf the HPKE KDF, 16 bits
 * @param aead the HPKE AEAD, 16 bits
 */
public record RequestHeader(int keyId, int kem, int kdf, int aead) {

    /** Bytes of a header. */
    public static final int SIZE = 7;

    /** Reads {@value #SIZE} bytes, whatever they say. */
    public static RequestHeader decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded, 0, SIZE);
        return new RequestHeader(
                Byte.toUnsignedInt(in.get()),
                Short.toUnsignedInt(in.getShort()),
                Short.toUnsignedInt(in.getShort()),
                Short.toUnsignedInt(in.getShort()));
    }

    public byte[] encoded() {
        return ByteBuffer.allocate(SIZE)
                .put((byte) keyId)
                .putShort((short) kem)
                .putShort((short) kdf)
                .putShort((short) aead)
                .array();
    }

    /** Returns what {@code info} of HPKE starts with: the label, a zero byte, the header. */
    public byte[] info(String label) {
        byte[] text = label.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + 1 + SIZE)
                .put(text)
                .put((byte) 0)
                .put(encoded())
                .array();
    }
}
