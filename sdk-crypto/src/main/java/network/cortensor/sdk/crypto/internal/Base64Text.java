package network.cortensor.sdk.crypto.internal;

import network.cortensor.sdk.crypto.MalformedException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Base64 without padding, canonical only: what decodes, encodes to the same text (RFC 4648 §3.5). */
public final class Base64Text {

    /** RFC 4648 §4, as age writes it. */
    public static final Base64Text STANDARD = new Base64Text(Base64.getEncoder(), Base64.getDecoder());

    /** RFC 4648 §5. */
    public static final Base64Text URL = new Base64Text(Base64.getUrlEncoder(), Base64.getUrlDecoder());

    private final Base64.Encoder encoder;
    private final Base64.Decoder decoder;

    private Base64Text(Base64.Encoder encoder, Base64.Decoder decoder) {
        this.encoder = encoder.withoutPadding();
        this.decoder = decoder;
    }

    public String encode(byte[] bytes) {
        return encoder.encodeToString(bytes);
    }

    /**
     * Decodes.
     *
     * @param what names the thing in the message
     * @throws MalformedException if the text is not the one canonical encoding of its bytes
     */
    public byte[] decode(String what, String text) {
        byte[] bytes;
        try {
            bytes = decoder.decode(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(what + " is not base64");
        }
        if (!encode(bytes).equals(text)) {
            throw new MalformedException(what + " is not canonical base64 without padding");
        }
        return bytes;
    }
}
