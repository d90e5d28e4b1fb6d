package network.cortensor.sdk.ipfs.hostile;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.Multibase;
import network.cortensor.sdk.ipfs.Protobuf;
import network.cortensor.sdk.ipfs.car.CarDuplicates;
import network.cortensor.sdk.ipfs.car.CarWriter;
import network.cortensor.sdk.ipfs.internal.cbor.CborValue;
import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;
import network.cortensor.sdk.ipfs.ipns.IpnsName;
import network.cortensor.sdk.ipfs.ipns.IpnsRecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the inputs that {@link CarIpnsFuzzTest} starts from: small good objects, the record signed with a key that everybody
 * knows. Run by hand when a format changes, with the folder of the inputs as argument.
 */
final class CarIpnsFuzzSeeds {
    static final String PATH = "/ipfs/bafkqaaa";
    static final long SEQUENCE = 300;

    /** The name of the first key of RFC 8032 section 7.1. */
    static final String NAME = "k51qzi5uqu5dljtg5upm7x7ugan9lql3ewyknv4r4mhhkwzn8n7cnbd1unfwgq";

    private static final String PRIVATE = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    private static final String PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private static final String PKCS8 = "302e020100300506032b657004220420";
    private static final String X509 = "302a300506032b6570032100";

    private final Path folder;

    private CarIpnsFuzzSeeds(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        new CarIpnsFuzzSeeds(Path.of(arguments[0])).write();
    }

    private void write() throws IOException, GeneralSecurityException {
        Block leaf = Block.of(Codec.RAW, ascii("leaf"));
        Block inline = Block.of(Codec.RAW, HashFunction.IDENTITY, ascii("in"));
        Block node = Block.of(
                Codec.DAG_PB,
                new Protobuf()
                        .message(2, Protobuf.link(leaf.cid(), 4))
                        .message(2, Protobuf.link(inline.cid(), 2))
                        .toBytes());
        CborValue value = new CborValue.Dictionary(Map.of(
                "a", CborValue.Link.of(node.cid()),
                "list",
                        new CborValue.Array(
                                List.of(CborValue.Int.of(-500), new CborValue.Text("x"), new CborValue.Null())),
                "real", new CborValue.Real(0.5),
                "yes", new CborValue.Bool(true)));
        put("cbor", "values", DagCbor.encode(value));
        Block cbor = Block.of(Codec.DAG_CBOR, HashFunction.SHA2_512, DagCbor.encode(value));

        byte[] car = car(List.of(cbor.cid()), cbor, node, leaf, inline);
        put("car", "four-blocks", car);
        put("car", "no-blocks", car(List.of()));
        put("car", "version-2", version2(car(List.of(leaf.cid()), leaf)));
        put(
                "car",
                "old-cid",
                car(List.of(node.cid().toV0()), Block.verify(node.cid().toV0(), node.bytes()), leaf, leaf));

        IpnsRecord record =
                IpnsRecord.builder(PATH, SEQUENCE, Instant.EPOCH.plusSeconds(1)).sign(knownKeys());
        if (!record.name().toString().equals(NAME)) {
            throw new IllegalStateException("the name of the known key is " + record.name());
        }
        put("ipnsRecord", "both-signatures", record.encoded());
        byte[] encoded = record.encoded();
        put("ipnsParts", "entry", encoded);
        put("ipnsParts", "data", Arrays.copyOfRange(encoded, encoded.length - dataSize(encoded), encoded.length));
        put(
                "ipnsParts",
                "ed25519",
                new Protobuf()
                        .number(1, 1)
                        .bytes(2, HexFormat.of().parseHex(PUBLIC))
                        .toBytes());
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        byte[] rsaKey = rsa.generateKeyPair().getPublic().getEncoded();
        put("ipnsParts", "rsa", new Protobuf().number(1, 0).bytes(2, rsaKey).toBytes());

        for (Multibase base : Multibase.values()) {
            put(
                    "cidText",
                    "leaf-" + base.name().toLowerCase(Locale.ROOT),
                    ascii(leaf.cid().toString(base)));
        }
        put("cidText", "old", ascii(node.cid().toV0().toString()));
        put("cidText", "identity", ascii(inline.cid().toString()));
        put("cidText", "bytes", cbor.cid().encoded());
        put("cidText", "name", ascii(NAME));
        put("cidText", "peer-id", ascii(IpnsName.parse(NAME).peerId()));
    }

    /** The data is the last field of a record; its first byte begins a map of five entries. */
    private static int dataSize(byte[] record) {
        for (int at = 0; at < record.length; at++) {
            if (record[at] == (byte) 0xa5 && record[at + 1] == 0x63 && record[at + 2] == 'T') {
                return record.length - at;
            }
        }
        throw new IllegalStateException("the record has no data");
    }

    private static byte[] car(List<Cid> roots, Block... blocks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CarWriter writer = CarWriter.create(out, roots, CarDuplicates.KEEP)) {
            for (Block block : blocks) {
                writer.write(block);
            }
        }
        return out.toByteArray();
    }

    private static byte[] version2(byte[] payload) {
        ByteBuffer car = ByteBuffer.allocate(51 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        car.put(HexFormat.of().parseHex("0aa16776657273696f6e02")).position(11 + 16);
        return car.putLong(51).putLong(payload.length).putLong(0).put(payload).array();
    }

    private static KeyPair knownKeys() throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        return new KeyPair(
                keys.generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(X509 + PUBLIC))),
                keys.generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of().parseHex(PKCS8 + PRIVATE))));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void put(String target, String name, byte[] input) throws IOException {
        Path inputs = Files.createDirectories(folder.resolve(target));
        Files.write(inputs.resolve(name), input);
    }
}
