package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.Protobuf;
import network.cortensor.sdk.ipfs.internal.cbor.CborValue;
import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.Map;

/** A record whose every part can be set wrong before it is signed, and added to after. */
final class RawRecord {
    static final String PATH = "/ipfs/bafkqaddwgevxmmraojswg33smq";
    static final String END = "2100-01-01T00:00:00.000000000Z";

    private final Map<String, CborValue> fields = new LinkedHashMap<>();

    RawRecord() {
        with("Value", text(PATH));
        with("Validity", text(END));
        with("ValidityType", CborValue.Int.of(0));
        with("Sequence", CborValue.Int.of(7));
        with("TTL", CborValue.Int.of(60_000_000_000L));
    }

    static CborValue text(String text) {
        return CborValue.Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    RawRecord with(String field, CborValue value) {
        fields.put(field, value);
        return this;
    }

    RawRecord without(String field) {
        fields.remove(field);
        return this;
    }

    byte[] data() {
        return DagCbor.encode(new CborValue.Dictionary(fields));
    }

    /** Signs with V2 only. */
    byte[] sign(KeyPair keys) {
        return signed(keys, data()).toBytes();
    }

    static Protobuf signed(KeyPair keys, byte[] data) {
        return new Protobuf().bytes(8, signature(keys, data)).bytes(9, data);
    }

    /** The fields of before 2021, unsigned; nothing looks at their signature. */
    static Protobuf v1(String value, String validity, long type, long sequence, long ttl) {
        return new Protobuf()
                .bytes(1, value.getBytes(StandardCharsets.UTF_8))
                .bytes(2, new byte[64])
                .number(3, type)
                .bytes(4, validity.getBytes(StandardCharsets.UTF_8))
                .number(5, sequence)
                .number(6, ttl);
    }

    static byte[] signature(KeyPair keys, byte[] data) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes("ipns-signature:".getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(data);
        String algorithm = keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519";
        return TestKeys.sign(algorithm, keys.getPrivate(), signed.toByteArray());
    }
}
